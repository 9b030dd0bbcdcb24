"""What a report of the public reporting interface is asked with, and where its rows lie in the reply."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from include.errors import WrongUse
from include.periods import Period, start_of

COUNTRY = "VN"
"""Stands for the whole country where an agency code is asked for; its children are the provinces."""
KIND, PARENT, CHILD = "rowKind", "parent", "child"
RESTATED_DAYS = 45  # assumed: how long after its end a period is still looked at again

_TIME_TYPES = {"month": 1, "quarter": 3, "year": 12}
_TIMES, _RATIOS = ("parts", "dates"), ("score", "rate")
KEYS_REQUIRED: Mapping[str, type] = {"path": str, "records": str, "children": str, "time_types": list, "page_size": int}
KEYS_OPTIONAL: Mapping[str, type] = {
    "parent": str,
    "times": str,
    "ratio": str,
    "group": str,
    "figures": list,
    "maps": list,
    "asks": dict,
    "max_points": dict,
}


@dataclass(frozen=True)
class Report:
    """`records` names the typed table that the rows become (records/columns.toml).

    `parent` and `children` are the keys of the reply's `data` under which the row of the root and the list of rows
    below it stand. `time_types` are the periods that exist, none for a catalogue; `times` says whether a period is
    asked for by its parts (timeType, year, month or quarter) or by its dates (fromDate, toDate). `figures` are numbers
    that land as a list of name and value; `maps` are objects whose names are data, which land in the same way.
    `ratio` says what the field of that name means: `rate`, or `score` for score ÷ maximum · 100. `group` is the group
    whose points the total is; `max_points` are the points that each group of a map can reach.
    """

    path: str
    records: str
    children: str
    time_types: tuple[str, ...]
    parent: str | None = None
    times: str = "parts"
    ratio: str = "score"
    group: str | None = None
    figures: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    asks: Mapping[str, str] = field(default_factory=dict)
    max_points: Mapping[str, float] = field(default_factory=dict)

    @property
    def service(self) -> str:
        """The name by which people know it: the last part of its path."""
        return self.path.rsplit("/", 1)[-1]

    def has(self, period: Period) -> bool:
        """Whether the report exists for periods of this length."""
        return period.months in {_TIME_TYPES[kind] for kind in self.time_types}

    def due_periods(self, today: date) -> list[Period]:
        """What is asked for on a day: the open quarter and year, and whatever ended in the last RESTATED_DAYS days.

        A month exists only when it is over.
        """
        since = today - timedelta(days=RESTATED_DAYS)
        recent = (each for period in Period.containing(today) if self.has(period) for each in _back_to(period, since))
        return [period for period in recent if period.months > 1 or period.is_over(start_of(today))]

    def ask_period(self, period: Period | None, today: date) -> dict[str, object]:
        """The part of a question that says for when; an open period is asked for up to today."""
        if period is None:
            return {}
        if self.times == "dates":
            last = min(period.until - timedelta(days=1), today)
            return {"fromDate": period.since.isoformat(), "toDate": last.isoformat()}
        kind = next(kind for kind, months in _TIME_TYPES.items() if months == period.months)
        number = (period.since.month - 1) // period.months + 1
        return {"timeType": kind, "year": period.since.year, **({} if kind == "year" else {kind: number})}


def _back_to(period: Period, since: date) -> Iterator[Period]:
    """The period and those before it that end after a day."""
    while period.until > since:
        yield period
        period = period.previous()


def make_report(file: str, content: Mapping[str, Any]) -> Report:
    """The report of a feed file whose keys were checked; WrongUse names the file and the key that is wrong."""
    given = {key: content[key] for key in (*KEYS_REQUIRED, *KEYS_OPTIONAL) if key in content and key != "page_size"}
    for key in ("time_types", "figures", "maps"):
        given[key] = tuple(given.get(key, ()))
    report = Report(**given)
    _choose(file, "times", report.times, _TIMES)
    _choose(file, "ratio", report.ratio, _RATIOS)
    for kind in report.time_types:
        _choose(file, "time_types", kind, tuple(_TIME_TYPES))
    if not report.path.startswith("/") or "//" in report.path or not report.service:
        raise WrongUse(f"{file}, key path", f"{report.path!r}", "write it like /api/v1/reporting/evaluation/x")
    return report


def _choose(file: str, key: str, written: object, known: tuple[str, ...]) -> None:
    if written not in known:
        raise WrongUse(f"{file}, key {key}", f"{written!r}", f"write one of {', '.join(known)}")
