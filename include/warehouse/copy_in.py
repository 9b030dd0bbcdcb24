"""Arrow into PostgreSQL, by COPY in the transaction that is open, so that rows, cubes and receipt are one transaction.

pgpq writes PostgreSQL's binary form from Arrow batches: a quarter of what CSV by Arrow costs, and the server need not
read numbers and moments from text.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pgpq import ArrowToPostgresBinaryEncoder
from pgpq.encoders import StringEncoderBuilder
from pgpq.schema import Jsonb
from psycopg import Connection as PsycopgConnection
from sqlalchemy import Connection, text

from include.periods import VIETNAM
from include.warehouse.statements import read_sql

SLICE_ROWS = 20_000
SLICES_AHEAD = 2
ARROW_OF = {
    "text": pa.string(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us"),
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "text[]": pa.list_(pa.string()),
    "jsonb": pa.string(),
}
"""The binary form has no other types than its columns: what Arrow holds is cast to these. JSON comes as its text."""


def copy_arrow(
    connection: Connection,
    table: str,
    rows: pa.Table,
    mask: pa.Array | None = None,
    batch: str | None = None,
    index: Sequence[str] = (),
) -> None:
    """Copies the rows (those that the mask picks) into the table's columns of the same names, and `batch` if given.

    Timestamps without a zone are Vietnam's time. Text that looks like nothing stays text: only null is null.
    `index`: the columns of an index that grows with the rows, which slice by slice come in its order then.
    """
    columns = [*rows.column_names, *([] if batch is None else ["batch"])]
    schema = _binary_schema(connection, table, columns)
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"
    with ThreadPoolExecutor(1) as encoder, _driver(connection).cursor().copy(statement) as copy:
        for written in _encode(encoder, _Slices(rows, mask, batch, index, schema)):
            copy.write(written)


def _binary_schema(connection: Connection, table: str, columns: Sequence[str]) -> pa.Schema:
    found = connection.execute(text(read_sql("column_types")), {"table": table}).all()
    types = {str(name): str(kind) for name, kind in found}
    return pa.schema([pa.field(name, ARROW_OF[types[name]], metadata={"type": types[name]}) for name in columns])


@dataclass(frozen=True)
class _Slices:
    """The rows to be copied, in the columns and types of their table, a slice at a time."""

    rows: pa.Table
    mask: pa.Array | None
    batch: str | None
    index: Sequence[str]
    schema: pa.Schema

    @property
    def starts(self) -> list[int]:
        """Where those slices begin of which a row is picked."""
        starts = range(0, self.rows.num_rows, SLICE_ROWS)
        if self.mask is None:
            return list(starts)
        return [start for start in starts if pc.any(self.mask.slice(start, SLICE_ROWS)).as_py()]

    def cut(self, start: int) -> pa.RecordBatch:
        part = self.rows.slice(start, SLICE_ROWS)
        if self.mask is not None:
            part = part.filter(self.mask.slice(start, SLICE_ROWS))
        part = _sort(part, self.index) if self.index else part
        columns = [_fit(column, field.type) for column, field in zip(part.columns, self.schema, strict=False)]
        if self.batch is not None:
            columns.append(pa.repeat(self.batch, part.num_rows))
        return pa.record_batch(columns, self.schema)


def _encode(encoder: ThreadPoolExecutor, slices: _Slices) -> Iterator[bytes]:
    """The binary form, slice by slice, made in a thread of its own while the server takes in the rows before."""
    form = _binary_form(slices.schema)
    starts = iter(slices.starts)
    yield form.write_header()

    def write(start: int) -> bytes:
        return form.write_batch(slices.cut(start))

    waiting = [encoder.submit(write, start) for start in islice(starts, SLICES_AHEAD)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [encoder.submit(write, start) for start in islice(starts, 1)]
    yield form.finish()


def _binary_form(schema: pa.Schema) -> ArrowToPostgresBinaryEncoder:
    """As the Arrow types say, but for JSON, which Arrow holds as text."""
    forms = {field.name: ArrowToPostgresBinaryEncoder.infer_encoder(field) for field in schema}
    for field in schema:
        if field.metadata[b"type"] == b"jsonb":
            forms[field.name] = StringEncoderBuilder.new_with_output(field, Jsonb())
    return ArrowToPostgresBinaryEncoder.new_with_encoders(schema, forms)


def _sort(part: pa.Table, index: Sequence[str]) -> pa.Table:
    """An index takes in rows that come in its order in two thirds of the time; a slice still is of one time."""
    whole = part.combine_chunks()
    return whole.take(pc.sort_indices(whole, sort_keys=[(name, "ascending") for name in index]))


def _fit(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.Array:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    array = pa.concat_arrays(array.chunks) if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_timestamp(wanted):
        return pc.assume_timezone(array.cast(wanted), str(VIETNAM)).cast(pa.timestamp("us", "UTC")).cast(wanted)
    return array if array.type == wanted else array.cast(wanted)


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copies Python values, lists among them; for tables that are small."""
    with _driver(connection).cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _driver(connection: Connection) -> PsycopgConnection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, PsycopgConnection):
        raise TypeError(f"the warehouse needs the driver psycopg, not {type(driver).__module__}")
    return driver
