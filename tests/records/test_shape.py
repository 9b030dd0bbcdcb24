from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from include.errors import Refused, WrongUse
from include.records.shape import shape
from include.records.workbench import open_workbench
from tests.records.landed_rows import AS_OF, REFERENCES, local, row, shape_rows, type_one, type_rows, write_landed


def test_a_dossier_is_typed(tmp_path: Path) -> None:
    typed = type_one(tmp_path, "dossiers")
    expected = {
        "position": 0,
        "record_key": "H13.05-240712-0001",
        "dossier_code": "H13.05-240712-0001",
        "code_month": date(2024, 7, 1),
        "procedure_code": "1.004645",
        "agency_code": "H13.05",
        "receiving_agency_code": "H13.05",
        "channel": "online",
        "applicant_kind": 1,
        "received_at": local("2024-07-12 08:00"),
        "due_at": local("2024-07-19 17:00"),
        "finished_at": local("2024-07-13 10:00"),
        "returned_at": local("2024-07-13 11:00"),
        "refused_at": None,
        "ended_at": local("2024-07-13 10:00"),
        "breached_on": None,
        "status": 10,
        "supplement_count": 0,
        "has_fee": True,
        "fee_vnd": 30000,
        "payable_online": True,
        "digitised": True,
        "reused": False,
        "electronic_result": False,
        "citizen_data": False,
        "has_complaint": False,
        "updated_at": local("2024-07-13 11:05"),
    }
    assert {name: typed[name] for name in expected} == expected
    assert len(typed["content_hash"]) == 32
    assert typed["NgayTiepNhan"] == "20240712080000"


DOSSIER_FIELDS: list[tuple[dict[str, Any], str, object]] = [
    ({"KenhThucHien": ""}, "channel", "direct"),
    ({"KenhThucHien": "1"}, "channel", "direct"),
    ({"KenhThucHien": "3"}, "channel", "postal"),
    ({"KenhThucHien": "4"}, "channel", None),
    ({"LoaiDoiTuong": "9"}, "applicant_kind", None),
    ({"MaDonVi": "nonsense"}, "agency_code", None),
    ({"NoiNopHoSo": None}, "receiving_agency_code", None),
    ({"DuocThanhToanTrucTuyen": "2"}, "payable_online", True),
    ({"DuocThanhToanTrucTuyen": "3"}, "payable_online", False),
    ({"DuocThanhToanTrucTuyen": None}, "payable_online", False),
    ({"DanhSachLePhi": None}, "fee_vnd", 0),
    ({"DanhSachLePhi": None}, "has_fee", False),
    ({"DanhSachLePhi": []}, "has_fee", False),
    ({"DanhSachLePhi": [{"Gia": "0"}]}, "has_fee", False),
    ({"DanhSachLePhi": [{"Gia": "30000"}, {"Gia": ""}, {"Gia": "20000.00"}]}, "fee_vnd", 50000),
    ({"HoSoCoThanhPhanSoHoa": "0", "TaiLieuNop": [{"DuocSoHoa": "1"}]}, "digitised", False),
    ({"HoSoCoThanhPhanSoHoa": "", "TaiLieuNop": [{"DuocSoHoa": "1"}]}, "digitised", True),
    ({"HoSoCoThanhPhanSoHoa": None}, "digitised", False),
    ({"TaiLieuNop": [{"DuocTaiSuDung": "0"}, {"DuocTaiSuDung": "1"}]}, "reused", True),
    ({"TaiLieuNop": [{"DuocTaiSuDung": None}]}, "reused", False),
    ({"DanhSachGiayToKetQua": [{"MaGiayToKetQua": "K1", "DuongDanTepTinKetQua": ""}]}, "electronic_result", False),
    ({"DanhSachGiayToKetQua": [{"DuongDanTepTinKetQua": "/kq/1.pdf"}]}, "electronic_result", True),
    ({"DSKetNoiCSDL": [{"MaCSDL": "CSDLDD"}, {"MaCSDL": "CSDLDC"}]}, "citizen_data", True),
    ({"DSKetNoiCSDL": [{"MaCSDL": "CSDLDD"}]}, "citizen_data", False),
    ({"CoKhieuNai": "1"}, "has_complaint", True),
    ({"TrangThaiHoSo": "10a"}, "status", None),
]
PAYMENT_FIELDS: list[tuple[dict[str, Any], str, object]] = [
    ({}, "method", "online"),
    ({"HinhThucThanhToan": "tien-mat"}, "method", "cash"),
    ({"HinhThucThanhToan": "chuyen-khoan"}, "method", "transfer"),
    ({"HinhThucThanhToan": "vi"}, "method", None),
    ({"MaKenhThanhToan": "BNDP"}, "gateway", "BNDP"),
    ({"MaKenhThanhToan": ""}, "gateway", None),
    ({"TrangThaiGD": "khoi-tao"}, "status", "initiated"),
    ({"TrangThaiGD": "that-bai"}, "status", "failed"),
    ({"TrangThaiGD": "hoan-phi"}, "status", "refunded"),
    ({"TrangThaiGD": "huy"}, "status", "cancelled"),
    ({"SoTienHoan": None}, "refunded_vnd", 0),
    ({"SoTienHoan": "500"}, "refunded_vnd", 500),
    ({"SoTienHoan": "5.5"}, "refunded_vnd", None),
    ({"SoTien": "30000.00"}, "amount_vnd", 30000),
    ({}, "code_month", date(2024, 7, 1)),
    ({"MaHoSo": ""}, "code_month", None),
]


def test_fields_of_a_dossier(tmp_path: Path) -> None:
    typed = type_rows(tmp_path, "dossiers", [changes for changes, _, _ in DOSSIER_FIELDS])
    assert [(column, found[column]) for found, (_, column, _) in zip(typed, DOSSIER_FIELDS, strict=True)] == [
        (column, value) for _, column, value in DOSSIER_FIELDS
    ]


def test_fields_of_a_payment(tmp_path: Path) -> None:
    typed = type_rows(tmp_path, "payments", [changes for changes, _, _ in PAYMENT_FIELDS])
    assert [(column, found[column]) for found, (_, column, _) in zip(typed, PAYMENT_FIELDS, strict=True)] == [
        (column, value) for _, column, value in PAYMENT_FIELDS
    ]


def test_catalogues_hold_normal_codes_once_and_in_order(tmp_path: Path) -> None:
    agency = type_one(tmp_path, "agencies", MaDonViTruoc=["H61", "000.00.00.H20", "H20", "x", None])
    assert (agency["agency_code"], agency["parent_code"], agency["level"]) == ("H13.05", "H13", 2)
    assert agency["predecessor_codes"] == ["H20", "H61"]
    assert agency["effective_on"] == date(2020, 1, 1)
    procedure = type_one(tmp_path, "procedures", MaDonVi=["H13.06", "000.00.05.H13"], CoPhi="", MucDoDVC="1")
    assert procedure["agency_codes"] == ["H13.05", "H13.06"]
    assert (procedure["has_fee"], procedure["payable_online"], procedure["online_level"]) == (False, True, 1)
    assert type_one(tmp_path, "procedures", MaDonVi=None)["agency_codes"] == []


def test_a_petition_is_late_from_its_due_day(tmp_path: Path) -> None:
    breaches = [
        ({}, None),
        ({"NgayXuLy": "20240710170000"}, None),
        ({"NgayXuLy": "20240710170001"}, date(2024, 7, 10)),
        ({"NgayXuLy": "", "TrangThai": "moi"}, date(2024, 7, 10)),
        ({"HanXuLy": "", "NgayXuLy": ""}, None),
        ({"NgayXuLy": "", "TrangThai": "tu-choi"}, None),
    ]
    typed = type_rows(tmp_path, "petitions", [changes for changes, _ in breaches])
    assert [petition["breached_on"] for petition in typed] == [breached_on for _, breached_on in breaches]


def test_a_satisfaction_that_was_not_asked_is_not_known(tmp_path: Path) -> None:
    assert [type_one(tmp_path, "petitions", HaiLong=text)["satisfied"] for text in ("1", "0", "")] == [
        True,
        False,
        None,
    ]


def test_positions_follow_the_file(tmp_path: Path) -> None:
    rows = [row("payments", MaThamChieu=f"TT{number}") for number in range(5000)]
    with duckdb.connect() as con:
        shape_rows(con, tmp_path, "payments", rows)
        found = con.execute("SELECT record_key FROM shaped ORDER BY position").fetchall()
    assert found == [(f"TT{number}",) for number in range(5000)]


def test_the_hash_follows_the_content_alone(tmp_path: Path) -> None:
    def content_hash(**changes: Any) -> object:
        return type_one(tmp_path, "dossiers", **changes)["content_hash"]

    assert content_hash() == content_hash(MaDonVi="H13.05", HinhThuc="x", DanhSachLePhi=[{"Gia": "30000.00"}])
    assert content_hash() != content_hash(CapNhatLuc="20240713110501")
    assert content_hash() != content_hash(MaLinhVuc="")
    assert content_hash(NgayTra="20240714000000", NgayTuChoi="") != content_hash(
        NgayTra="", NgayTuChoi="20240714000000"
    )


def test_fields_that_the_file_lacks_are_missing_values(tmp_path: Path) -> None:
    supplement = pa.list_(pa.struct([("NgayBoSung", pa.string())]))
    path = tmp_path / "old.parquet"
    pq.write_table(
        pa.table(
            {"MaHoSo": ["H13.05-240712-0001"], "DanhSachHoSoBoSung": pa.array([[("20240713000000",)]], supplement)}
        ),
        path,
    )
    with duckdb.connect() as con:
        shape(con, "dossiers", path, REFERENCES, AS_OF)
        found = con.execute("SELECT dossier_code, supplement_count, agency_code FROM shaped").fetchall()
    assert found == [("H13.05-240712-0001", 1, None)]


def test_what_is_no_landed_file_is_refused(tmp_path: Path) -> None:
    other = write_landed(tmp_path / "it's a procedure.parquet", "procedures", [row("procedures")])
    with duckdb.connect() as con:
        with pytest.raises(Refused, match="cannot be read"):
            shape(con, "dossiers", tmp_path / "none.parquet", REFERENCES, AS_OF)
        with pytest.raises(Refused, match=r"MaDonVi is VARCHAR\[\], not VARCHAR"):
            shape(con, "dossiers", other, REFERENCES, AS_OF)
        with pytest.raises(WrongUse, match="without a zone"):
            shape(con, "procedures", other, REFERENCES, AS_OF.replace(tzinfo=None))
        shape(con, "procedures", other, REFERENCES, AS_OF)
        assert con.execute("SELECT COUNT(*) FROM shaped").fetchall() == [(1,)]


def test_the_workbench_is_bounded_and_leaves_nothing_behind() -> None:
    with open_workbench(memory_mb=300, threads=1) as con:
        found = con.execute(
            "SELECT CURRENT_SETTING('threads'), CURRENT_SETTING('memory_limit'), CURRENT_SETTING('temp_directory')"
        ).fetchall()
        [(threads, memory, spill)] = found
        assert (threads, memory) == (1, "286.1 MiB")
        assert Path(spill).is_dir()
    assert not Path(spill).exists()
