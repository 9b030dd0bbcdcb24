from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.errors import WrongUse
from include.periods import VIETNAM, Period, Window, add_months, parse_moment, parse_window, start_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("2024-06", date(2024, 6, 1), date(2024, 7, 1)),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 7, 1)),
        ("2024-H1", date(2024, 1, 1), date(2024, 7, 1)),
        ("2024-H2", date(2024, 7, 1), date(2025, 1, 1)),
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_a_period_is_read_and_written_the_same(written: str, since: date, until: date) -> None:
    period = Period.parse(written)
    assert (period.since, period.until, period.label) == (since, until, written)


@pytest.mark.parametrize("written", ["", "24-06", "2024-6", "2024-13", "2024-Q5", "2024-H3", "2024-06-01", "june"])
def test_what_is_no_period_is_named(written: str) -> None:
    with pytest.raises(WrongUse, match="write 2024-06, 2024-Q2, 2024-H1 or 2024"):
        Period.parse(written)


@given(DAYS)
def test_every_day_lies_in_one_month_quarter_half_and_year(day: date) -> None:
    periods = Period.containing(day)
    assert [period.months for period in periods] == [1, 3, 6, 12]
    assert all(period.since <= day < period.until for period in periods)
    assert all(Period.parse(period.label) == period for period in periods)


@given(DAYS)
def test_the_previous_period_ends_where_this_one_starts(day: date) -> None:
    assert all(period.previous().until == period.since for period in Period.containing(day))


@given(DAYS, st.integers(-500, 500))
def test_months_added_can_be_taken_away(day: date, count: int) -> None:
    assert add_months(add_months(day, count), -count) == day.replace(day=1)


def test_a_period_is_over_at_its_last_midnight_in_vietnam() -> None:
    june = Period.parse("2024-06")
    assert june.is_over(start_of(date(2024, 7, 1)))
    assert not june.is_over(datetime(2024, 6, 30, 23, 59, 59, tzinfo=VIETNAM))
    assert june.is_over(datetime.fromisoformat("2024-06-30T17:00:00+00:00"))


def test_a_window_must_go_forward_and_know_its_zone() -> None:
    first, second = start_of(date(2024, 1, 1)), start_of(date(2024, 1, 2))
    assert Window(first, second).since == first
    with pytest.raises(WrongUse, match="ends before it starts"):
        Window(second, first)
    with pytest.raises(WrongUse, match="ends before it starts or is empty"):
        Window(first, first)
    with pytest.raises(WrongUse, match="without a zone"):
        Window(first.replace(tzinfo=None), second)


def test_a_moment_without_a_zone_is_vietnams() -> None:
    assert parse_moment("2024-07-01") == start_of(date(2024, 7, 1))
    assert parse_moment("2024-07-01T00:00+00:00") == datetime(2024, 7, 1, 7, tzinfo=VIETNAM)
    with pytest.raises(WrongUse, match="not a date or time"):
        parse_moment("1/7/2024")


def test_a_window_lies_in_the_past() -> None:
    now = start_of(date(2024, 7, 1))
    assert parse_window("2024-06-01", "2024-07-01", now).until == now
    with pytest.raises(WrongUse, match="until 2024-07-02: it ends in the future; end it at 2024-07-01 00:00 or before"):
        parse_window("2024-06-01", "2024-07-02", now)
