"""The second department: its online payment rate falls in May 2024, because of one procedure, and recovers."""

from collections import Counter
from itertools import pairwise

from tests.portal.simulator.asking import Asker, Record

AGENCY, PROCEDURE = "H20.06", "1.902809"
MONTHS = [f"2024{month:02d}" for month in range(1, 7)]


def rates(demo: Asker, agency: str, procedures: set[str] | None = None) -> dict[str, tuple[int, float]]:
    """By month of reception: dossiers with a fee, and the share of them that were paid online."""
    dossiers = [
        each
        for each in demo.records("LayDanhSachHoSo", agency)
        if each["DanhSachLePhi"] and (procedures is None or each["MaTTHC"] in procedures)
    ]
    paid = {each["MaHoSo"] for each in demo.records("LayDanhSachThanhToan", agency) if online(each)}
    owed = Counter(each["NgayTiepNhan"][:6] for each in dossiers)
    done = Counter(each["NgayTiepNhan"][:6] for each in dossiers if each["MaHoSo"] in paid)
    return {month: (owed[month], done[month] / owed[month]) for month in MONTHS}


def online(payment: Record) -> bool:
    return bool(payment["TrangThaiGD"] == "thanh-cong" and payment["HinhThucThanhToan"] == "truc-tuyen")


def test_department_falls_by_more_than_twenty_points_in_may_and_recovers(demo: Asker) -> None:
    seen = rates(demo, AGENCY)
    assert all(count >= 100 for count, _ in seen.values())
    usual = [rate for month, (_, rate) in seen.items() if month != "202405"]
    assert all(0.88 <= rate <= 0.98 for rate in usual)
    assert min(usual) - seen["202405"][1] > 0.20


def test_one_procedure_is_the_cause(demo: Asker) -> None:
    procedures = {each["MaTTHC"] for each in demo.call("LayDanhSachTTHC", AGENCY)["result"] if each["CoPhi"] == "1"}
    assert 0.10 <= rates(demo, AGENCY, {PROCEDURE})["202405"][1] <= 0.32
    assert all(rate >= 0.85 for _, rate in rates(demo, AGENCY, procedures - {PROCEDURE}).values())


def test_no_other_agency_of_some_size_falls_so(demo: Asker) -> None:
    others = ["H61", "H61.01", "H20.01", "H13.05"]
    for agency in others:
        seen = [rate for _, rate in rates(demo, agency).values()]
        assert min(seen) >= 0.80, agency
        assert all(after > before - 0.10 for before, after in pairwise(seen)), agency
