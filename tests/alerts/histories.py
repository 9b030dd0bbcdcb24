"""Histories of months for tests that need no warehouse."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from include.alerts.month import Month
from include.alerts.rule import RULES, Rule, read_rule
from include.periods import VIETNAM, Period, add_months

LATER = datetime(2030, 1, 1, tzinfo=VIETNAM)


def month(label: str, numerator: int, denominator: int, state: str = "ok", version: str = "1") -> Month:
    return Month(Period.parse(label), numerator, denominator, None, state, "766-2026", version)


def history(*months: Month) -> dict[Period, Month]:
    return {one.period: one for one in months}


def run_of(counts: Sequence[tuple[int, int]], since: str = "2024-01") -> dict[Period, Month]:
    """Months in a row with these (numerator, denominator)."""
    first = Period.parse(since).since
    labels = [Period(add_months(first, number), 1).label for number in range(len(counts))]
    return history(*(month(label, *pair) for label, pair in zip(labels, counts, strict=True)))


def shipped(**changes: object) -> Rule:
    """The shipped rule of online_payment_rate, with changes."""
    return replace(read_rule(RULES / "online_payment_rate.toml"), **changes)  # type: ignore[arg-type]


def at(year: int, month_number: int, day: int = 1) -> datetime:
    return datetime.combine(date(year, month_number, day), datetime.min.time(), VIETNAM)
