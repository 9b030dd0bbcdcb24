"""How one value is read: text, times, amounts, numbers, flags."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.records.shape import shape_nothing
from tests.records.landed_rows import local


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        shape_nothing(connection, "petitions")
        yield connection


def read(con: duckdb.DuckDBPyConnection, macro: str, written: str | None) -> Any:
    return con.execute(f"SELECT {macro}(?::VARCHAR)", [written]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (None, None),
        ("", None),
        (" \t\r\n\u00a0\ufeff", None),
        ("  H13 ", "H13"),
        ("Sở Văn ho\u0301a", "Sở Văn hóa"),
        ("a\0b", "ab"),
        ("\0", None),
        ("u00a0 8080 feff", "u00a0 8080 feff"),
    ],
)
def test_text(con: duckdb.DuckDBPyConnection, written: str | None, text: str | None) -> None:
    assert read(con, "read_text", written) == text
    assert read(con, "is_given", written) is (text is not None)


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("20240712080000", local("2024-07-12 08:00")),
        (" 20240712080000 ", local("2024-07-12 08:00")),
        ("20240229235959", local("2024-02-29 23:59:59")),
        ("20230229000000", None),
        ("20241301000000", None),
        ("20240712240000", None),
        ("20240712086000", None),
        ("2024071208000", None),
        ("202407120800000", None),
        ("2024-07-12 08:00:00", None),
        ("20240712 80000", None),
        ("2024071208000O", None),
        (" 2024071208000", None),
        ("2024071208000\x0b", None),
        ("-2024071208000", None),
        ("20240712-80000", None),
        ("", None),
        (None, None),
    ],
)
def test_time(con: duckdb.DuckDBPyConnection, written: str | None, time: datetime | None) -> None:
    assert read(con, "read_time", written) == time
    assert read(con, "read_day", written) == (time and time.date())
    assert read(con, "read_time", written) == time


@given(moment=st.datetimes(min_value=local("1900-01-01"), max_value=local("2999-01-01")))
def test_every_time_is_read_to_the_second(con: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    assert read(con, "read_time", f"{moment:%Y%m%d%H%M%S}") == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("written", "amount", "fraction"),
    [
        ("30000", 30000, False),
        ("0", 0, False),
        ("-5", -5, False),
        ("30000.0", 30000, False),
        ("30000.00", 30000, False),
        ("30000.50", None, True),
        ("0,25", None, True),
        ("30.000", None, False),
        ("30,000", None, False),
        ("1e6", None, False),
        ("ba mươi", None, False),
        ("1234567890123456", None, False),
        ("", None, False),
        (None, None, False),
    ],
)
def test_money(con: duckdb.DuckDBPyConnection, written: str | None, amount: int | None, fraction: bool) -> None:
    assert read(con, "read_money", written) == amount
    assert read(con, "is_fraction", written) is fraction


def test_numbers_and_flags(con: duckdb.DuckDBPyConnection) -> None:
    assert [read(con, "read_number", text) for text in ("10", "0", "9.0", "-1", "x", "", None)] == [10, 0, *[None] * 5]
    assert [read(con, "read_flag", text) for text in ("1", " 0", "2", "true", "", None)] == [True, False, *[None] * 4]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("H13.05-240712-0001", date(2024, 7, 12)),
        ("000.00.05.H13-240229-12345", date(2024, 2, 29)),
        ("H13.05-230229-0001", None),
        ("H13.05-240712-001", None),
        ("H13.05-240712-0001-1", None),
        ("H13.05", None),
        (None, None),
    ],
)
def test_the_day_in_a_dossier_code(con: duckdb.DuckDBPyConnection, code: str | None, day: date | None) -> None:
    assert read(con, "read_code_day", code) == day
