"""Dossiers, payments and petitions into their tables: only what is new or newer is sent, the cubes follow.

The keys and versions of the batch go first; the database says which of them it lacks; only those rows are sent whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute
from sqlalchemy import Connection, text

from include.errors import Refused
from include.receipt import Batch
from include.warehouse.bare_months import fill_bare_months
from include.warehouse.copy_in import copy_arrow
from include.warehouse.cubes import begin_cubes, keep_cubes
from include.warehouse.facts import Fact
from include.warehouse.known import Arrived, find_arrived, stage_arrived
from include.warehouse.locks import has_table_to_itself, lock_root, lock_table
from include.warehouse.partitions import missing_months
from include.warehouse.statements import read_sql, run_script

LEFT = """
SELECT DISTINCT stored.dossier_code FROM leaving
INNER JOIN core.payment AS stored
    ON stored.payment_reference = leaving.payment_reference AND stored.code_month = leaving.code_month
"""


class MonthsMissing(Exception):
    """The months of a large batch have no partitions, and cannot be filled before they have: nothing was written."""


@dataclass(frozen=True)
class Written:
    """How many records were written, how many are stored now, the months that held nothing before, and what came."""

    loaded: int
    seen: int = 0
    new_months: Sequence[date] = ()
    arrived: Arrived | None = None


@dataclass(frozen=True)
class Fresh:
    """Which of the accepted rows are to be written: masks as long as the batch."""

    added: pa.Array
    replaced: pa.Array
    loaded: int
    any_there: bool


def code_months(fact: Fact, accepted: pa.Table) -> list[date]:
    """The months of the dossier codes in the batch, in order; none for a table that is not partitioned."""
    if not fact.is_partitioned:
        return []
    return sorted(month for month in pa.compute.unique(accepted["code_month"]).to_pylist() if month is not None)


def load_facts(connection: Connection, fact: Fact, accepted: pa.Table, batch: Batch, *, again: bool) -> Written:
    """Writes what is new or newer and keeps the cubes; `again` when the same landed object was loaded before.

    A large batch may come before its months have partitions: MonthsMissing when that does not do.
    """
    months = code_months(fact, accepted)
    lock_table(connection, fact.table)
    lock_root(connection, _prefixes(accepted["dossier_code"]) if fact.is_partitioned else [])
    rows = accepted.select(_own_columns(connection, fact, accepted))
    _make_stage(connection, fact)
    missing = missing_months(connection, fact.table, months)
    first, stale_count, arrived = _is_first(connection, fact, months), 0, None
    if missing and not first:
        raise MonthsMissing
    if not first or _may_stand_elsewhere(connection, fact, months, batch):
        arrived = find_arrived(connection, fact, batch.feed, accepted, months, first=first)
        stage_arrived(connection, fact, arrived)
        stale_count = _settle_elsewhere(connection, fact, months, batch, again=again)
    if first and not stale_count:
        with begin_cubes(connection, fact, months, rows):
            _fill(connection, fact, months, rows, batch.name, any_missing=bool(missing))
        return Written(accepted.num_rows, accepted.num_rows, months, arrived)
    if missing:
        raise MonthsMissing
    fresh = _find_fresh(connection, fact, months, accepted.num_rows)
    if fresh.loaded:
        written = rows.filter(pa.compute.or_(fresh.added, fresh.replaced))
        with keep_cubes(connection, fact, months, written, any_there=fresh.any_there):
            copy_arrow(connection, fact.table, rows, fresh.added, batch.name, fact.index)
            if fresh.any_there:
                _replace(connection, fact, rows, fresh, months, batch.name)
    run_script(connection, "DROP TABLE fresh")
    return Written(fresh.loaded, accepted.num_rows - stale_count, arrived=arrived)


def _fill(
    connection: Connection, fact: Fact, months: list[date], rows: pa.Table, batch: str, *, any_missing: bool
) -> None:
    """All rows into months that held nothing."""
    bare = fill_bare_months(connection, fact, months, rows, batch) if any_missing else []
    if there := [month for month in months if month not in bare]:
        of_those = pa.compute.is_in(rows["code_month"], pa.array(there)) if bare else None
        copy_arrow(connection, fact.table, rows, of_those, batch, fact.index)


def take_out(connection: Connection, fact: Fact) -> None:
    """Removes the records whose keys stand in `leaving` from their table and, by difference, from the cubes."""
    months: list[date] = []
    if fact.is_partitioned:
        found = connection.exec_driver_sql("SELECT DISTINCT code_month FROM leaving ORDER BY code_month")
        months = list(found.scalars())
    same_key = fact.same_key_as("leaving")
    staged = ", ".join(f"stored.{name}" for name in (*fact.keys, *fact.staged))
    names = {"table": fact.table, "partitions": fact.partitions}
    parameters = {"months": months} if fact.is_partitioned else {}
    connection.execute(text(read_sql("fresh_leaving", staged=staged, same_key=same_key, **names)), parameters)
    with keep_cubes(connection, fact, months, None, any_there=True):
        connection.execute(text(read_sql("leave", same_key=fact.same_key_as("fresh"), **names)), parameters)
    run_script(connection, read_sql("forget_fresh"))


def _is_first(connection: Connection, fact: Fact, months: list[date]) -> bool:
    """Whether all of the batch is new because its months hold nothing, and nobody else is about to fill them."""
    if not fact.is_partitioned:
        return False
    empty = text(read_sql("months_are_empty", table=fact.table, partitions=fact.partitions))
    if not connection.execute(empty, {"months": months}).scalar_one():
        return False
    if not has_table_to_itself(connection, fact.table):
        return False
    return bool(connection.execute(empty, {"months": months}).scalar_one())


def _may_stand_elsewhere(connection: Connection, fact: Fact, months: list[date], batch: Batch) -> bool:
    """Whether a record of the batch may be known in another month, or as one that is gone."""
    asked = text(read_sql("may_stand_elsewhere", table=fact.table, partitions=fact.partitions))
    known = {"may_move": fact.moves, "feed": batch.feed, "months": months}
    return bool(connection.execute(asked, {key: known[key] for key in asked.compile().params}).scalar_one())


def _settle_elsewhere(connection: Connection, fact: Fact, months: list[date], batch: Batch, *, again: bool) -> int:
    """A record of the batch that is known elsewhere leaves that place, or is stale; gives how many are stale."""
    buried = text(read_sql("buried", key=fact.key))
    connection.execute(buried, {"feed": batch.feed, "again": again})
    run_script(connection, read_sql("buried_settled"))
    if fact.moves:
        connection.execute(text(read_sql("elsewhere")), {"months": months})
        run_script(connection, read_sql("elsewhere_settled"))
        if left := connection.exec_driver_sql(LEFT).scalars().all():
            lock_root(connection, _prefixes(pa.array(left, pa.string())))
            take_out(connection, fact)
    return int(connection.exec_driver_sql("SELECT count(*) FROM stale").scalar_one())


def _own_columns(connection: Connection, fact: Fact, accepted: pa.Table) -> list[str]:
    columns = [str(name) for name in connection.execute(text(read_sql("own_columns")), {"table": fact.table}).scalars()]
    missing = [name for name in columns if name not in accepted.column_names]
    if missing:
        came = f"the judged records have no {', '.join(missing)}"
        raise Refused(f"load into {fact.table}", came, "report this as a defect; nothing was loaded")
    return columns


def _make_stage(connection: Connection, fact: Fact) -> None:
    staged, keys = ", ".join((*fact.keys, *fact.staged)), ", ".join(fact.keys)
    run_script(connection, read_sql("arrived", table=fact.table, staged=staged, keys=keys))


def _prefixes(dossier_codes: pa.Array | pa.ChunkedArray) -> list[str]:
    """The agency codes that dossier codes begin with, as written."""
    parts = pa.compute.split_pattern(dossier_codes, "-", max_splits=1)
    return [str(prefix) for prefix in pa.compute.unique(pa.compute.list_element(parts, 0)).to_pylist()]


def _find_fresh(connection: Connection, fact: Fact, months: list[date], count: int) -> Fresh:
    same_key = fact.same_key_as("arrived")
    find = read_sql("fresh", table=fact.table, partitions=fact.partitions, same_key=same_key)
    connection.execute(text(find), {"months": months} if fact.is_partitioned else {})
    connection.exec_driver_sql(f"ANALYZE fresh ({', '.join(fact.keys)})")
    added, replaced = connection.execute(text(read_sql("fresh_places"))).one()
    loaded = len(added or ()) + len(replaced or ())
    return Fresh(_mask(added, count), _mask(replaced, count), loaded, bool(replaced))


def _mask(places: list[int] | None, count: int) -> pa.Array:
    mask = np.zeros(count, dtype=bool)
    mask[places or []] = True
    return pa.array(mask)


def _replace(connection: Connection, fact: Fact, rows: pa.Table, fresh: Fresh, months: list[date], batch: str) -> None:
    columns = (*rows.column_names, "batch")
    connection.execute(text(read_sql("newer", table=fact.table, columns=", ".join(columns))))
    copy_arrow(connection, "newer", rows, fresh.replaced, batch)
    connection.exec_driver_sql(f"ANALYZE newer ({', '.join(fact.keys)})")
    values = ", ".join(f"{name} = newer.{name}" for name in columns if name not in fact.keys)
    same_key = fact.same_key_as("newer")
    update = read_sql("replace", table=fact.table, assignments=values, partitions=fact.partitions, same_key=same_key)
    connection.execute(text(update), {"months": months} if fact.is_partitioned else {})
