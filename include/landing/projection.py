"""JSON texts of records in, a table of the listed fields out: what a feed does not list gets no further than here."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from include.errors import Refused
from include.landing.lists import ListField, list_fields
from include.landing.plain import is_plain
from include.portal.feed import NOT_KEPT, Feed

NAMES = pa.list_(pa.string())
_MACROS = (Path(__file__).parent / "text.sql").read_text(encoding="utf-8")
_ENGINE: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",  # the texts hold personal fields: they are never spilled to disk
    "memory_limit": "256MB",
    "threads": "1",  # one group at a time, beside the reading of the next; a second thread takes 1.4 times the CPU
}


class Tidied(NamedTuple):
    """Columns with nothing in them but what is kept, and for each row the names of fields that were given and are not.

    No names at all when nothing was dropped.
    """

    columns: dict[str, pa.Array]
    not_kept: pa.ListArray | None


class ReadTexts(NamedTuple):
    """The texts of a list field in one group, each once, and what was read of each."""

    texts: pa.StringArray
    values: pa.ListArray
    not_kept: pa.ListArray | None


def read_sql(feed: Feed) -> str:
    """SELECT of the kept fields, in the feed's order, from the relation `page` with its column `record`.

    Everything is text; lists are the text of their JSON.
    """
    shape = dict.fromkeys([*feed.fields, *feed.lists, *feed.nested], "VARCHAR")
    return f"SELECT r.* FROM (SELECT from_json(record, '{json.dumps(shape)}') AS r FROM page)"  # noqa: S608


def tidy_sql(names: Collection[str]) -> str:
    """SELECT of the named columns from the relation `page`, each value kept as text or dropped, and of `not_kept`."""
    texts = ", ".join(f'kept_text("{name}") AS "{name}"' for name in names)
    lost = ", ".join(f"CASE WHEN is_lost(\"{name}\") THEN '{name}' END" for name in names)
    return f"SELECT {texts}, present([{lost}]) AS not_kept FROM page"  # noqa: S608


class Projection:
    """Projects the records of one feed, in their order. One engine, in memory; use it in one thread at a time."""

    def __init__(self, feed: Feed, asked: str) -> None:
        self._asked = asked
        self._feed, self._lists, self._read_sql = feed, list_fields(feed), read_sql(feed)
        self._engine = duckdb.connect(":memory:", config=_ENGINE)
        self._engine.execute("SET enable_external_access = false")
        self._engine.execute(_MACROS)
        nothing = pa.nulls(0, pa.string())
        self._read_last = {field: self._read_texts(field, nothing) for field in self._lists}
        self.schema: pa.Schema = self.of(pa.chunked_array([nothing])).schema

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._engine.close()

    def of(self, records: pa.ChunkedArray) -> pa.Table:
        """All columns are text, lists of text or lists of structs of text; missing, null and "" are NULL.

        The last one, NOT_KEPT, names the fields of a record that came in another shape and were dropped: NULL in all
        others.
        """
        written = self._select(self._read_sql, {"record": records})
        parts = [self._tidy_texts({name: written[name] for name in self._feed.fields})]
        parts += [self._read_list(field, written[field.name]) for field in self._lists]
        columns = {name: column for part in parts for name, column in part.columns.items()}
        noted = [part.not_kept for part in parts if part.not_kept is not None]
        return pa.table({**columns, NOT_KEPT: _merge_names(noted, len(records))})

    def _tidy_texts(self, texts: dict[str, pa.Array]) -> Tidied:
        unplain = {name: text for name, text in texts.items() if not is_plain(text)}
        if not unplain:
            return Tidied(texts, None)
        tidied = self._select(tidy_sql(unplain), unplain)
        not_kept = tidied.pop("not_kept")
        return Tidied({**texts, **tidied}, not_kept)

    def _read_list(self, field: ListField, written: pa.Array) -> Tidied:
        """Reads each text once, however many records hold it; those that the group before held are read already."""
        coded, read = written.dictionary_encode(), self._read_last[field]
        places = pc.index_in(coded.dictionary, value_set=read.texts)
        if places.null_count:
            read = self._read_last[field] = self._read_texts(field, coded.dictionary)
            rows = coded.indices
        else:
            rows = places.take(coded.indices)
        not_kept = None if read.not_kept is None else read.not_kept.take(rows)
        return Tidied({field.name: read.values.take(rows)}, not_kept)

    def _read_texts(self, field: ListField, texts: pa.StringArray) -> ReadTexts:
        values = self._select(field.read_sql, {"written": texts})["value"]
        if values.null_count == 0 and is_plain(values):
            return ReadTexts(texts, values, None)
        return ReadTexts(texts, *self._select(field.tidy_sql, {"written": texts}).values())

    def _select(self, sql: str, page: dict[str, pa.Array | pa.ChunkedArray]) -> dict[str, pa.Array]:
        """The columns of a statement over the relation `page`, each in one piece."""
        self._engine.register("page", pa.table(page))
        try:
            table = self._engine.sql(sql).to_arrow_table().combine_chunks()
            return {name: _whole(table[name]) for name in table.column_names}
        except duckdb.Error:
            pass  # its message quotes the record
        finally:
            self._engine.unregister("page")
        raise Refused(self._asked, "records that the engine cannot read", "nothing was kept; report this as a defect")


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """The only chunk; its own `combine_chunks` imports pandas where there is none, which takes a second and 50 MB."""
    return column.chunk(0) if column.num_chunks else pa.nulls(0, column.type)


def _merge_names(noted: Sequence[pa.ListArray], count: int) -> pa.ListArray:
    """The names of each row out of several such columns; NULL where there are none."""
    noted = [names for names in noted if len(names.flatten())]
    if not noted:
        return pa.nulls(count, NAMES)
    rows = zip(*(names.to_pylist() for names in noted), strict=True)
    return pa.array([[name for names in row for name in names or ()] or None for row in rows], NAMES)
