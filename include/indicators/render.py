"""The only place that writes SQL: fills sources, checked formulas and our own tables into the templates of steps/."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.sql import Literal

from include.indicators.catalogue import Count, Formula, Indicator
from include.indicators.source import Source

STEPS = Path(__file__).parent / "steps"
FIGURES = "found_figures"
FIGURE = "numerator denominator rate points state framework formula_version data_as_of"


@dataclass(frozen=True)
class Share:
    """Which session of how many, counted from 0; whether everything is looked at, and whether that is much."""

    number: int
    count: int
    everything: bool
    is_much: bool


@dataclass(frozen=True)
class Kept:
    """A table that a measure brings up: its keys behind period and agency, its values, and the step that finds them."""

    table: str
    keys: str
    values: str
    found: str
    is_today: bool = False


KEPT = (
    Kept("core.indicator", "indicator", FIGURE, FIGURES),
    Kept("core.indicator_today", "indicator", FIGURE, FIGURES, is_today=True),
    Kept("core.index_score", "framework group_code", "points max_points state", "found_scores"),
    Kept("core.missing", "missing_agency_code feed", "", "found_missing"),
)


def read_step(name: str) -> str:
    """The text of steps/<name>.sql."""
    return (STEPS / f"{name}.sql").read_text(encoding="utf-8")


def read_every_step() -> tuple[str, ...]:
    """The texts of all steps, in order."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(STEPS.glob("*.sql")))


def render_sum(count: Count) -> str:
    """An aggregate over the rows of the source; 0 where no row counts."""
    only = f" FILTER (WHERE {count.where})" if count.where else ""
    return f"COALESCE(SUM({count.sum}){only}, 0)::bigint"


def number_formulas(indicators: Iterable[Indicator]) -> dict[tuple[str, str], int]:
    """A number for each indicator's formula, by code and version: what the steps call it by."""
    return {
        key: number
        for number, key in enumerate(((i.code, formula.version) for i in indicators for formula in i.formulas), 1)
    }


def render_counts(source: Source, indicators: Iterable[Indicator], numbers: Mapping[tuple[str, str], int]) -> str:
    """The statement that counts every formula over one source, all places and periods at once."""
    formulas = [(numbers[i.code, f.version], f) for i in indicators if i.over == source.name for f in i.formulas]
    counts = list(dict.fromkeys(count for _, f in formulas for count in (f.numerator, f.denominator)))
    names = {count: f"count_{number}" for number, count in enumerate(counts, 1)}
    step = "count_records" if source.grain == "records" else "count_procedures"
    return read_step(step).format(
        rows=source.sql,
        sums=",\n".join(f"        {render_sum(count)} AS {name}" for count, name in names.items()),
        added=",\n".join(f"        SUM(own.{name})::bigint AS {name}" for name in names.values()),
        formulas=",\n".join(_render_formula(number, formula, names) for number, formula in formulas),
    )


def _render_formula(number: int, formula: Formula, names: dict[Count, str]) -> str:
    return f"    ({number}, by_slot.{names[formula.numerator]}, by_slot.{names[formula.denominator]})"


def render_share(share: Share) -> str:
    """The script that leaves of what is wanted the share of one session."""
    return read_step("5_share").format(share=share.number, shares=share.count)


def render_of_cells(script: str, bounds: Sequence[Any] | None) -> str:
    """Lets a script read the cubes where something is wanted: within `bounds`, the first and last month and agency.

    None: cell by cell. Of much, that costs more than to sum up what lies between and to leave it out later.
    """
    if bounds is None:
        return script.replace("{of_cells}", "(cube.month, cube.agency_code) IN (SELECT month, agency_code FROM cell)")
    since, until, first, last = (Literal(bound).as_string() for bound in bounds)
    between = f"cube.month BETWEEN {since} AND {until} AND cube.agency_code BETWEEN {first} AND {last}"
    return script.replace("{of_cells}", between)


def render_keep(kept: Kept, share: Share) -> str:
    """The script that writes what differs into one table, and leaves it in the temporary table `changed`."""
    keys, values = ("period agency_code " + kept.keys).split(), kept.values.split()
    return read_step("keep").format(
        table=kept.table,
        found=read_step(kept.found).replace("{is_today}", str(kept.is_today)),
        is_today=kept.is_today,
        everything=share.everything,
        is_first=share.number == 0,
        keys=", ".join(keys),
        columns=", ".join([*keys, *values]),
        values="".join(f"    found.{name},\n" for name in values),
        compared_old=", ".join(f"old.{name}" for name in ("agency_code", *values)),
        compared_found=", ".join(f"found.{name}" for name in ("agency_code", *values)),
        old_keys=", ".join(f"old.{name}" for name in keys),
        changed_keys=", ".join(f"changed.{name}" for name in keys),
    )


def render_age(kept: Kept) -> str:
    """The statement that brings up how old the figures of one table are."""
    return read_step("9_age").format(table=kept.table, is_today=kept.is_today)
