"""The cubes, kept by difference: what the affected keys contributed is taken off, what they contribute now is added.

A recount runs the same statements over every key, so the two cannot disagree about what a record contributes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, text

from include.warehouse.facts import DOSSIERS_OF_MONTHS, PAYMENTS_OF_MONTHS, Fact, Fold
from include.warehouse.faults import told_in_one_line
from include.warehouse.locks import lock_cubes
from include.warehouse.statements import read_sql, run_script
from include.warehouse.table_hashes import hash_table

CUBES = ("core.dossier_cube", "core.breach_cube", "core.payment_cube")
APPLIED = ("apply_dossier_fold", "apply_breach_fold", "apply_payment_fold")
CODE_MONTHS = """
SELECT DISTINCT to_date(right(child.relname, 6), 'YYYYMM') AS month
FROM pg_inherits
INNER JOIN pg_class AS child ON pg_inherits.inhrelid = child.oid
WHERE pg_inherits.inhparent IN ('core.dossier'::regclass, 'core.payment'::regclass)
ORDER BY month
"""


@contextmanager
def keep_cubes(connection: Connection, fact: Fact, months: list[date], *, any_there: bool) -> Iterator[None]:
    """Whoever writes the fresh records inside leaves the cubes, and what must be measured again, right behind.

    `any_there`: some of them were stored before, and what they contributed is to be taken off.
    """
    run_script(connection, read_sql("fold_tables"))
    if fact.prepare is not None:
        _run(connection, read_sql(fact.prepare), months=months)
    if any_there or fact.prepare is not None:
        _fold(connection, fact.folds, months, sign=-1)
    yield
    _fold(connection, fact.folds, months, sign=1)
    _apply(connection)


@contextmanager
def begin_cubes(connection: Connection, fact: Fact, months: list[date]) -> Iterator[None]:
    """The same, for months that held nothing of the table before: nothing is to be taken off."""
    run_script(connection, read_sql("fold_tables"))
    yield
    _fold(connection, fact.first_folds, months, sign=1)
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
            _fold(connection, (*DOSSIERS_OF_MONTHS, *PAYMENTS_OF_MONTHS), [month], sign=1)
        _apply(connection)
        return tuple(cube for cube in CUBES if hash_table(connection, cube) != before[cube])


def _fold(connection: Connection, folds: tuple[Fold, ...], months: list[date], *, sign: int) -> None:
    for fold in folds:
        affected = {} if fold.affected is None else {"affected": read_sql(fold.affected)}
        _run(connection, read_sql(fold.name, **affected), months=months, sign=sign)


def _run(connection: Connection, written: str, **parameters: object) -> None:
    statement = text(written)
    connection.execute(statement, {key: parameters[key] for key in statement.compile().params})


def _apply(connection: Connection) -> None:
    for name in APPLIED:
        run_script(connection, read_sql(name))
    connection.execute(text(read_sql("touched")))
    run_script(connection, read_sql("forget_folds"))
