"""What a measure computes, known before it meets the database: statements, formulas, weights, periods."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from include.errors import WrongUse
from include.indicators.catalogue import Indicator
from include.indicators.render import number_formulas, read_every_step, render_counts
from include.indicators.source import Source
from include.indicators.weight import Weight
from include.periods import Period


@dataclass(frozen=True)
class Plan:
    """The counting statements, and the rows by which their counts are judged and scored.

    What stands over procedures is counted only for periods of which the records, or what was pulled, say something.
    """

    over_records: tuple[str, ...]
    over_procedures: tuple[str, ...]
    formulas: tuple[dict[str, Any], ...]
    feeds: tuple[dict[str, Any], ...]
    weights: tuple[dict[str, Any], ...]

    @property
    def fingerprint(self) -> str:
        """Another one means that other things are computed: then everything is measured anew."""
        return hashlib.sha256(repr((self, read_every_step())).encode()).hexdigest()


def plan_measure(catalogue: Mapping[str, Indicator], sources: Mapping[str, Source], weights: Sequence[Weight]) -> Plan:
    """WrongUse when a framework weighs an indicator that the catalogue does not hold."""
    for weight in weights:
        if weight.origin == "records" and weight.input not in catalogue:
            asked = f"{weight.framework}.toml, key group.component.input"
            raise WrongUse(asked, f"there is no indicator {weight.input!r}", "name one of include/indicators/catalogue")
    used = [source for source in sources.values() if any(i.over == source.name for i in catalogue.values())]
    numbers = number_formulas(catalogue.values())
    counts = [(source.grain, render_counts(source, catalogue.values(), numbers)) for source in used]
    return Plan(
        over_records=tuple(written for grain, written in counts if grain == "records"),
        over_procedures=tuple(written for grain, written in counts if grain != "records"),
        formulas=tuple(_list_formulas(catalogue, numbers)),
        feeds=tuple(
            {"source": source.name, "feed": feed, "is_stock": source.grain == "reports"}
            for source in used
            for feed in source.feeds
        ),
        weights=tuple(_list_weights(weights, list(catalogue))),
    )


def list_periods(first: date, last: date) -> list[dict[str, Any]]:
    """Every period of the years from `first` to `last`, as rows of the table `period`.

    Its months, and its last month, are bits of the year: January the lowest. The years are whole: an open year asks for
    the services as they will stand on its last day, by what is known.
    """
    months = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13))
    return [_describe(period) for period in sorted({period for day in months for period in Period.containing(day)})]


def _describe(period: Period) -> dict[str, Any]:
    bits = ((1 << period.months) - 1) << (period.since.month - 1)
    return {
        "period": period.label,
        "since": period.since,
        "until": period.until,
        "year": period.since.year,
        "month_bits": bits,
        "last_bit": 1 << (bits.bit_length() - 1),
    }


def _list_formulas(
    catalogue: Mapping[str, Indicator], numbers: Mapping[tuple[str, str], int]
) -> Iterator[dict[str, Any]]:
    for indicator_no, indicator in enumerate(catalogue.values()):
        for formula in indicator.formulas:
            yield {
                "formula_no": numbers[indicator.code, formula.version],
                "indicator_no": indicator_no,
                "indicator": indicator.code,
                "version": formula.version,
                "source": indicator.over,
                "valid_from": formula.valid_from,
                "valid_until": formula.valid_until,
                "zero_denominator": indicator.zero_denominator,
            }


def _list_weights(weights: Sequence[Weight], codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    for weight in weights:
        yield {**asdict(weight), "indicator_no": codes.index(weight.input) if weight.input in codes else None}
