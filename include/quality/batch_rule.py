"""Reads batch_rules/*.toml: what a whole batch must be. Such a rule stops nothing and refuses no row; it is counted."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from include.errors import WrongUse
from include.portal.feed import read_feed
from include.quality.judge import RuleResult
from include.records.columns import all_columns

BATCH_RULES = Path(__file__).with_name("batch_rules")
SEVERITIES = ("warning", "info")
JUDGES = ("fields", "volume", "absence")

_KEYS = {"feeds": list, "judges": str, "severity": str, "sentence_vi": str, "sentence_en": str, "source": str}


@dataclass(frozen=True)
class Volume:
    """When an agency's count of a day is as usual: the median of the same weekday in the `weeks` before.

    Nothing is said where fewer than `least_weeks` of them were loaded, where the usual is below `least_usual` records
    or the lowest of them below `least_ever`. A count fails below `least_count`, below `lowest_share` of the usual or
    above `highest_share` of it. In a window that was pulled long after its end the last `settled_days` are not judged:
    what has changed since then stands in later windows.
    """

    weeks: int
    least_weeks: int
    least_usual: int
    settled_days: int
    least_ever: int = 0
    least_count: int = 0
    lowest_share: float = 0.0
    highest_share: float = 1e9


@dataclass(frozen=True)
class BatchRule:
    """One rule about a batch: it judges the `fields` that the portal sent, the `volume` of each agency and day, or the
    `absence` of stored records from a window that was pulled again.
    """

    name: str
    feeds: tuple[str, ...]
    judges: str
    severity: str
    sentence_vi: str
    sentence_en: str
    source: str
    volume: Volume | None = None


def read_batch_rule(path: Path) -> BatchRule:
    """One rule; WrongUse names the file and what is wrong in it."""
    try:
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refuse(path, f"it cannot be read ({error})", "repair the file") from None
    required = _KEYS | ({"volume": dict} if entry.get("judges") == "volume" else {})
    for key in sorted(entry.keys() - required.keys() - {"volume"}):
        raise _refuse(path, f"unknown key {key!r}", f"use {', '.join(required)}")
    for key, wanted in required.items():
        if not isinstance(entry.get(key), wanted) or not entry[key]:
            raise _refuse(path, f"{key} = {entry.get(key)!r}", f"give a {wanted.__name__}")
    for key, known in (("severity", SEVERITIES), ("judges", JUDGES)):
        if entry[key] not in known:
            raise _refuse(path, f"{key} {entry[key]!r}", f"use {' or '.join(known)}")
    if "volume" in entry and "volume" not in required:
        raise _refuse(path, "[volume] in a rule that does not judge it", "remove it")
    for feed in entry["feeds"]:
        if feed not in all_columns():
            raise _refuse(path, f"unknown feed {feed!r}", f"use {', '.join(all_columns())}")
    volume = _read_volume(path, entry["volume"]) if "volume" in entry else None
    return BatchRule(name=path.stem, **entry | {"feeds": tuple(entry["feeds"]), "volume": volume})


def _refuse(path: Path, came: str, todo: str) -> WrongUse:
    return WrongUse(f"batch rule {path.name}", came, todo)


def _read_volume(path: Path, entry: dict[str, Any]) -> Volume:
    known = {each.name: each.type for each in fields(Volume)}
    for key, value in entry.items():
        if key not in known:
            raise _refuse(path, f"unknown key {key!r} in [volume]", f"use {', '.join(known)}")
        if type(value) not in (int, known[key]) or value < 0:
            raise _refuse(path, f"{key} = {value!r}", "give a number from 0 upwards, whole where it counts")
    try:
        return Volume(**entry)
    except TypeError as error:
        raise _refuse(path, f"[volume] is not whole ({error})", "add what is missing") from None


@cache
def all_batch_rules() -> tuple[BatchRule, ...]:
    """The rules about batches that are in force; read once."""
    return tuple(read_batch_rule(path) for path in sorted(BATCH_RULES.glob("*.toml")))


def rules_about(judged: str, feed: str) -> tuple[BatchRule, ...]:
    """The rules that judge the fields, the volume or the absence of one feed, by name."""
    return tuple(rule for rule in all_batch_rules() if rule.judges == judged and feed in rule.feeds)


def judge_fields(feed_name: str, drift: Sequence[str]) -> tuple[RuleResult, ...]:
    """What each rule about fields says of a batch in which landing noted `drift`; it counts fields, not records."""
    feed = read_feed(feed_name)
    listed = len(feed.fields) + len(feed.lists) + len(feed.nested) + len(feed.personal)
    seen = listed + sum(name.startswith("+") for name in drift)
    return tuple(
        RuleResult(rule.name, rule.severity, seen, len(drift), tuple(drift))
        for rule in rules_about("fields", feed_name)
    )
