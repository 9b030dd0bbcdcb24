"""A portal with two months of one small department, every kind of wrong record among them, that can misbehave."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from include import street
from include.errors import Refused
from include.periods import VIETNAM, Window, start_of
from include.portal.client.moments import write_moment
from include.settings import Settings
from tests.portal.misbehaving import MisbehavingPortal, Record
from tests.records.landed_rows import GOOD

ROOT = "H13.05"
BEFORE = Window(start_of(date(2024, 1, 1)), start_of(date(2024, 2, 1)))
WINDOW = Window(start_of(date(2024, 2, 1)), start_of(date(2024, 3, 1)))
NOW = datetime(2024, 3, 1, 3, tzinfo=VIETNAM)
A_MONTH, PAGE_SIZE = 28, 12
FIELD = "Nghệ thuật biểu diễn"
PERSON: dict[str, Any] = {
    "ChuHoSo": "Nguyễn Văn Chim Yến",
    "DinhDanhCHS": {"LoaiDinhDanh": "CCCD", "SoDinhDanh": "079123456789"},
    "Email": "chim@yen.vn",
}


def dossiers(window: Window) -> Iterator[Record]:
    """One a day: every third one finished, every seventh one without an agency, which no rule lets pass."""
    for number in range(A_MONTH):
        moment = window.since + timedelta(days=number, hours=9)
        written, day = write_moment(moment), f"{moment:%y%m%d}"
        ended = {"TrangThaiHoSo": "10", "NgayKetThucXuLy": written, "NgayTra": written} if number % 3 == 0 else {}
        plain = {name: value for name, value in GOOD["dossiers"].items() if not name.startswith("Ngay")}
        yield {
            **plain,
            **PERSON,
            "MaHoSo": f"H13.05-{day}-{number:04d}",
            "MaLinhVuc": FIELD,
            "TrangThaiHoSo": "4",
            "NgayTiepNhan": written,
            "NgayHenTra": write_moment(moment + timedelta(days=5)),
            "CapNhatLuc": write_moment(moment + timedelta(minutes=5)),
            **ended,
            **({"MaDonVi": ""} if number % 7 == 6 else {}),
        }


def payments(window: Window) -> Iterator[Record]:
    """Of every second dossier; one of them came twice, one has an amount below zero."""
    for number, dossier in enumerate(list(dossiers(window))[::2]):
        moment = window.since + timedelta(days=2 * number, hours=10)
        paid = {
            **GOOD["payments"],
            "HoTenNguoiNop": PERSON["ChuHoSo"],
            "MaThamChieu": f"TT-{dossier['MaHoSo']}",
            "MaHoSo": dossier["MaHoSo"],
            "SoTien": "-1" if number == 5 else "30000",
            "ThoiGianGD": write_moment(moment),
            "CapNhatLuc": write_moment(moment),
        }
        yield paid
        if number == 3:
            yield {**paid, "CapNhatLuc": write_moment(moment + timedelta(hours=1))}


def petitions(window: Window) -> Iterator[Record]:
    for number in range(A_MONTH // 2):
        moment = window.since + timedelta(days=2 * number, hours=8)
        yield {
            **GOOD["petitions"],
            "HoTen": PERSON["ChuHoSo"],
            "MaPAKN": f"PA-{moment:%y%m%d}",
            "NgayTiepNhan": write_moment(moment),
            "HanXuLy": write_moment(moment + timedelta(days=3)),
            "NgayXuLy": write_moment(moment + timedelta(hours=2)),
            "CapNhatLuc": write_moment(moment + timedelta(hours=2)),
        }


class StreetPortal(MisbehavingPortal):
    """Serves all record feeds of ROOT, in pages of PAGE_SIZE; any other agency is refused."""

    def __init__(self) -> None:
        super().__init__([], most_per_page=PAGE_SIZE)
        above = GOOD["agencies"] | {"MaDonVi": "H13", "CapDonVi": "1", "MaDonViCha": None, "TenDonVi": "Cần Thơ"}
        self.services: dict[str, list[Record]] = {
            "LayDanhMucCoQuan": [above, GOOD["agencies"]],
            "LayDanhSachTTHC": [GOOD["procedures"]],
            "LayDanhSachHoSo": [*dossiers(BEFORE), *dossiers(WINDOW)],
            "LayDanhSachThanhToan": [*payments(BEFORE), *payments(WINDOW)],
            "LayDanhSachPAKN": [*petitions(BEFORE), *petitions(WINDOW)],
        }

    def records_of(self, body: Mapping[str, str]) -> list[Record]:
        return self.services[body["service"]]

    def answer(self, body: Mapping[str, str]) -> bytes:
        if body["session"] in self.sessions and body["madonvi"] != ROOT:
            return json.dumps({"error_code": "2", "error_message": "Mã đơn vị không tồn tại"}).encode()
        return super().answer(body)


def plan(settings: Settings, *feeds: str, until: datetime = WINDOW.until) -> list[street.Asked]:
    """What a nightly run is to pull, of some feeds alone if they are named."""
    return [asked for asked in street.plan(settings, NOW, until=until) if not feeds or asked["feed"] in feeds]


def walk(settings: Settings, planned: list[street.Asked], now: datetime = NOW) -> list[Refused]:
    """Pulls and loads, every batch by itself as the DAG maps them. Gives what was refused."""
    refusals = []
    for asked in planned:
        try:
            street.load(settings, street.pull(settings, asked, now), now)
        except Refused as refusal:
            refusals.append(refusal)
    return refusals
