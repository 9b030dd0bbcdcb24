"""The only place that writes SQL: fills a source's rows and the checked formulas into steps/count_*.sql."""

from collections.abc import Iterable
from pathlib import Path

from include.indicators.catalogue import Count, Formula, Indicator
from include.indicators.source import Source

STEPS = Path(__file__).parent / "steps"


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


def render_counts(source: Source, indicators: Iterable[Indicator]) -> str:
    """The statement that counts every formula over one source, all agencies and periods at once."""
    formulas = [(i.code, formula) for i in indicators if i.over == source.name for formula in i.formulas]
    counts = list(dict.fromkeys(count for _, f in formulas for count in (f.numerator, f.denominator)))
    names = {count: f"count_{number}" for number, count in enumerate(counts, 1)}
    return read_step(f"count_{source.grain}").format(
        rows=source.sql,
        sums=",\n".join(f"        {render_sum(count)} AS {name}" for count, name in names.items()),
        added=",\n".join(f"        SUM(own.{name}) AS {name}" for name in names.values()),
        formulas=",\n".join(_render_formula(code, formula, names) for code, formula in formulas),
    )


def _render_formula(code: str, formula: Formula, names: dict[Count, str]) -> str:
    numerator, denominator = names[formula.numerator], names[formula.denominator]
    return f"    ('{code}', '{formula.version}', by_period.{numerator}, by_period.{denominator})"
