"""JSON texts of records in, a table of the listed fields out: what a feed does not list gets no further than here."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from include.errors import Refused
from include.landing.plain import is_plain
from include.portal.feed import Feed

_MACROS = (Path(__file__).parent / "text.sql").read_text(encoding="utf-8")
_ENGINE: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",  # the texts hold personal fields: they are never spilled to disk
    "memory_limit": "256MB",
    "threads": "1",  # one group at a time, beside the reading of the next; a second thread takes 1.4 times the CPU
}


def read_sql(feed: Feed) -> str:
    """SELECT of the kept fields, in the feed's order, from the relation `page` with its column `record`."""
    shape: dict[str, object] = dict.fromkeys(feed.fields, "VARCHAR")
    shape |= {name: ["VARCHAR"] for name in feed.lists}
    shape |= {name: [dict.fromkeys(fields, "VARCHAR")] for name, fields in feed.nested.items()}
    return f"SELECT r.* FROM (SELECT from_json(record, '{json.dumps(shape)}') AS r FROM page)"  # noqa: S608


def tidy_sql(feed: Feed, names: Collection[str]) -> str:
    """SELECT of everything in the relation `page`, where each value of the named columns is kept as text or dropped."""
    texts = [f'kept_text("{name}") AS "{name}"' for name in feed.fields if name in names]
    lists = [f'kept_texts("{name}") AS "{name}"' for name in feed.lists if name in names]
    nested = [_nested_sql(name, fields) for name, fields in feed.nested.items() if name in names]
    return f"SELECT * REPLACE ({', '.join([*texts, *lists, *nested])}) FROM page"  # noqa: S608


def _nested_sql(name: str, fields: tuple[str, ...]) -> str:
    members = ", ".join(f'"{member}" := kept_text(x."{member}")' for member in fields)
    present = f'list_filter("{name}", lambda x: x IS NOT NULL)'
    return f'list_transform({present}, lambda x: struct_pack({members})) AS "{name}"'


class Projection:
    """Projects the records of one feed, in their order. One engine, in memory; use it in one thread at a time."""

    def __init__(self, feed: Feed, asked: str) -> None:
        self._asked = asked
        self._feed, self._read_sql = feed, read_sql(feed)
        self._engine = duckdb.connect(":memory:", config=_ENGINE)
        self._engine.execute("SET enable_external_access = false")
        self._engine.execute(_MACROS)
        self.schema: pa.Schema = self.of(pa.chunked_array([], type=pa.string())).schema

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._engine.close()

    def of(self, records: pa.ChunkedArray) -> pa.Table:
        """All columns are text, lists of text or lists of structs of text; missing, null and "" are NULL."""
        table = self._select(self._read_sql, pa.table({"record": records}))
        unplain = {name for name in table.column_names if not is_plain(table[name])}
        return self._select(tidy_sql(self._feed, unplain), table) if unplain else table

    def _select(self, sql: str, page: pa.Table) -> pa.Table:
        self._engine.register("page", page)
        try:
            table = self._engine.sql(sql).to_arrow_table()
            return table.combine_chunks()  # there is one chunk a page, and each costs its readers as much as a whole
        except duckdb.Error:
            pass  # its message quotes the record
        finally:
            self._engine.unregister("page")
        raise Refused(self._asked, "records that the engine cannot read", "nothing was kept; report this as a defect")
