"""Why a rate moved: its difference split exactly into mix and rate, group by group (Kitagawa 1955). [pure]

A rate is the sum of each group's share of the whole times the group's own rate. With w a share and r a rate, before
(0) and now (1), and R the mean of the two overall rates:

    mix of a group  = (w1 - w0) * ((r0 + r1) / 2 - R)
    rate of a group = (r1 - r0) * (w0 + w1) / 2

Shares sum to 1 on both sides, so taking R from each mix changes no sum, but it makes a single group's part readable:
the whole loses when a group that is weaker than the rest grows. A group that is new or has vanished has no second
rate; it is given the one it has, so that all of its part is mix. Everything is a Fraction: the parts sum to the
difference to the last digit.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby


@dataclass(frozen=True)
class Count:
    """Numerator and denominator of one group in one stretch of time."""

    numerator: int
    denominator: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def __add__(self, other: "Count") -> "Count":
        return Count(self.numerator + other.numerator, self.denominator + other.denominator)


NOTHING = Count(0, 0)


@dataclass(frozen=True)
class Group:
    """One procedure, filed by one channel ("" where the channel is not known), resolved by one agency."""

    procedure_code: str
    channel: str
    agency_code: str


@dataclass(frozen=True)
class Part:
    """What one group (or several together) did to the overall rate: `mix` + `rate`, in fractions of 1."""

    group: Group
    before: Count
    now: Count
    mix: Fraction
    rate: Fraction

    @property
    def total(self) -> Fraction:
        return self.mix + self.rate


@dataclass(frozen=True)
class Told:
    """The difference and its two parts as a letter says them, in fractions of 1."""

    difference: Fraction
    rate: Fraction
    mix: Fraction


@dataclass(frozen=True)
class Split:
    """The whole difference and its parts, the largest loss first."""

    before: Count
    now: Count
    parts: tuple[Part, ...]

    @property
    def difference(self) -> Fraction:
        return _rate(self.now) - _rate(self.before)

    @property
    def mix(self) -> Fraction:
        return sum((part.mix for part in self.parts), Fraction(0))

    @property
    def rate(self) -> Fraction:
        return sum((part.rate for part in self.parts), Fraction(0))

    @property
    def told(self) -> "Told":
        """Hundredths of a point, such that the two parts still sum to the difference: rounding is left to the mix."""
        difference, rate = _round(self.difference), _round(self.rate)
        return Told(difference, rate, difference - rate)

    @property
    def only_mix(self) -> bool:
        """The whole fell, and no group got worse: only what was asked for changed."""
        return self.difference < 0 and all(part.rate >= 0 for part in self.parts)


def _round(share: Fraction) -> Fraction:
    """Half away from zero, to a hundredth of a percentage point."""
    return Fraction(int(abs(share) * 10_000 + Fraction(1, 2)), 10_000) * (-1 if share < 0 else 1)


def _rate(count: Count) -> Fraction:
    return Fraction(count.numerator, count.denominator)


def split_difference(groups: Sequence[tuple[Group, Count, Count]]) -> Split | None:
    """Splits over groups (group, before, now), each once. None when either side counts nothing: there is no rate."""
    groups = [(group, before, now) for group, before, now in groups if before.denominator or now.denominator]
    whole_before = sum((before for _, before, _ in groups), NOTHING)
    whole_now = sum((now for _, _, now in groups), NOTHING)
    if not whole_before.denominator or not whole_now.denominator:
        return None
    middle = (_rate(whole_before) + _rate(whole_now)) / 2
    parts = [_split_group(*counted, whole_before, whole_now, middle) for counted in groups]
    return Split(whole_before, whole_now, tuple(sorted(parts, key=lambda part: (part.total, str(part.group)))))


def _split_group(
    group: Group, before: Count, now: Count, whole_before: Count, whole_now: Count, middle: Fraction
) -> Part:
    share_before = Fraction(before.denominator, whole_before.denominator)
    share_now = Fraction(now.denominator, whole_now.denominator)
    rate_before = before.rate if before.rate is not None else _rate(now)
    rate_now = now.rate if now.rate is not None else rate_before
    mix = (share_now - share_before) * ((rate_before + rate_now) / 2 - middle)
    return Part(group, before, now, mix, (rate_now - rate_before) * (share_before + share_now) / 2)


def gather(split: Split, key: Callable[[Part], Hashable]) -> list[list[Part]]:
    """The parts that share a key, together; the largest loss first."""
    ordered = sorted(split.parts, key=lambda part: repr(key(part)))
    gathered = [list(parts) for _, parts in groupby(ordered, key=lambda part: repr(key(part)))]
    return sorted(gathered, key=lambda parts: sum(part.total for part in parts))
