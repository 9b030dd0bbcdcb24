"""The cubes, kept by difference: what the affected keys contributed is taken off, what they contribute now is added.

A recount runs the same statements over every key, so the two cannot disagree about what a record contributes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, text

from include.warehouse.facts import Fact
from include.warehouse.faults import told_in_one_line
from include.warehouse.locks import lock_cubes
from include.warehouse.statements import read_sql, run_script
from include.warehouse.table_hashes import hash_table

CUBES = ("core.dossier_cube", "core.breach_cube", "core.payment_cube")
EVERY_FOLD = ("fold_dossier", "fold_paid", "fold_payment")
APPLIED = ("apply_dossier_fold", "apply_breach_fold", "apply_payment_fold")
CODE_MONTHS = """
SELECT DISTINCT to_date(right(child.relname, 6), 'YYYYMM') AS month
FROM pg_inherits
INNER JOIN pg_class AS child ON pg_inherits.inhrelid = child.oid
WHERE pg_inherits.inhparent IN ('core.dossier'::regclass, 'core.payment'::regclass)
ORDER BY month
"""


@contextmanager
def keep_cubes(connection: Connection, fact: Fact, months: list[date]) -> Iterator[None]:
    """Whoever writes the fresh records inside leaves the cubes, and what must be measured again, right behind."""
    run_script(connection, read_sql("fold_tables"))
    if fact.affected is not None:
        _run(connection, fact.affected, months)
    _fold(connection, fact.folds, months, sign=-1)
    yield
    _fold(connection, fact.folds, months, sign=1)
    _apply(connection)


def rebuild_cubes(engine: Engine) -> tuple[str, ...]:
    """Counts every record anew and replaces the cubes; gives the names of those that were not equal to it."""
    with told_in_one_line("recount of the cubes"), engine.begin() as connection:
        lock_cubes(connection)
        before = {cube: hash_table(connection, cube) for cube in CUBES}
        for cube in CUBES:
            connection.exec_driver_sql(f"DELETE FROM {cube}")  # noqa: S608
        run_script(connection, read_sql("fold_tables"))
        for month in connection.exec_driver_sql(CODE_MONTHS).scalars().all():
            _run(connection, "affected_months", [month])
            _fold(connection, EVERY_FOLD, [month], sign=1)
            run_script(connection, "TRUNCATE affected_dossier, affected_payment")
        _apply(connection)
        return tuple(cube for cube in CUBES if hash_table(connection, cube) != before[cube])


def _fold(connection: Connection, folds: tuple[str, ...], months: list[date], *, sign: int) -> None:
    run_script(connection, "ANALYZE affected_dossier, affected_payment")
    for fold in folds:
        _run(connection, fold, months, sign=sign)


def _run(connection: Connection, name: str, months: list[date], **parameters: int) -> None:
    statement = text(read_sql(name))
    wanted = {"months": months, **parameters}
    connection.execute(statement, {key: wanted[key] for key in statement.compile().params})


def _apply(connection: Connection) -> None:
    for name in APPLIED:
        run_script(connection, read_sql(name))
    connection.execute(text(read_sql("touched")))
