"""Numbers and times in the local form."""

from datetime import datetime
from fractions import Fraction

import pytest

from include.alerts import local_form
from include.alerts.month import Pool
from include.periods import VIETNAM
from tests.alerts.histories import month


@pytest.mark.parametrize(
    ("rate", "vi", "en"),
    [
        (Fraction(173, 189), "91,5\u00a0%", "91.5%"),
        (Fraction(1), "100,0\u00a0%", "100.0%"),
        (Fraction(1, 8), "12,5\u00a0%", "12.5%"),
        (Fraction(6667, 10000), "66,7\u00a0%", "66.7%"),
    ],
)
def test_a_rate(rate: Fraction, vi: str, en: str) -> None:
    assert (local_form.percent(rate, "vi"), local_form.percent(rate, "en")) == (vi, en)


def test_a_rate_never_reads_like_a_limit_it_is_not_equal_to() -> None:
    assert local_form.percent(Fraction(79_996, 100_000), "en", Fraction(4, 5)) == "79.996%"
    assert local_form.percent(Fraction(4, 5), "en", Fraction(4, 5)) == "80.0%"
    assert local_form.limit(Fraction(4, 5), "vi") == "80\u00a0%"
    assert local_form.limit(Fraction(7, 8), "en") == "87.5%"


def test_points_counts_and_chances() -> None:
    assert local_form.signed_points(Fraction(-793, 10_000), "vi", 2) == "−7,93"
    assert local_form.signed_points(Fraction(8, 10_000), "en", 2) == "+0.08"
    assert local_form.signed_points(Fraction(0), "en") == "0.0"
    assert local_form.points(Fraction(-793, 10_000), "vi") == "7,9"
    assert (local_form.count(1234567, "vi"), local_form.count(1234567, "en")) == ("1.234.567", "1,234,567")
    assert local_form.chance(0.0002, "vi") == "dưới 0,1\u00a0%"
    assert local_form.chance(0.012, "en") == "1.2%"


def test_times() -> None:
    at = datetime(2024, 7, 1, 8, 5, tzinfo=VIETNAM)
    assert (local_form.moment(at, "vi"), local_form.moment(at, "en")) == ("08:05, 01/07/2024", "1 July 2024, 08:05")
    one = Pool((month("2024-05", 1, 2),))
    three = Pool(tuple(month(label, 1, 2) for label in ("2024-03", "2024-04", "2024-05")))
    assert (local_form.pool_name(one, "vi"), local_form.pool_name(one, "en")) == ("tháng 5/2024", "May 2024")
    assert local_form.pool_name(three, "vi") == "các tháng 3/2024 đến 5/2024 gộp lại"
    assert local_form.pool_name(three, "en") == "March 2024 to May 2024 taken together"
