"""How sure a rate is: Wilson's interval, and one-sided exact tests of a fall and of a floor. [pure]

Why exact tests: the counts are small (a department has 20 to 200 fee transactions a month) and the rates lie near 1,
where the normal approximation reports falls that are luck. Fisher's test conditions on the total number of payments
made online, so it needs no true rate; it is conservative, so its real share of false alarms lies well under the
significance that a rule states.
"""

from fractions import Fraction

CONFIDENCE = 0.95


def wilson_interval(numerator: int, denominator: int) -> tuple[float, float]:
    """The 95 % interval (Wilson, no continuity correction) of a rate, both ends 0 to 1; the denominator is over 0."""
    from scipy.stats import binomtest  # noqa: PLC0415 - a second to import, needed late

    interval = binomtest(numerator, denominator).proportion_ci(CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)


def chance_of_fall(before: tuple[int, int], now: tuple[int, int]) -> float:
    """How often luck alone gives a fall at least this large, when the true rate did not move.

    Each pair is (numerator, denominator). Fisher's exact test, one-sided (the hypergeometric tail).
    """
    from scipy.stats import hypergeom  # noqa: PLC0415 - a second to import, needed late

    together = before[0] + now[0]
    return float(hypergeom.cdf(now[0], before[1] + now[1], together, now[1]))


def chance_below(floor: Fraction, now: tuple[int, int]) -> float:
    """How often an agency whose true rate is the floor itself shows a rate as low as this (binomial tail)."""
    from scipy.stats import binom  # noqa: PLC0415 - a second to import, needed late

    return float(binom.cdf(now[0], now[1], float(floor)))
