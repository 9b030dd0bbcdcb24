"""What the views need to say how many more it takes: of each indicator its direction and what it is worth. [pure]"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from include.indicators.catalogue import Indicator
from include.indicators.source import Source
from include.indicators.weight import Weight


@dataclass(frozen=True)
class Aim:
    """For periods that begin in [holds_from, holds_until): the component whose points core.indicator shows, if any.

    `grows`: the denominator counts records, of which an open period brings more. `tier_rates` from the highest down;
    empty where points grow with the rate, up to `full_at`.
    """

    indicator: str
    better: str
    grows: bool
    holds_from: date = date.min
    holds_until: date = date.max
    framework: str | None = None
    max_points: Decimal | None = None
    full_at: Decimal | None = None
    tier_rates: tuple[Decimal, ...] = ()


def list_aims(
    catalogue: Mapping[str, Indicator], sources: Mapping[str, Source], weights: Sequence[Weight]
) -> Iterator[Aim]:
    """Every indicator for all time: a stretch for each component that shows its points, and the times between them."""
    for indicator in catalogue.values():
        shown = [weight for weight in weights if weight.input == indicator.code and weight.is_shown]
        grows = sources[indicator.over].grain == "records"
        yield from _list_stretches(Aim(indicator.code, indicator.better, grows), shown)


def _list_stretches(plain: Aim, shown: Sequence[Weight]) -> Iterator[Aim]:
    at = plain.holds_from
    for weight in sorted(shown, key=lambda each: each.holds_from):
        if at < weight.holds_from:
            yield replace(plain, holds_from=at, holds_until=weight.holds_from)
        yield replace(
            plain,
            holds_from=weight.holds_from,
            holds_until=weight.holds_until,
            framework=weight.framework,
            max_points=weight.points,
            full_at=weight.tier_rates[0] if weight.tier_rates else weight.full_at,
            tier_rates=tuple(weight.tier_rates),
        )
        at = weight.holds_until
    if at < plain.holds_until:
        yield replace(plain, holds_from=at)
