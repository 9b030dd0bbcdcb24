"""What the figures of a period follow from, as plain data: kept with each vintage, and handed to inspectors."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from include.indicators.catalogue import Indicator
from include.indicators.weight import Weight
from include.periods import Period


def describe_formulas(catalogue: Mapping[str, Indicator], period: Period) -> dict[str, dict[str, Any]]:
    """By indicator, the formula that holds for the period, with its words and its source."""
    found = {}
    for indicator in catalogue.values():
        for formula in indicator.formulas:
            if formula.valid_from <= period.since < formula.valid_until:
                found[indicator.code] = {
                    "name_vi": indicator.name_vi,
                    "name_en": indicator.name_en,
                    "meaning": indicator.meaning,
                    "over": indicator.over,
                    "better": indicator.better,
                    "zero_denominator": indicator.zero_denominator,
                    "owner": indicator.owner,
                    "version": formula.version,
                    "source": formula.source,
                    "standing": formula.standing,
                    "numerator": asdict(formula.numerator),
                    "denominator": asdict(formula.denominator),
                }
    return found


def describe_weights(weights: Iterable[Weight], period: Period) -> list[dict[str, Any]]:
    """What each input is worth in the frameworks that hold for the period; numbers as text, exactly."""
    return [
        {key: _plain(value) for key, value in asdict(weight).items() if key not in ("holds_from", "holds_until")}
        for weight in weights
        if weight.holds_from <= period.since < weight.holds_until
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def render_part(count: Mapping[str, str]) -> str:
    """What one row of a source gives to a sum, as SQL; the expression was checked when its file was read."""
    return f"CASE WHEN {count['where']} THEN {count['sum']} ELSE 0 END" if count["where"] else count["sum"]


def render_parts(formulas: Mapping[str, Mapping[str, Any]]) -> str:
    """One VALUES line an indicator: its code, and what a row gives to its numerator and denominator."""
    return ", ".join(
        f"('{code}', ({render_part(formula['numerator'])})::bigint, ({render_part(formula['denominator'])})::bigint)"
        for code, formula in formulas.items()
    )


def find_reformulated(
    old: Mapping[str, Any], new: Mapping[str, Any], old_weights: Iterable[Mapping[str, Any]], new_weights: Any
) -> list[str]:
    """The indicators whose count or worth is another one; words do not matter."""

    def essence(formulas: Mapping[str, Any], weights: Iterable[Mapping[str, Any]], code: str) -> object:
        formula = formulas.get(code, {})
        counts = tuple(formula.get(key) for key in ("version", "over", "numerator", "denominator", "zero_denominator"))
        return counts, sorted(repr(sorted(weight.items())) for weight in weights if weight["input"] == code)

    old_weights, new_weights = list(old_weights), list(new_weights)
    return sorted(
        code for code in old.keys() | new.keys() if essence(old, old_weights, code) != essence(new, new_weights, code)
    )
