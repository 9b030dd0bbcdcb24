"""What becomes of an agency's months under one rule: verdicts, alerts, silence, recovery. [pure]

An alert is open, then acknowledged (by a person), recovered (the rate came back), closed (it stayed back, a newer
alert took its place, or a person closed it). Closed months are judged once. While an alert lives, a value that merely
stays under the floor is not told again within the rule's silence; a new fall is told at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from include.alerts.decide import Decision, decide
from include.alerts.month import History, Month, Pool
from include.alerts.rule import Rule
from include.periods import Period

ANSWERED = {"alert", "silent", "well"}


@dataclass(frozen=True)
class Restated:
    """A vintage that was published after a month had been restated, and the counts in it."""

    vintage: int
    counts: tuple[int, int]


@dataclass(frozen=True)
class Judged:
    """A verdict that is on record, with the month's counts as they were when it was last looked at.

    `restated`: the vintage by which it is to be judged again.
    """

    outcome: str
    numerator: int
    denominator: int
    restated: Restated | None = None

    @property
    def counts(self) -> tuple[int, int]:
        return self.numerator, self.denominator

    def is_answered_anew(self, month: Month) -> bool:
        """Whether the month was answered on other counts; without an answer the first look is the one that counts."""
        return self.outcome != "no_verdict" and self.counts != month.counts


@dataclass(frozen=True)
class Alert:
    """An alert that has not been closed; `recover_at` is the rate that ends it."""

    period: Period
    state: str
    recover_at: Fraction
    recovered: Period | None = None


@dataclass(frozen=True)
class Step:
    """What one month brings: a verdict to write (`outcome`), a new alert, or the end of an older one.

    `is_revised`: the counts changed after the verdict; `restated`: and so much that it would be another one now.
    `vintage`: the publication by which a restated month was judged again, else 0; `is_withdrawn`: it is no alarm then.
    """

    period: Period
    decision: Decision
    outcome: str
    is_open: bool
    is_new: bool
    alert: Alert | None = None
    ended: Alert | None = None
    is_revised: bool = False
    restated: bool = False
    vintage: int = 0
    is_withdrawn: bool = False


def live_through(
    rule: Rule, history: History, judged: Mapping[Period, Judged], alert: Alert | None, now: datetime
) -> list[Step]:
    """Walks one agency's months in order; `alert` is the newest one on record that is not closed."""
    steps: list[Step] = []
    for period in sorted(history):
        is_open = not period.is_over(now)
        if is_open and rule.open_month_significance is None:
            continue
        step = _step(rule, history, period, judged.get(period), alert, is_open=is_open, after=steps)
        if step is None:
            continue
        alert = _follow(alert, step)
        if step.is_new or step.alert or step.ended or step.is_revised:
            steps.append(step)
    return steps


def _step(
    rule: Rule,
    history: History,
    period: Period,
    known: Judged | None,
    alert: Alert | None,
    *,
    is_open: bool,
    after: list[Step],
) -> Step | None:
    """None: judged before, unchanged, and no new alert before it that it may have ended."""
    if known and known.restated and known.restated.counts == history[period].counts:
        return _settle(rule, history, period, known.outcome, known.restated.vintage, alert)
    if known and known.outcome != "no_verdict" and known.counts == history[period].counts:
        return _look_again(rule, history, period, known, alert) if any(step.alert for step in after) else None
    if known and known.outcome in ANSWERED:
        return _restate(rule, history, period, known)
    return _take(rule, history[period], decide(rule, history, period, is_open=is_open), known, alert, is_open=is_open)


def _look_again(rule: Rule, history: History, period: Period, known: Judged, alert: Alert | None) -> Step:
    """A month judged before, after an older month brought a new alert: it may have ended that alert since."""
    decision = decide(rule, history, period, is_open=False)
    return Step(period, decision, known.outcome, False, False, ended=_ended(decision, alert, period, is_open=False))


def _restate(rule: Rule, history: History, period: Period, known: Judged) -> Step:
    """A month judged before whose counts have changed since: told to engineers if the verdict would differ now."""
    decision = decide(rule, history, period, is_open=False)
    differs = (decision.outcome == "alert") != (known.outcome != "well")
    return Step(period, decision, known.outcome, False, False, is_revised=True, restated=differs)


def _settle(
    rule: Rule, history: History, period: Period, outcome: str, vintage: int, alert: Alert | None
) -> Step | None:
    """A restated month that has been published since: judged again by what was published; None: no verdict yet."""
    decision = decide(rule, history, period, is_open=False)
    if decision.value is None or decision.outcome == "no_verdict":
        return None
    step = Step(period, decision, decision.outcome, False, True, vintage=vintage)
    if decision.outcome != "alert":
        is_living = alert is not None and alert.period == period
        ended = replace(alert, state="closed") if alert and is_living else None
        return replace(step, is_withdrawn=outcome == "alert", ended=ended)
    if outcome == "alert":
        return step
    state = "closed" if alert and alert.period > period else "open"
    return replace(step, alert=Alert(period, state, recover_at(rule, decision)), ended=_superseded(alert, period))


def _take(
    rule: Rule, month: Month, decision: Decision, known: Judged | None, alert: Alert | None, *, is_open: bool
) -> Step:
    period = month.period
    is_new = not is_open and (known is None or known.outcome != decision.outcome or known.is_answered_anew(month))
    step = Step(period, decision, decision.outcome, is_open, is_new)
    if decision.outcome != "alert":
        return replace(step, ended=_ended(decision, alert, period, is_open=is_open))
    if alert and alert.period == period:
        return step
    if alert and _is_silent(rule, decision, alert, period):
        return replace(step, outcome="silent")
    state = "closed" if alert and alert.period > period else "open"
    return replace(step, alert=Alert(period, state, recover_at(rule, decision)), ended=_superseded(alert, period))


def _follow(alert: Alert | None, step: Step) -> Alert | None:
    """The alert that lives on after a step."""
    if step.alert and step.alert.state == "open":
        return step.alert
    if step.ended:
        return step.ended if step.ended.state == "recovered" else None
    return alert


def _superseded(alert: Alert | None, period: Period) -> Alert | None:
    return replace(alert, state="closed") if alert and alert.period < period else None


def _ended(decision: Decision, alert: Alert | None, period: Period, *, is_open: bool) -> Alert | None:
    """The alert as a month that went well leaves it: recovered, then closed; None when nothing changes."""
    if alert is None or is_open or decision.outcome != "well" or decision.value is None or period < alert.period:
        return None
    if alert.state == "recovered":
        return replace(alert, state="closed") if alert.recovered and period > alert.recovered else None
    if decision.value.rate < alert.recover_at:
        return None
    return replace(alert, state="recovered", recovered=period)


def _is_silent(rule: Rule, decision: Decision, alert: Alert, period: Period) -> bool:
    if alert.state == "recovered" or alert.period > period:
        return False
    if decision.fell:
        return _same_fall(decision.value, alert)
    return period.until < alert.period.until + timedelta(days=rule.silence_days)


def _same_fall(value: Pool | None, alert: Alert) -> bool:
    """Whether months taken together still contain the month that was told already."""
    return value is not None and len(value.months) > 1 and value.since <= alert.period.since


def recover_at(rule: Rule, decision: Decision) -> Fraction:
    """The rate at which every reason of the alert has gone: above the floor by the margin, and no fall any more."""
    ends = [
        reason.limit + rule.rearm_above_floor if reason.before is None else reason.before.rate - reason.limit
        for reason in decision.reasons
    ]
    return min(max(ends), Fraction(1))
