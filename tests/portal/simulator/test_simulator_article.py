"""The article's department: its figures exactly, counted from what the portal shows; and none of it spoiled."""

from collections import Counter
from itertools import pairwise

import pytest

from include.portal.simulator.server import Served, running_simulator
from tests.portal.simulator.asking import Asker, Record

ROOT = "H13.05"
MONTHS = [f"2024{month:02d}" for month in range(1, 7)]


def paid(payments: list[Record]) -> list[Record]:
    return [each for each in payments if each["TrangThaiGD"] == "thanh-cong"]


def test_189_paid_transactions_of_which_173_online(demo: Asker) -> None:
    payments = paid(demo.records("LayDanhSachThanhToan", ROOT))
    methods = Counter(each["HinhThucThanhToan"] for each in payments)
    assert len(payments) == 189
    assert methods["truc-tuyen"] == 173
    assert methods["tien-mat"] + methods["chuyen-khoan"] == 16


def test_retries_stand_beside_them_and_do_not_count(demo: Asker) -> None:
    outcomes = Counter(each["TrangThaiGD"] for each in demo.records("LayDanhSachThanhToan", ROOT))
    assert outcomes["thanh-cong"] == 189
    assert outcomes["that-bai"] > 0
    assert outcomes["khoi-tao"] + outcomes["huy"] > 0


def test_no_month_falls_by_ten_points_or_below_86_percent(demo: Asker) -> None:
    payments = paid(demo.records("LayDanhSachThanhToan", ROOT))
    rates = []
    for month in MONTHS:
        mine = [each for each in payments if each["ThoiGianGD"].startswith(month)]
        rates.append(sum(each["HinhThucThanhToan"] == "truc-tuyen" for each in mine) / len(mine))
    assert min(rates) >= 0.86
    assert all(after > before - 0.10 for before, after in pairwise(rates))


def test_by_dossier_it_is_the_same(demo: Asker) -> None:
    dossiers = {each["MaHoSo"]: each for each in demo.records("LayDanhSachHoSo", ROOT)}
    owed = {key for key, each in dossiers.items() if each["DanhSachLePhi"]}
    payments = paid(demo.records("LayDanhSachThanhToan", ROOT))
    assert {each["MaHoSo"] for each in payments} == owed
    assert len(owed) == 189
    for each in payments:
        dossier = dossiers[each["MaHoSo"]]
        assert each["MaTTHC"] == dossier["MaTTHC"]
        assert each["SoTien"] == dossier["DanhSachLePhi"][0]["Gia"]
        assert each["ThoiGianGD"][:6] == dossier["NgayTiepNhan"][:6]


def test_120_online_services_54_full_66_partial_and_all_fees_payable(demo: Asker) -> None:
    procedures = demo.call("LayDanhSachTTHC", ROOT)["result"]
    levels = Counter(each["MucDoDVC"] for each in procedures)
    assert levels == {"2": 54, "1": 66, "0": 6}
    fees = [each for each in procedures if each["CoPhi"] == "1"]
    assert len(fees) == 65
    assert {each["ThanhToanTrucTuyen"] for each in fees} == {"1"}
    assert len({each["MaTTHC"] for each in procedures}) == 126


@pytest.mark.parametrize("until", ["20240301000000", "20240701000000", "20250101000000"])
def test_none_is_late_and_those_open_are_not_due(demo: Asker, until: str) -> None:
    dossiers = demo.records("LayDanhSachHoSo", ROOT, until=until)
    for each in dossiers:
        due = max([each["NgayHenTra"], *(more["NgayHenTraMoi"] for more in each["DanhSachHoSoBoSung"])])
        ended = each["NgayKetThucXuLy"] or each["NgayTuChoi"] or (each["TrangThaiHoSo"] == "7" and each["CapNhatLuc"])
        assert (ended or until) <= due
        assert len(each["DanhSachHoSoBoSung"]) <= 1


def test_about_seventy_dossiers_a_month(demo: Asker) -> None:
    months = Counter(each["NgayTiepNhan"][:6] for each in demo.records("LayDanhSachHoSo", ROOT))
    assert sorted(months) == MONTHS
    assert all(64 <= count <= 76 for count in months.values())
    assert sum(months.values()) == 420


def test_agencies_are_the_department_and_its_attached_units(demo: Asker) -> None:
    agencies = demo.call("LayDanhMucCoQuan", ROOT)["result"]
    assert [each["CapDonVi"] for each in agencies] == ["2"] + ["4"] * 8
    assert {each["MaDonViCha"] for each in agencies[1:]} == {ROOT}
    assert agencies[0]["TenDonVi"] == "Sở Văn hóa, Thể thao và Du lịch TP Cần Thơ"


def test_faults_scale_and_seed_do_not_touch_its_figures() -> None:
    with running_simulator(Served(seed=99, fault_share=0.5, scale=0.1)) as server:
        asker = Asker(server.base_url)
        payments = asker.records("LayDanhSachThanhToan", ROOT)
        online = [each for each in paid(payments) if each["HinhThucThanhToan"] == "truc-tuyen"]
        assert (len(paid(payments)), len(online)) == (189, 173)
        dossiers = asker.records("LayDanhSachHoSo", ROOT)
        assert len(dossiers) == 420
        assert all(each["NgayTiepNhan"] <= (each["NgayKetThucXuLy"] or "9") for each in dossiers)
        assert {each["TrangThaiHoSo"] for each in dossiers} <= {"2", "4", "5", "7", "9", "10"}
