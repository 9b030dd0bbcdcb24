"""Rows as the portal sends them, written as landing keeps them: every field text, lists of texts or of objects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from include.periods import VIETNAM
from include.portal.feed import NOT_KEPT
from include.records.shape import References, shape

AS_OF = datetime(2024, 7, 15, 12, tzinfo=VIETNAM)
REFERENCES = References(frozenset({"H13", "H13.05", "H13.06"}), frozenset({"1.004645", "2.001234"}))

TEXTS = {
    "agencies": "MaDonVi TenDonVi CapDonVi MaDonViCha NgayHieuLuc NgayHetHieuLuc",
    "procedures": "MaTTHC TenTTHC MaLinhVuc TenLinhVuc MucDoDVC CoPhi ThanhToanTrucTuyen NgayHieuLuc NgayHetHieuLuc",
    "dossiers": (
        "MaHoSo MaTTHC MaLinhVuc MaDonVi NoiNopHoSo KenhThucHien LoaiDoiTuong NgayTiepNhan NgayHenTra NgayKetThucXuLy "
        "NgayTra NgayTuChoi TrangThaiHoSo HinhThuc DuocThanhToanTrucTuyen HoSoCoThanhPhanSoHoa "
        "TaiKhoanDuocXacThucVoiVNeID CoKhieuNai CapNhatLuc"
    ),
    "payments": (
        "MaThamChieu MaGiaoDich MaHoSo MaTTHC MaDonVi SoTien HinhThucThanhToan MaKenhThanhToan TrangThaiGD SoTienHoan "
        "ThoiGianGD ThoiGianHoan CapNhatLuc"
    ),
    "petitions": "MaPAKN MaDonVi NgayTiepNhan HanXuLy NgayXuLy TrangThai HaiLong CapNhatLuc",
    "published": (
        "rowKind departmentId departmentName departmentCode level departmentType totalScore totalMaxScore ratio"
    ),
    "formalities": "id code name state departmentId",
}
LISTS = {
    "agencies": "MaDonViTruoc",
    "procedures": "MaDonVi",
    "formalities": "publishingDepartmentIds appliedDepartmentIds",
}
OBJECTS = {
    "dossiers": {
        "TaiLieuNop": "MaThanhPhanHoSo DuocSoHoa DuocTaiSuDung DuocLayTuKhoDMQG",
        "DSKetNoiCSDL": "MaCSDL",
        "DanhSachLePhi": "MaPhiLePhi LoaiPhiLePhi HinhThucThu Gia",
        "DanhSachHoSoBoSung": "NgayBoSung NgayHoanThanhBoSung NgayHenTraMoi",
        "DanhSachGiayToKetQua": "MaGiayToKetQua DuongDanTepTinKetQua",
    },
    "published": {
        "groupScores": "name value",
        "metrics": "code name numerator denominator ratio score maxScore dataQualityStatus dataQualityMessage",
        "figures": "name value",
    },
}

GOOD: dict[str, dict[str, Any]] = {
    "agencies": {
        "MaDonVi": "000.00.05.H13",
        "TenDonVi": "Sở Văn hóa, Thể thao và Du lịch",
        "CapDonVi": "2",
        "MaDonViCha": "H13",
        "NgayHieuLuc": "20200101000000",
        "MaDonViTruoc": [],
    },
    "procedures": {
        "MaTTHC": "1.004645",
        "TenTTHC": "Cấp giấy phép tổ chức biểu diễn",
        "MaLinhVuc": "LV01",
        "TenLinhVuc": "Nghệ thuật biểu diễn",
        "MaDonVi": ["H13.05"],
        "MucDoDVC": "2",
        "CoPhi": "1",
        "ThanhToanTrucTuyen": "1",
        "NgayHieuLuc": "20200101000000",
    },
    "dossiers": {
        "MaHoSo": "H13.05-240712-0001",
        "MaTTHC": "1.004645",
        "MaLinhVuc": "LV01",
        "MaDonVi": "000.00.05.H13",
        "NoiNopHoSo": "H13.05",
        "KenhThucHien": "2",
        "LoaiDoiTuong": "1",
        "NgayTiepNhan": "20240712080000",
        "NgayHenTra": "20240719170000",
        "NgayKetThucXuLy": "20240713100000",
        "NgayTra": "20240713110000",
        "TrangThaiHoSo": "10",
        "DuocThanhToanTrucTuyen": "1",
        "HoSoCoThanhPhanSoHoa": "1",
        "CoKhieuNai": "0",
        "DanhSachLePhi": [{"MaPhiLePhi": "P1", "Gia": "30000"}],
        "CapNhatLuc": "20240713110500",
    },
    "payments": {
        "MaThamChieu": "TT0001",
        "MaGiaoDich": "GD0001",
        "MaHoSo": "H13.05-240712-0001",
        "MaTTHC": "1.004645",
        "MaDonVi": "H13.05",
        "SoTien": "30000",
        "HinhThucThanhToan": "truc-tuyen",
        "MaKenhThanhToan": "DVCQG",
        "TrangThaiGD": "thanh-cong",
        "SoTienHoan": "",
        "ThoiGianGD": "20240712101500",
        "CapNhatLuc": "20240712102000",
    },
    "petitions": {
        "MaPAKN": "PAKN1",
        "MaDonVi": "H13.05",
        "NgayTiepNhan": "20240701080000",
        "HanXuLy": "20240710170000",
        "NgayXuLy": "20240705090000",
        "TrangThai": "da-xu-ly",
        "HaiLong": "1",
        "CapNhatLuc": "20240705090500",
    },
    "published": {
        "rowKind": "child",
        "departmentId": "01890000-0000-7000-8000-000000000044",
        "departmentName": "UBND tỉnh Phú Thọ",
        "departmentCode": "H44",
        "level": "PROVINCE",
        "departmentType": "PROVINCIAL_PEOPLE_COMMITTEE",
        "totalScore": "12.3",
        "totalMaxScore": "100",
        "ratio": "12.3",
        "groupScores": [{"name": "TTTT", "value": "6.25"}, {"name": "CKMB", "value": "6.05"}],
        "metrics": [{"code": "DOSSIER_SYNC", "numerator": "3", "denominator": "4", "ratio": "75", "score": "4.5"}],
        "figures": [{"name": "totalReceived", "value": "184513"}, {"name": "avgProcessingDays", "value": "7.05"}],
    },
    "formalities": {
        "id": "01890000-0000-7000-8000-000000000010",
        "code": "1.000010",
        "name": "Cấp giấy phép tổ chức biểu diễn",
        "state": "UPDATED",
        "departmentId": "01890000-0000-7000-8000-000000000015",
        "appliedDepartmentIds": ["01890000-0000-7000-8000-000000000044"],
    },
}


def landed_schema(feed: str) -> pa.Schema:
    """Every field that lands of a feed, personal ones left out, and what landing adds."""
    fields = [(name, pa.string()) for name in TEXTS[feed].split()]
    fields += [(name, pa.list_(pa.string())) for name in LISTS.get(feed, "").split()]
    for name, members in OBJECTS.get(feed, {}).items():
        fields.append((name, pa.list_(pa.struct([(member, pa.string()) for member in members.split()]))))
    return pa.schema([*fields, (NOT_KEPT, pa.list_(pa.string()))])


def row(feed: str, **changes: Any) -> dict[str, Any]:
    """A good row of the feed with some of its fields changed; fields of other feeds are left out."""
    return GOOD[feed] | {name: value for name, value in changes.items() if name in landed_schema(feed).names}


def write_landed(path: Path, feed: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A landed file of the feed with these rows, in their order."""
    pq.write_table(pa.Table.from_pylist(list(rows), schema=landed_schema(feed)), path)
    return path


def shape_rows(con: duckdb.DuckDBPyConnection, folder: Path, feed: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Lands the rows and shapes them, as of noon on 15 July 2024."""
    shape(con, feed, write_landed(folder / f"{feed}.parquet", feed, rows), REFERENCES, AS_OF)


def type_rows(folder: Path, feed: str, changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A changed good row of the feed for each of the changes, typed: column name to value."""
    with duckdb.connect() as con:
        shape_rows(con, folder, feed, [row(feed, **change) for change in changes])
        typed: list[dict[str, Any]] = con.sql("FROM shaped ORDER BY position").to_arrow_table().to_pylist()
    return typed


def type_one(folder: Path, feed: str, **changes: Any) -> dict[str, Any]:
    """One changed row of the feed, typed."""
    [typed] = type_rows(folder, feed, [changes])
    return typed


def local(written: str) -> datetime:
    """A time in Vietnam as the engine holds it, without a zone."""
    return datetime.fromisoformat(written)
