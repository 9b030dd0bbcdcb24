"""What an input is worth in a framework: what include/index tells the measure, as plain rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Weight:
    """One component of one group, for periods that begin in [holds_from, holds_until).

    `origin` is records when the input is an indicator of the catalogue. `is_shown`: core.indicator shows the points
    of this framework beside the indicator, the first where several use it. The rest as in index.framework.Component.
    """

    framework: str
    agency_level: int
    holds_from: date
    holds_until: date
    group_code: str
    group_points: Decimal
    applies_by: str
    input: str
    origin: str
    formula: str
    points: Decimal
    full_at: Decimal
    when_zero: str
    is_inverted: bool
    tier_rates: list[Decimal]
    tier_points: list[Decimal]
    is_shown: bool
