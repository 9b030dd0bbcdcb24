"""Reads columns.toml: every typed column of every feed, with its source fields, type, unit and meaning."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from include.errors import WrongUse
from include.portal.feed import NOT_KEPT

COLUMNS_FILE = Path(__file__).with_name("columns.toml")
TYPES = frozenset({"VARCHAR", "SMALLINT", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR[]", "DECIMAL(18,4)"})

_REQUIRED = frozenset({"source", "type", "meaning_en", "meaning_vi"})
_SOURCE = re.compile(r"[A-Za-z]+(\[\](\.[A-Za-z]+)?)?")


@dataclass(frozen=True)
class Column:
    """One typed column. `sources` are the portal's fields, as written in columns.toml."""

    name: str
    sources: tuple[str, ...]
    type: str
    unit: str | None
    meaning_en: str
    meaning_vi: str


@dataclass(frozen=True)
class LandedField:
    """A field of the portal as it lands: text, a list of texts, or a list of objects with text members."""

    name: str
    is_list: bool
    members: tuple[str, ...]

    @property
    def type(self) -> str:
        """The DuckDB type of the field in the landed file."""
        one = f"STRUCT({', '.join(f'{member} VARCHAR' for member in self.members)})" if self.members else "VARCHAR"
        return f"{one}[]" if self.is_list else one


@dataclass(frozen=True)
class FeedColumns:
    """The typed columns of a feed; `key` tells its records apart, `newest` tells their versions apart."""

    feed: str
    key: str
    newest: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def landed_fields(self) -> tuple[LandedField, ...]:
        """The portal's fields that the columns are made from, each once, in the order of the columns; then what landing
        adds to them.
        """
        members: dict[str, dict[str, None]] = {}
        lists: set[str] = set()
        for source in (source for column in self.columns for source in column.sources):
            field, many, member = source.partition("[]")
            members.setdefault(field, {})
            if many:
                lists.add(field)
            if member:
                members[field][member.removeprefix(".")] = None
        made_from = [LandedField(field, field in lists, tuple(names)) for field, names in members.items()]
        return (*made_from, LandedField(NOT_KEPT, is_list=True, members=()))


def _refuse(path: Path, place: str, came: str, todo: str) -> WrongUse:
    return WrongUse(f"{path.name} [{place}]", came, todo)


def _read_column(path: Path, place: str, name: str, entry: dict[str, Any]) -> Column:
    unknown, missing = entry.keys() - _REQUIRED - {"unit"}, _REQUIRED - entry.keys()
    if unknown or missing:
        came = f"unknown key {min(unknown)!r}" if unknown else f"no key {min(missing)!r}"
        raise _refuse(path, f"{place}.{name}", came, "write source, type, meaning_en, meaning_vi and, if any, unit")
    if entry["type"] not in TYPES:
        raise _refuse(path, f"{place}.{name}", f"type {entry['type']!r}", f"use one of {', '.join(sorted(TYPES))}")
    bad = [source for source in entry["source"] if not _SOURCE.fullmatch(source)]
    if bad or not entry["source"]:
        raise _refuse(path, f"{place}.{name}", f"source {bad}", "name fields of the portal as X, X[] or X[].Y")
    meanings = entry["meaning_en"], entry["meaning_vi"]
    return Column(name, tuple(entry["source"]), entry["type"], entry.get("unit"), *meanings)


def _read_feed(path: Path, feed: str, entry: dict[str, Any]) -> FeedColumns:
    wrong = entry.keys() ^ {"key", "newest", "columns"}
    if wrong:
        raise _refuse(path, feed, f"key {min(wrong)!r} is unknown or missing", "write key, newest and columns")
    columns = tuple(_read_column(path, feed, name, column) for name, column in entry["columns"].items())
    for role in ("key", "newest"):
        if entry[role] not in entry["columns"]:
            raise _refuse(path, feed, f"{role} = {entry[role]!r} is no column", "name one of its columns")
    return FeedColumns(feed, entry["key"], entry["newest"], columns)


def read_columns_file(path: Path) -> dict[str, FeedColumns]:
    """The columns of every feed in the file; WrongUse names the file, the place and the key that is wrong."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(path.name, f"it cannot be read ({error})", "repair the file") from None
    return {feed: _read_feed(path, feed, entry) for feed, entry in tables.items()}


@cache
def all_columns() -> dict[str, FeedColumns]:
    """The columns of every feed, by the feed's name."""
    return read_columns_file(COLUMNS_FILE)


def columns_of(feed: str) -> FeedColumns:
    """The columns of one feed; WrongUse when there is no such feed."""
    feeds = all_columns()
    if feed not in feeds:
        raise WrongUse(f"columns of the feed {feed!r}", "there is no such feed", f"use one of {', '.join(feeds)}")
    return feeds[feed]
