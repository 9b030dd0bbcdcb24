"""A unit that moved: its records count for whom it stood below then, in evidence and in restatements too."""

from datetime import date
from pathlib import Path

import pytest

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
