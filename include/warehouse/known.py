"""What stands in the warehouse just as it came: a large batch need not send its key, for its hash says so.

A hash is taken over every column, key and version among them: who has the same hash is the same record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, text

from include.records.workbench import open_workbench
from include.warehouse.copy_in import copy_arrow
from include.warehouse.facts import Fact
from include.warehouse.statements import read_sql

HASH_CHARACTERS = 32
FEW_BYTES = 1 << 18
BYTES_A_RECORD = 1000
"""Hashes are read where so much is stored at most, or so much for each record of the batch: about four of them."""


@dataclass(frozen=True)
class Arrived:
    """Key, version and place of each record of a batch, and which of them are known to stand there as they came."""

    rows: pa.Table
    known: pa.Array | None = None


def find_arrived(
    connection: Connection, fact: Fact, feed: str, accepted: pa.Table, months: Sequence[date], *, first: bool
) -> Arrived:
    """The records of a batch, with what is known of them; of the first of its months that is nothing."""
    places = pa.array(np.arange(accepted.num_rows, dtype=np.int32))
    columns = [*fact.keys, *fact.staged, "updated_at", "content_hash"]
    rows = accepted.select(columns).append_column("place", places)
    if first or _stored_bytes(connection, fact, months) > max(FEW_BYTES, BYTES_A_RECORD * accepted.num_rows):
        return Arrived(rows)
    return Arrived(rows, _find_known(rows, _stored_hashes(connection, fact, feed, months)))


def stage_arrived(connection: Connection, fact: Fact, arrived: Arrived) -> None:
    """What must be asked about, into the table `arrived`."""
    copy_arrow(connection, "arrived", arrived.rows, None if arrived.known is None else pc.invert(arrived.known))
    connection.exec_driver_sql(f"ANALYZE arrived ({', '.join(fact.keys)})")


def stage_known(connection: Connection, arrived: Arrived | None) -> None:
    """The rest of it, for whoever asks what did not arrive."""
    if arrived is not None and arrived.known is not None:
        copy_arrow(connection, "arrived", arrived.rows, arrived.known)


def _stored_bytes(connection: Connection, fact: Fact, months: Sequence[date]) -> int:
    asked = {"table": fact.table, "codes": [f"{month:%Y%m}" for month in months]}
    return int(connection.execute(text(read_sql("stored_bytes")), asked).scalar_one())


def _find_known(rows: pa.Table, hashes: pa.Array) -> pa.Array:
    """Which of the rows have one of the hashes: DuckDB joins a million in an eighth of a second, Arrow in a half."""
    with open_workbench() as engine:
        engine.register("arrived", rows.select(["content_hash", "place"]))
        engine.register("stored", pa.table({"content_hash": hashes}))
        places = engine.sql("SELECT place FROM arrived SEMI JOIN stored USING (content_hash)").to_arrow_table()["place"]
    known = np.zeros(rows.num_rows, dtype=bool)
    known[places.to_numpy()] = True
    return pa.array(known)


def _stored_hashes(connection: Connection, fact: Fact, feed: str, months: Sequence[date]) -> pa.Array:
    month = "stored.code_month" if fact.is_partitioned else "()"
    names = {"table": fact.table, "partitions": fact.partitions, "key": fact.key, "month": month}
    asked = text(read_sql("known_hashes", **names))
    found = connection.execute(asked, {"feed": feed} | ({"months": list(months)} if fact.is_partitioned else {}))
    hashes = "".join(part for part in found.scalars() if part).encode("ascii")
    ends = np.arange(0, len(hashes) + 1, HASH_CHARACTERS, dtype=np.int32)
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(hashes))
