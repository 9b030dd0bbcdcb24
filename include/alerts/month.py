"""One agency's months of one indicator, and months taken together when one alone is too small. [pure]"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from include.periods import Period, add_months


@dataclass(frozen=True)
class Month:
    """What core.indicator says of one month. Counts are whole; points are the index's, None where it gives none."""

    period: Period
    numerator: int
    denominator: int
    points: Decimal | None
    state: str
    framework: str | None
    formula_version: str

    @property
    def counts(self) -> tuple[int, int]:
        return self.numerator, self.denominator

    @property
    def formula(self) -> tuple[str | None, str]:
        """Months may be compared, or taken together, only when this is equal."""
        return self.framework, self.formula_version


History = Mapping[Period, Month]


@dataclass(frozen=True)
class Pool:
    """One month, or several in a row taken together: their counts are added, never their rates."""

    months: tuple[Month, ...]

    @property
    def numerator(self) -> int:
        return sum(month.numerator for month in self.months)

    @property
    def denominator(self) -> int:
        return sum(month.denominator for month in self.months)

    @property
    def counts(self) -> tuple[int, int]:
        return self.numerator, self.denominator

    @property
    def rate(self) -> Fraction:
        """0 to 1; the denominator must be over 0."""
        return Fraction(self.numerator, self.denominator)

    @property
    def since(self) -> date:
        return self.months[0].period.since

    @property
    def until(self) -> date:
        return self.months[-1].period.until

    @property
    def points(self) -> Decimal | None:
        """The index points of a single month; months taken together have none."""
        return self.months[0].points if len(self.months) == 1 else None


def month_of(first: date) -> Period:
    return Period(first, 1)


def months_before(first: date, count: int) -> tuple[Period, ...]:
    """The `count` months that end where the month of `first` begins, oldest first."""
    return tuple(month_of(add_months(first, back)) for back in range(-count, 0))
