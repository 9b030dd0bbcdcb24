"""Reads rules/*.toml: one rule, one file. Everything is checked when it is read, predicates by compiling them."""

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from include.errors import WrongUse
from include.records.columns import all_columns
from include.records.shape import shape_nothing

RULES = Path(__file__).with_name("rules")

SEVERITIES = ("critical", "warning", "info")
EXPECTATIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "expect_column_values_to_not_be_null": frozenset(),
        "expect_column_values_to_be_in_set": frozenset({"value_set"}),
        "expect_column_values_to_be_between": frozenset({"min_value", "max_value"}),
        "expect_column_value_lengths_to_be_between": frozenset({"min_value", "max_value"}),
    }
)

_ALWAYS = {"feeds": list, "severity": str, "sentence_vi": str, "sentence_en": str, "source": str}
_PREDICATE = {"predicate": str, "when_missing": str}
_EXPECTATION = {"expectation": str, "column": str}
_OPTIONAL = {"kwargs": dict, "examples": dict}


@dataclass(frozen=True)
class Ground:
    """What a folder of rules stands on: the columns of each feed, and who lays an empty `shaped` of one."""

    columns: Mapping[str, Collection[str]]
    lay: Callable[[duckdb.DuckDBPyConnection, str], None]


@dataclass(frozen=True)
class Rule:
    """What a record must be. Either `predicate` (SQL over `shaped`, true is good; NULL counts as `when_missing`) or
    `expectation` (a Great Expectations type, judged on one typed column; a missing value passes all but not_be_null).

    Severity: critical stops the batch, warning puts the row into quarantine, info is only counted.
    """

    name: str
    feeds: tuple[str, ...]
    severity: str
    sentence_vi: str
    sentence_en: str
    source: str
    predicate: str | None = None
    when_missing: str | None = None
    expectation: str | None = None
    column: str | None = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    examples: Mapping[str, Any] = field(default_factory=dict)

    @property
    def judged_column(self) -> str:
        """The column that Great Expectations judges: the predicate's own boolean, or the typed column."""
        return self.column or f"rule__{self.name}"

    @property
    def asks_catalogue(self) -> bool:
        """Whether its verdict depends on the agencies and procedures that are known."""
        return any(table in (self.predicate or "") for table in ("known_agency", "known_procedure"))

    @property
    def verdict_sql(self) -> str:
        """The predicate as an SQL expression that is never NULL."""
        return f"COALESCE((\n{self.predicate}\n), {'TRUE' if self.when_missing == 'pass' else 'FALSE'})"


@cache
def portal_ground() -> Ground:
    """What the portal sends."""
    return Ground({name: feed.names for name, feed in all_columns().items()}, shape_nothing)


def read_rule(path: Path, ground: Ground | None = None) -> Rule:
    """One rule, over what the portal sends if no other ground is given; WrongUse names the file and what is wrong."""
    try:
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refuse(path, f"it cannot be read ({error})", "repair the file") from None
    kind = _EXPECTATION if "expectation" in entry else _PREDICATE
    required = _ALWAYS | kind
    for key in sorted(entry.keys() - required.keys() - _OPTIONAL.keys()):
        raise _refuse(path, f"unknown key {key!r}", f"use {', '.join(required)}")
    for key, wanted in (required | _OPTIONAL).items():
        if key in required and not entry.get(key):
            raise _refuse(path, f"no {key!r}", "add it")
        if key in entry and not isinstance(entry[key], wanted):
            raise _refuse(path, f"{key} = {entry[key]!r}", f"give a {wanted.__name__}")
    rule = Rule(name=path.stem, **entry | {"feeds": tuple(entry["feeds"])})
    _check_values(path, rule, (ground or portal_ground()).columns)
    return rule


def _refuse(path: Path, came: str, todo: str) -> WrongUse:
    return WrongUse(f"rule {path.name}", came, todo)


def _check_values(path: Path, rule: Rule, feeds: Mapping[str, Collection[str]]) -> None:
    for feed in rule.feeds:
        if feed not in feeds:
            raise _refuse(path, f"unknown feed {feed!r}", f"use {', '.join(feeds)}")
        if rule.column and rule.column not in feeds[feed]:
            raise _refuse(path, f"{feed} has no column {rule.column!r}", f"use {', '.join(feeds[feed])}")
    if rule.severity not in SEVERITIES:
        raise _refuse(path, f"severity {rule.severity!r}", f"use {', '.join(SEVERITIES)}")
    if rule.predicate and rule.when_missing not in {"pass", "fail"}:
        raise _refuse(path, f"when_missing {rule.when_missing!r}", "use pass or fail")
    if rule.expectation:
        if rule.expectation not in EXPECTATIONS:
            raise _refuse(path, f"expectation {rule.expectation!r}", f"use {', '.join(EXPECTATIONS)}")
        wrong = rule.kwargs.keys() - EXPECTATIONS[rule.expectation]
        if wrong:
            raise _refuse(path, f"unknown kwargs {min(wrong)!r}", f"see what {rule.expectation} takes")


def read_rules(folder: Path, ground: Ground | None = None) -> tuple[Rule, ...]:
    """Every rule of a folder, by name, with every predicate compiled against the feeds that it names."""
    stands_on = ground or portal_ground()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise WrongUse(f"rules in {folder}", "there is none", "restore the rule files")
    rules = tuple(read_rule(path, stands_on) for path in paths)
    for feed in stands_on.columns:
        _compile_predicates(stands_on, feed, tuple(rule for rule in rules if rule.predicate and feed in rule.feeds))
    return rules


def compile_rule(rule: Rule) -> None:
    """WrongUse when the predicate does not compile against one of the feeds that the rule names."""
    for feed in rule.feeds:
        _compile_predicates(portal_ground(), feed, (rule,) if rule.predicate else ())


def _compile_predicates(ground: Ground, feed: str, rules: tuple[Rule, ...]) -> None:
    with duckdb.connect() as con:
        ground.lay(con, feed)
        try:
            types = _predicate_types(con, rules)
        except duckdb.Error:
            types = [_predicate_type(con, feed, rule) for rule in rules]
    for rule, type_ in zip(rules, types, strict=True):
        if type_ != "BOOLEAN":
            asked = f"rule {rule.name}.toml, predicate over {feed}"
            raise WrongUse(asked, f"it gives {type_}", "write a condition that is true for a good record")


def _predicate_types(con: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...]) -> list[str]:
    predicates = ", ".join(f"(\n{rule.predicate}\n)" for rule in rules) or "TRUE"
    described = con.execute(f"DESCRIBE SELECT {predicates} FROM shaped").fetchall()  # noqa: S608
    return [type_ for _, type_, *_ in described][: len(rules)]


def _predicate_type(con: duckdb.DuckDBPyConnection, feed: str, rule: Rule) -> str:
    try:
        return _predicate_types(con, (rule,))[0]
    except duckdb.Error as error:
        asked = f"rule {rule.name}.toml, predicate over {feed}"
        raise WrongUse(asked, f"it does not compile ({error})", "repair the predicate") from None


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules that are in force; read and compiled once."""
    return read_rules(RULES)


def rules_of(feed: str) -> tuple[Rule, ...]:
    """The rules in force that judge one feed, by name."""
    return tuple(rule for rule in all_rules() if feed in rule.feeds)
