"""Dossiers, payments and petitions into their tables: only what is new or newer is sent, the cubes follow.

The keys and versions of the batch go first; the database says which of them it lacks; only those rows are sent whole.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute
from sqlalchemy import Connection, text

from include.errors import Refused
from include.warehouse.copy_in import copy_arrow
from include.warehouse.cubes import begin_cubes, keep_cubes
from include.warehouse.facts import Fact
from include.warehouse.locks import has_table_to_itself, lock_root, lock_table
from include.warehouse.statements import read_sql


@dataclass(frozen=True)
class Fresh:
    """Which of the accepted rows are to be written: masks as long as the batch."""

    added: pa.Array
    replaced: pa.Array
    loaded: int


def code_months(fact: Fact, accepted: pa.Table) -> list[date]:
    """The months of the dossier codes in the batch, in order; none for a table that is not partitioned."""
    if not fact.is_partitioned:
        return []
    return sorted(month for month in pa.compute.unique(accepted["code_month"]).to_pylist() if month is not None)


def load_facts(connection: Connection, fact: Fact, accepted: pa.Table, months: list[date], batch: str) -> int:
    """Writes what is new or newer and keeps the cubes; gives how many records were written."""
    lock_table(connection, fact.table)
    lock_root(connection, _prefixes(fact, accepted))
    rows = accepted.select(_own_columns(connection, fact, accepted))
    if _is_first(connection, fact, months):
        with begin_cubes(connection, fact, months):
            copy_arrow(connection, fact.table, rows, batch=batch)
        return int(rows.num_rows)
    _stage_arrived(connection, fact, accepted)
    fresh = _find_fresh(connection, fact, months, accepted.num_rows)
    if fresh.loaded:
        with keep_cubes(connection, fact, months):
            copy_arrow(connection, fact.table, rows, fresh.added, batch)
            _replace(connection, fact, rows, fresh, months, batch)
    return fresh.loaded


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


def _own_columns(connection: Connection, fact: Fact, accepted: pa.Table) -> list[str]:
    columns = [str(name) for name in connection.execute(text(read_sql("own_columns")), {"table": fact.table}).scalars()]
    missing = [name for name in columns if name not in accepted.column_names]
    if missing:
        came = f"the judged records have no {', '.join(missing)}"
        raise Refused(f"load into {fact.table}", came, "report this as a defect; nothing was loaded")
    return columns


def _stage_arrived(connection: Connection, fact: Fact, accepted: pa.Table) -> None:
    staged = (*fact.keys, *fact.staged)
    connection.execute(text(read_sql("arrived", table=fact.table, staged=", ".join(staged))))
    places = pa.array(np.arange(accepted.num_rows, dtype=np.int32))
    arrived = accepted.select([*staged, "updated_at", "content_hash"]).append_column("place", places)
    copy_arrow(connection, "arrived", arrived)
    connection.exec_driver_sql(f"ANALYZE arrived ({', '.join(fact.keys)})")


def _prefixes(fact: Fact, accepted: pa.Table) -> list[str]:
    """The agency codes that the dossier codes of the batch begin with, as written."""
    if not fact.is_partitioned:
        return []
    parts = pa.compute.split_pattern(accepted["dossier_code"], "-", max_splits=1)
    return [str(prefix) for prefix in pa.compute.unique(pa.compute.list_element(parts, 0)).to_pylist()]


def _find_fresh(connection: Connection, fact: Fact, months: list[date], count: int) -> Fresh:
    same_key = fact.same_key_as("arrived")
    find = read_sql("fresh", table=fact.table, partitions=fact.partitions, same_key=same_key)
    connection.execute(text(find), {"months": months} if fact.is_partitioned else {})
    connection.exec_driver_sql(f"ANALYZE fresh ({', '.join(fact.keys)})")
    added, replaced = connection.execute(text(read_sql("fresh_places"))).one()
    loaded = len(added or ()) + len(replaced or ())
    return Fresh(_mask(added, count), _mask(replaced, count), loaded)


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
