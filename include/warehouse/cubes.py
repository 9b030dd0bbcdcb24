"""The cubes, kept by difference: what the affected keys contributed is taken off, what they contribute now is added.

A recount runs the same statements over every record and takes off what stands: what remains is how wrong the cubes are.
So the two cannot disagree about what a record contributes.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from types import MappingProxyType

import pyarrow as pa
from psycopg.sql import Literal
from sqlalchemy import Connection, Engine, text

from include.periods import add_months, start_of
from include.records.workbench import open_workbench
from include.warehouse.copy_in import copy_arrow
from include.warehouse.facts import DOSSIERS_OF_MONTHS, PAYMENTS_OF_MONTHS, Fact, Fold
from include.warehouse.faults import told_in_one_line
from include.warehouse.locks import lock_cubes
from include.warehouse.side_by_side import count_sessions, side_by_side
from include.warehouse.statements import read_sql, run_script

KINDS = ("dossier", "breach", "payment")
CUBES = tuple(f"core.{kind}_cube" for kind in KINDS)
MOMENTS = {
    "received_month": "dossier.received_at",
    "ended_month": "dossier.ended_at",
    "paid_month": "coalesce(payment.paid_at, payment.updated_at)",
}
"""What a fold names a month → the moment that lies in it."""
CODE_MONTHS = """
SELECT DISTINCT to_date(right(child.relname, 6), 'YYYYMM') AS month
FROM pg_inherits
INNER JOIN pg_class AS child ON pg_inherits.inhrelid = child.oid
WHERE pg_inherits.inhparent IN ('core.dossier'::regclass, 'core.payment'::regclass)
ORDER BY month
"""


@dataclass(frozen=True)
class Share:
    """The agencies that fall to one session: their codes from `first` to before `end`; None: no bound."""

    first: str | None = None
    end: str | None = None

    def of(self, rows: str) -> str:
        """Those of the rows, each of one agency, that are of this share. The planner knows how many it will be."""
        known = [(sign, code) for sign, code in ((">=", self.first), ("<", self.end)) if code is not None]
        bounds = " AND ".join(f"agency_code {sign} {Literal(code).as_string()}" for sign, code in known)
        return read_sql("of_share", rows=rows, bounds=bounds) if known else rows


EVERYBODY = Share()


@contextmanager
def keep_cubes(
    connection: Connection, fact: Fact, months: list[date], written: pa.Table | None, *, any_there: bool
) -> Iterator[None]:
    """Whoever writes the fresh records inside leaves the cubes, and what must be measured again, right behind.

    `written` are the rows that stand there afterwards; None when they have left. `any_there`: some records were stored
    before, and what they contributed is to be taken off.
    """
    run_script(connection, read_sql("fold_tables"))
    if fact.prepare is not None:
        _run(connection, read_sql(fact.prepare), months=months)
    if any_there or fact.prepare is not None:
        _fold(connection, fact.folds, months, sign=-1)
    with _sum_beside(fact.folds, written) as summed:
        yield
        _fold(connection, fact.folds, months, sign=1, summed=summed)
    _sum_up(connection)
    _apply(connection)


@contextmanager
def begin_cubes(connection: Connection, fact: Fact, months: list[date], written: pa.Table) -> Iterator[None]:
    """The same, for months that held nothing of the table before: nothing is to be taken off."""
    run_script(connection, read_sql("fold_tables"))
    with _sum_beside(fact.first_folds, written) as summed:
        yield
        _fold(connection, fact.first_folds, months, sign=1, summed=summed)
    _sum_up(connection)
    _apply(connection)


def rebuild_cubes(engine: Engine) -> tuple[str, ...]:
    """Counts every record anew and mends the cubes; gives the names of those in which another number stood."""
    with told_in_one_line("recount of the cubes"), engine.begin() as connection:
        lock_cubes(connection)
        first, *others = _share_out(connection)
        with side_by_side(engine, [partial(_recount, share) for share in others]) as done:
            differing = _recount(first, connection)
    differing = differing.union(*(other.result() for other in done))
    return tuple(cube for cube in CUBES if cube in differing)


def _share_out(connection: Connection) -> list[Share]:
    parameters = {"shares": count_sessions(connection)}
    bounds = connection.execute(text(read_sql("share_bounds")), parameters).scalars().all()
    return [Share(first, end) for first, end in pairwise([None, *bounds, None])]


def _recount(share: Share, connection: Connection) -> set[str]:
    """The same for the agencies of one share."""
    run_script(connection, read_sql("recount_memory"))
    run_script(connection, read_sql("fold_tables"))
    for month in connection.exec_driver_sql(CODE_MONTHS).scalars().all():
        _fold(connection, (*DOSSIERS_OF_MONTHS, *PAYMENTS_OF_MONTHS), [month], sign=1, share=share)
    _sum_up(connection, recounted=share)
    differing = {f"core.{kind}_cube" for kind in KINDS if _differs(connection, kind)}
    _apply(connection)
    return differing


def _differs(connection: Connection, kind: str) -> bool:
    return bool(connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM {kind}_delta)").scalar_one())  # noqa: S608


@contextmanager
def _sum_beside(folds: tuple[Fold, ...], written: pa.Table | None) -> Iterator[Mapping[Fold, Future[pa.Table]]]:
    """The sums that follow from the rows alone, made in a thread while the server takes the rows in."""
    with ThreadPoolExecutor(1) as adder:
        of_row = [fold for fold in folds if fold.of_row] if written is not None else []
        yield {fold: adder.submit(_sum_rows, fold, written) for fold in of_row}


def _fold(
    connection: Connection,
    folds: tuple[Fold, ...],
    months: list[date],
    *,
    sign: int,
    summed: Mapping[Fold, Future[pa.Table]] = MappingProxyType({}),
    share: Share = EVERYBODY,
) -> None:
    for fold in folds:
        if fold.into is None:
            _run(connection, read_sql(fold.name))
        elif fold in summed:
            copy_arrow(connection, fold.into, summed[fold].result())
        else:
            affected = share.of(read_sql(str(fold.affected)))
            sums = read_sql(fold.name, affected=affected, sign=str(sign), **_months_of_moments(months))
            _run(connection, f"INSERT INTO {fold.into} {sums}", months=months)


def _sum_rows(fold: Fold, written: pa.Table) -> pa.Table:
    """What rows contribute, by the statement that sums up stored ones: they need not be read back."""
    affected = "SELECT *, FALSE AS was_there FROM written_rows"
    with open_workbench() as engine:
        engine.register("written_rows", written)
        names = {name: f"date_trunc('month', {moment})::date" for name, moment in MOMENTS.items()}
        return engine.sql(read_sql(fold.name, affected=affected, sign="1", **names)).to_arrow_table()


def _months_of_moments(months: Sequence[date]) -> dict[str, str]:
    """The month of a moment: most lie in the month of the code, and to compare costs PostgreSQL less than zones do."""
    bounds = [(month, start_of(month).isoformat(), start_of(add_months(month, 1)).isoformat()) for month in months]
    when = "WHEN {{moment}} >= '{1}'::timestamptz AND {{moment}} < '{2}'::timestamptz THEN '{0}'::date"
    known = "\n    ".join(when.format(*each) for each in bounds) or "WHEN FALSE THEN NULL"
    return {
        name: read_sql("month_of", when=known.format(moment=moment), moment=moment) for name, moment in MOMENTS.items()
    }


def _run(connection: Connection, written: str, **parameters: object) -> None:
    statement = text(written)
    connection.execute(statement, {key: parameters[key] for key in statement.compile().params})


def _sum_up(connection: Connection, recounted: Share | None = None) -> None:
    for kind in KINDS:
        standing = f"UNION ALL {recounted.of(read_sql(f'standing_{kind}'))}" if recounted is not None else ""
        run_script(connection, read_sql(f"sum_{kind}_fold", standing=standing))


def _apply(connection: Connection) -> None:
    for kind in KINDS:
        run_script(connection, read_sql(f"apply_{kind}_delta"))
    connection.execute(text(read_sql("touched")))
    run_script(connection, read_sql("forget_folds"))
