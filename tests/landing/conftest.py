"""Pages as the client gives them, and a batch to keep them under."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include.periods import Window, start_of
from include.portal.client.page import Page, make_records
from include.portal.feed import Feed
from include.receipt import Batch

FEED = Feed(
    name="dossiers",
    service="LayDanhSachHoSo",
    shape="record",
    key="MaHoSo",
    updated="CapNhatLuc",
    fields=("MaHoSo", "MaDonVi", "CapNhatLuc"),
    lists=("MaDonViTruoc",),
    nested={"DanhSachLePhi": ("MaPhiLePhi", "Gia")},
    personal=("ChuHoSo", "DinhDanhCHS"),
)
BATCH = Batch("dossiers", "H13.05", Window(start_of(date(2024, 1, 1)), start_of(date(2024, 7, 1))))
CANARY = {"ChuHoSo": "Nguyễn Văn Chim Yến", "DinhDanhCHS": {"SoDinhDanh": "079123456789"}}


def dossier(number: int, **more: Any) -> dict[str, Any]:
    code = f"000.00.05.H13-240712-{number:04d}"
    return {"MaHoSo": code, "MaDonVi": "H13.05", "CapNhatLuc": "20240712080000", **CANARY, **more}


def pages_of(records: Sequence[Any], size: int = 10) -> Iterator[Page]:
    """Pages of `size` records; a record may be a JSON text already."""
    texts = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
    for number, first in enumerate(range(0, len(texts), size), start=1):
        yield Page(number, make_records(texts[first : first + size]), len(texts))


@pytest.fixture
def landing_url(tmp_path: Path) -> str:
    return f"file://{tmp_path}/landing"
