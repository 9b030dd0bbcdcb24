"""Publishes a period: freezes its figures and scores as one vintage, and says what it restates."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from include.errors import Refused
from include.indicators.catalogue import read_catalogue
from include.indicators.plan import plan_measure
from include.indicators.source import all_sources
from include.indicators.weight import Weight
from include.periods import VIETNAM, Period
from include.publication.formula import describe_formulas, describe_weights
from include.publication.missing import Missing, count_missing
from include.publication.restate import restate
from include.publication.statements import ask, read_sql
from include.publication.vintage import Vintage, bind_period, list_vintages
from include.warehouse.faults import told_in_one_line
from include.warehouse.locks import LOCK, lock_cubes


@dataclass(frozen=True)
class Draft:
    """What would be published: counts of figures and agencies, and what differs from the newest vintage (0: none).

    `incomplete` names the first agencies with a figure of a part of the data alone: code, name, states, figures.
    """

    period: str
    vintage: int
    data_as_of: datetime | None
    figures: int
    agencies: int
    whole_figures: int
    figures_without_data: int
    incomplete_agencies: int
    incomplete: tuple[tuple[str, str, str, int], ...]
    differing_figures: int
    differing_scores: int
    differing_agencies: int
    missing: Missing

    @property
    def is_new(self) -> bool:
        """Whether publishing would make a vintage."""
        return self.vintage == 0 or self.differing_figures + self.differing_scores > 0


@dataclass(frozen=True)
class Published:
    """`vintage` that stands now; `causes` are cause, restated figures, agencies, records behind them."""

    draft: Draft
    vintage: int
    is_new: bool
    causes: tuple[tuple[str, int, int, int], ...] = ()


def draft(engine: Engine, period: Period, now: datetime, weights: Sequence[Weight]) -> Draft:
    """What a publication would freeze; Refused when it must not be published."""
    with told_in_one_line(f"draft of {period.label}"), engine.connect() as connection:
        return _draft(connection, period, now, weights)


def list_changed(engine: Engine) -> list[Period]:
    """The published periods that would be restated if they were published now."""
    with told_in_one_line("published periods that changed"), engine.connect() as connection:
        labels: Any = ask(connection, read_sql("changed_periods"), {}).scalars()
        return [Period.parse(label) for label in labels]


def publish(engine: Engine, period: Period, now: datetime, by: str, weights: Sequence[Weight]) -> Published:
    """Freezes one vintage of every figure and score of a period that is over, in one transaction.

    A figure that is incomplete stays so in the vintage, with its state. Equal figures change nothing. Refused when the
    period is not over, nothing in it is whole, or loads were not measured yet.
    """
    with told_in_one_line(f"publish {period.label}"), engine.begin() as connection:
        lock_cubes(connection)
        connection.execute(LOCK, {"name": "reform-index measure"})
        drafted = _draft(connection, period, now, weights)
        if not drafted.is_new:
            return Published(drafted, drafted.vintage, is_new=False)
        vintage = _freeze(connection, period, now, by, weights, drafted)
        if earlier := list_vintages(connection, period)[:-1]:
            restate(connection, earlier[-1], vintage)
        asked = {"period": period.label, "now_vintage": vintage.vintage}
        causes: Any = ask(connection, read_sql("causes"), asked).all()
        return Published(drafted, vintage.vintage, is_new=True, causes=tuple(tuple(cause) for cause in causes))


def _draft(connection: Connection, period: Period, now: datetime, weights: Sequence[Weight]) -> Draft:
    asked = f"publish {period.label}"
    if not period.is_over(now):
        came = f"the period ends on {period.until:%Y-%m-%d}, and it is {now.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
        raise Refused(asked, came, "publish it when it is over; until then its figures are preliminary")
    values = {
        **bind_period(period),
        "fingerprint": plan_measure(read_catalogue(), all_sources(), weights).fingerprint,
    }
    standing: Any = ask(connection, read_sql("standing"), values).one()
    if standing.figure_count == 0:
        raise Refused(asked, "there is no figure of it", "pull and measure it first")
    if standing.is_unmeasured:
        raise Refused(asked, "records or formulas came that are not measured yet", "run `python -m include measure`")
    incomplete: Any = ask(connection, read_sql("incomplete_agencies"), values).all()
    if standing.whole_count == 0:
        states = sorted({row.states for row in incomplete} | ({"no_data"} if standing.no_data_count else set()))
        came = f"no figure is whole: {', '.join(states)}"
        raise Refused(asked, came, "pull what is missing; mart.freshness names it")
    differing: Any = ask(connection, read_sql("differing"), {**values, "before_vintage": standing.vintage}).one()
    return Draft(
        period=period.label,
        vintage=standing.vintage,
        data_as_of=standing.data_as_of,
        figures=standing.figure_count,
        agencies=standing.agency_count,
        whole_figures=standing.whole_count,
        figures_without_data=standing.no_data_count,
        incomplete_agencies=standing.incomplete_agency_count,
        incomplete=tuple(tuple(row) for row in incomplete),
        differing_figures=differing.figure_count,
        differing_scores=differing.score_count,
        differing_agencies=differing.agency_count,
        missing=count_missing(connection, period.label),
    )


def _freeze(
    connection: Connection, period: Period, now: datetime, by: str, weights: Sequence[Weight], drafted: Draft
) -> Vintage:
    formulas = describe_formulas(read_catalogue(), period)
    worth = describe_weights(weights, period)
    values = {
        **bind_period(period),
        "now_vintage": drafted.vintage + 1,
        "published_at": now,
        "published_by": by,
        "data_as_of": drafted.data_as_of,
        "inputs_sha256": ask(connection, read_sql("inputs"), {}).scalar_one(),
        "formulas": json.dumps(formulas, ensure_ascii=False),
        "weights": json.dumps(worth, ensure_ascii=False),
    }
    ask(connection, read_sql("freeze"), values)
    ask(connection, read_sql("freeze_figures"), values)
    ask(connection, read_sql("freeze_scores"), values)
    return list_vintages(connection, period)[-1]
