"""A person with every personal field, in places where they belong and in places where nobody expects them."""

import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import Engine, text

from tests.portal import misbehaving as faulty
from tests.portal.misbehaving import Fault, Record
from tests.street.street_portal import StreetPortal

NAME, IDENTITY, EMAIL, PHONE = "Hoàng Thị Yến Bạch", "079174311235", "bach.yen.7431@thu.example", "0974311235"
SUBJECT, ADDRESS, ACCOUNT = "xin cấp lại thẻ chim yến bạch", "74/31 hẻm Yến Bạch", "970474311235"
CANARIES = (NAME, IDENTITY, EMAIL, PHONE, SUBJECT, ADDRESS, ACCOUNT)
_FOUND = re.compile("|".join(re.escape(value) for value in (*CANARIES, json.dumps(NAME), "Yến Bạch", "yến bạch")))

FIELDS: dict[str, Record] = {
    "LayDanhSachHoSo": {
        "ChuHoSo": NAME,
        "MaDoiTuong": IDENTITY,
        "DinhDanhCHS": {"LoaiDinhDanh": "CCCD", "SoDinhDanh": IDENTITY},
        "Email": EMAIL,
        "SoDienThoai": PHONE,
        "TrichYeuHoSo": SUBJECT,
    },
    "LayDanhSachThanhToan": {
        "HoTenNguoiNop": NAME,
        "SoCMNDNguoiNop": IDENTITY,
        "DiaChiNguoiNop": ADDRESS,
        "TKThuHuong": ACCOUNT,
        "TenTKThuHuong": NAME,
    },
    "LayDanhSachPAKN": {"HoTen": NAME, "NoiDung": SUBJECT, "SoDienThoai": PHONE, "Email": EMAIL},
}
UNEXPECTED: list[Record] = [
    {"GhiChuMoi": f"{NAME}, {PHONE}", "NguoiLienHe": {"HoTen": NAME, "DiaChi": ADDRESS}},
    {EMAIL: IDENTITY, NAME: ADDRESS},
    {"MaLinhVuc": {"HoTen": NAME}, "HinhThuc": [NAME, PHONE]},
    {"DanhSachLePhi": [{"Gia": "30000", "NguoiNop": NAME, "MaPhiLePhi": {"Email": EMAIL}}, NAME]},
    {"TaiLieuNop": NAME, "DSKetNoiCSDL": {"MaCSDL": IDENTITY}},
    {"DinhDanhCHS": f"CCCD {IDENTITY}", "ChuHoSo": [NAME], "Email": {"hop": EMAIL}},
]


def saying(**reply: Any) -> Fault:
    return faulty.instead(json.dumps(reply, ensure_ascii=False).encode())


def with_no_records(body: bytes) -> bytes:
    """The same page, and behind its records what is none."""
    page = json.loads(body)
    return json.dumps({**page, "result": [*page["result"], NAME, [NAME, IDENTITY], None]}).encode()


BROKEN: dict[str, Fault] = {
    "an error message": faulty.instead(
        json.dumps(
            {"error_code": "9", "error_message": f"Lỗi hồ sơ của {NAME} ({IDENTITY}), {EMAIL}: {SUBJECT}"}
        ).encode()
    ),
    "an error code": faulty.instead(json.dumps({"error_code": NAME, "error_message": {"HoTen": NAME}}).encode()),
    "HTML": faulty.instead(f"<html><p>{NAME} {IDENTITY}</p>".encode(), "text/html"),
    "text": faulty.instead(f"{NAME} {PHONE}".encode(), "text/plain"),
    "invalid UTF-8": faulty.changed(lambda body: body.replace(b"truc", b"\xff\xfe", 1) + b"\xff"),
    "half": faulty.changed(lambda body: body[: len(body) // 2]),
    "a result that is no list": saying(error_code="0", result={"HoTen": NAME}),
    "a status": lambda handler, body: handler.say(f"{NAME} {EMAIL}".encode(), 400, {"X-Who": IDENTITY}),
}


def canary_portal() -> StreetPortal:
    """Every record is about the person; some say so in new fields, some are no records at all."""
    portal = StreetPortal()
    for service, person in FIELDS.items():
        records = portal.services[service]
        for number, record in enumerate(records):
            record.update(person)
            if number < len(UNEXPECTED):
                record.update(UNEXPECTED[number])
    portal.services["LayDanhSachHoSo"][0]["MaDonVi"] = "no agency"
    return portal


def found_in(*texts: str) -> list[str]:
    """Whatever of the person stands in the texts, also as JSON writes it."""
    return [match.group() for told in texts for match in _FOUND.finditer(told)]


def found_in_files(folders: Iterable[Path]) -> list[tuple[Path, str]]:
    """The same in every file below the folders: in its bytes, and in the values of a Parquet file or of gzip."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert files, "no file at all: nothing was looked at"
    return [(path, what) for path in files for readable in _readings(path) for what in found_in(readable)]


def _readings(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    yield content.decode("utf-8", "replace")
    if path.suffix == ".parquet":
        table = pq.read_table(io.BytesIO(content))
        assert table.num_rows
        yield json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
        yield str(table.schema.metadata)
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content).decode("utf-8", "replace")


RELATIONS = """
SELECT format('%I.%I', relnamespace::regnamespace, relname) FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
"""


def found_in_tables(engine: Engine) -> list[tuple[str, str]]:
    """The same in every row of every table and view of every schema."""
    with engine.connect() as connection:
        relations = [str(name) for name in connection.execute(text(RELATIONS)).scalars() if "pg_toast" not in name]
        assert len(relations) > 40
        asked = {name: f"SELECT t::text FROM {name} AS t" for name in relations}
        rows = {name: connection.exec_driver_sql(statement).scalars().all() for name, statement in asked.items()}
    return [(name, what) for name, told in rows.items() for row in told for what in found_in(str(row))]
