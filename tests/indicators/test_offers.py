"""Services that provinces offer differently: each is measured by its own listing, whoever was loaded last."""

from datetime import date
from typing import Any

import pytest

from tests.indicators.conftest import Country
from tests.warehouse.judged import load

JAN, FEB, JUL = date(2024, 1, 1), date(2024, 2, 1), date(2024, 7, 1)
RATES = (
    "online_service_coverage_rate",
    "full_online_service_rate",
    "partial_online_service_rate",
    "payable_procedure_rate",
)


def offer(code: str, agency: str, level: int, *, fee: bool = True, payable: bool = True) -> dict[str, Any]:
    flags = {"online_level": level, "has_fee": fee, "payable_online": payable}
    names = {"procedure_name": f"{code} {agency}", "agency_codes": [agency], "effective_on": date(2020, 1, 1)}
    return {"procedure_code": code, **names, **flags}


LISTED = {
    "H13.05": [offer("1.001", "H13.05", 2), offer("1.002", "H13.05", 2, payable=False), offer("1.003", "H13.05", 1)],
    "H20": [offer("1.001", "H20.06", 1, payable=False), offer("1.002", "H20.06", 0, fee=False)],
}


@pytest.mark.parametrize("roots", [("H13.05", "H20"), ("H20", "H13.05")])
def test_each_province_is_measured_by_its_own_listing(country: Country, roots: tuple[str, ...]) -> None:
    for root in roots:
        load(country.engine, "agencies", [], root=root)
        country.pulled(root, JAN, JUL)
    for number in range(3):
        for root in roots[:: -1 if number % 2 else 1]:
            load(country.engine, "procedures", LISTED[root], number, root)
    country.measure()
    ours = {rate: [country.figure(rate, agency, "2024-01") for agency in ("H13.05", "H20")] for rate in RATES}
    assert ours == {
        "online_service_coverage_rate": [(3, 3, "ok"), (1, 2, "ok")],
        "full_online_service_rate": [(2, 3, "ok"), (0, 1, "ok")],
        "partial_online_service_rate": [(1, 3, "ok"), (1, 1, "ok")],
        "payable_procedure_rate": [(2, 3, "ok"), (0, 1, "ok")],
    }
    nation = country.fetch(
        "SELECT SUM(numerator), SUM(denominator) FROM mart.indicator WHERE period = '2024-01'"
        " AND indicator = 'full_online_service_rate' AND agency_code IN ('H13.05', 'H20')"
    )
    assert nation == [(2, 4)]


def test_a_change_counts_from_its_month_on_and_only_where_it_was_made(country: Country) -> None:
    country.catalogue("H20")
    country.pulled("H20", JAN, JUL)
    country.procedure("1.001", "H20.01", "H20.06", online_level=1)
    country.procedure("1.001", "H20.06", since=date(2024, 2, 20), online_level=2)
    country.measure()
    full = "full_online_service_rate"
    assert [country.figure(full, "H20.06", period) for period in ("2024-01", "2024-02", "2024-Q1")] == [
        (0, 1, "ok"),
        (1, 1, "ok"),
        (1, 1, "ok"),
    ]
    assert country.figure(full, "H20.01", "2024-02") == (0, 1, "ok")


def test_above_agencies_that_differ_a_service_is_one_and_the_weakest(country: Country) -> None:
    country.catalogue("H20")
    country.pulled("H20", JAN, JUL)
    country.procedure("1.001", "H20.01", online_level=2)
    country.procedure("1.001", "H20.06", online_level=1, payable_online=False)
    country.procedure("1.002", "H20.01", online_level=2, has_fee=False, payable_online=False)
    country.procedure("1.002", "H20.06", online_level=2)
    country.procedure("1.003", "H20.01", online_level=0)
    country.procedure("1.003", "H20.06", since=FEB, online_level=1, has_fee=False)
    country.measure()
    found = {rate: [country.figure(rate, "H20", month) for month in ("2024-01", "2024-02")] for rate in RATES}
    assert found == {
        "online_service_coverage_rate": [(2, 3, "ok"), (2, 3, "ok")],
        "full_online_service_rate": [(1, 2, "ok"), (1, 2, "ok")],
        "partial_online_service_rate": [(1, 2, "ok"), (1, 2, "ok")],
        "payable_procedure_rate": [(2, 3, "ok"), (2, 3, "ok")],
    }
    lacking = country.fetch(
        "SELECT indicator, procedure_code FROM mart.what_if_procedure WHERE agency_code = 'H20' AND period = '2024-02'"
        " AND indicator IN ('online_service_coverage_rate', 'full_online_service_rate', 'payable_procedure_rate')"
    )
    assert sorted(lacking) == [
        ("full_online_service_rate", "1.001"),
        ("online_service_coverage_rate", "1.003"),
        ("payable_procedure_rate", "1.001"),
    ]
