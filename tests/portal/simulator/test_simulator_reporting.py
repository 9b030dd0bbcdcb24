"""The public reporting interface: its two shapes, its traps, and figures that follow from the records."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from include.portal.simulator.reporting.scores import read_groups
from include.portal.simulator.server import Served, running_simulator
from tests.portal.simulator.asking import Asker, Record

METRIC_REPORTS = {"transparency": 4, "dossier-digitized": 7, "handling-satisfaction": 3}
TREES = ["dvc-progress-tree", "provide-online-tree", "formality-online-payment-tree"]
QUARTER: dict[str, Any] = {"timeType": "quarter", "year": 2024, "quarter": 2}
DATES: dict[str, Any] = {"fromDate": "2024-04-01", "toDate": "2024-06-30"}
HEAD = {"departmentId", "departmentName", "level", "departmentType", "totalScore", "totalMaxScore", "ratio"}


def department_id(demo: Asker, code: str) -> str:
    rows = demo.report("service-results", **QUARTER)["evaluation"]
    return str(next(row["departmentId"] for row in rows if row["departmentCode"] == code))


@pytest.mark.parametrize("report", METRIC_REPORTS)
def test_metric_reports_have_an_overview_and_evaluations(demo: Asker, report: str) -> None:
    data = demo.report(report, **QUARTER, **DATES)
    rows = [data["overview"], *data["evaluation"]]
    assert len(rows) == 4
    for row in rows:
        assert set(row) >= HEAD
        assert len(row["metrics"]) == METRIC_REPORTS[report]
        assert ("departmentCode" in row) == (report != "handling-satisfaction")
        assert row["totalScore"] == pytest.approx(sum(metric["score"] or 0 for metric in row["metrics"]))


@pytest.mark.parametrize("report", TREES)
def test_trees_have_a_parent_and_children(demo: Asker, report: str) -> None:
    data = demo.report(report, **QUARTER, rootDepartmentId=department_id(demo, "H20"))
    assert data["parent"]["departmentCode"] == "H20"
    assert len(data["children"]) == 19
    assert {row["level"] for row in data["children"]} == {"PROVINCE", "COMMUNE"}
    assert all(set(row) >= HEAD for row in (data["parent"], *data["children"]))


def test_some_fields_stand_only_on_parents_or_only_on_children(demo: Asker) -> None:
    progress = demo.report("dvc-progress-tree", **QUARTER)
    assert "totalCompleted" in progress["parent"]
    assert "totalOverdue" not in progress["parent"]
    assert all("totalOverdue" in row and "totalCompleted" not in row for row in progress["children"])
    online = demo.report("provide-online-tree", **QUARTER)
    assert "channelOnlineSum" in online["parent"]
    assert all("channelOnlineSum" not in row for row in online["children"])
    payment = demo.report("formality-online-payment-tree", **QUARTER)
    assert payment["parent"]["totalFeeDossierFormality"] is not None
    assert {row["totalFeeDossierFormality"] for row in payment["children"]} == {None}


def test_ratio_is_a_rate_in_one_tree_and_a_score_in_the_others(demo: Asker) -> None:
    row = demo.report("dvc-progress-tree", **QUARTER)["parent"]
    assert row["ratio"] == pytest.approx(row["totalOnTime"] / row["totalReceived"] * 100, abs=0.006)
    for report in ("provide-online-tree", "formality-online-payment-tree"):
        row = demo.report(report, **QUARTER)["parent"]
        assert row["ratio"] == pytest.approx(row["totalScore"] / row["totalMaxScore"] * 100, abs=0.006)


def test_total_is_the_sum_of_the_groups(demo: Asker) -> None:
    data = demo.report("service-results", **QUARTER)
    for row in (data["overview"], *data["evaluation"]):
        assert row["totalScore"] == pytest.approx(sum(row["groupScores"].values()))
        assert set(row["groupScores"]) == {"CKMB", "TDGQ", "CLGQ", "TTTT", "MDSH", "MDHL"}


def test_article_pays_online_for_173_of_189_in_the_half_year(demo: Asker) -> None:
    root = department_id(demo, "H13.05")
    year = demo.report("formality-online-payment-tree", timeType="year", year=2024, rootDepartmentId=root)["parent"]
    assert year["totalDossierOnlinePaymentSuccess"] == 173
    assert year["totalDossierFinancialObligation"] == 189
    assert year["totalFeeFormality"] == 65
    online = demo.report("provide-online-tree", timeType="year", year=2024, rootDepartmentId=root)["parent"]
    assert (online["fullCount"], online["partialCount"], online["authorityCount"]) == (54, 66, 126)
    progress = demo.report("dvc-progress-tree", timeType="year", year=2024, rootDepartmentId=root)
    assert progress["parent"]["totalReceived"] == progress["parent"]["totalOnTime"] == 420
    assert progress["parent"]["ratio"] == 100


def test_figures_follow_from_the_records(demo: Asker) -> None:
    dossiers = demo.records("LayDanhSachHoSo", "H13.05")
    month = {"timeType": "month", "year": 2024, "month": 5, "rootDepartmentId": department_id(demo, "H13.05")}
    mine = [each for each in dossiers if each["NgayTiepNhan"].startswith("202405")]
    channels = Counter(each["KenhThucHien"] for each in mine)
    online = demo.report("provide-online-tree", **month)["parent"]
    assert online["channelTotalSum"] == len(mine) > 0
    assert (online["channelOnlineSum"], online["channelDirectSum"]) == (channels["2"], channels["1"])
    metrics = demo.report("dossier-digitized", **month)["overview"]["metrics"]
    digitised = next(each for each in metrics if each["code"] == "SO_HOA_GIAY_TO_GIAI_QUYET")
    assert digitised["numerator"] == sum(each["HoSoCoThanhPhanSoHoa"] == "1" for each in mine)
    linked = next(each for each in metrics if each["code"] == "CITIZEN_DATA_CONNECTED_DOSSIER")
    assert linked["numerator"] == sum(bool(each["DSKetNoiCSDL"]) for each in mine)


def test_one_procedure_can_be_asked_for(demo: Asker) -> None:
    item = demo.post("/api/v1/reporting/formalities", {"q": "1.902809"}).json()["data"]["items"][0]
    whole = demo.report("dvc-progress-tree", **QUARTER)["parent"]["totalReceived"]
    part = demo.report("dvc-progress-tree", **QUARTER, formalityId=item["id"])["parent"]["totalReceived"]
    spelled = demo.report("dossier-digitized", **QUARTER, formalityID=item["id"])["overview"]["metrics"][0]
    assert 0 < part < whole
    assert spelled["denominator"] == part


def test_null_is_not_zero() -> None:
    with running_simulator(Served(fault_share=0.5)) as server:
        asker = Asker(server.base_url)
        root = department_id(asker, "H20")
        rows = asker.report("dossier-digitized", **QUARTER, rootDepartmentId=root)["evaluation"]
    metrics = [metric for row in rows for metric in row["metrics"] if metric["code"] != "ELECTRONIC_CERTIFIED_COPY"]
    silent = [metric for metric in metrics if metric["dataQualityStatus"] == "PENDING"]
    assert 0 < len(silent) < len(metrics)
    assert all(metric["numerator"] is metric["score"] is None for metric in silent)
    empty = [metric for metric in metrics if metric["denominator"] == 0]
    assert empty
    assert {metric["score"] for metric in empty} == {None}


def test_month_is_there_only_after_it_ended(demo: Asker) -> None:
    assert demo.report("transparency", timeType="month", year=2024, month=6)["overview"] is not None
    later = demo.report("transparency", timeType="month", year=2024, month=7)
    assert (later["overview"], later["evaluation"]) == (None, [])


def test_catalogue_of_procedures_is_paged(demo: Asker) -> None:
    first = demo.post("/api/v1/reporting/formalities", {"currentPage": 1, "pageSize": 100})
    assert first.status_code == 201
    pagination = first.json()["data"]["pagination"]
    items: list[Record] = []
    for page in range(1, pagination["totalPages"] + 1):
        asked = {"currentPage": page, "pageSize": 100}
        items += demo.post("/api/v1/reporting/formalities", asked).json()["data"]["items"]
    assert len({item["id"] for item in items}) == len(items) == pagination["total"] > 700
    assert {item["state"] for item in items} == {"UPDATED", "INACTIVE"}
    assert all(item["id"][14] == "7" and item["id"][19] in "89ab" for item in items)


@pytest.mark.parametrize(
    "wrong",
    [{"timeType": "week"}, {"quarter": 5}, {"year": "2024"}, {"currentPage": 0}, {"rootDepartmentId": "unknown"}],
)
def test_wrong_question_is_a_bad_request(demo: Asker, wrong: dict[str, Any]) -> None:
    reply = demo.post("/api/v1/reporting/evaluation/transparency", {**QUARTER, **wrong})
    assert reply.status_code == 400
    assert reply.json()["code"] == "BAD_REQUEST"


def test_scores_are_those_that_the_portal_published_for_phu_tho_in_august_2026() -> None:
    """Published figures of H44, month 2026-08 (source: the portal's reporting interface)."""
    figures = {
        "received": 184513,
        "on_time": 144625,
        "online_procedures": 52,
        "authority": 56,
        "active_services": 406,
        "services": 1968,
        "online": 150956,
        "paid_online": 82913,
        "fee": 98459,
        "paid_procedures": 93,
        "fee_procedures": 310,
        "fee_dossier_procedures": 56,
        "pleased": 144574,
        "petitions": 247,
        "petitions_on_time": 182,
        "petitions_pleased": 137,
    }
    groups = read_groups()
    published = {"CLGQ": "8.83", "TTTT": "6.25", "MDHL": "12.97"}
    assert {code: groups[code].score(figures) for code in published} == {
        code: Decimal(score) for code, score in published.items()
    }
