"""When a dossier becomes late, by worked examples; all received on 1 July 2024 and due on 10 July at 17:00."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.records.landed_rows import local, type_rows

OPEN = {
    "NgayTiepNhan": "20240701080000",
    "NgayHenTra": "20240710170000",
    "NgayKetThucXuLy": "",
    "NgayTra": "",
    "NgayTuChoi": "",
    "TrangThaiHoSo": "4",
}


def asked(on: str, answered: str = "", new_due: str = "") -> dict[str, str]:
    return {"NgayBoSung": on, "NgayHoanThanhBoSung": answered, "NgayHenTraMoi": new_due}


def finished(at: str) -> dict[str, str]:
    return {"NgayKetThucXuLy": at, "TrangThaiHoSo": "9"}


JULY_10, JULY_14 = date(2024, 7, 10), date(2024, 7, 14)
FOUR_DAYS = asked("20240704080000", "20240708080000")

CASES: dict[str, tuple[dict[str, Any], date | None]] = {
    "open: late from its due day, past or to come": ({}, JULY_10),
    "finished on the very second": (finished("20240710170000"), None),
    "finished a second late": (finished("20240710170001"), JULY_10),
    "returned late, no finish date": ({"NgayTra": "20240711000000", "TrangThaiHoSo": "10"}, JULY_10),
    "finished in time, returned late": (finished("20240709090000") | {"NgayTra": "20240720000000"}, None),
    "no due date": ({"NgayHenTra": ""}, None),
    "no due date, finished": ({"NgayHenTra": ""} | finished("20240730000000"), None),
    "refused in time": ({"NgayTuChoi": "20240702000000", "TrangThaiHoSo": "3"}, None),
    "refused late": ({"NgayTuChoi": "20240711000000", "TrangThaiHoSo": "3"}, JULY_10),
    "withdrawn in time, without a date": ({"TrangThaiHoSo": "7", "CapNhatLuc": "20240705000000"}, None),
    "withdrawn late, without a date": ({"TrangThaiHoSo": "7", "CapNhatLuc": "20240712000000"}, JULY_10),
    "stopped in time, without a date": ({"TrangThaiHoSo": "8", "CapNhatLuc": "20240705000000"}, None),
    "one supplement moves the due day": ({"DanhSachHoSoBoSung": [FOUR_DAYS]}, JULY_14),
    "finished within the moved time": ({"DanhSachHoSoBoSung": [FOUR_DAYS]} | finished("20240714170000"), None),
    "finished after the moved time": ({"DanhSachHoSoBoSung": [FOUR_DAYS]} | finished("20240714170001"), JULY_14),
    "a new due day decides": (
        {"DanhSachHoSoBoSung": [asked("20240704080000", "20240708080000", "20240716170000")]},
        date(2024, 7, 16),
    ),
    "waiting for the citizen": ({"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [asked("20240704080000")]}, None),
    "waiting, the request is not listed": ({"TrangThaiHoSo": "5"}, None),
    "asked when it was late already": (
        {"TrangThaiHoSo": "5", "DanhSachHoSoBoSung": [asked("20240712080000")]},
        JULY_10,
    ),
    "asked when late, answered, finished": (
        {"DanhSachHoSoBoSung": [asked("20240712080000", "20240713080000")]} | finished("20240714000000"),
        JULY_10,
    ),
    "withdrawn while it waited": (
        {"DanhSachHoSoBoSung": [asked("20240704080000")], "TrangThaiHoSo": "7", "CapNhatLuc": "20240713000000"},
        None,
    ),
    "the second request makes it late": (
        {"DanhSachHoSoBoSung": [FOUR_DAYS, asked("20240709080000", "20240709090000")]},
        date(2024, 7, 9),
    ),
    "two requests, whatever their order": (
        {"DanhSachHoSoBoSung": [asked("20240709080000"), FOUR_DAYS]} | finished("20240709100000"),
        date(2024, 7, 9),
    ),
    "two requests without a due date": (
        {"NgayHenTra": "", "DanhSachHoSoBoSung": [FOUR_DAYS, asked("20240709080000")]},
        date(2024, 7, 9),
    ),
    "late before the second request": ({"DanhSachHoSoBoSung": [FOUR_DAYS, asked("20240720080000")]}, JULY_14),
}


@pytest.fixture(scope="module")
def breaches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, date | None]:
    typed = type_rows(tmp_path_factory.mktemp("late"), "dossiers", [OPEN | changes for changes, _ in CASES.values()])
    return dict(zip(CASES, (dossier["breached_on"] for dossier in typed), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_a_dossier_becomes_late_at_one_moment(breaches: dict[str, date | None], case: str) -> None:
    assert breaches[case] == CASES[case][1]


def test_the_end_is_the_first_end_event(tmp_path: Path) -> None:
    ends = [
        ({}, None),
        ({"NgayKetThucXuLy": "20240705000000", "NgayTra": "20240704000000"}, local("2024-07-04")),
        ({"NgayTuChoi": "20240703000000"}, local("2024-07-03")),
        ({"TrangThaiHoSo": "7", "CapNhatLuc": "20240706000000"}, local("2024-07-06")),
        ({"TrangThaiHoSo": "8", "NgayTuChoi": "20240703000000"}, local("2024-07-03")),
        ({"TrangThaiHoSo": "3", "CapNhatLuc": "20240706000000"}, None),
    ]
    typed = type_rows(tmp_path, "dossiers", [OPEN | changes for changes, _ in ends])
    assert [dossier["ended_at"] for dossier in typed] == [ended_at for _, ended_at in ends]


def test_supplements_are_counted(tmp_path: Path) -> None:
    lists = [None, [], [FOUR_DAYS], [FOUR_DAYS, asked("20240709080000")]]
    typed = type_rows(tmp_path, "dossiers", [{"DanhSachHoSoBoSung": supplements} for supplements in lists])
    assert [dossier["supplement_count"] for dossier in typed] == [0, 0, 1, 2]
