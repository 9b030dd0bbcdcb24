"""What is kept of a batch, under which name, and what is never kept."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from include.errors import Refused, WrongUse
from include.landing import keep, landed_file, read_landed
from include.landing.groups import MOST_RECORDS
from include.portal.client.page import Page
from include.portal.feed import NOT_KEPT, all_feeds
from tests.landing.conftest import BATCH, CANARY, FEED, dossier, pages_of


def kept_rows(landing_url: str, records: list[Any]) -> list[dict[str, Any]]:
    landed = keep(landing_url, BATCH, FEED, pages_of(records))
    with landed_file(landing_url, landed.key) as path:
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows


def test_all_columns_are_text(landing_url: str) -> None:
    [row] = kept_rows(
        landing_url, [dossier(1, MaDonViTruoc=["H01"], DanhSachLePhi=[{"MaPhiLePhi": "P1", "Gia": "15"}])]
    )
    assert row == {
        "MaHoSo": "000.00.05.H13-240712-0001",
        "MaDonVi": "H13.05",
        "CapNhatLuc": "20240712080000",
        "MaDonViTruoc": ["H01"],
        "DanhSachLePhi": [{"MaPhiLePhi": "P1", "Gia": "15"}],
        NOT_KEPT: None,
    }


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (b'"H13"', "H13"),
        (b'""', None),
        (b"null", None),
        (b"15000", "15000"),
        (b"1.50", "1.5"),
        (b"12345678901234567890123", "12345678901234567890123"),
        (b"true", "true"),
        (b'" "', " "),
        ('"Ngo\u0302"'.encode(), "Ngo\u0302"),
        (rb'"1\u00002"', "1\x002"),
        (b'"[H13] {x}"', "[H13] {x}"),
        (b'"{"', "{"),
        (b'{"SoDinhDanh": "079"}', None),
        (b'["079"]', None),
        (b'[{"SoDinhDanh": "079"}]', None),
    ],
)
def test_a_value_as_text(landing_url: str, written: bytes, kept: str | None) -> None:
    [row] = kept_rows(landing_url, [b'{"MaHoSo": "a", "CapNhatLuc": "b", "MaDonVi": %s}' % written])
    assert row["MaDonVi"] == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (b"null", None),
        (b'""', None),
        (b'{"Gia": "1"}', None),
        (b"[]", []),
        (b'[{"Gia": 15000}, {"Gia": ""}, {}]', [{"Gia": "15000"}, {"Gia": None}, {"Gia": None}]),
        (b'[5, null, {"Gia": {"HoTen": "Chim"}, "HoTen": "Chim"}]', [{"Gia": None}, {"Gia": None}]),
    ],
)
def test_a_list_of_objects(landing_url: str, written: bytes, kept: list[dict[str, str | None]] | None) -> None:
    [row] = kept_rows(landing_url, [b'{"MaHoSo": "a", "DanhSachLePhi": %s}' % written])
    expected: list[dict[str, str | None]] | None = kept and [{"MaPhiLePhi": None, **member} for member in kept]
    assert row["DanhSachLePhi"] == expected


@pytest.mark.parametrize(
    ("written", "kept"),
    [(b'["H01", "", null, 5, {"HoTen": "Chim"}]', ["H01", "5"]), (b'"H01"', None), (b"[]", []), (b"null", None)],
)
def test_a_list_of_texts(landing_url: str, written: bytes, kept: list[str] | None) -> None:
    [row] = kept_rows(landing_url, [b'{"MaHoSo": "a", "MaDonViTruoc": %s}' % written])
    assert row["MaDonViTruoc"] == kept


def test_a_record_that_is_none_keeps_its_place(landing_url: str) -> None:
    rows = kept_rows(landing_url, [dossier(1), b"5", b"null", b'"x"', b"[1]", dossier(2)])
    assert [row["MaHoSo"] and row["MaHoSo"][-4:] for row in rows] == ["0001", None, None, None, None, "0002"]


def test_many_records_keep_their_order(landing_url: str) -> None:
    count = 2 * MOST_RECORDS + 7
    rows = kept_rows(landing_url, [b'{"MaHoSo": "%d"}' % number for number in range(count)])
    assert [int(row["MaHoSo"]) for row in rows] == list(range(count))


def test_an_object_says_what_it_is(landing_url: str) -> None:
    records = [dossier(number, TenMoi="x") for number in range(25)]
    landed = keep(landing_url, BATCH, FEED, pages_of(records))
    assert landed.key.startswith("dossiers/H13.05/20240101000000_20240701000000/")
    assert (landed.pulled, landed.pages, landed.announced_total, landed.drift) == (25, 3, 25, ("+TenMoi",))
    assert read_landed(landing_url, landed.key) == landed
    with landed_file(landing_url, landed.key) as path:
        metadata = pq.read_metadata(path).metadata
    assert {key.decode(): value.decode() for key, value in metadata.items() if key != b"ARROW:schema"} == {
        "feed": "dossiers",
        "root": "H13.05",
        "since": "2024-01-01T00:00:00+07:00",
        "until": "2024-07-01T00:00:00+07:00",
        "pulled": "25",
        "total_announced": "25",
        "pages": "3",
        "drift": '["+TenMoi"]',
    }


def test_a_window_without_records_is_kept_too(landing_url: str) -> None:
    landed = keep(landing_url, BATCH, FEED, [])
    assert (landed.pulled, landed.pages, landed.announced_total, landed.drift) == (0, 0, None, ())
    with landed_file(landing_url, landed.key) as path:
        assert pq.read_table(path).num_rows == 0
        assert pq.read_schema(path).names == [*FEED.fields, "MaDonViTruoc", "DanhSachLePhi", NOT_KEPT]


def test_a_catalogue_is_kept_by_its_day(landing_url: str) -> None:
    catalogue = replace(FEED, name="agencies", shape="catalogue", updated=None)
    landed = keep(landing_url, replace(BATCH, feed="agencies"), catalogue, pages_of([dossier(1)]))
    assert landed.key.startswith("agencies/H13.05/20240101/")
    assert read_landed(landing_url, landed.key) == landed


def test_the_same_records_give_the_same_object_however_they_were_paged(landing_url: str) -> None:
    records = [dossier(number) for number in range(100)]
    first = keep(landing_url, BATCH, FEED, pages_of(records, size=10))
    with landed_file(landing_url, first.key) as path:
        written = path.read_bytes()
        stamp = path.stat()
    again = keep(landing_url, BATCH, FEED, pages_of(records, size=37))
    assert again.key == first.key
    with landed_file(landing_url, first.key) as path:
        assert path.read_bytes() == written
        assert path.stat() == stamp, "an object that is there is never written again"


def test_other_records_give_another_object(landing_url: str) -> None:
    keys = {
        keep(landing_url, BATCH, FEED, pages_of(records)).key
        for records in ([], [dossier(1)], [dossier(2)], [dossier(1), dossier(2)], [dossier(2), dossier(1)])
    }
    assert len(keys) == 5


def test_what_a_person_is_called_changes_no_key(landing_url: str) -> None:
    named = keep(landing_url, BATCH, FEED, pages_of([dossier(1)]))
    assert keep(landing_url, BATCH, FEED, pages_of([dossier(1, ChuHoSo="Trần Thị Khác")])).key == named.key


def everything_in(folder: Path) -> bytes:
    return b"".join(str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_personal_field_reaches_the_disk(landing_url: str, tmp_path: Path) -> None:
    records = [
        dossier(n, Moi="chim-yen-moi", DanhSachLePhi=[{"Gia": "1", "HoTen": "chim-yen-le-phi"}]) for n in range(50)
    ]
    landed = keep(landing_url, BATCH, FEED, pages_of(records))
    assert landed.drift == ("+DanhSachLePhi.HoTen", "+Moi")
    kept = everything_in(tmp_path)
    assert kept
    with landed_file(landing_url, landed.key) as path:
        plain = json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False).encode()
    for canary in ("Chim Yến", "079123456789", "chim-yen"):
        assert canary.encode() not in kept + plain
    assert str(CANARY["ChuHoSo"]).encode() not in kept


def test_pages_that_end_in_a_refusal_leave_nothing(landing_url: str, tmp_path: Path) -> None:
    def pages() -> Iterator[Page]:
        yield from pages_of([dossier(number) for number in range(MOST_RECORDS + 1)], size=1000)
        raise Refused("page 18", "HTTP 503", "pull again")

    with pytest.raises(Refused, match="page 18: HTTP 503; pull again"):
        keep(landing_url, BATCH, FEED, pages())
    assert [path for path in tmp_path.rglob("*") if path.suffix in {".parquet", ".part"}] == []


@pytest.mark.parametrize("root", ["../H13", "H13/05", "", ".."])
def test_a_root_agency_that_is_no_name_is_refused(landing_url: str, root: str) -> None:
    with pytest.raises(WrongUse, match="not an agency code"):
        keep(landing_url, replace(BATCH, root_agency=root), FEED, [])


@pytest.mark.parametrize("key", ["../../etc/passwd", "dossiers/H13/20240101/../0123456789abcdef.parquet", ""])
def test_a_key_that_is_none_is_refused(landing_url: str, key: str) -> None:
    with pytest.raises(WrongUse, match="not a landing key"), landed_file(landing_url, key):
        pass


def test_an_object_that_is_not_there(landing_url: str) -> None:
    key = "dossiers/H13.05/20240101000000_20240701000000/0123456789abcdef.parquet"
    with pytest.raises(Refused, match=f"landing object {key}: it is not there; "), landed_file(landing_url, key):
        pass


def test_a_damaged_object_is_said_to_be(landing_url: str) -> None:
    landed = keep(landing_url, BATCH, FEED, pages_of([dossier(1)]))
    with landed_file(landing_url, landed.key) as path:
        path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Refused, match="it cannot be read; remove it and pull the batch again"):
        read_landed(landing_url, landed.key)


def test_an_error_inside_the_block_stays_what_it_is(landing_url: str) -> None:
    landed = keep(landing_url, BATCH, FEED, [])
    with pytest.raises(FileNotFoundError, match="mine"), landed_file(landing_url, landed.key):
        raise FileNotFoundError("mine")


def test_every_feed_can_be_kept(landing_url: str) -> None:
    feeds = all_feeds()
    assert feeds
    for feed in feeds:
        landed = keep(landing_url, replace(BATCH, feed=feed.name), feed, pages_of([{feed.key: "x"}]))
        with landed_file(landing_url, landed.key) as path:
            described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            names = [name for name, *_ in described]
        assert names == [*feed.fields, *feed.lists, *feed.nested, NOT_KEPT]
        assert landed.drift == ((f"-{feed.updated}",) if feed.updated else ())
