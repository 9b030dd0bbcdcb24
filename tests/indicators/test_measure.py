"""Counts, periods, lateness, the tree, and what may be said of a figure."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from include.errors import WrongUse
from include.index.framework import all_frameworks
from include.index.score import Ratio, score
from include.indicators.catalogue import read_catalogue
from include.indicators.measure import measure
from include.indicators.source import all_sources
from include.periods import VIETNAM
from tests.indicators.conftest import NOW, Country

JAN, FEB, MAR, APR, MAY, JUN, JUL = (date(2024, month, 1) for month in range(1, 8))


@pytest.fixture
def department(country: Country) -> Country:
    """The department of the report of 12 July 2024, January to June."""
    country.catalogue("H13.05")
    for number in range(120):
        level = 2 if number < 54 else 1
        attributes: dict[str, Any] = {"online_level": level, "has_fee": number < 40, "payable_online": number < 40}
        country.procedure(f"1.{number:06}", "H13.05", **attributes)
    for month, online, cash in zip(
        (JAN, FEB, MAR, APR, MAY, JUN), (30, 25, 31, 29, 28, 30), (3, 2, 4, 2, 3, 2), strict=True
    ):
        country.payments(month, "H13.05", online)
        country.payments(month, "H13.05", cash, "cash")
        country.dossiers(month, "H13.05", 70, procedure_code="1.000001", fee_count=30, paid_online_count=28)
    country.pulled("H13.05", JAN, JUL)
    return country


def test_the_report_of_12_july_2024(department: Country) -> None:
    department.measure()
    figures = {
        code: department.figure(code, "H13.05", "2024-H1")
        for code in (
            "online_transaction_rate",
            "full_online_service_rate",
            "partial_online_service_rate",
            "payable_procedure_rate",
            "on_time_rate",
        )
    }
    assert figures == {
        "online_transaction_rate": (173, 189, "ok"),
        "full_online_service_rate": (54, 120, "ok"),
        "partial_online_service_rate": (66, 120, "ok"),
        "payable_procedure_rate": (40, 40, "ok"),
        "on_time_rate": (420, 420, "ok"),
    }
    query = "SELECT ROUND(rate * 100, 1) FROM core.indicator WHERE indicator = :i AND period = '2024-H1'"
    assert department.fetch(query + " AND agency_code = 'H13.05'", i="online_transaction_rate") == [(Decimal("91.5"),)]


def test_every_indicator_stands_in_every_period(department: Country) -> None:
    department.measure()
    sources = all_sources()
    codes = {code for code, indicator in read_catalogue().items() if sources[indicator.over].grain != "reports"}
    periods = {"2024", "2024-H1", "2024-Q1", "2024-Q2", *(f"2024-{month:02}" for month in range(1, 7))}
    found = department.fetch("SELECT period, indicator FROM core.indicator WHERE agency_code = 'H13.05'")
    assert len(codes) >= 17
    assert set(found) == {(period, code) for period in periods for code in codes}
    assert department.figure("online_transaction_rate", "H13.05", "2024") == (173, 189, "preliminary")
    assert department.figure("full_online_service_rate", "H13.05", "2024") == (54, 120, "preliminary")


def test_a_quarter_is_counted_and_not_averaged(country: Country) -> None:
    country.pulled("H20", JAN, APR)
    for month, received, online in ((JAN, 3, 1), (FEB, 7, 5), (MAR, 11, 4)):
        country.dossiers(month, "H20.06", online)
        country.dossiers(month, "H20.06", received - online, channel="direct")
    country.measure()
    assert country.figure("online_dossier_rate", "H20.06", "2024-Q1") == (10, 21, "ok")
    rates = "SELECT AVG(rate) FROM core.indicator WHERE indicator = 'online_dossier_rate' AND agency_code = 'H20.06'"
    ((mean,),) = country.fetch(rates + " AND period LIKE '2024-0%'")
    assert round(mean, 4) != round(Decimal(10) / 21, 4)


def test_late_counts_from_its_day_on(country: Country) -> None:
    """Received in January, late in February: on time in January, late in the quarter."""
    country.pulled("H20", JAN, APR)
    country.dossiers(JAN, "H20.06", 10, complaint_count=2)
    country.late(JAN, date(2024, 1, 31), "H20.06", 1)
    country.late(JAN, date(2024, 2, 1), "H20.06", 2, complaints=1)
    country.measure()
    assert country.figure("on_time_rate", "H20.06", "2024-01") == (9, 10, "ok")
    assert country.figure("on_time_rate", "H20.06", "2024-Q1") == (7, 10, "ok")
    assert country.figure("reception_satisfaction_rate", "H20.06", "2024-01") == (7, 10, "ok")
    assert country.figure("reception_satisfaction_rate", "H20.06", "2024-Q1") == (6, 10, "ok")


def test_nobody_is_late_before_the_day_is_over(country: Country) -> None:
    country.dossiers(JAN, "H20.06", 10)
    country.late(JAN, date(2024, 1, 20), "H20.06", 4)
    country.pulled("H20", JAN, date(2024, 1, 20))
    country.measure()
    assert country.figure("on_time_rate", "H20.06", "2024-01") == (10, 10, "preliminary")
    country.pulled("H20", date(2024, 1, 20), date(2024, 1, 21))
    country.measure()
    assert country.figure("on_time_rate", "H20.06", "2024-01") == (6, 10, "preliminary")
    country.pulled("H20", date(2024, 1, 21), FEB)
    country.measure()
    assert country.figure("on_time_rate", "H20.06", "2024-01") == (6, 10, "ok")


def test_a_service_of_two_departments_counts_once_above(country: Country) -> None:
    country.catalogue("H20")
    country.procedure("1.001234", "H20.01", "H20.06")
    country.procedure("2.000001", "H20.06", online_level=1, has_fee=False)
    country.procedure("2.000002", "H20.06", since=MAR, online_level=0, payable_online=False)
    country.pulled("H20", JAN, JUL)
    country.dossiers(FEB, "H20.01", 5, fee_count=5, paid_online_count=1)
    country.measure()
    assert country.figure("full_online_service_rate", "H20.01", "2024-Q1") == (1, 1, "ok")
    assert country.figure("full_online_service_rate", "H20.06", "2024-Q1") == (1, 2, "ok")
    assert country.figure("full_online_service_rate", "H20", "2024-Q1") == (1, 2, "ok")
    assert country.figure("online_service_coverage_rate", "H20", "2024-02") == (2, 2, "ok")
    assert country.figure("online_service_coverage_rate", "H20", "2024-03") == (2, 3, "ok")
    assert country.figure("fee_procedure_payment_rate", "H20", "2024-02") == (1, 1, "ok")
    assert country.figure("fee_procedure_payment_rate", "H20", "2024-03") == (0, 2, "ok")
    assert country.figure("fee_procedure_activity_rate", "H20.06", "2024-Q1") == (0, 2, "ok")
    assert country.figure("active_online_service_rate", "H20", "2024-H1") == (1, 2, "ok")


def test_zero_not_applicable_and_not_known_are_three_things(country: Country) -> None:
    country.pulled("H20", JAN, JUL, "dossiers", "payments")
    country.dossiers(JAN, "H20.06", 5)
    country.measure()
    assert country.figure("full_online_service_rate", "H20.01", "2024-02") == (None, None, "no_data")
    country.catalogue("H20")
    country.measure()
    assert country.figure("electronic_result_rate", "H20.06", "2024-01") == (0, 5, "ok")
    assert country.figure("online_payment_rate", "H20.06", "2024-01") == (0, 0, "not_applicable")
    assert country.figure("petition_on_time_rate", "H20.06", "2024-01") == (None, None, "no_data")
    assert country.figure("full_online_service_rate", "H20.01", "2024-02") == (0, 0, "not_applicable")
    assert country.figure("on_time_rate", "H20.01", "2024-08") is None
    assert country.figure("on_time_rate", "H13.05", "2024-01") is None


def test_a_part_is_never_shown_as_the_whole(country: Country) -> None:
    """The province is not pulled, its department is; and the department's year began before its first window."""
    country.pulled("H13.05", FEB, JUL)
    country.dossiers(MAR, "H13.05.01", 5)
    country.dossiers(JAN, "H13.05.01", 1)
    country.measure()
    assert country.figure("on_time_rate", "H13.05", "2024-03") == (5, 5, "ok")
    assert country.figure("on_time_rate", "H13", "2024-03") == (5, 5, "incomplete")
    assert country.figure("on_time_rate", "H13.05", "2024-Q1") == (6, 6, "incomplete")
    assert country.figure("on_time_rate", "H13.05", "2024-01") == (1, 1, "incomplete")
    assert country.scores("H13", "2024-03")["TDGQ"] == (None, "incomplete")
    country.pulled("H13.05", JAN, FEB)
    country.measure()
    assert country.figure("on_time_rate", "H13.05", "2024-Q1") == (6, 6, "ok")


def test_an_agency_is_as_old_as_the_oldest_below(country: Country) -> None:
    country.pulled("H20.01", JAN, JUL)
    country.pulled("H20.06", JAN, JUN)
    country.pulled("H20", JAN, MAY)
    country.measure()
    ages = country.fetch(
        "SELECT DISTINCT agency_code, data_as_of AT TIME ZONE 'Asia/Ho_Chi_Minh' FROM core.indicator"
        " WHERE indicator = 'on_time_rate' ORDER BY 1"
    )
    assert ages == [("H20", datetime(2024, 5, 1)), ("H20.01", datetime(2024, 7, 1)), ("H20.06", datetime(2024, 6, 1))]  # noqa: DTZ001


def test_petitions(country: Country) -> None:
    country.pulled("H20", JAN, JUL)
    received = datetime(2024, 1, 31, 23, 30, tzinfo=VIETNAM)
    for number, (status, breached_on, satisfied) in enumerate(
        (("handled", None, True), ("handled", date(2024, 2, 9), False), ("in_process", None, None))
    ):
        moments = {"received_at": received, "updated_at": NOW}
        text_columns = {"agency_code": "H20.06", "status": status, "content_hash": "", "batch": ""}
        values = {"petition_code": str(number), "breached_on": breached_on, "satisfied": satisfied}
        country.insert("core.petition", **values, **moments, **text_columns)
    country.insert("ops.touched", month=JAN, agency_code="H20.06")
    country.measure()
    assert country.figure("petition_on_time_rate", "H20.06", "2024-01") == (1, 3, "ok")
    assert country.figure("petition_satisfaction_rate", "H20", "2024-Q1") == (1, 3, "ok")
    assert country.figure("petition_on_time_rate", "H20.06", "2024-02") == (0, 0, "not_applicable")


def test_points_are_those_of_the_pure_score(department: Country) -> None:
    department.measure()
    (framework,) = (framework for framework in all_frameworks() if framework.name == "766-2026")
    rows = department.fetch(
        "SELECT indicator, numerator, denominator, points, framework FROM core.indicator"
        " WHERE agency_code = 'H13.05' AND period = '2024-H1'"
    )
    scores = score(framework, {code: Ratio(n, d) for code, n, d, _, _ in rows})
    weighed = {component.input for component in framework.components}
    assert {code for code, *_ in rows} & weighed
    for code, _, _, points, name in rows:
        assert (points, name) == ((scores.components[code], "766-2026") if code in weighed else (None, None))
    assert department.scores("H13.05", "2024-H1") == {
        **{code: (group.points, group.state) for code, group in scores.groups.items()},
        "TOTAL": (None, "incomplete"),
    }


def test_an_agency_without_fee_dossiers_is_told_so(country: Country) -> None:
    country.catalogue("H20")
    country.procedure("1.001234", "H20.06")
    country.pulled("H20", JAN, JUL)
    country.dossiers(JAN, "H20.06", 5)
    country.measure()
    assert country.scores("H20.06", "2024-01")["TTTT"] == (Decimal(0), "not_applicable")


def test_measuring_again_changes_nothing(department: Country) -> None:
    assert department.measure().rows > 0
    before = department.fingerprint()
    again = department.measure()
    assert (again.periods, again.agencies, again.rows) == (0, 0, 0)
    assert department.measure(rebuild=True).rows == 0
    assert department.fingerprint() == before
    assert department.fetch("SELECT COUNT(*) FROM ops.touched") == [(0,)]


def test_what_moved_away_leaves_nothing_behind(country: Country) -> None:
    country.dossiers(JAN, "H20.06", 5)
    country.measure()
    assert country.figure("on_time_rate", "H20", "2024-01") == (5, 5, "incomplete")
    country.dossiers(JAN, "H20.06", -5)
    country.measure()
    assert country.fetch("SELECT * FROM core.indicator") == []
    assert country.fetch("SELECT * FROM core.index_score") == []


def test_another_formula_measures_everything_anew(department: Country) -> None:
    department.measure()
    with department.engine.begin() as connection:
        connection.execute(text("UPDATE core.indicator SET numerator = 0 WHERE indicator = 'online_dossier_rate'"))
        connection.execute(text("UPDATE ops.measured SET known_as = '' WHERE feed = 'formulas'"))
    department.measure()
    assert department.figure("online_dossier_rate", "H13.05", "2024-H1") == (420, 420, "ok")


def test_a_weight_without_an_indicator_is_refused(country: Country) -> None:
    (first, *_) = (weight for weight in country.weights if weight.origin == "records")
    broken = type(first)(**{**vars(first), "input": "unheard_rate"})
    with pytest.raises(WrongUse, match=r"766-2026\.toml, key group.component.input: there is no indicator 'unheard_r"):
        measure(country.engine, NOW, [broken])
