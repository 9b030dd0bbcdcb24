"""What came in another shape than its feed lists is dropped under its name: never in silence, and never its value."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from include.landing import keep, landed_file
from include.landing.groups import MOST_RECORDS
from include.portal.feed import NOT_KEPT, read_feed
from include.quality.rule import all_rules
from include.records.shape import shape
from tests.landing.conftest import BATCH, FEED, dossier, pages_of
from tests.records.landed_rows import AS_OF, GOOD, REFERENCES

FEES = "DanhSachLePhi"
OTHER_SHAPES: list[tuple[dict[str, Any], list[str]]] = [
    ({FEES: "30000"}, [FEES]),
    ({FEES: 30000}, [FEES]),
    ({FEES: True}, [FEES]),
    ({FEES: "[30000"}, [FEES]),
    ({FEES: {"Gia": "30000"}}, [FEES]),
    ({FEES: {}}, [FEES]),
    ({FEES: [30000]}, [FEES]),
    ({FEES: [{"Gia": "1"}, "30000"]}, [FEES]),
    ({FEES: [[{"Gia": "30000"}]]}, [FEES]),
    ({FEES: [{"Gia": {"SoTien": "30000"}}]}, [f"{FEES}.Gia"]),
    ({FEES: [{"Gia": "1", "MaPhiLePhi": ["x"]}, {"Gia": ["30000"]}]}, [f"{FEES}.MaPhiLePhi", f"{FEES}.Gia"]),
    ({FEES: [5, {"Gia": ["30000"]}]}, [FEES, f"{FEES}.Gia"]),
    ({"MaDonViTruoc": "H01"}, ["MaDonViTruoc"]),
    ({"MaDonViTruoc": {"Ma": "H01"}}, ["MaDonViTruoc"]),
    ({"MaDonViTruoc": ["H01", {"Ma": "H02"}]}, ["MaDonViTruoc"]),
    ({"MaDonVi": {"Ma": "H13"}}, ["MaDonVi"]),
    ({"MaDonVi": ["H13"], "MaDonViTruoc": "H01", FEES: "30000"}, ["MaDonVi", "MaDonViTruoc", FEES]),
]
AS_LISTED: list[dict[str, Any]] = [
    {},
    {FEES: None, "MaDonViTruoc": None, "MaDonVi": None},
    {FEES: "", "MaDonViTruoc": "", "MaDonVi": ""},
    {FEES: " ", "MaDonViTruoc": " "},
    {FEES: [], "MaDonViTruoc": []},
    {FEES: [{}, None, {"Gia": None}, {"Gia": ""}, {"Gia": 5}], "MaDonViTruoc": ["", None, 5]},
    {"ChuHoSo": {"Ten": "x"}, "TenMoi": [{"Gia": "1"}]},
    {"MaDonVi": 13},
]


def kept_rows(landing_url: str, records: list[Any]) -> list[dict[str, Any]]:
    with landed_file(landing_url, keep(landing_url, BATCH, FEED, pages_of(records)).key) as path:
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    assert len(rows) == len(records)
    return rows


def test_each_other_shape_is_noted(landing_url: str) -> None:
    rows = kept_rows(landing_url, [dossier(1, **more) for more, _ in OTHER_SHAPES])
    noted = [(more, row[NOT_KEPT]) for (more, _), row in zip(OTHER_SHAPES, rows, strict=True)]
    assert noted == OTHER_SHAPES


def test_what_is_as_listed_or_missing_is_not_noted(landing_url: str) -> None:
    rows = kept_rows(landing_url, [dossier(1, **more) for more in AS_LISTED])
    assert [row[NOT_KEPT] for row in rows] == [None] * len(AS_LISTED)


def test_a_record_is_noted_alone_wherever_it_stands(landing_url: str) -> None:
    good, bad = [{"Gia": "15000"}], {MOST_RECORDS - 1: FEES, MOST_RECORDS: FEES, 9: FEES}
    rows = kept_rows(landing_url, [dossier(n, **{FEES: "x" if n in bad else good}) for n in range(MOST_RECORDS + 100)])
    assert {n: row[NOT_KEPT] for n, row in enumerate(rows) if row[NOT_KEPT]} == {n: [FEES] for n in bad}
    fees = [{"MaPhiLePhi": None, "Gia": "15000"}]
    assert [row[FEES] for row in rows] == [None if n in bad else fees for n in range(len(rows))]


def test_a_list_within_a_text_is_read(landing_url: str) -> None:
    [row] = kept_rows(landing_url, [dossier(1, **{FEES: '[{"Gia": "30000"}]'})])
    assert (row[FEES], row[NOT_KEPT]) == ([{"MaPhiLePhi": None, "Gia": "30000"}], None)


def test_no_value_is_noted(landing_url: str, tmp_path: Path) -> None:
    person = {"HoTen": "Nguyễn Văn Chim Yến"}
    values = [person, [person], [[person]], "Nguyễn Văn Chim Yến", [{"Gia": person}], ["Nguyễn Văn Chim Yến"]]
    rows = kept_rows(landing_url, [dossier(1, **{FEES: value}) for value in values])
    assert all(row[NOT_KEPT] for row in rows[2:])
    assert "Chim Yến" not in str(rows)
    assert "Chim Yến".encode() not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(("fees", "is_good"), [([{"Gia": "30000"}], True), ("30000", False)])
def test_such_a_record_fails_a_rule(landing_url: str, fees: Any, is_good: bool) -> None:
    [rule] = [rule for rule in all_rules() if rule.name == "fields_in_listed_shape"]
    landed = keep(landing_url, BATCH, read_feed("dossiers"), pages_of([GOOD["dossiers"] | {FEES: fees}]))
    with landed_file(landing_url, landed.key) as path, duckdb.connect() as con:
        shape(con, "dossiers", path, REFERENCES, AS_OF)
        assert con.execute(f"SELECT {rule.verdict_sql} FROM shaped").fetchall() == [(is_good,)]
