"""What the portal can be asked, one TOML file a feed: the file's name is the feed's name.

A feed says which fields are kept. Those it calls personal are known and never kept; any other is drift, which is
noted by its name and not kept either.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NoReturn, cast, get_args

from include.errors import WrongUse
from include.periods import Period, start_of
from include.portal.report import KEYS_OPTIONAL, KEYS_REQUIRED, KIND, Report, make_report

FEEDS = Path(__file__).parent / "feeds"
NOT_KEPT = "fields_not_kept"
"""What landing adds to a record: the names of its listed fields that came in another shape and were dropped."""
Shape = Literal["catalogue", "record", "report"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PAGE_LIMIT = 1000
_OF_ALL = {"shape": str, "key": str, "fields": list}
_OF_SHAPE: Mapping[Shape, Mapping[str, type]] = {
    "catalogue": {"service": str},
    "record": {"service": str, "updated": str, "page_size": int, "lag_hours": int, "max_window_days": int},
    "report": KEYS_REQUIRED,
}
_OPTIONAL = {"lists": list, "nested": dict, "personal": list}
_NAME_AND_VALUE = ("name", "value")


@dataclass(frozen=True)
class Feed:
    """One service of the portal and the shape of its records.

    A catalogue is read whole and has no window; records are read by the window in which they changed (`updated`);
    a report of the public interface is read by its period. `fields` are texts, `lists` are lists of texts, `nested`
    are lists of objects with the named texts.
    """

    name: str
    service: str
    shape: Shape
    key: str
    fields: tuple[str, ...]
    lists: tuple[str, ...] = ()
    nested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    updated: str | None = None
    page_size: int = _PAGE_LIMIT
    lag: timedelta = timedelta(0)
    max_window_days: int = 1
    report: Report | None = None

    @property
    def records(self) -> str:
        """The typed table that its records become: one of its own, or that of all reports of a kind."""
        return self.report.records if self.report else self.name


def all_feeds() -> list[Feed]:
    """Every feed that has a file, by name. WrongUse when one of the files is wrong."""
    return [read_feed_file(path) for path in sorted(FEEDS.glob("*.toml"))]


def read_feed(name: str) -> Feed:
    """The feed of that name. WrongUse when there is none, or its file is wrong."""
    path = FEEDS / f"{name}.toml"
    if not _NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(sorted(found.stem for found in FEEDS.glob("*.toml")))
        raise WrongUse(f"feed {name!r}", "there is no such feed", f"name one of {known}")
    return read_feed_file(path)


def check_period(feed: Feed, period: Period | None, now: datetime) -> None:
    """WrongUse when the feed cannot be asked for a period.

    A month exists only when it is over, a quarter and a year from their first day on.
    """
    kinds = feed.report.time_types if feed.report else ()
    if (period is None) != (not kinds):
        came, todo = ("no period", f"give a {' or '.join(kinds)}") if kinds else ("a period", "leave it out")
        raise WrongUse(f"feed {feed.name}", came, todo)
    if period is None or feed.report is None:
        return
    asked = f"feed {feed.name}, period {period.label}"
    if not feed.report.has(period):
        raise WrongUse(asked, "it does not exist there", f"give a {' or '.join(kinds)}")
    if now < start_of(period.until if period.months == 1 else period.since):
        raise WrongUse(asked, "it is not published yet", "name a month that is over, or a quarter or year that began")


def read_feed_file(path: Path) -> Feed:
    """Reads and checks one feed file. WrongUse names the file and the key that is wrong."""
    file = f"feed file {path.name}"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(file, f"not TOML ({error})", "correct the file") from None
    shape = _read_shape(file, content.get("shape"))
    optional = {**_OPTIONAL, **(KEYS_OPTIONAL if shape == "report" else {})}
    _check_keys(file, content, {**_OF_ALL, **_OF_SHAPE[shape]}, optional)
    report = make_report(file, content) if shape == "report" else None
    nested = {name: _nested_fields(file, name, part) for name, part in content.get("nested", {}).items()}
    if report:
        nested |= _listed_by_name(file, report)
    feed = Feed(
        name=path.stem,
        service=report.service if report else content["service"],
        shape=shape,
        key=content["key"],
        fields=(*_names(file, "fields", content["fields"]), *([KIND] if report else [])),
        lists=_names(file, "lists", content.get("lists", [])),
        nested=nested,
        personal=_names(file, "personal", content.get("personal", [])),
        updated=content.get("updated"),
        page_size=content.get("page_size", _PAGE_LIMIT),
        lag=timedelta(hours=content.get("lag_hours", 0)),
        max_window_days=content.get("max_window_days", 1),
        report=report,
    )
    _check_meaning(file, feed)
    return feed


def _read_shape(file: str, written: Any) -> Shape:
    if written not in get_args(Shape):
        _refuse(file, "shape", f"{written!r}", f"write one of {', '.join(get_args(Shape))}")
    return cast(Shape, written)


def _refuse(file: str, key: str, came: str, todo: str) -> NoReturn:
    raise WrongUse(f"{file}, key {key}", came, todo)


def _check_keys(file: str, content: Mapping[str, Any], required: Mapping[str, type], more: Mapping[str, type]) -> None:
    known = {**required, **more}
    for key, value in content.items():
        if key not in known:
            _refuse(file, key, "unknown key", f"remove it or write one of {', '.join(sorted(known))}")
        if type(value) is not known[key]:
            _refuse(file, key, f"a {type(value).__name__}", f"give a {known[key].__name__}")
    for key in required:
        if key not in content:
            _refuse(file, key, "missing", "give it")


def _names(file: str, key: str, values: list[Any]) -> tuple[str, ...]:
    for value in values:
        if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
            _refuse(file, key, f"{value!r} is no field name", "use letters, digits and _")
    return tuple(values)


def _nested_fields(file: str, name: str, part: Any) -> tuple[str, ...]:
    if not isinstance(part, dict):
        _refuse(file, f"nested.{name}", "not a table", f"write [nested.{name}] and its fields")
    _names(file, "nested", [name])
    _check_keys(f"{file}, nested.{name}", part, {"fields": list}, {})
    return _names(file, f"nested.{name}.fields", part["fields"])


def _listed_by_name(file: str, report: Report) -> dict[str, tuple[str, ...]]:
    """The figures of a report and its maps land as lists of name and value."""
    _names(file, "figures", list(report.figures))
    maps = _names(file, "maps", list(report.maps))
    return dict.fromkeys([*(["figures"] if report.figures else []), *maps], _NAME_AND_VALUE)


def _check_meaning(file: str, feed: Feed) -> None:
    kept = [*feed.fields, *feed.lists, *feed.nested, NOT_KEPT]
    twice = sorted({name for name in [*kept, *feed.personal] if [*kept, *feed.personal].count(name) > 1})
    if twice:
        _refuse(file, "fields", f"{twice[0]} is named twice", "name each field once, kept or personal")
    for key, value in (("key", feed.key), ("updated", feed.updated)):
        if value is not None and value not in feed.fields:
            _refuse(file, key, f"{value} is not among the fields", "name a field that is kept")
    if not 1 <= feed.page_size <= _PAGE_LIMIT:
        _refuse(file, "page_size", f"{feed.page_size}", f"the portal gives 1 to {_PAGE_LIMIT} records a page")
    if feed.lag < timedelta(0):
        _refuse(file, "lag_hours", "less than 0", "give 0 or more")
    if feed.max_window_days < 1:
        _refuse(file, "max_window_days", f"{feed.max_window_days}", "give at least 1")
