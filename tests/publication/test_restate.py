"""What late data, refunds, corrections and formulas do to a published period, and that nothing else does."""

from datetime import timedelta

import pytest

from include.indicators import catalogue
from include.publication import publish as publishing
from tests.publication.conftest import PAID, Department
from tests.warehouse.judged import dossier, payment

RESTATED = """
SELECT cause, old_numerator, new_numerator, old_denominator, new_denominator, numerator_change, denominator_change,
record_count FROM publication.restatement
WHERE agency_code = :agency AND indicator = :indicator AND vintage = :vintage ORDER BY cause
"""
SUMS = """
SELECT count(*), count(*) FILTER (WHERE changed IS DISTINCT FROM told) FROM (
    SELECT sum(numerator_change) AS told, min(coalesce(new_numerator, 0) - coalesce(old_numerator, 0)) AS changed
    FROM publication.restatement GROUP BY period, vintage, agency_code, indicator
    UNION ALL
    SELECT sum(denominator_change), min(coalesce(new_denominator, 0) - coalesce(old_denominator, 0))
    FROM publication.restatement GROUP BY period, vintage, agency_code, indicator
)
"""
BEHIND = """
SELECT record_code, cause, numerator_change, denominator_change FROM mart.restated_record
WHERE agency_code = :agency AND indicator = :indicator AND vintage = 2 ORDER BY record_code
"""


def restated(
    department: Department, indicator: str, vintage: int = 2, agency: str = "H13.05"
) -> list[tuple[object, ...]]:
    return department.fetch(RESTATED, agency=agency, indicator=indicator, vintage=vintage)


def test_a_dossier_that_comes_late_restates_with_its_code(department: Department) -> None:
    assert department.publish().vintage == 1
    late = dossier(11, agency_code="H13.05.01")
    department.load("dossiers", late)
    done = department.publish_anew()
    assert (done.vintage, done.is_new) == (2, True)
    assert {cause for cause, *_ in done.causes} == {"late"}
    for agency in ("H13.05.01", "H13.05", "H13"):
        numbers = restated(department, "online_dossier_rate", agency=agency)
        assert [(cause, *rest[-3:]) for cause, *rest in numbers] == [("late", 1, 1, 1)]
    assert restated(department, "online_dossier_rate") == [("late", 10, 11, 10, 11, 1, 1, 1)]
    behind = department.fetch(BEHIND, agency="H13", indicator="online_dossier_rate")
    assert behind == [(late["dossier_code"], "late", 1, 1)]


def test_a_refund_restates_both_payment_rates(department: Department) -> None:
    department.publish()
    back = {"status": "refunded", "refunded_vnd": 50_000}
    paid = payment(1, PAID[0])
    department.load("payments", {**paid, **back, "updated_at": paid["updated_at"] + timedelta(days=120)})
    department.publish_anew()
    assert restated(department, "online_transaction_rate") == [("refund", 8, 7, 9, 8, -1, -1, 1)]
    assert restated(department, "online_payment_rate") == [("refund", 8, 7, 10, 10, -1, 0, 1)]
    behind = department.fetch(BEHIND, agency="H13.05", indicator="online_payment_rate")
    assert behind == [(PAID[0]["dossier_code"], "refund", -1, 0)]


def test_a_record_that_changed_is_a_correction(department: Department) -> None:
    department.publish()
    department.load("dossiers", dossier(3, channel="direct", updated_at=PAID[2]["updated_at"] + timedelta(days=120)))
    department.publish_anew()
    assert restated(department, "online_dossier_rate") == [("correction", 10, 9, 10, 10, -1, 0, 1)]


def test_a_record_that_moved_to_another_agency_leaves_one_and_joins_the_other(department: Department) -> None:
    department.publish()
    moved = dossier(3, agency_code="H13.05.01", updated_at=PAID[2]["updated_at"] + timedelta(days=120))
    department.load("dossiers", moved)
    department.publish_anew()
    assert restated(department, "online_dossier_rate") == []
    assert restated(department, "online_dossier_rate", agency="H13.05.01") == [("correction", 0, 1, 0, 1, 1, 1, 1)]


def test_mixed_causes_are_told_apart_and_sum_to_the_whole(department: Department) -> None:
    department.publish()
    late = dossier(11)
    department.load("dossiers", late, dossier(3, has_fee=False, updated_at=PAID[2]["updated_at"] + timedelta(days=120)))
    back = {"status": "refunded", "refunded_vnd": 50_000, "updated_at": PAID[0]["updated_at"] + timedelta(days=120)}
    department.load("payments", payment(1, PAID[0], **back), payment(11, late))
    department.publish_anew()
    assert [(cause, *rest[-3:]) for cause, *rest in restated(department, "online_payment_rate")] == [
        ("correction", -1, -1, 1),
        ("late", 1, 1, 1),
        ("refund", -1, 0, 1),
    ]
    rows, differing = department.fetch(SUMS)[0]
    assert rows > 10
    assert differing == 0


def test_another_formula_is_a_cause_of_its_own(department: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    department.publish()
    read = catalogue.read_catalogue()
    [formula] = read["online_transaction_rate"].formulas
    counted = type(formula)(**{**vars(formula), "version": "2", "numerator": formula.denominator})
    changed = type(read["online_transaction_rate"])(**{**vars(read["online_transaction_rate"]), "formulas": (counted,)})
    everywhere = {**read, "online_transaction_rate": changed}
    monkeypatch.setattr("include.indicators.measure.read_catalogue", lambda: everywhere)
    monkeypatch.setattr(publishing, "read_catalogue", lambda: everywhere)
    department.publish_anew()
    assert restated(department, "online_transaction_rate") == [("formula", 8, 9, 9, 9, 1, 0, 0)]
    assert department.fetch("SELECT DISTINCT cause FROM publication.restatement") == [("formula",)]


def test_a_third_vintage_is_told_against_the_second(department: Department) -> None:
    department.publish()
    department.load("dossiers", dossier(11))
    department.publish_anew()
    department.load(
        "dossiers", dossier(12), dossier(11, channel="direct", updated_at=PAID[0]["updated_at"] + timedelta(days=9))
    )
    assert department.publish_anew().vintage == 3
    assert restated(department, "online_dossier_rate", 3) == [
        ("correction", 11, 11, 11, 12, -1, 0, 1),
        ("late", 11, 11, 11, 12, 1, 1, 1),
    ]


def test_services_that_a_late_dossier_woke_are_late(department: Department) -> None:
    department.publish()
    department.load("dossiers", dossier(11, procedure_code="1.009999"))
    department.publish_anew()
    assert restated(department, "active_online_service_rate") == [("late", 1, 2, 2, 2, 1, 0, 0)]
