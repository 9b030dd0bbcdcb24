"""The watchdog's rules: one TOML file of include/alerts/watchdog/rules a rule; checked when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter

from include.alerts.rule import LANGUAGES
from include.alerts.statements import statement
from include.errors import WrongUse
from include.periods import VIETNAM
from include.strict import Table, read_table

RULES = Path(__file__).parent / "rules"
CHECKS = "watchdog/checks"
RUNBOOKS = "docs/runbooks"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GIVEN = frozenset({"now", "due", "roots", "feeds"})
"""What the watchdog itself knows; whatever else a check asks for stands under [limits]."""
TOLD = frozenset({"subject", "batch", "since", "number", "cause"})


@dataclass(frozen=True)
class Expected:
    """When something is due: every day `at` a time of Vietnam (or on one weekday), with so much time to be done.

    `at` None: at any moment, within the `grace` before it.
    """

    at: time | None
    weekday: int | None
    grace: timedelta

    def due(self, now: datetime) -> datetime:
        """The newest moment by which it must have happened."""
        latest = now.astimezone(VIETNAM) - self.grace
        if self.at is None:
            return latest
        moment = datetime.combine(latest.date(), self.at, VIETNAM)
        moment -= timedelta(days=moment > latest)
        return moment - timedelta(days=0 if self.weekday is None else (moment.weekday() - self.weekday) % 7)


@dataclass(frozen=True)
class WatchRule:
    """What must not be: `check` finds it, `told` says it in each language, `runbook` says what to do.

    `dag`: the DAG to look at. What comes again within `quiet` after it ended is not told anew.
    """

    name: str
    check: str
    dag: str
    runbook: str
    quiet: timedelta
    expected: Expected | None
    limits: Mapping[str, object]
    told: Mapping[str, str]


def read_watch_rule(path: Path) -> WatchRule:
    """The rule of one file. WrongUse names the file and the key that is unknown, missing or wrong."""
    told = read_table(path)
    rule = WatchRule(
        name=path.stem,
        check=told.choice("check", tuple(sorted(found.stem for found in (RULES.parent / "checks").glob("*.sql")))),
        dag=told.text("dag"),
        runbook=told.text("runbook"),
        quiet=_read_hours(told, "quiet_hours"),
        expected=_read_expected(told.table("expected")) if "expected" in told.values else None,
        limits=_read_limits(told.table("limits")) if "limits" in told.values else {},
        told=_read_sentences(told.table("told")),
    )
    told.asked += ["expected", "limits"]
    told.end()
    _refuse_other_limits(told, rule)
    return rule


@cache
def all_watch_rules(folder: Path = RULES) -> tuple[WatchRule, ...]:
    """Every rule of a folder, by name; WrongUse when there is none."""
    rules = tuple(read_watch_rule(path) for path in sorted(folder.glob("*.toml")))
    if not rules:
        raise WrongUse(f"watchdog rules of {folder}", "no file *.toml", "keep at least one rule there")
    return rules


def _read_hours(told: Table, key: str) -> timedelta:
    hours = told.number(key)
    if not 0 <= hours <= 24 * 366:
        raise told.refuse(key, f"{hours} came", "give hours from 0 up to a year")
    return timedelta(hours=float(hours))


def _read_expected(told: Table) -> Expected:
    at = weekday = None
    if "at" in told.values:
        written = told.text("at")
        try:
            at = datetime.strptime(written, "%H:%M").time()  # noqa: DTZ007 - a time of day, in Vietnam
        except ValueError:
            raise told.refuse("at", f"{written!r} came", "write a time such as 02:30") from None
        weekday = WEEKDAYS.index(told.choice("weekday", WEEKDAYS)) if "weekday" in told.values else None
    grace = _read_hours(told, "grace_hours")
    told.asked += ["at", "weekday"]
    told.end()
    return Expected(at, weekday, grace)


def _read_limits(told: Table) -> dict[str, object]:
    """Numbers, texts, lists and flags as they are; fractions as floats."""
    return {key: float(value) if isinstance(value, Decimal) else value for key, value in told.values.items()}


def _read_sentences(told: Table) -> dict[str, str]:
    sentences = {language: told.text(language) for language in LANGUAGES}
    told.end()
    for language, sentence in sentences.items():
        for name in {field for _, field, _, _ in Formatter().parse(sentence) if field is not None} - TOLD:
            raise told.refuse(language, f"{{{name}}} in the sentence", f"use {', '.join(sorted(TOLD))}")
    return sentences


def _refuse_other_limits(told: Table, rule: WatchRule) -> None:
    """The check must be given all that it asks for, and nothing else."""
    asked = set(statement(rule.check, CHECKS).compile().params)
    for key in sorted(rule.limits.keys() - (asked - GIVEN)):
        raise told.refuse(f"limits.{key}", f"the check {rule.check} does not ask for it", "remove it")
    for key in sorted(asked - GIVEN - rule.limits.keys()):
        raise told.refuse(f"limits.{key}", "it is missing", f"the check {rule.check} asks for it")
    if ("due" in asked) != (rule.expected is not None):
        todo = "write it" if rule.expected is None else "remove it"
        raise told.refuse("expected", f"the check {rule.check} asks {'' if 'due' in asked else 'not '}for it", todo)
