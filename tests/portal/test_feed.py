"""Feed files: those that are there, and what is said of a wrong one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from include.errors import WrongUse
from include.portal.feed import all_feeds, read_feed, read_feed_file

GOOD = """
service = "LayDanhSachPAKN"
shape = "record"
key = "MaPAKN"
updated = "CapNhatLuc"
page_size = 1000
lag_hours = 2
max_window_days = 31
fields = ["MaPAKN", "CapNhatLuc"]
lists = ["MaDonVi"]
personal = ["HoTen"]
[nested.DSKetNoiCSDL]
fields = ["MaCSDL"]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "petitions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_feeds() -> None:
    shapes = {feed.name: feed.shape for feed in all_feeds()}
    assert shapes == {
        "agencies": "catalogue",
        "dossiers": "record",
        "payments": "record",
        "petitions": "record",
        "procedures": "catalogue",
        "formalities": "report",
        "service_results": "report",
        "transparency": "report",
        "dvc_progress_tree": "report",
        "provide_online_tree": "report",
        "formality_online_payment_tree": "report",
        "dossier_digitized": "report",
        "handling_satisfaction": "report",
    }


def test_no_personal_field_is_kept() -> None:
    personal = {name: set(read_feed(name).personal) for name in ("dossiers", "payments", "petitions")}
    assert personal == {
        "dossiers": {"ChuHoSo", "MaDoiTuong", "DinhDanhCHS", "Email", "SoDienThoai", "TrichYeuHoSo"},
        "payments": {"HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop", "TKThuHuong", "TenTKThuHuong"},
        "petitions": {"HoTen", "NoiDung", "SoDienThoai", "Email"},
    }


def test_a_file_is_a_feed(tmp_path: Path) -> None:
    feed = read_feed_file(written(tmp_path, GOOD))
    assert (feed.name, feed.updated, feed.lag, feed.max_window_days) == (
        "petitions",
        "CapNhatLuc",
        timedelta(hours=2),
        31,
    )
    assert feed.nested == {"DSKetNoiCSDL": ("MaCSDL",)}


@pytest.mark.parametrize("name", ["nothing", "../feeds/dossiers", "", "Dossiers"])
def test_a_feed_that_is_not_there(name: str) -> None:
    with pytest.raises(WrongUse, match="there is no such feed; name one of agencies, dossier_digitized, dossiers"):
        read_feed(name)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lists =", "lsits =", "feed file petitions.toml, key lsits: unknown key; remove it or write one of"),
        ('key = "MaPAKN"', "", "key key: missing"),
        ('updated = "CapNhatLuc"', "", "key updated: missing"),
        ("page_size = 1000", 'page_size = "1000"', "key page_size: a str; give a int"),
        ("page_size = 1000", "page_size = true", "key page_size: a bool"),
        ("page_size = 1000", "page_size = 1001", "key page_size: 1001; the portal gives 1 to 1000"),
        ("lag_hours = 2", "lag_hours = -1", "key lag_hours: less than 0"),
        ("max_window_days = 31", "max_window_days = 0", "key max_window_days: 0"),
        ('"record"', '"recrod"', "key shape: 'recrod'; write one of catalogue, record"),
        ('"record"', '"catalogue"', "key updated: unknown key"),
        ('key = "MaPAKN"', 'key = "MaHoSo"', "key key: MaHoSo is not among the fields"),
        ('["HoTen"]', '["MaPAKN"]', "key fields: MaPAKN is named twice"),
        ('["HoTen"]', "['x\"; DROP']", "is no field name"),
        ("[nested.DSKetNoiCSDL]", "[nested.DSKetNoiCSDL]\nfeilds = []", "nested.DSKetNoiCSDL, key feilds: unknown key"),
        ("service =", "service = = ", "feed file petitions.toml: not TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(WrongUse) as refusal:
        read_feed_file(written(tmp_path, GOOD.replace(old, new, 1)))
    assert said in str(refusal.value)


REPORT = """
path = "/api/v1/reporting/evaluation/new-report"
shape = "report"
records = "published"
key = "departmentId"
page_size = 100
time_types = ["month", "year"]
parent = "parent"
children = "children"
fields = ["departmentId", "totalScore"]
figures = ["totalReceived"]
"""


def test_a_report_is_a_file_too(tmp_path: Path) -> None:
    feed = read_feed_file(written(tmp_path, REPORT))
    assert (feed.service, feed.records, feed.nested) == ("new-report", "published", {"figures": ("name", "value")})
    assert feed.report is not None
    due = {day: [period.label for period in feed.report.due_periods(date.fromisoformat(day))] for day in DUE}
    assert due == DUE


DUE = {
    "2026-07-01": ["2026-06", "2026-05", "2026"],
    "2026-07-31": ["2026-06", "2026"],
    "2026-02-10": ["2026-01", "2025-12", "2026", "2025"],
}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("path =", "paht =", "key paht: unknown key"),
        ('"/api/', '"api/', "key path: 'api/v1/reporting/evaluation/new-report'; write it like /api/v1"),
        ('"month"', '"week"', "key time_types: 'week'; write one of month, quarter, year"),
        ("figures =", 'ratio = "share"\nfigures =', "key ratio: 'share'; write one of score, rate"),
        ("figures =", "updated = 'x'\nfigures =", "key updated: unknown key"),
        ('"totalReceived"', '"total received"', "key figures: 'total received' is no field name"),
    ],
)
def test_a_wrong_report_is_named_with_its_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in REPORT
    with pytest.raises(WrongUse) as refusal:
        read_feed_file(written(tmp_path, REPORT.replace(old, new, 1)))
    assert said in str(refusal.value)
