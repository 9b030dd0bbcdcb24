"""The validation report of one batch: one page of our own that works offline and shows counts and sentences alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from include.quality.batch_rule import BatchRule, all_batch_rules
from include.quality.judge import RuleResult
from include.quality.rule import SEVERITIES, Rule, all_rules

_BAR_HEIGHT = 24

COUNT_NAMES = {
    "pulled": ("Đã lấy về", "Pulled"),
    "loaded": ("Đã nạp", "Loaded"),
    "unchanged": ("Không đổi", "Unchanged"),
    "duplicate": ("Trùng lặp", "Duplicate"),
    "quarantined": ("Cách ly", "Quarantined"),
}


@dataclass(frozen=True)
class Line:
    """One rule on the page. `bars` are heights in pixels of its failed rates, oldest batch first, this one last."""

    result: RuleResult
    rule: Rule | BatchRule | None
    failed_rate: float
    bars: tuple[int, ...]


def render_report(
    batch_name: str,
    results: Sequence[RuleResult],
    counts: Mapping[str, int],
    earlier_rates: Mapping[str, Sequence[float]] | None = None,
    back_to: str | None = None,
) -> str:
    """One HTML page without any outer resource.

    `counts` are those of a receipt (pulled, loaded, unchanged, duplicate, quarantined); those that are not known yet
    are left out. `earlier_rates` gives each rule's failed rates (0 to 1) in earlier batches, oldest first. `back_to` is
    the address of the page that led here.
    """
    lines = [_draw_line(result, (earlier_rates or {}).get(result.rule, ())) for result in results]
    lines.sort(
        key=lambda line: (line.result.failed_count == 0, SEVERITIES.index(line.result.severity), line.result.rule)
    )
    known = [(*COUNT_NAMES[name], counts[name]) for name in COUNT_NAMES if name in counts]
    return _template().render(batch_name=batch_name, counts=known, lines=lines, bar_height=_BAR_HEIGHT, back_to=back_to)


def _draw_line(result: RuleResult, earlier: Sequence[float]) -> Line:
    known: tuple[Rule | BatchRule, ...] = (*all_rules(), *all_batch_rules())
    rule = next((rule for rule in known if rule.name == result.rule), None)
    rate = result.failed_count / result.evaluated_count if result.evaluated_count else 0.0
    rates = (*earlier, rate) if earlier else ()
    highest = max(rates, default=0.0) or 1.0
    return Line(result, rule, rate, tuple(max(1, round(_BAR_HEIGHT * one / highest)) for one in rates))


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
    environment.filters.update(count=write_count, percent=write_percent)
    return environment.get_template("report.html.jinja")


def write_count(value: int) -> str:
    """1234567 as 1.234.567, as numbers are written in Vietnam."""
    return f"{value:,}".replace(",", ".")


def write_percent(rate: float) -> str:
    """0.0351 as 3,51 %."""
    return f"{100 * rate:.2f}".replace(".", ",") + "\N{NO-BREAK SPACE}%"
