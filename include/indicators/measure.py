"""Measures: every indicator of every period and agency that may have changed, set by set.

The steps stand in steps/*.sql in the order of their numbers; they hand their sets on in temporary tables. Nothing here
goes from agency to agency: what a measure costs follows what changed, and the size of the cubes of its years. Where it
is much, sessions share it by root agency: no figure of one is added to another's. What was touched is taken by the
session that commits last: when it cannot, the next measure does all of it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, text

from include.indicators.catalogue import read_catalogue
from include.indicators.plan import Plan, list_periods, plan_measure
from include.indicators.render import (
    FIGURES,
    KEPT,
    Share,
    read_step,
    render_age,
    render_keep,
    render_of_cells,
    render_share,
)
from include.indicators.source import all_sources
from include.indicators.weight import Weight
from include.periods import VIETNAM
from include.warehouse.faults import told_in_one_line
from include.warehouse.side_by_side import count_sessions, side_by_side
from include.warehouse.statements import run_script

WORTH_SHARING = 10_000
"""Periods of places. Sessions begin with what is known of the country, as long as it takes to measure so many."""


@dataclass(frozen=True)
class Measured:
    """Periods and agencies that were looked at, and figures (rows of core.indicator) that differ now."""

    periods: int
    agencies: int
    rows: int


def measure(engine: Engine, now: datetime, weights: Sequence[Weight], *, rebuild: bool = False) -> Measured:
    """Brings core.indicator and core.index_score to what the cubes, the catalogues and the watermarks say.

    Looks at the months and agencies that loads have touched (and takes them from ops.touched in the same
    transaction), at the periods into which newer data reach, and at everything when `rebuild` is set or when a formula
    or a catalogue changed. A rebuild right after a measure finds no figure that differs. `weights` are those of the
    frameworks (include.index.framework.all_weights). WrongUse when a file of ours is wrong, Refused when the warehouse
    fails: then nothing changed.
    """
    plan = plan_measure(read_catalogue(), all_sources(), weights)
    today = now.astimezone(VIETNAM).date()
    with told_in_one_line("measure"), engine.begin() as connection:
        run_script(connection, read_step("0_take"))
        _begin(connection, plan, today)
        everything = rebuild or not _is_as_before(connection, plan)
        run_script(connection, read_step("5_want_all" if everything else "5_want_changed"))
        ours, *others = _share_out(connection, everything)
        with side_by_side(engine, [partial(_measure_beside, plan, today, share) for share in others]) as done:
            found = [_measure_share(connection, plan, ours)]
        if everything:
            run_script(connection, read_step("9_keep_perimeter"))
        connection.execute(text(read_step("9_remember")), {"now": now, "fingerprint": plan.fingerprint})
    return _add_up([*found, *(other.result() for other in done)])


@dataclass(frozen=True)
class _Found:
    """What a session looked at, and how many figures differ now."""

    periods: frozenset[str]
    agencies: int
    rows: int


def _add_up(found: Sequence[_Found]) -> Measured:
    periods = frozenset[str]().union(*(each.periods for each in found))
    return Measured(len(periods), sum(each.agencies for each in found), sum(each.rows for each in found))


def _share_out(connection: Connection, everything: bool) -> list[Share]:
    """A share for each session: one session where there is little to do, for each begins with what is known."""
    wanted = int(connection.exec_driver_sql("SELECT COUNT(*) FROM wanted").scalar_one())
    is_much = wanted >= WORTH_SHARING
    shares = count_sessions(connection) if is_much else 1
    return [Share(number, shares, everything, is_much) for number in range(shares)]


def _measure_beside(plan: Plan, today: date, share: Share, connection: Connection) -> _Found:
    """The share of a session that stands beside the one which took what was touched."""
    run_script(connection, read_step("0_see"))
    _begin(connection, plan, today)
    run_script(connection, read_step("5_want_all" if share.everything else "5_want_changed"))
    return _measure_share(connection, plan, share)


def _measure_share(connection: Connection, plan: Plan, share: Share) -> _Found:
    """Counts, judges, scores and writes what is wanted of a share."""
    run_script(connection, render_share(share))
    _count(connection, plan, share)
    for step in ("8_judge", "8_score", "8_missing"):
        run_script(connection, read_step(step))
    rows = _keep(connection, share)
    periods, agencies = connection.exec_driver_sql(read_step("9_looked_at")).one()
    return _Found(frozenset(periods or ()), agencies, rows)


def _begin(connection: Connection, plan: Plan, today: date) -> None:
    """What was touched, what is known, whose records count for whom, and what is computed."""
    run_script(connection, read_step("1_begin"))
    _fill(connection, "today", [{"day": today}])
    for step in ("2_lineage", "3_today", "3_tree"):
        run_script(connection, read_step(step))
    first, last = connection.exec_driver_sql(read_step("4_reach")).one()
    _fill(connection, "period", list_periods(first, last) if first else [])
    _fill(connection, "formula", plan.formulas)
    _fill(connection, "source_feed", plan.feeds)
    _fill(connection, "weight", plan.weights)


def _is_as_before(connection: Connection, plan: Plan) -> bool:
    """Whether formulas, agencies and procedures are those of the last measure."""
    known = connection.execute(text(read_step("4_is_as_before")), {"fingerprint": plan.fingerprint})
    return bool(known.scalar_one())


def _fill(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        names = ", ".join(rows[0])
        places = ", ".join(f":{name}" for name in rows[0])
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), list(rows))  # noqa: S608


def _count(connection: Connection, plan: Plan, share: Share) -> None:
    run_script(connection, read_step("6_gather"))
    bounds = connection.exec_driver_sql(read_step("6_bounds")).one() if share.is_much else None
    for statement in plan.over_records:
        run_script(connection, render_of_cells(statement, bounds))
    for step in ("7_choose", "7_reported", "7_services"):
        run_script(connection, render_of_cells(read_step(step), bounds))
    for statement in plan.over_procedures:
        run_script(connection, statement)


def _keep(connection: Connection, share: Share) -> int:
    """Writes what differs, and gives how many figures did."""
    figures = 0
    for kept in KEPT:
        run_script(connection, render_keep(kept, share))
        if kept.found == FIGURES:
            figures += connection.exec_driver_sql("SELECT COUNT(*) FROM changed").scalar_one()
        if kept.found == FIGURES and not share.everything:
            run_script(connection, render_age(kept))
        run_script(connection, "DROP TABLE changed")
    return figures
