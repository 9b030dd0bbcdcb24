"""Luck is told from fall: the intervals, the tests, and what the shipped rule does to simulated months."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import fisher_exact

from include.alerts.decide import decide
from include.alerts.life import live_through
from include.alerts.luck import chance_below, chance_of_fall, wilson_interval
from tests.alerts.histories import LATER, history, month, run_of, shipped

Counts = npt.NDArray[np.int64]

RULE = shipped()
TRUE_RATE = 0.915


def alarms(before: Counts, before_counts: Counts, now: Counts, now_counts: Counts) -> float:
    """The share of agency-months in which the shipped rule alarms; months that are alike are judged once."""
    drawn = np.stack([before, before_counts, now, now_counts], axis=1)
    alike, times = np.unique(drawn, axis=0, return_counts=True)
    found = np.array([is_alarm(*map(int, counts)) for counts in alike])
    return float((found * times).sum() / len(drawn))


def is_alarm(before: int, before_count: int, now: int, now_count: int) -> bool:
    told = history(month("2024-04", before, before_count), month("2024-05", now, now_count))
    return decide(RULE, told, month("2024-05", 0, 1).period, is_open=False).outcome == "alert"


def test_the_interval_of_the_article() -> None:
    low, high = wilson_interval(173, 189)
    assert (round(low * 100, 1), round(high * 100, 1)) == (86.7, 94.7)


@pytest.mark.parametrize(("before", "now"), [((64, 70), (40, 73)), ((19, 20), (10, 20)), ((150, 189), (160, 189))])
def test_the_chance_of_a_fall_is_fishers(before: tuple[int, int], now: tuple[int, int]) -> None:
    table = [[now[0], now[1] - now[0]], [before[0], before[1] - before[0]]]
    assert chance_of_fall(before, now) == pytest.approx(fisher_exact(table, alternative="less").pvalue)


def test_the_chance_below_a_floor_is_the_binomial_tail() -> None:
    assert chance_below(Fraction(1, 2), (1, 3)) == pytest.approx(0.5)


def test_no_more_than_one_month_in_a_hundred_is_luck() -> None:
    draw = np.random.default_rng(20240712)
    before_counts, now_counts = draw.integers(20, 201, 10_000), draw.integers(20, 201, 10_000)
    before, now = draw.binomial(before_counts, TRUE_RATE), draw.binomial(now_counts, TRUE_RATE)
    share = alarms(before, before_counts, now, now_counts)
    assert 0 < share <= 0.01


def test_over_a_year_no_more_than_one_month_in_a_hundred_sends_any_letter() -> None:
    """A false alarm brings a second letter, when it ends: both count."""
    draw = np.random.default_rng(2024)
    counts = draw.integers(20, 201, (800, 13))
    paid = draw.binomial(counts, TRUE_RATE)
    letters = 0
    for agency in np.stack([paid, counts], axis=2):
        steps = live_through(RULE, run_of([(int(k), int(n)) for k, n in agency], "2023-06"), {}, None, LATER)
        letters += sum(
            step.alert is not None or (step.ended is not None and step.ended.state == "recovered") for step in steps
        )
    assert 0 < letters / counts.size <= 0.01


@pytest.mark.parametrize("count", [20, 30, 49, 50, 53, 75, 100, 150, 189, 200])
def test_no_count_has_more_luck_than_that(count: int) -> None:
    draw = np.random.default_rng(count)
    counts = np.full(4_000, count)
    before, now = draw.binomial(counts, TRUE_RATE), draw.binomial(counts, TRUE_RATE)
    assert alarms(before, counts, now, counts) <= 0.01 + 2 * (0.01 * 0.99 / 4_000) ** 0.5


@pytest.mark.parametrize("with_floor", [True, False])
def test_a_fall_of_fifteen_points_is_found(with_floor: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_floor:
        monkeypatch.setitem(globals(), "RULE", shipped(floor=None))
    draw = np.random.default_rng(189)
    counts = np.full(10_000, 189)
    before, now = draw.binomial(counts, TRUE_RATE), draw.binomial(counts, TRUE_RATE - 0.15)
    assert alarms(before, counts, now, counts) >= 0.95
