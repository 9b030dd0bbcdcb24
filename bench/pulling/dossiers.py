"""Dossiers as texts of JSON: 25 fields each, six of them personal, two a second from the first day of 2026 on."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from include.periods import Window, start_of
from include.portal.client.moments import write_moment
from include.portal.simulator.writing.person import email, full_name, identity, phone

A_SECOND = 2
SINCE = start_of(date(2026, 1, 1))


def window_of(count: int) -> Window:
    """The window in which so many dossiers changed, to the full second."""
    return Window(SINCE, SINCE + timedelta(seconds=-(-count // A_SECOND)))


def moment_of(number: int) -> str:
    return write_moment(SINCE + timedelta(seconds=number // A_SECOND))


def write_dossiers(count: int) -> Iterator[tuple[str, bytes]]:
    """For each dossier when it changed, and its text."""
    moment = ""
    for number in range(count):
        moment = moment_of(number) if number % A_SECOND == 0 else moment
        yield moment, _write(number, moment)


def _write(number: int, moment: str) -> bytes:
    grain, agency = number * 2_654_435_761 % 2**32, f"H13.{number % 19 + 1:02d}"
    day, name = f"202601{number % 28 + 1:02d}", full_name(number * 2_654_435_761 % 2**32)
    record = {
        "MaHoSo": f"000.00.{number % 19 + 1:02d}.H13-{day[2:]}-{number:07d}",
        "MaTTHC": f"1.{4000 + number % 1300:06d}",
        "MaLinhVuc": f"G15-VH{number % 40:02d}",
        "MaDonVi": agency,
        "NoiNopHoSo": agency,
        "KenhThucHien": "2" if number % 50 else "1",
        "LoaiDoiTuong": "2" if number % 8 == 0 else "1",
        "NgayTiepNhan": f"{day}{8 + number % 9:02d}{number % 60:02d}17",
        "NgayHenTra": f"202602{number % 28 + 1:02d}170000",
        "NgayKetThucXuLy": moment,
        "NgayTra": moment,
        "TrangThaiHoSo": "10",
        "HinhThuc": "2",
        "DuocThanhToanTrucTuyen": "1",
        "HoSoCoThanhPhanSoHoa": "1" if number % 3 else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "TaiLieuNop": [
            {"MaThanhPhanHoSo": f"TP{part:02d}", "DuocSoHoa": "1", "DuocTaiSuDung": "0", "DuocLayTuKhoDMQG": "0"}
            for part in range(1 + number % 3)
        ],
        "DanhSachLePhi": [
            {"MaPhiLePhi": f"PLP{number % 200:04d}", "LoaiPhiLePhi": "2", "HinhThucThu": "1", "Gia": "150000"}
        ],
        "CapNhatLuc": moment,
        "ChuHoSo": name,
        "MaDoiTuong": f"DT{grain:010d}",
        "DinhDanhCHS": {"LoaiDinhDanh": "1", "SoDinhDanh": identity(grain)},
        "Email": email(grain),
        "SoDienThoai": phone(grain),
        "TrichYeuHoSo": f"Cấp giấy phép tổ chức biểu diễn nghệ thuật - {name}",
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
