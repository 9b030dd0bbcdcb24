"""Over the perimeter of the time and over today's: three provinces become one on 1 July 2025."""

from datetime import date, datetime

import pytest

from include.periods import VIETNAM
from tests.indicators.conftest import Country

MERGED = date(2025, 7, 1)
JAN, MAY, JUN, AUG, OCT = (date(2025, month, 1) for month in (1, 5, 6, 8, 10))
NOW = datetime(2025, 10, 2, 8, tzinfo=VIETNAM)


@pytest.fixture
def merged(country: Country) -> Country:
    """Cần Thơ keeps its code; Sóc Trăng and Hậu Giang end, a department of each goes on in Cần Thơ's, one in none."""
    for gone in ("H51", "H30"):
        country.agency(gone, None, until=MERGED)
        country.agency(f"{gone}.05", gone, until=MERGED)
        country.followed(gone, "H13", MERGED)
        country.followed(f"{gone}.05", "H13.05", MERGED)
        country.pulled(gone, JAN, MERGED)
        country.catalogue(gone)
    country.agency("H51.09", "H51", until=MERGED)
    country.pulled("H13", JAN, OCT)
    country.catalogue("H13")
    for agency, received in (("H13.05", 10), ("H51.05", 20), ("H30.05", 30), ("H51.09", 5)):
        country.dossiers(MAY, agency, received, channel="direct")
        country.dossiers(JUN, agency, received + 1)
    country.dossiers(AUG, "H13.05", 99)
    country.measure(now=NOW)
    return country


def trend(country: Country, agency: str, period: str, perimeter: str) -> tuple[object, ...] | None:
    """Online dossiers, all dossiers, state; None when there is no such row."""
    rows = country.fetch(
        "SELECT numerator, denominator, state FROM mart.trend WHERE indicator = 'online_dossier_rate'"
        " AND agency_code = :a AND period = :p AND perimeter = :t",
        a=agency,
        p=period,
        t=perimeter,
    )
    assert len(rows) < 2
    return rows[0] if rows else None


def test_before_the_merger_three_are_added_and_after_it_the_new_one_is_itself(merged: Country) -> None:
    then = {a: trend(merged, a, "2025-Q2", "of_the_time") for a in ("H13", "H51", "H30", "H13.05", "H51.05", "H30.05")}
    assert then == {
        "H13": (11, 21, "ok"),
        "H51": (27, 52, "ok"),
        "H30": (31, 61, "ok"),
        "H13.05": (11, 21, "ok"),
        "H51.05": (21, 41, "ok"),
        "H30.05": (31, 61, "ok"),
    }
    assert trend(merged, "H13", "2025-Q2", "today") == (11 + 27 + 31, 21 + 52 + 61, "ok")
    assert trend(merged, "H13.05", "2025-Q2", "today") == (11 + 21 + 31, 21 + 41 + 61, "ok")
    assert trend(merged, "H13", "2025-06", "today") == (69, 69, "ok")
    for period in ("2025-07", "2025-08", "2025-Q3"):
        assert trend(merged, "H13", period, "today") == trend(merged, "H13", period, "of_the_time")
    assert trend(merged, "H13", "2025-Q3", "today") == (99, 99, "ok")
    assert trend(merged, "H13", "2025", "of_the_time") == (110, 120, "preliminary")
    assert trend(merged, "H13", "2025", "today") == (168, 233, "preliminary")


def test_who_has_ended_has_no_figure_today(merged: Country) -> None:
    today = merged.fetch("SELECT DISTINCT agency_code FROM mart.trend WHERE perimeter = 'today' ORDER BY 1")
    assert today == [("H13",), ("H13.05",), ("H13.05.01",)]
    assert trend(merged, "H51", "2025-Q3", "of_the_time") is None


@pytest.mark.parametrize("perimeter", ["of_the_time", "today"])
def test_nothing_is_counted_twice(merged: Country, perimeter: str) -> None:
    """All provinces together are all records, in every month, quarter and year, over either perimeter."""
    sums = dict(
        merged.fetch(
            "SELECT period, SUM(denominator) FROM mart.trend WHERE perimeter = :t"
            " AND indicator = 'online_dossier_rate' AND agency_code NOT LIKE '%.%' GROUP BY period",
            t=perimeter,
        )
    )
    assert {period: count for period, count in sums.items() if count} == {
        "2025-05": 65,
        "2025-06": 69,
        "2025-08": 99,
        "2025-Q2": 134,
        "2025-Q3": 99,
        "2025-H1": 134,
        "2025-H2": 99,
        "2025": 233,
    }


def test_a_service_of_two_predecessors_is_one_service(merged: Country) -> None:
    merged.procedure("1.001234", "H51.05", "H30.05")
    merged.procedure("2.000001", "H13.05", online_level=1)
    merged.catalogue("H13")
    merged.measure(now=NOW)
    query = (
        "SELECT agency_code, perimeter, numerator, denominator FROM mart.trend"
        " WHERE indicator = 'full_online_service_rate' AND period = '2025-06' AND agency_code IN ('H13', 'H51')"
    )
    assert set(merged.fetch(query)) == {
        ("H13", "of_the_time", 0, 1),
        ("H51", "of_the_time", 1, 1),
        ("H13", "today", 1, 2),
    }


def test_what_was_divided_is_not_told_apart(merged: Country) -> None:
    """H40 went on in H13.05 and in the new H14.01: neither has its past, but who stands above all of them has."""
    for code, parent, until in (
        ("H0", None, None),
        ("H14", "H0", None),
        ("H14.01", "H14", None),
        ("H40", "H0", MERGED),
    ):
        merged.agency(code, parent, until=until)
    merged.agency("H13", "H0", since=date(2021, 1, 1))
    for heir in ("H13.05", "H14.01"):
        merged.followed("H40", heir, MERGED)
    merged.pulled("H0", JAN, OCT)
    merged.dossiers(JUN, "H40", 1000)
    merged.catalogue("H13")
    merged.measure(now=NOW)
    assert trend(merged, "H40", "2025-06", "of_the_time") == (1000, 1000, "ok")
    assert trend(merged, "H13.05", "2025-06", "today") == (63, 63, "incomplete")
    assert trend(merged, "H13", "2025-06", "today") == (69, 69, "incomplete")
    assert trend(merged, "H14.01", "2025-06", "today") == (0, 0, "incomplete")
    assert trend(merged, "H0", "2025-06", "today") == (1069, 1069, "ok")
    assert trend(merged, "H14.01", "2025-08", "today") == (0, 0, "not_applicable")
    divided = merged.fetch("SELECT agency_code FROM mart.perimeter WHERE member_code = 'H40' AND is_divided ORDER BY 1")
    assert divided == [("H13",), ("H13.05",), ("H14",), ("H14.01",)]


def test_a_predecessor_that_was_never_pulled_leaves_the_sum_incomplete(merged: Country) -> None:
    merged.followed("H99", "H20", MERGED)
    merged.pulled("H20", JAN, OCT)
    merged.dossiers(JUN, "H20.06", 7)
    merged.catalogue("H20")
    merged.measure(now=NOW)
    assert trend(merged, "H20", "2025-06", "of_the_time") == (7, 7, "ok")
    assert trend(merged, "H20", "2025-06", "today") == (7, 7, "incomplete")
    assert trend(merged, "H20", "2025-08", "today") == (0, 0, "not_applicable")


def test_a_unit_that_moved_counts_where_it_stood_or_where_it_stands(merged: Country) -> None:
    merged.agency("H20.06", "H13", since=MERGED)
    merged.pulled("H20", JAN, OCT)
    merged.dossiers(JUN, "H20.06", 7)
    merged.dossiers(AUG, "H20.06", 8)
    merged.catalogue("H20")
    merged.measure(now=NOW)
    assert trend(merged, "H20", "2025-06", "of_the_time") == (7, 7, "ok")
    assert trend(merged, "H20", "2025-08", "of_the_time") == (0, 0, "not_applicable")
    assert trend(merged, "H13", "2025-08", "of_the_time") == (107, 107, "ok")
    assert trend(merged, "H20", "2025-06", "today") == (0, 0, "not_applicable")
    assert trend(merged, "H13", "2025-06", "today") == (76, 76, "ok")
    assert trend(merged, "H13", "2025-08", "today") == (107, 107, "ok")


def test_a_merger_to_come_counts_from_its_day_on(country: Country) -> None:
    """Known in May, in force on 1 July: the same catalogue, another day."""
    country.agency("H51", None, until=MERGED)
    country.followed("H51", "H13", MERGED)
    country.pulled("H51", JAN, MERGED)
    country.pulled("H13", JAN, MERGED)
    country.dossiers(MAY, "H51", 3)
    country.measure(now=datetime(2025, 6, 2, tzinfo=VIETNAM))
    assert trend(country, "H13", "2025-05", "today") == (0, 0, "not_applicable")
    assert trend(country, "H51", "2025-05", "today") == (3, 3, "ok")
    country.measure(now=NOW)
    assert trend(country, "H13", "2025-05", "today") == (3, 3, "ok")
    assert trend(country, "H51", "2025-05", "today") is None
    before = country.fingerprint()
    country.dossiers(MAY, "H51", 4)
    country.measure(now=NOW)
    assert trend(country, "H13", "2025-05", "today") == (7, 7, "ok")
    assert country.fingerprint() != before
    assert country.measure(rebuild=True, now=NOW).rows == 0
