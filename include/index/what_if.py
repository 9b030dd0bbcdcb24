"""How many more it takes: of the numerator, the denominator staying as it is; and of the rest of a period. [pure]

mart.what_if says the same of all agencies at once; a test holds the two equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from include.index.score import CENT


@dataclass(frozen=True)
class WhatIf:
    """Whole numbers of records (payments, dossiers, results) that are missing; None when not all together suffice.

    `next_percent`: the next whole percent and what it takes; None at 100 % or without a denominator.
    `targets`: by target rate (0..1). `full_marks`: to the rate `full_at`, from which there are no more points.
    """

    next_percent: tuple[int, int] | None
    targets: Mapping[Decimal, int | None]
    full_marks: int | None


def count_missing(numerator: int, denominator: int, rate: Decimal) -> int | None:
    """How many more bring `rate` (0..1) or better: 0 when it is there, None when the denominator does not suffice."""
    wanted = int((rate * denominator).to_integral_value(ROUND_CEILING))
    return max(0, wanted - numerator) if 0 < wanted <= denominator or numerator >= wanted else None


def rate_of_points(wanted: Decimal, points: Decimal, full_at: Decimal) -> Decimal:
    """The rate from which `wanted` of `points` are shown: they are rounded half-up to cents, so half a cent before."""
    return full_at * (wanted - CENT / 2) / points


def what_if(numerator: int, denominator: int, targets: Iterable[Decimal], full_at: Decimal = Decimal(1)) -> WhatIf:
    """What it takes to the next whole percent, to each target rate, and to full marks.

    With 173 of 189: 1 more gives 92 %, 7 more 95 %, 9 more 96 %.
    """
    if denominator == 0:
        return WhatIf(None, dict.fromkeys(targets), None)
    percent = numerator * 100 // denominator + 1
    more = count_missing(numerator, denominator, Decimal(percent) / 100)
    return WhatIf(
        next_percent=None if percent > 100 or more is None else (percent, more),
        targets={rate: count_missing(numerator, denominator, rate) for rate in targets},
        full_marks=count_missing(numerator, denominator, full_at),
    )


def count_of_rest(numerator: int, denominator: int, rate: Decimal, rest: int) -> int | None:
    """Of `rest` records still to come, how many must count to end at `rate` or better; None when not all suffice."""
    wanted = int((rate * (denominator + rest)).to_integral_value(ROUND_CEILING)) - numerator
    return max(0, wanted) if wanted <= rest else None
