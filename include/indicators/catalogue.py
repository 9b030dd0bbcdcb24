"""The catalogue: every indicator, read strictly from its own file. The file's name is the indicator's code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from include.errors import WrongUse
from include.indicators.expression import find_fault
from include.indicators.source import Source, all_sources
from include.strict import Table, read_table

FOLDER = Path(__file__).parent / "catalogue"
CODE = re.compile(r"[a-z][a-z_]{2,47}")


@dataclass(frozen=True)
class Count:
    """What is added up: an expression over the columns of the source, for the rows where the condition holds."""

    sum: str
    where: str


@dataclass(frozen=True)
class Example:
    """Rows of the source, and what the formula makes of them. A column that a row leaves out is zero or false."""

    why: str
    rows: tuple[Mapping[str, Any], ...]
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Formula:
    """One version of an indicator, for periods that begin in [valid_from, valid_until).

    `standing`: portal (reproduces published scores), text (read in a public source) or assumed.
    """

    version: str
    valid_from: date
    valid_until: date
    source: str
    standing: str
    numerator: Count
    denominator: Count
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Indicator:
    """What is measured, over which source, and what it means when the denominator is 0."""

    code: str
    name_vi: str
    name_en: str
    meaning: str
    over: str
    better: str
    zero_denominator: str
    owner: str
    formulas: tuple[Formula, ...]


def _read_count(table: Table, columns: Mapping[str, str]) -> Count:
    count = Count(table.text("sum"), table.text("where", ""))
    for key, expression, wanted in (("sum", count.sum, "number"), ("where", count.where or "TRUE", "condition")):
        if fault := find_fault(expression, columns, wanted):
            raise table.refuse(key, fault, f"use the columns {', '.join(columns)}")
    table.end()
    return count


def _read_example(table: Table, columns: Mapping[str, str]) -> Example:
    example = Example(
        why=table.text("why"),
        rows=tuple(table.rows("rows")),
        numerator=int(table.number("numerator")),
        denominator=int(table.number("denominator")),
    )
    for row in example.rows:
        if unknown := row.keys() - columns.keys():
            raise table.refuse("rows", f"there is no column {min(unknown)}", f"use the columns {', '.join(columns)}")
    table.end()
    return example


def _read_version(table: Table) -> str:
    version = table.text("version")
    if not version.isdecimal() or not version.isascii():
        raise table.refuse("version", f"{version!r} came", "write a whole number in quotes")
    return version


def _read_formulas(table: Table, columns: Mapping[str, str]) -> tuple[Formula, ...]:
    """In the order of their validity: each holds until the next begins."""
    formulas: list[Formula] = []
    below = table.tables("formula")
    starts = [formula.values.get("valid_from") for formula in below]
    for formula, until in zip(below, [*starts[1:], date.max], strict=True):
        valid_from = formula.day("valid_from")
        if not isinstance(until, date) or until <= valid_from:
            raise formula.refuse("valid_from", f"{valid_from} overlaps {until}", "put the formulas in order of time")
        read = Formula(
            version=_read_version(formula),
            valid_from=valid_from,
            valid_until=until,
            source=formula.text("source"),
            standing=formula.choice("standing", ("portal", "text", "assumed")),
            numerator=_read_count(formula.table("numerator"), columns),
            denominator=_read_count(formula.table("denominator"), columns),
            examples=tuple(_read_example(example, columns) for example in formula.tables("example")),
        )
        formula.end()
        if read.version in {earlier.version for earlier in formulas}:
            raise formula.refuse("version", f"{read.version!r} came twice", "give each formula its own version")
        formulas.append(read)
    return tuple(formulas)


def read_indicator(path: Path, sources: Mapping[str, Source]) -> Indicator:
    """The indicator of one file. WrongUse names the file and the key."""
    if not CODE.fullmatch(path.stem):
        raise WrongUse(path.name, "no indicator code", "name the file in lower case, such as online_payment_rate.toml")
    table = read_table(path)
    over = table.choice("over", tuple(sources))
    indicator = Indicator(
        code=path.stem,
        name_vi=table.text("name_vi"),
        name_en=table.text("name_en"),
        meaning=table.text("meaning"),
        over=over,
        better=table.choice("better", ("higher", "lower")),
        zero_denominator=table.choice("zero_denominator", ("not_applicable", "no_data")),
        owner=table.text("owner"),
        formulas=_read_formulas(table, sources[over].columns),
    )
    table.end()
    return indicator


def read_catalogue(folder: Path = FOLDER) -> dict[str, Indicator]:
    """Every indicator by its code. WrongUse when a file is wrong or there is none."""
    sources = all_sources()
    found = {path.stem: read_indicator(path, sources) for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise WrongUse(f"the catalogue of indicators in {folder}", "it is empty", "restore the folder")
    return found
