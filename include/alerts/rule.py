"""Alarm rules: one TOML file of include/alerts/rules a rule, its name the rule's name; checked when it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from include.errors import WrongUse
from include.strict import Table, read_table

RULES = Path(__file__).parent / "rules"
PARTS = Path(__file__).parent / "parts"
LANGUAGES = ("vi", "en")
SEVERITIES = ("critical", "warning")
BASELINES = ("month_before", "same_month_last_year", "own_usual")

Words = TypeVar("Words")


@dataclass(frozen=True)
class Rule:
    """When an agency's rate is an alarm. Rates and falls are exact fractions of 1; probabilities are floats.

    `levels` and `codes` choose the agencies; both empty means all. `floor` None: no floor. `falls_by`: how far the
    rate must lie under each baseline. `open_month_significance` None: months that are not over are not watched.
    `unit`: what the denominator counts, and `todo`: what those who are written to should do, in each language.
    """

    name: str
    indicator: str
    parts: str
    severity: str
    language: str
    levels: frozenset[int]
    codes: frozenset[str]
    floor: Fraction | None
    falls_by: Mapping[str, Fraction]
    minimum_denominator: int
    small_denominator: int
    significance: float
    sure_significance: float
    open_month_significance: float | None
    silence_days: int
    rearm_above_floor: Fraction
    escalate_after_days: int | None
    unit: Mapping[str, str]
    todo: Mapping[str, tuple[str, ...]]

    def covers(self, agency_code: str, level: int | None) -> bool:
        """Whether the rule watches this agency."""
        if not self.levels and not self.codes:
            return True
        return agency_code in self.codes or level in self.levels


def read_rule(path: Path) -> Rule:
    """The rule of one file. WrongUse names the file and the key that is unknown, missing or wrong."""
    told = read_table(path)
    levels, codes = _read_agencies(told)
    floor = _read_number(told, "floor", 0, 1) if "floor" in told.values else None
    falls_by = _read_falls(told.table("falls_by")) if "falls_by" in told.values else {}
    if floor is None and not falls_by:
        raise told.refuse("floor", "neither a floor nor falls_by", "give at least one of them")
    open_month = "open_month_significance"
    rule = Rule(
        name=path.stem,
        indicator=told.text("indicator"),
        parts=told.choice("parts", tuple(sorted(found.stem for found in PARTS.glob("*.sql")))),
        severity=told.choice("severity", SEVERITIES),
        language=told.choice("language", LANGUAGES),
        levels=levels,
        codes=codes,
        floor=floor,
        falls_by=falls_by,
        minimum_denominator=_read_count(told, "minimum_denominator", 1),
        small_denominator=_read_count(told, "small_denominator", 1),
        significance=_read_chance(told, "significance"),
        sure_significance=_read_chance(told, "sure_significance"),
        open_month_significance=_read_chance(told, open_month) if open_month in told.values else None,
        silence_days=_read_count(told, "silence_days", 0),
        rearm_above_floor=_read_number(told, "rearm_above_floor", 0, 1),
        escalate_after_days=_read_count(told, "escalate_after_days", 1)
        if "escalate_after_days" in told.values
        else None,
        unit=_read_words(told.table("unit"), Table.text),
        todo=_read_words(told.table("todo"), lambda words, language: tuple(words.texts(language))),
    )
    told.end()
    return rule


def all_rules(folder: Path = RULES) -> list[Rule]:
    """Every rule of a folder, by name; WrongUse when there is none."""
    rules = [read_rule(path) for path in sorted(folder.glob("*.toml"))]
    if not rules:
        raise WrongUse(f"alarm rules of {folder}", "no file *.toml", "keep at least one rule there")
    return rules


def _read_number(told: Table, key: str, low: Decimal | int, high: Decimal | int) -> Fraction:
    """Exactly what the file says: 0.80 is 4/5."""
    number = told.number(key)
    if not low <= number <= high:
        raise told.refuse(key, f"{number} came", f"give a number from {low} to {high}")
    return Fraction(number)


def _read_count(told: Table, key: str, least: int) -> int:
    number = _read_number(told, key, least, 1_000_000)
    if number.denominator != 1:
        raise told.refuse(key, f"{float(number)} came", "give a whole number")
    return int(number)


def _read_days(told: Table, key: str) -> int | None:
    return _read_count(told, key, 1) if key in told.values else None


def _read_words(told: Table, read: Callable[[Table, str], Words]) -> dict[str, Words]:
    words = {language: read(told, language) for language in LANGUAGES}
    told.end()
    return words


def _read_chance(told: Table, key: str) -> float:
    return float(_read_number(told, key, Decimal("0.000001"), Decimal("0.5")))


def _read_falls(told: Table) -> dict[str, Fraction]:
    falls = {kind: _read_number(told, kind, Decimal("0.001"), 1) for kind in BASELINES if kind in told.values}
    told.asked.extend(BASELINES)
    told.end()
    return falls


def _read_agencies(told: Table) -> tuple[frozenset[int], frozenset[str]]:
    """Levels and codes; both empty for "all"."""
    if isinstance(told.values.get("agencies"), str):
        told.choice("agencies", ("all",))
        return frozenset(), frozenset()
    chosen = told.table("agencies")
    levels, codes = chosen.values.pop("levels", []), chosen.values.pop("codes", [])
    chosen.asked.extend(("levels", "codes"))
    chosen.end()
    if not (levels or codes) or not all(type(level) is int for level in levels):
        raise told.refuse("agencies", "it chooses nothing", 'write "all", { levels = [2] } or { codes = ["H13.05"] }')
    return frozenset(levels), frozenset(str(code) for code in codes)
