"""What is wrong in real data is there in its share, each kind of it, and nothing of it when the share is 0."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest

from include.portal.simulator.faults import DOSSIER_FAULTS, PAYMENT_FAULTS, PETITION_FAULTS
from include.portal.simulator.faults.reply import maybe_miscount
from include.portal.simulator.rows import DAY, REACH
from include.portal.simulator.server import Portal, Served, Server, running_simulator
from tests.portal.simulator.asking import HALF_YEAR, Asker

SHARE = 0.2


@pytest.fixture(scope="module")
def faulty_server() -> Iterator[Server]:
    with running_simulator(Served(fault_share=SHARE)) as server:
        yield server


@pytest.fixture
def faulty(faulty_server: Server) -> Asker:
    return Asker(faulty_server.base_url)


@pytest.mark.parametrize(
    ("feed", "kinds"),
    [("dossiers", len(DOSSIER_FAULTS)), ("payments", len(PAYMENT_FAULTS)), ("petitions", len(PETITION_FAULTS))],
)
def test_each_kind_of_fault_is_there_in_its_share(feed: str, kinds: int) -> None:
    register = Portal(Served(fault_share=SHARE, scale=5)).register
    source = register.source("H20")
    seen = Counter[int]()
    for day in range(source.since_day, source.until_day):
        rows = register.blocks[feed](source, day)
        seen.update(rows[rows["suffix"] == 0]["fault"].tolist())
    sound = seen.pop(0)
    struck = seen.total() / (seen.total() + sound)
    assert set(seen) == set(range(1, kinds + 1))
    assert abs(struck - SHARE) < 0.10 if feed == "petitions" else abs(struck - SHARE) < 0.03


def test_demo_has_some_to_show(demo: Asker) -> None:
    dossiers = demo.records("LayDanhSachHoSo", "H20") + demo.records("LayDanhSachHoSo", "H61")
    codes = {each["MaTTHC"] for root in ("H20", "H61") for each in demo.call("LayDanhSachTTHC", root)["result"]}
    bad = [
        each
        for each in dossiers
        if each["TrangThaiHoSo"] == "99"
        or each["MaTTHC"] not in codes
        or each["MaDonVi"].endswith(".999")
        or each["NgayTiepNhan"] > each["CapNhatLuc"]
    ]
    assert 3 <= len(bad) <= 0.01 * len(dossiers)


def test_dossiers_sent_twice_have_a_new_suffix(faulty: Asker) -> None:
    dossiers = {each["MaHoSo"]: each for each in faulty.records("LayDanhSachHoSo", "H61", until="20250101000000")}
    copies = [key for key in dossiers if key.count("-") == 3]
    assert copies
    for key in copies:
        base = dossiers[key.rsplit("-", 1)[0]]
        same = {name for name, value in base.items() if value == dossiers[key][name]}
        assert set(base) - same == {"MaHoSo", "CapNhatLuc"}


def test_late_dossiers_arrive_weeks_after_their_month(faulty: Asker) -> None:
    first = faulty.records("LayDanhSachHoSo", "H61", "20240201000000", "20240202000000")
    behind = faulty.records("LayDanhSachHoSo", "H61", "20240320000000", "20240322000000")
    assert first
    assert any(each["NgayTiepNhan"] < "20240301" and not each["NgayKetThucXuLy"] for each in behind)


def test_payments_are_wrong_in_known_ways(faulty: Asker) -> None:
    payments = faulty.records("LayDanhSachThanhToan", "H61")
    known = {each["MaHoSo"] for each in faulty.records("LayDanhSachHoSo", "H61", until="20250101000000")}
    assert any(each["HinhThucThanhToan"] == "tien-mat" and each["MaKenhThanhToan"] == "DVCQG" for each in payments)
    assert any(each["SoTien"].startswith("-") for each in payments)
    assert any(int(each["SoTienHoan"]) > abs(int(each["SoTien"])) for each in payments)
    assert any(each["ThoiGianHoan"] and each["ThoiGianHoan"] < each["ThoiGianGD"] for each in payments)
    assert any(each["ThoiGianGD"][8:10] < "06" for each in payments)
    assert any(each["MaHoSo"] not in known for each in payments)


def test_names_come_in_two_unicode_forms(faulty: Asker) -> None:
    names = [each["TenTTHC"] for each in faulty.call("LayDanhSachTTHC", "H61")["result"]]
    apart = [name for name in names if name != unicodedata.normalize("NFC", name)]
    assert 0 < len(apart) < len(names)


def test_totals_disagree_by_seven_percent_at_most(faulty: Asker) -> None:
    pages = list(faulty.pages("LayDanhSachHoSo", "H61", *HALF_YEAR, size=100))
    count = sum(len(page["result"]) for page in pages)
    totals = [page["tongSo"] for page in pages]
    assert min(totals) < count == max(totals)
    assert min(totals) >= 0.93 * count
    assert maybe_miscount(1000, 0.0, "anything") == 1000


def test_without_faults_nothing_is_wrong() -> None:
    with running_simulator(Served(fault_share=0.0)) as server:
        asker = Asker(server.base_url)
        dossiers = asker.records("LayDanhSachHoSo", "H20")
        payments = asker.records("LayDanhSachThanhToan", "H20")
    assert {each["TrangThaiHoSo"] for each in dossiers} <= {"2", "3", "4", "5", "7", "8", "9", "10"}
    assert all(each["MaHoSo"].count("-") == 2 and each["KenhThucHien"] for each in dossiers)
    assert all((each["TrangThaiHoSo"] in {"9", "10"}) == bool(each["NgayKetThucXuLy"]) for each in dossiers)
    assert all(each["NgayTiepNhan"] <= (each["NgayKetThucXuLy"] or "9") for each in dossiers)
    assert {each["MaHoSo"] for each in payments} <= {each["MaHoSo"] for each in dossiers}
    assert all(0 <= int(each["SoTienHoan"]) <= int(each["SoTien"]) for each in payments)
    assert all(each["ThoiGianGD"] <= each["CapNhatLuc"] for each in payments)


def test_every_record_is_at_its_end_within_reach() -> None:
    register = Portal(Served(fault_share=1.0)).register
    for code in ("H20", "H61", "H13.05"):
        source = register.source(code)
        for day in range(source.since_day, source.until_day):
            for blocks in register.blocks.values():
                rows = blocks(source, day)
                assert (rows["born"] // DAY == day).all()
                assert (rows["first"] <= rows["second"]).all()
                assert (rows["second"] <= rows["last"]).all()
                assert (rows["last"] < (day + REACH) * DAY).all()
