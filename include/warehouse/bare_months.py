"""Months that hold nothing yet, filled before they are partitions: by several sessions, and before they have indexes.

A session uses one core of the server, and an index over rows that are there costs a third of one that grows with them.
Each month is filled as a table that nobody reads, and committed; the transaction of the load attaches it, and so all of
the load is seen at once or not at all. What is left of a load that failed behind that is removed before the next one.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, text

from include.warehouse.copy_in import copy_arrow
from include.warehouse.facts import Fact
from include.warehouse.locks import lock_partitions
from include.warehouse.partitions import missing_months
from include.warehouse.side_by_side import count_sessions, side_by_side
from include.warehouse.statements import run_script

BEGIN = text("SELECT ops.begin_month(:bare)")
INDEX = text("SELECT ops.index_month(:bare)")
ATTACH = text("SELECT ops.attach_month(:bare)")
SETTINGS = """
SET LOCAL max_parallel_maintenance_workers = 0;
SET LOCAL lock_timeout = '10s';
"""


def fill_bare_months(connection: Connection, fact: Fact, months: list[date], rows: pa.Table, batch: str) -> list[date]:
    """Fills those of the months that have no partition with their rows; gives these months."""
    lock_partitions(connection)
    number = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one()
    parent = fact.table.removeprefix("core.")
    bare = {month: f"{parent}_{month:%Y%m}_{number}" for month in missing_months(connection, fact.table, months)}
    masks = {name: pc.equal(rows["code_month"], month) for month, name in bare.items()}
    shares = _share_out({name: pc.sum(mask).as_py() for name, mask in masks.items()}, count_sessions(connection))
    with side_by_side(connection.engine, [partial(_fill, share, rows, masks, batch) for share in shares]):
        pass
    for name in bare.values():
        connection.execute(ATTACH, {"bare": name})
    return list(bare)


def drop_bare_months(connection: Connection) -> None:
    """Removes what a load left behind that failed; while one is at work at such months, nothing."""
    connection.exec_driver_sql("SELECT ops.drop_bare_months()")


def _share_out(counts: dict[str, int], sessions: int) -> list[list[str]]:
    """Every table to a session, the largest first, each to the one that has the least to do."""
    shares: list[list[str]] = [[] for _ in range(min(sessions, len(counts)))]
    for name in sorted(counts, key=counts.__getitem__, reverse=True):
        min(shares, key=lambda share: sum(counts[each] for each in share)).append(name)
    return shares


def _fill(share: Sequence[str], rows: pa.Table, masks: dict[str, pa.Array], batch: str, connection: Connection) -> None:
    run_script(connection, SETTINGS)
    for name in share:
        connection.execute(BEGIN, {"bare": name})
        copy_arrow(connection, f"core.{name}", rows, masks[name], batch)
        connection.execute(INDEX, {"bare": name})
