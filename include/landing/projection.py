"""JSON texts of records in, a table of the listed fields out: what a feed does not list gets no further than here."""

import json
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa

from include.errors import Refused
from include.portal.feed import Feed

_MACROS = (Path(__file__).parent / "text.sql").read_text(encoding="utf-8")
_ENGINE: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",  # the texts hold personal fields: they are never spilled to disk
    "memory_limit": "256MB",
    "threads": "2",
}


def projection_sql(feed: Feed) -> str:
    """SELECT of the kept fields, in the feed's order, from the relation `page` with its column `record`."""
    texts = [f'kept_text(r."{name}") AS "{name}"' for name in feed.fields]
    lists = [f'kept_texts(r."{name}") AS "{name}"' for name in feed.lists]
    nested = [_nested_sql(name, fields) for name, fields in feed.nested.items()]
    shape: dict[str, object] = dict.fromkeys(feed.fields, "VARCHAR")
    shape |= {name: ["VARCHAR"] for name in feed.lists}
    shape |= {name: [dict.fromkeys(fields, "VARCHAR")] for name, fields in feed.nested.items()}
    columns = ",\n  ".join([*texts, *lists, *nested])
    return f"SELECT\n  {columns}\nFROM (SELECT from_json(record, '{json.dumps(shape)}') AS r FROM page)"  # noqa: S608


def _nested_sql(name: str, fields: tuple[str, ...]) -> str:
    members = ", ".join(f'"{member}" := kept_text(x."{member}")' for member in fields)
    present = f'list_filter(r."{name}", lambda x: x IS NOT NULL)'
    return f'list_transform({present}, lambda x: struct_pack({members})) AS "{name}"'


class Projection:
    """Projects the records of one feed, in their order. One engine, in memory; use it in one thread at a time."""

    def __init__(self, feed: Feed, asked: str) -> None:
        self._asked = asked
        self._sql = projection_sql(feed)
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
        self._engine.register("page", pa.table({"record": records}))
        try:
            return self._engine.sql(self._sql).to_arrow_table()
        except duckdb.Error:
            pass  # its message quotes the record
        finally:
            self._engine.unregister("page")
        raise Refused(self._asked, "records that the engine cannot read", "nothing was kept; report this as a defect")
