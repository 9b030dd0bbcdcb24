"""Everything that a letter says of one alert (or of its end): the numbers, why they moved, what brings them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from sqlalchemy import Connection

from include.alerts.decide import Decision
from include.alerts.explain import NOTHING, Count, Part, Split, gather, split_difference
from include.alerts.facts import Agencies, read_groups, read_procedure_names
from include.alerts.life import Step
from include.alerts.luck import wilson_interval
from include.alerts.month import History, Month, Pool, months_before
from include.alerts.rule import Rule
from include.periods import Period

SHOWN_MONTHS = 13
SHOWN_PARTS = 3


@dataclass(frozen=True)
class Procedure:
    """A procedure whose rate fell: its own counts, and what it cost the whole (`total`, a fraction of 1)."""

    code: str
    name: str
    before: Count
    now: Count
    total: Fraction


@dataclass(frozen=True)
class Case:
    """One alert of one agency, ready to be told. `months`: up to 13, oldest first, the month told last.

    `split` is None where there is nothing to compare with, or where the parts no longer add up to the value.
    `is_open`: the month is not over. `recovered_from`: the month of the alert that this case ends, else None.
    `vintage`: the publication that restated the month and made this verdict, else 0.
    """

    alert_id: int
    rule: Rule
    agency_code: str
    agency_name: str
    period: Period
    decision: Decision
    value: Pool
    interval: tuple[float, float]
    months: tuple[Month, ...]
    split: Split | None
    procedure_names: Mapping[str, str]
    agencies: Agencies
    is_open: bool
    recovered_from: Month | None
    vintage: int

    @property
    def is_alarm(self) -> bool:
        """Not when it tells of the end of an alert, or that there should have been none."""
        return self.decision.outcome == "alert"

    @property
    def before(self) -> Pool | None:
        return self.decision.before

    @property
    def depth(self) -> Fraction:
        """How far the value lies under what it should be: the measure of worse."""
        return (
            max(
                (reason.limit if reason.before is None else reason.before.rate) - self.value.rate
                for reason in self.decision.reasons
            )
            if self.decision.reasons
            else Fraction(0)
        )

    @property
    def largest_losses(self) -> list[Part]:
        """Up to three groups that took most from the rate."""
        return [part for part in self.split.parts if part.total < 0][:SHOWN_PARTS] if self.split else []

    @property
    def fallen_procedures(self) -> list[Procedure]:
        """Those whose own rate fell, the one that cost most first."""
        found = [self._together(parts) for parts in gather(self.split, _code)] if self.split else []
        return [
            one
            for one in found
            if one.before.rate is not None and one.now.rate is not None and one.now.rate < one.before.rate
        ]

    def _together(self, parts: list[Part]) -> Procedure:
        code = parts[0].group.procedure_code
        return Procedure(
            code,
            self.procedure_names.get(code, code),
            sum((part.before for part in parts), NOTHING),
            sum((part.now for part in parts), NOTHING),
            sum((part.total for part in parts), Fraction(0)),
        )

    @property
    def points_change(self) -> Decimal | None:
        """Points of the index, against the single month before; None where the indicator gives none."""
        if self.before is None or self.before.points is None or self.value.points is None:
            return None
        return self.value.points - self.before.points

    def missing(self, rate: Fraction) -> int:
        """How many more of the same denominator would have reached a rate."""
        return max(0, ceil(rate * self.value.denominator) - self.value.numerator)


def _code(part: Part) -> str:
    return part.group.procedure_code


def build_case(
    connection: Connection,
    rule: Rule,
    agency_code: str,
    alert_id: int,
    step: Step,
    history: History,
    agencies: Agencies,
) -> Case:
    """Reads what the decision of a step needs to be explained. The decision has a value."""
    value = step.decision.value
    if value is None:
        raise ValueError(f"{rule.name} {agency_code} {step.period.label}: a letter without a value")
    split = _explain(connection, rule, agency_code, value, step.decision.before)
    codes = {part.group.procedure_code for part in split.parts} if split else set()
    shown = (*months_before(step.period.since, SHOWN_MONTHS - 1), step.period)
    return Case(
        alert_id=alert_id,
        rule=rule,
        agency_code=agency_code,
        agency_name=agencies.name(agency_code),
        period=step.period,
        decision=step.decision,
        value=value,
        interval=wilson_interval(*value.counts),
        months=tuple(history[period] for period in shown if period in history),
        split=split,
        procedure_names=read_procedure_names(connection, codes),
        agencies=agencies,
        is_open=step.is_open,
        recovered_from=history.get(step.ended.period) if step.ended and not (step.alert or step.vintage) else None,
        vintage=step.vintage,
    )


def _explain(connection: Connection, rule: Rule, agency_code: str, value: Pool, before: Pool | None) -> Split | None:
    if before is None:
        return None
    split = split_difference(read_groups(connection, rule, agency_code, value, before))
    told = Count(*before.counts), Count(*value.counts)
    return split if split and (split.before, split.now) == told else None
