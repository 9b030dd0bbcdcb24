"""How many more it takes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from include.index.what_if import count_missing, count_of_rest, what_if


def test_the_half_year_of_the_report() -> None:
    answer = what_if(173, 189, [Decimal("0.95"), Decimal("0.96")])
    assert answer.next_percent == (92, 1)
    assert answer.targets == {Decimal("0.95"): 7, Decimal("0.96"): 9}
    assert answer.full_marks == 16


def test_what_is_reached_takes_nothing_more() -> None:
    answer = what_if(40, 50, [Decimal("0.8"), Decimal("0.5")], full_at=Decimal("0.8"))
    assert answer.targets == {Decimal("0.8"): 0, Decimal("0.5"): 0}
    assert answer.full_marks == 0
    assert answer.next_percent == (81, 1)
    assert what_if(50, 50, []).next_percent is None


def test_what_cannot_be_reached_is_said() -> None:
    assert what_if(0, 0, [Decimal("0.8")], Decimal("0.8")).targets == {Decimal("0.8"): None}
    assert count_missing(3, 10, Decimal("1.2")) is None


@given(st.integers(1, 10**6), st.data(), st.decimals(Decimal("0.01"), 1, places=2))
def test_it_is_the_smallest_number_that_suffices(denominator: int, data: st.DataObject, rate: Decimal) -> None:
    numerator = data.draw(st.integers(0, denominator))
    more = count_missing(numerator, denominator, rate)
    assert more is not None
    assert Decimal(numerator + more) >= rate * denominator
    assert more == 0 or Decimal(numerator + more - 1) < rate * denominator


def test_of_the_rest_of_a_period() -> None:
    """173 of 189 end at 92 % when 37 of 39 more count, at 95 % when all of 131 do; 130 do not suffice for that."""
    assert count_of_rest(173, 189, Decimal("0.92"), 39) == 37
    assert count_of_rest(173, 189, Decimal("0.95"), 131) == 131
    assert count_of_rest(173, 189, Decimal("0.95"), 130) is None
    assert count_of_rest(90, 100, Decimal("0.80"), 0) == 0
