"""Measures: every indicator of every period and agency that may have changed, in one transaction, set by set.

The steps stand in steps/*.sql in the order of their numbers; they hand their sets on in temporary tables. Nothing here
goes from agency to agency: what a measure costs follows what changed, and the size of the cubes of its years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from include.indicators.catalogue import read_catalogue
from include.indicators.plan import Plan, list_periods, plan_measure
from include.indicators.render import FIGURES, KEPT, read_step, render_age, render_keep
from include.indicators.source import all_sources
from include.indicators.weight import Weight
from include.periods import VIETNAM
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import run_script


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
    with told_in_one_line("measure"), engine.begin() as connection:
        _begin(connection, plan, now.astimezone(VIETNAM).date())
        everything = rebuild or not _is_as_before(connection, plan)
        _count(connection, plan, everything=everything)
        for step in ("8_judge", "8_score", "8_missing"):
            run_script(connection, read_step(step))
        rows = _keep(connection, everything=everything)
        connection.execute(text(read_step("9_remember")), {"now": now, "fingerprint": plan.fingerprint})
        periods, agencies = connection.exec_driver_sql(read_step("9_looked_at")).one()
    return Measured(periods, agencies, rows)


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


def _count(connection: Connection, plan: Plan, *, everything: bool) -> None:
    run_script(connection, read_step("5_want_all" if everything else "5_want_changed"))
    run_script(connection, read_step("6_gather"))
    for statement in plan.over_records:
        run_script(connection, statement)
    for step in ("7_choose", "7_reported", "7_services"):
        run_script(connection, read_step(step))
    for statement in plan.over_procedures:
        run_script(connection, statement)


def _keep(connection: Connection, *, everything: bool) -> int:
    """Writes what differs, and gives how many figures did."""
    figures = 0
    for kept in KEPT:
        run_script(connection, render_keep(kept, everything=everything))
        if kept.found == FIGURES:
            figures += connection.exec_driver_sql("SELECT COUNT(*) FROM changed").scalar_one()
        if kept.found == FIGURES and not everything:
            run_script(connection, render_age(kept))
        run_script(connection, "DROP TABLE changed")
    if everything:
        run_script(connection, read_step("9_keep_perimeter"))
    return figures
