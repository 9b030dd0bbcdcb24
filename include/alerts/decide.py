"""Whether one month of one agency is an alarm by a rule, and if there is no answer, why not. [pure]

The floor is a fact: below is below, equal is not. Only where counts are small, or the month is not over, must a value
under the floor also pass an exact test. A fall always has to: far enough, and not by luck. A fall that is not sure by
itself must be one against the agency's usual too: else a month after a lucky month would alarm. A month that is too
small is judged as a quarter, or else as the year to date. Nothing is compared across formula versions.
"""

from dataclasses import dataclass
from fractions import Fraction

from include.alerts.luck import chance_below, chance_of_fall
from include.alerts.month import History, Month, Pool, month_of, months_before
from include.alerts.rule import Rule
from include.periods import Period, add_months

USUAL_MONTHS = 12
USUAL_LEAST = 6
CONFIRMING_LEAST = 3
UNFINISHED = {"no_data", "incomplete", "preliminary"}

# Why there is no verdict.
INCOMPLETE = "incomplete"
PREVIOUS_MISSING = "previous_missing"
FORMULA_CHANGED = "formula_changed"


@dataclass(frozen=True)
class Reason:
    """Why it is an alarm: `kind` is floor or a baseline of the rule; `chance` is luck's, None where it is a fact."""

    kind: str
    limit: Fraction
    before: Pool | None
    chance: float | None


@dataclass(frozen=True)
class Decision:
    """`outcome`: alert, well, too_few, not_applicable or no_verdict (`cause` says why). `value`: what was judged."""

    outcome: str
    value: Pool | None = None
    reasons: tuple[Reason, ...] = ()
    before: Pool | None = None
    cause: str | None = None

    @property
    def fell(self) -> bool:
        return any(reason.kind != "floor" for reason in self.reasons)


def decide(rule: Rule, history: History, period: Period, *, is_open: bool) -> Decision:
    """Judges one month that stands in `history`; `is_open` when the month is not over yet."""
    month = history[period]
    if month.state == "not_applicable" or (month.state != "no_data" and month.denominator == 0):
        return Decision("not_applicable")
    if month.state not in {"ok", "preliminary"} or (month.state == "preliminary" and not is_open):
        return Decision("no_verdict", cause=INCOMPLETE)
    value = Pool((month,)) if is_open else pool_value(rule, history, month)
    if value.denominator < rule.minimum_denominator:
        return _answer_too_few(history, value)
    return _judge(rule, history, value, is_open)


def _answer_too_few(history: History, value: Pool) -> Decision:
    """Too few, or no verdict yet where a month beside it is still to come."""
    beside = [history[period] for period in months_before(value.since, 2) if period in history]
    if any(month.state in UNFINISHED for month in beside):
        return Decision("no_verdict", value, cause=INCOMPLETE)
    return Decision("too_few", value)


def _judge(rule: Rule, history: History, value: Pool, is_open: bool) -> Decision:
    significance = (rule.open_month_significance if is_open else None) or rule.significance
    reasons = [_below_floor(rule, value, significance, is_open)]
    causes: list[str] = []
    before: Pool | None = None
    for kind, least in rule.falls_by.items():
        baseline = find_baseline(rule, history, value, kind)
        if isinstance(baseline, Pool):
            before = before or baseline
            fallen = _fallen(kind, least, baseline, value, significance)
            reasons.append(fallen if fallen and _is_confirmed(rule, history, value, fallen) else None)
        elif baseline is not None:
            causes.append(baseline)
    found = tuple(reason for reason in reasons if reason is not None)
    if found:
        return Decision("alert", value, found, before)
    return Decision("no_verdict" if causes else "well", value, (), before, causes[0] if causes else None)


def _below_floor(rule: Rule, value: Pool, significance: float, is_open: bool) -> Reason | None:
    if rule.floor is None or value.rate >= rule.floor:
        return None
    if value.denominator >= rule.small_denominator and not is_open:
        return Reason("floor", rule.floor, None, None)
    chance = chance_below(rule.floor, value.counts)
    return Reason("floor", rule.floor, None, chance) if chance <= significance else None


def _fallen(kind: str, least: Fraction, before: Pool, value: Pool, significance: float) -> Reason | None:
    if before.rate - value.rate < least:
        return None
    chance = chance_of_fall(before.counts, value.counts)
    return Reason(kind, least, before, chance) if chance <= significance else None


def _is_confirmed(rule: Rule, history: History, value: Pool, fallen: Reason) -> bool:
    """Sure by itself, or a fall against the months before too; where fewer than three are known nothing gainsays it."""
    if fallen.chance is None or fallen.chance <= rule.sure_significance:
        return True
    usual = find_usual(history, value, CONFIRMING_LEAST)
    return usual is None or chance_of_fall(usual.counts, value.counts) <= rule.significance


def find_usual(history: History, value: Pool, least: int) -> Pool | None:
    """The complete months of the same formula among the twelve before; None when there are fewer than `least`."""
    periods = months_before(value.since, USUAL_MONTHS)
    known = [history[period] for period in periods if period in history]
    alike = tuple(one for one in known if one.state == "ok" and one.formula == value.months[0].formula)
    return Pool(alike) if len(alike) >= least and any(month.denominator for month in alike) else None


def pool_value(rule: Rule, history: History, month: Month) -> Pool:
    """The month; if it is too small the quarter that ends with it; if that is too small the year to date.

    Only months in a row, complete, of one formula. What is still too small comes back as it is.
    """
    pool = Pool((month,))
    for count in (3, month.period.since.month):
        if pool.denominator >= rule.minimum_denominator:
            break
        wider = _together(history, (*months_before(month.period.since, count - 1), month.period))
        pool = wider if wider and len(wider.months) > len(pool.months) else pool
    return pool


def find_baseline(rule: Rule, history: History, value: Pool, kind: str) -> Pool | str | None:
    """What a value is compared with; a cause for no verdict; or None where nothing can be asked of it.

    Nothing can be asked of months before history begins, or of months that had nothing to count.
    """
    if kind == "own_usual":
        return find_usual(history, value, USUAL_LEAST)
    periods = _baseline_periods(value, kind)
    if any(period < min(history) for period in periods):
        return None
    known = [history[period] for period in periods if period in history]
    if len(known) < len(periods) or any(month.state in UNFINISHED for month in known):
        return PREVIOUS_MISSING
    if any(month.formula != value.months[0].formula for month in known):
        return FORMULA_CHANGED
    baseline = Pool(tuple(known))
    if baseline.denominator < rule.minimum_denominator and kind == "month_before":
        baseline = _together(history, months_before(value.since, 3)) or baseline
    return baseline if baseline.denominator >= rule.minimum_denominator else None


def _baseline_periods(value: Pool, kind: str) -> tuple[Period, ...]:
    if kind == "month_before":
        return months_before(value.since, min(len(value.months), 3))
    return tuple(month_of(add_months(month.period.since, -12)) for month in value.months)


def _together(history: History, periods: tuple[Period, ...]) -> Pool | None:
    """The months as one, or None when one of them is missing, not complete, or of another formula."""
    months = tuple(history[period] for period in periods if period in history)
    complete = len(months) == len(periods) and all(month.state in {"ok", "not_applicable"} for month in months)
    return Pool(months) if complete and len({month.formula for month in months}) == 1 else None
