"""A unit that moved: its records count for whom it stood below then, in evidence and in restatements too."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from include.errors import Refused
from include.publication.evidence.gather import gather
from include.publication.evidence.pack import pack
from include.publication.evidence.verify import verify
from tests.publication.conftest import H1, HALF_YEAR, NOW, Department
from tests.warehouse.judged import dossier

MUSEUM = "H13.05.01"
BEFORE, AFTER = date(2024, 2, 6), date(2024, 5, 6)
RESTATED = """
SELECT agency_code, cause, denominator_change, record_count FROM publication.restatement
WHERE indicator = 'online_dossier_rate' AND vintage = 2 ORDER BY agency_code
"""
LISTED = """
SELECT agency_code, COUNT(*), MIN(record_code), SUM(denominator_change) FROM mart.restated_record
WHERE indicator = 'online_dossier_rate' GROUP BY agency_code ORDER BY agency_code
"""
LACKING = """
SELECT figure.agency_code, figure.denominator - figure.numerator, COALESCE(place.lacking_count, 0)
FROM core.indicator AS figure
LEFT JOIN (
    SELECT agency_code, period, indicator, SUM(lacking_count) AS lacking_count FROM {places} GROUP BY 1, 2, 3
) AS place USING (agency_code, period, indicator)
WHERE figure.denominator > figure.numerator AND figure.indicator IN ({indicators})
"""


@pytest.fixture
def moved(department: Department) -> Department:
    """The museum went from one department to another on the first of April; a dossier before and two after."""
    with department.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.agency SET valid_from = '2020-01-01'")
    museum = {"agency_code": MUSEUM, "agency_name": "Bảo tàng", "level": 4}
    department.load(
        "agencies",
        {"agency_code": "H13", "agency_name": "Cần Thơ", "level": 1},
        {"agency_code": "H13.05", "agency_name": "Sở Văn hóa", "level": 2, "parent_code": "H13"},
        {"agency_code": "H13.06", "agency_name": "Sở Du lịch", "level": 2, "parent_code": "H13"},
        {**museum, "parent_code": "H13.06", "effective_on": date(2024, 4, 1)},
    )
    received = [dossier(21, BEFORE), dossier(22, AFTER), dossier(23, AFTER)]
    department.load("dossiers", *({**one, "agency_code": MUSEUM} for one in received), window=HALF_YEAR)
    department.measure()
    return department


def test_the_evidence_of_both_parents_follows(moved: Department, tmp_path: Path) -> None:
    """That each list gives its figure, gathering sees to."""
    counted = {}
    for agency in ("H13", "H13.05", "H13.06", MUSEUM):
        evidence = gather(moved.engine, agency, H1, NOW)
        counted[agency] = len(evidence.table("behind/online_dossier_rate"))
        if agency == "H13.06":
            (tmp_path / "pack.zip").write_bytes(pack(evidence))
    assert verify(tmp_path / "pack.zip").findings == ()
    assert counted == {"H13": 13, "H13.05": 11, "H13.06": 2, MUSEUM: 3}


def test_what_comes_late_restates_whom_it_stood_below(moved: Department) -> None:
    moved.publish()
    late = dossier(24, BEFORE, agency_code=MUSEUM)
    moved.load("dossiers", late)
    moved.publish_anew()
    assert moved.fetch(RESTATED) == [(agency, "late", 1, 1) for agency in ("H13", "H13.05", MUSEUM)]
    listed = gather(moved.engine, "H13.05", H1, NOW).table("restated_records")
    assert {row["record_code"] for row in listed} == {late["dossier_code"]}
    gone = [(agency, 1, late["dossier_code"], 1) for agency in ("H13", "H13.05", MUSEUM)]
    assert moved.fetch(LISTED) == gone, "not the department below which it stands now"


def test_a_record_stays_listed_for_whom_it_counted_when_the_unit_moves_later(moved: Department) -> None:
    moved.publish()
    moved.load("dossiers", dossier(24, AFTER, agency_code=MUSEUM))
    moved.publish_anew()
    told = moved.fetch(LISTED)
    assert [agency for agency, *_ in told] == ["H13", MUSEUM, "H13.06"]
    for parent in ("H13.05", "H13"):
        museum = {"agency_code": MUSEUM, "agency_name": "Bảo tàng", "level": 4, "effective_on": date(2024, 7, 1)}
        moved.load("agencies", {**museum, "parent_code": parent})
    assert moved.fetch("SELECT DISTINCT ancestor_code FROM core.agency_ancestor WHERE distance = 1") != []
    assert moved.fetch(LISTED) == told
    assert len(gather(moved.engine, "H13.06", H1, NOW).table("restated_records")) > 0
    assert len(gather(moved.engine, "H13.05", H1, NOW).table("restated_records")) == 0


def test_what_is_lacking_is_looked_for_where_the_figure_counts_it(moved: Department) -> None:
    """In February the museum's dossiers are the old department's, in May the new one's."""
    offered = {"agency_codes": [MUSEUM], "online_level": 1, "payable_online": False, "effective_on": date(2020, 1, 1)}
    moved.load("procedures", {**offered, "procedure_code": "1.001111", "procedure_name": "Khai quật", "has_fee": True})
    moved.measure()
    for places, indicators in (
        ("mart.what_if_place", "'online_payment_rate', 'on_time_rate', 'digitised_rate', 'online_transaction_rate'"),
        (
            "(SELECT *, 1 AS lacking_count FROM mart.what_if_procedure) AS one",
            "'active_online_service_rate', 'full_online_service_rate', 'payable_procedure_rate'",
        ),
    ):
        rows = moved.fetch(LACKING.format(places=places, indicators=indicators))
        assert {agency for agency, _, _ in rows} >= {"H13.05", "H13.06", MUSEUM}
        assert [row for row in rows if row[1] != row[2]] == []


def test_agencies_that_were_corrected_after_a_vintage_are_named(moved: Department) -> None:
    """Where the museum stood is corrected later: the published figure of its old department had its dossier."""
    moved.publish(now=NOW - timedelta(hours=1))
    assert gather(moved.engine, "H13.05", H1, NOW).figures["vintage"] == 1
    with moved.engine.begin() as connection:
        connection.exec_driver_sql(
            f"DELETE FROM core.agency WHERE agency_code = '{MUSEUM}' AND valid_from < '2024-04-01'"
        )
    museum = {"agency_code": MUSEUM, "agency_name": "Bảo tàng thành phố", "level": 4, "parent_code": "H13.06"}
    moved.load("agencies", {**museum, "effective_on": date(2024, 6, 1)})
    said = r"give .*; vintage 1 stands as published, but the catalogue of agencies of 2024-07-02 08:00 may place"
    with pytest.raises(Refused, match=said):
        gather(moved.engine, "H13.05", H1, NOW)


def test_evidence_where_agencies_offer_a_procedure_otherwise(department: Department, tmp_path: Path) -> None:
    """The department offers it in full and payable, its museum in part: their parent has the weaker of the two."""
    with department.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO core.procedure_agency (procedure_code, agency_code, valid_from, online_level, has_fee,"
            f" payable_online, loaded_at) VALUES ('1.004645', '{MUSEUM}', '2020-01-01', 1, TRUE, FALSE, NOW());"
            f"INSERT INTO ops.touched (month, agency_code) VALUES ('2024-06-01', '{MUSEUM}')"
        )
    department.measure()
    found = {}
    for agency in ("H13.05", MUSEUM):
        evidence = gather(department.engine, agency, H1, NOW)
        [row] = [one for one in evidence.table("records/services") if one["record_code"] == "1.004645"]
        found[agency] = row["online_level"], row["payable_online"]
        path = tmp_path / f"{agency}.zip"
        path.write_bytes(pack(evidence))
        assert verify(path).findings == ()
    assert found == {"H13.05": ("1", "0"), MUSEUM: ("1", "0")}
    offered = department.fetch(
        "SELECT agency_code, online_level FROM mart.procedure_agency WHERE procedure_code = '1.004645'"
        " AND valid_to IS NULL ORDER BY agency_code"
    )
    assert offered == [("H13.05", 2), (MUSEUM, 1)]
