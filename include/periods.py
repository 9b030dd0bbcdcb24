"""Months, quarters, half-years and years, and the windows between two moments; all in Vietnam's time. [pure]

An open year is the year to date: its figures are computed over what is known of it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from include.errors import WrongUse

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?")


def add_months(first: date, count: int) -> date:
    """The first day of the month that lies `count` months after the month of `first`."""
    index = first.year * 12 + first.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def start_of(day: date) -> datetime:
    """Midnight at the start of a day in Vietnam."""
    return datetime.combine(day, time.min, VIETNAM)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `since` on: 1 a month, 3 a quarter, 6 a half-year, 12 a year."""

    since: date
    months: int

    @classmethod
    def parse(cls, written: str) -> "Period":
        """Reads 2024-06, 2024-Q2, 2024-H1 or 2024; anything else is WrongUse."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise WrongUse(f"period {written!r}", "not a period", "write 2024-06, 2024-Q2, 2024-H1 or 2024")
        year = int(match["year"])
        if match["month"]:
            return cls(date(year, int(match["month"]), 1), 1)
        if match["quarter"]:
            return cls(date(year, int(match["quarter"]) * 3 - 2, 1), 3)
        if match["half"]:
            return cls(date(year, int(match["half"]) * 6 - 5, 1), 6)
        return cls(date(year, 1, 1), 12)

    @classmethod
    def containing(cls, day: date) -> "tuple[Period, ...]":
        """The month, quarter, half-year and year that a day lies in."""
        return tuple(cls(date(day.year, (day.month - 1) // months * months + 1, 1), months) for months in (1, 3, 6, 12))

    @property
    def until(self) -> date:
        """The first day after the period."""
        return add_months(self.since, self.months)

    @property
    def label(self) -> str:
        year, part = self.since.year, (self.since.month - 1) // self.months + 1
        return {1: f"{year}-{part:02d}", 3: f"{year}-Q{part}", 6: f"{year}-H{part}", 12: f"{year}"}[self.months]

    def previous(self) -> "Period":
        return Period(add_months(self.since, -self.months), self.months)

    def is_over(self, moment: datetime) -> bool:
        """Whether every day of the period lies before `moment`."""
        return moment >= start_of(self.until)


@dataclass(frozen=True)
class Window:
    """The half-open time [since, until), aware, that a pull asks for."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise WrongUse("window", "a time without a zone", "give both ends in Vietnam's time")
        if self.until <= self.since:
            asked = f"window {self.since:%Y-%m-%d %H:%M} to {self.until:%Y-%m-%d %H:%M}"
            raise WrongUse(asked, "it ends before it starts or is empty", "give an end after the start")


def parse_moment(written: str) -> datetime:
    """Reads 2024-06-30 (its midnight) or 2024-06-30T08:00, in Vietnam's time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise WrongUse(f"time {written!r}", "not a date or time", "write 2024-06-30 or 2024-06-30T08:00") from None
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def parse_window(since: str, until: str, now: datetime) -> Window:
    """The window between two written moments; WrongUse when it goes backwards or reaches into the future."""
    window = Window(parse_moment(since), parse_moment(until))
    refuse_future(f"window until {until}", window.until, now)
    return window


def refuse_future(asked: str, until: datetime, now: datetime) -> None:
    """WrongUse when a window ends after now: what is to come cannot be pulled."""
    if until > now:
        todo = f"end it at {now.astimezone(VIETNAM):%Y-%m-%d %H:%M} or before"
        raise WrongUse(asked, "it ends in the future", todo)
