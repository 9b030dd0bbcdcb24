"""From the workbook of the report to its figures: 22 of 27, and what else a reform unit has to see each month."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import Engine, text

from include.index.framework import all_weights
from include.indicators.measure import measure
from include.periods import VIETNAM
from include.reform.importing import Imported
from tests.reform.conftest import AGENCY, NOW, fetch

Send = Callable[..., Imported]
UNIT = """
plan_task_rate inspection_rate overdue_document_rate security_dossier_rate procurement_progress_rate position_rate
technical_norm_rate survey_satisfaction_rate
""".split()  # noqa: SIM905
PULLED = text("""
WITH pulled AS (
    INSERT INTO ops.receipt (
        batch, landing_key, feed, root_agency, window_start, window_end, pulled, loaded, unchanged, duplicate,
        quarantined, loaded_at
    )
    VALUES (:root, :root, 'petitions', :root, '2024-01-01', '2024-07-01', 0, 0, 0, 0, 0, '2024-07-01')
    RETURNING feed, root_agency, window_end
)

INSERT INTO ops.watermark (feed, root_agency, complete_until)
SELECT feed, root_agency, window_end FROM pulled
""")
AUGUST = datetime(2024, 8, 5, 8, tzinfo=VIETNAM)


def figures(engine: Engine, agency: str, period: str) -> dict[str, tuple[Any, ...]]:
    found = fetch(
        engine,
        "SELECT indicator, numerator, denominator, state FROM mart.indicator"
        f" WHERE agency_code = '{agency}' AND period = '{period}'",
    )
    return {row[0]: row[1:] for row in found if row[0] in UNIT}


def cover(workbook: Workbook, agency: str = "H13.05", month: str = "06/2024", submission: int = 1) -> None:
    tab = workbook["Bìa"]
    tab["B3"], tab["B4"], tab["B5"] = agency, month, submission


@pytest.fixture
def measured(engine: Engine) -> Callable[..., None]:
    def run(now: datetime = NOW) -> None:
        measure(engine, now, all_weights())

    return run


def test_the_numbers_of_the_report(send: Send, engine: Engine, measured: Callable[..., None]) -> None:
    assert send().outcome == "loaded"
    measured()
    expected = {
        "plan_task_rate": (22, 27, "ok"),
        "inspection_rate": (8, 14, "ok"),
        "overdue_document_rate": (3, 14, "ok"),
        "security_dossier_rate": (2, 4, "ok"),
        "procurement_progress_rate": (1, 2, "ok"),
        "position_rate": (28, 31, "ok"),
        "technical_norm_rate": (1, 2, "ok"),
        "survey_satisfaction_rate": (None, None, "no_data"),
    }
    for period in ("2024-06", "2024-Q2", "2024-H1"):
        assert figures(engine, "H13.05", period) == expected, period
    assert figures(engine, "H13.05", "2024")["plan_task_rate"] == (22, 27, "preliminary")
    rates = fetch(engine, "SELECT rate FROM mart.indicator WHERE indicator = 'plan_task_rate' AND period = '2024-H1'")
    assert {round(rate, 3) for (rate,) in rates if rate is not None} == {Decimal("0.815")}


def test_who_reported_nothing_has_no_data_and_who_stands_above_is_incomplete(
    send: Send, engine: Engine, measured: Callable[..., None]
) -> None:
    send()
    measured()
    assert figures(engine, "H13.05.01", "2024-06")["plan_task_rate"] == (None, None, "no_data")
    assert figures(engine, "H13", "2024-06")["plan_task_rate"] == (22, 27, "incomplete")
    assert figures(engine, "H13.05", "2024-05") in ({}, dict.fromkeys(UNIT, (None, None, "no_data")))


def test_the_first_report_of_a_province_asks_all_its_agencies(
    send: Send, engine: Engine, measured: Callable[..., None]
) -> None:
    """Before it nobody is asked; after it those that were measured already have no data, also without a rebuild."""
    with engine.begin() as connection:
        connection.execute(AGENCY, {"code": "H20", "parent": None, "level": 1})
        for root in ("H13", "H20"):
            connection.execute(PULLED, {"root": root})
    measured()
    assert figures(engine, "H13.06", "2024-06") == figures(engine, "H20", "2024-06") == {}
    send()
    measured()
    assert figures(engine, "H13.06", "2024-06") == dict.fromkeys(UNIT, (None, None, "no_data"))
    assert figures(engine, "H20", "2024-06") == {}
    assert measure(engine, NOW, all_weights(), rebuild=True).rows == 0


def test_a_month_does_not_add_to_the_month_before_it(send: Send, engine: Engine, measured: Callable[..., None]) -> None:
    def july(workbook: Workbook) -> None:
        cover(workbook, month="07/2024")
        tab = workbook["1. Nhiệm vụ"]
        tab["E11"], tab["F11"] = "Đã hoàn thành", date(2024, 7, 12)

    assert send().outcome == "loaded"
    measured()
    assert send(july, AUGUST).outcome == "loaded"
    measured(AUGUST)
    assert figures(engine, "H13.05", "2024-06")["plan_task_rate"] == (22, 27, "ok")
    assert figures(engine, "H13.05", "2024-07")["plan_task_rate"] == (23, 27, "ok")
    assert figures(engine, "H13.05", "2024-H1")["plan_task_rate"] == (22, 27, "ok")
    assert figures(engine, "H13.05", "2024-Q3")["plan_task_rate"] == (23, 27, "preliminary")
    assert figures(engine, "H13.05", "2024")["plan_task_rate"] == (23, 27, "preliminary")


def test_a_corrected_workbook_changes_its_month(send: Send, engine: Engine, measured: Callable[..., None]) -> None:
    def second(workbook: Workbook) -> None:
        cover(workbook, submission=2)
        workbook["1. Nhiệm vụ"]["E3"], workbook["1. Nhiệm vụ"]["F3"] = "Đang thực hiện", None

    send()
    measured()
    assert send(second).outcome == "loaded"
    measured()
    assert figures(engine, "H13.05", "2024-06")["plan_task_rate"] == (21, 27, "ok")
    assert figures(engine, "H13.05", "2024-H1")["plan_task_rate"] == (21, 27, "ok")


def test_measured_on_the_way_equals_measured_anew(send: Send, engine: Engine, measured: Callable[..., None]) -> None:
    for number, agency in enumerate(("H13.05", "H13.06", "H13.05.01", "H13")):
        assert send(lambda workbook, agency=agency: cover(workbook, agency)).outcome == "loaded", number
        measured()
    assert figures(engine, "H13", "2024-06")["plan_task_rate"] == (88, 108, "ok")
    assert measure(engine, NOW, all_weights(), rebuild=True).rows == 0


def test_a_report_before_the_month_is_over_is_preliminary(
    send: Send, engine: Engine, measured: Callable[..., None]
) -> None:
    early = datetime(2024, 6, 27, 8, tzinfo=VIETNAM)
    assert send(now=early).outcome == "loaded"
    measured(early)
    assert figures(engine, "H13.05", "2024-06")["plan_task_rate"] == (22, 27, "preliminary")


def test_the_index_of_a_department_is_never_a_part_for_the_whole(
    send: Send, engine: Engine, measured: Callable[..., None]
) -> None:
    send()
    measured()
    scores = {
        (agency, group): (points, state)
        for agency, group, points, state in fetch(
            engine,
            "SELECT agency_code, group_code, points, state FROM mart.index"
            " WHERE framework = 'department-2024' AND period = '2024-H1'",
        )
    }
    assert {agency for agency, _ in scores} == {"H13.05"}, "neither the province above it nor the unit below"
    assert scores["H13.05", "CDDH"] == (Decimal("12.57"), "ok"), "8 of 12 for 81.5 %, and 8 * 8 / 14"
    assert scores["H13.05", "TCHE"] == (Decimal("7.86"), "ok"), "10 less 3 of 14"
    assert scores["H13.05", "TDCC"] == (None, "no_data")
    assert scores["H13.05", "TOTAL"] == (None, "incomplete")
