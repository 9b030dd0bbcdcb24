"""The published inputs give the published scores: groups within 0.015, totals within 0.03."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from include.index.framework import Framework, all_frameworks
from include.index.score import Ratio, Scores, score
from tests.conftest import TellRow

HERE = Path(__file__).parent
GOLDEN_TABLE = "golden table: agency | group | published | ours | difference"
GROUP, TOTAL = Decimal("0.015"), Decimal("0.03")


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, f"{name} holds no figures"
    return rows


def published_groups(row: dict[str, str]) -> dict[str, Decimal]:
    groups = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDSH", "MDHL")
    return {group: Decimal(row[f"{group.lower()}_score"]) for group in groups}


def assert_near(
    scores: Scores, published: dict[str, Decimal], total: str | None, agency: str, tell_row: TellRow
) -> None:
    """Every group that was computed from its inputs, and the total if one was published; a table shows them."""
    assert published
    for group, points in published.items():
        ours = scores.groups[group].points
        assert ours is not None, f"{group} is incomplete"
        tell_row(GOLDEN_TABLE, agency, group, points, ours, ours - points)
        assert abs(ours - points) <= GROUP, f"{group}: {ours}, published {points}"
    if total is not None:
        assert scores.total.points is not None
        tell_row(GOLDEN_TABLE, agency, "TOTAL", total, scores.total.points, scores.total.points - Decimal(total))
        assert abs(scores.total.points - Decimal(total)) <= TOTAL


DEPARTMENT_INPUTS = {
    "on_time_rate": ("on_time", "received"),
    "online_payment_rate": ("dossiers_paid_online", "dossiers_with_fee"),
    "fee_procedure_payment_rate": ("procedures_paid_online", "fee_procedures"),
    "fee_procedure_activity_rate": ("fee_procedures_with_fee_dossier", "fee_procedures"),
    "electronic_result_rate": ("electronic_result", "received"),
    "digitised_rate": ("digitised", "received"),
    "reuse_rate": ("reused", "received"),
    "personal_store_rate": ("personal_store", "received"),
    "citizen_data_rate": ("citizen_data_dossiers", "received"),
    "citizen_data_procedure_rate": ("citizen_data_procedures", "citizen_data_procedures_due"),
    "reception_satisfaction_rate": ("satisfied", "received"),
    "petition_on_time_rate": ("petitions_on_time", "petitions"),
    "petition_satisfaction_rate": ("petitions_satisfied", "petitions"),
}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return next(framework for framework in all_frameworks() if framework.name == "766-2026")


@pytest.mark.parametrize("row", read_rows("departments_2026.csv"), ids=lambda row: row["agency_code"])
def test_departments(framework: Framework, tell_row: TellRow, row: dict[str, str]) -> None:
    published = published_groups(row)
    not_given = {group: published[group] for group in ("CKMB", "CLGQ")}
    inputs = {code: Ratio(int(row[n]), int(row[d])) for code, (n, d) in DEPARTMENT_INPUTS.items()}
    scores = score(framework, inputs, not_given)
    computed = {group: points for group, points in published.items() if group not in not_given}
    assert_near(scores, computed, row["total_score"], row["agency_code"], tell_row)


@pytest.mark.parametrize("row", read_rows("provinces_2026.csv"), ids=lambda row: row["agency_code"])
def test_provinces(framework: Framework, tell_row: TellRow, row: dict[str, str]) -> None:
    published = published_groups(row)
    not_given = {group: points for group, points in published.items() if group != "TDGQ"}
    scores = score(framework, {"on_time_rate": Ratio(int(row["on_time"]), int(row["received"]))}, not_given)
    assert_near(scores, {"TDGQ": published["TDGQ"]}, row["total_score"], row["agency_code"], tell_row)


@pytest.mark.parametrize("row", read_rows("provinces_2026.csv"), ids=lambda row: row["agency_code"])
def test_the_payments_of_provinces(framework: Framework, tell_row: TellRow, row: dict[str, str]) -> None:
    """One of three inputs is not published by province: with some whole number of procedures the score comes out."""
    published, procedures = Decimal(row["tttt_score"]), int(row["fee_procedures"])
    paid = {
        "online_payment_rate": Ratio(int(row["dossiers_paid_online"]), int(row["dossiers_with_fee"])),
        "fee_procedure_payment_rate": Ratio(int(row["procedures_paid_online"]), procedures),
    }
    found = {
        count: score(framework, {**paid, "fee_procedure_activity_rate": Ratio(count, procedures)}).groups["TTTT"].points
        for count in range(procedures + 1)
    }
    nearest = min(found, key=lambda count: abs((found[count] or Decimal(0)) - published))
    ours = found[nearest]
    assert ours is not None
    tell_row(GOLDEN_TABLE, row["agency_code"], f"TTTT with {nearest}", published, ours, ours - published)
    assert abs(ours - published) <= GROUP
    assert found[0] is not None
    assert found[0] <= published, "the two inputs that are published give no more than the whole"


def test_phu_tho(framework: Framework, tell_row: TellRow) -> None:
    given = tomllib.loads((HERE / "phu_tho_2026_08.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    scores = score(framework, {code: Ratio(n, d) for code, (n, d) in given["inputs"].items()})
    assert_near(scores, given["groups"], None, "H44 in August", tell_row)
    assert given["components"]
    assert {code: scores.components[code] for code in given["components"]} == given["components"]
    assert scores.groups["CKMB"].state == scores.total.state == "incomplete"
    assert scores.total.points is None


def test_a_department_without_fee_dossiers(framework: Framework) -> None:
    """The portal gives it 0 of 10; we say beside it that the rate does not apply."""
    row = next(row for row in read_rows("departments_2026.csv") if row["dossiers_with_fee"] == "0")
    inputs = {code: Ratio(int(row[n]), int(row[d])) for code, (n, d) in DEPARTMENT_INPUTS.items()}
    payment = score(framework, inputs).groups["TTTT"]
    assert (payment.points, payment.state) == (Decimal(0), "not_applicable")
