"""The 2026 formulas by which the portal scores (groups.toml).

Each component is rounded half-up to 2 decimals, then they are summed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from include.portal.simulator.plan_file import fill, load_table

Figures = Mapping[str, int]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Component:
    """`points` when numerator / denominator reaches `full_at`, never more."""

    code: str
    name: str
    points: str
    numerator: str
    denominator: str
    full_at: str = "1"
    when_zero: str | None = None

    def score(self, figures: Figures) -> Decimal | None:
        """The component's points, or None when its denominator is 0 and the portal shows null."""
        if figures[self.denominator] == 0:
            return None if self.when_zero is None else Decimal(self.when_zero)
        rate = Decimal(figures[self.numerator]) / figures[self.denominator] / Decimal(self.full_at)
        return round_half_up(Decimal(self.points) * min(Decimal(1), rate))


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    max_points: int
    components: tuple[Component, ...]
    given: int = 0

    def score(self, figures: Figures) -> Decimal:
        """The group's points; what is null counts 0."""
        return sum((each.score(figures) or Decimal(0) for each in self.components), Decimal(self.given))


@dataclass(frozen=True)
class Framework:
    groups: tuple[Group, ...]


@cache
def read_groups() -> dict[str, Group]:
    """The groups by their code, in the portal's order."""
    path = Path(__file__).parent / "groups.toml"
    return {group.code: group for group in fill(Framework, load_table(path), path.name).groups}


def round_half_up(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
