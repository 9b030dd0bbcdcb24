"""What the portal publishes, as known when: restated months, open years, batches that are loaded late."""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Engine, text

from include.errors import Refused
from include.periods import VIETNAM, Period, Window, start_of
from include.receipt import Batch, Receipt
from include.warehouse.load import load_batch
from include.warehouse.published import find_department, known_provinces
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import QUARANTINED, Verdict

PUBLISHED = pa.schema(
    [(name, pa.string()) for name in ("row_key", "department_id", "agency_code", "department_name")]
    + [(name, pa.string()) for name in ("department_level", "department_type", "group_list", "metric_list")]
    + [("figure_list", pa.string()), ("is_parent", pa.bool_())]
    + [(name, pa.decimal128(18, 4)) for name in ("points", "max_points", "portal_ratio")]
    + [("content_hash", pa.string())]
)
FORMALITIES = pa.schema(
    [(name, pa.string()) for name in ("formality_id", "procedure_code", "procedure_name", "listing_state")]
    + [("ministry_id", pa.string()), ("publisher_ids", pa.list_(pa.string()))]
    + [("applier_ids", pa.list_(pa.string())), ("content_hash", pa.string())]
)
SEPTEMBER = Period.parse("2026-09")
NOTHING = pa.table({name: pa.array([], kind) for name, kind in QUARANTINED.items()})


def row(code: str | None, points: str | None, **more: Any) -> dict[str, Any]:
    """A row of a province at id-<code>; lists are given as Python values."""
    lists = {name: json.dumps(more.pop(name, [])) for name in ("group_list", "metric_list", "figure_list")}
    plain = {"row_key": f"id-{code}", "department_id": f"id-{code}", "agency_code": code, "is_parent": False}
    score = {"points": points and Decimal(points), "max_points": Decimal(100), "department_level": "PROVINCE"}
    return plain | score | lists | more


def load(
    engine: Engine,
    feed: str,
    rows: list[dict[str, Any]],
    day: date,
    *,
    late: int = 0,
    root: str = "VN",
    period: Period | None = SEPTEMBER,
) -> Receipt:
    """Loads what was seen on a day at nine, or `late` days afterwards."""
    rows = [each | {"content_hash": hashlib.md5(repr(each).encode()).hexdigest()} for each in rows]
    accepted = pa.Table.from_pylist(rows, schema=PUBLISHED if period else FORMALITIES)
    batch = Batch(feed, root, Window(start_of(day), start_of(day + timedelta(days=1))), period)
    key = hashlib.md5(repr(rows).encode()).hexdigest()
    now = start_of(day) + timedelta(days=late, hours=9)
    return load_batch(engine, batch, key, Verdict(accepted, NOTHING, 0, []), len(rows), now)


def ask(engine: Engine, question: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(found) for found in connection.execute(text(question))]


def counts(receipt: Receipt) -> tuple[int, int, int]:
    return receipt.pulled, receipt.loaded, receipt.unchanged


def day(number: int) -> date:
    return date(2026, 10, number)


def test_a_closed_month_that_is_restated_keeps_both_values(engine: Engine) -> None:
    assert counts(load(engine, "service_results", [row("H44", "74.5"), row("H20", "68.8")], day(1))) == (2, 2, 0)
    assert counts(load(engine, "service_results", [row("H44", "74.5"), row("H20", "68.8")], day(2))) == (2, 0, 2)
    assert counts(load(engine, "service_results", [row("H44", "80.8"), row("H20", "68.8")], day(6))) == (2, 1, 1)
    history = ask(
        engine,
        "SELECT points, points_before, is_newest, seen_at::date FROM mart.published_history"
        " WHERE agency_code = 'H44' AND period = '2026-09' ORDER BY seen_at",
    )
    assert history == [(Decimal("74.5"), None, False, day(1)), (Decimal("80.8"), Decimal("74.5"), True, day(6))]
    newest = ask(engine, "SELECT agency_code, group_code, points, max_points FROM mart.published ORDER BY 1")
    assert newest == [("H20", "TOTAL", Decimal("68.8"), 100), ("H44", "TOTAL", Decimal("80.8"), 100)]


def test_a_value_that_comes_back_is_a_third_one(engine: Engine) -> None:
    for number, points in ((1, "74.5"), (2, "80.8"), (3, "74.5")):
        assert counts(load(engine, "service_results", [row("H44", points)], day(number))) == (1, 1, 0)
    history = ask(engine, "SELECT points::text FROM mart.published_history ORDER BY seen_at")
    assert history == [("74.5",), ("80.8",), ("74.5",)]


def test_a_batch_that_is_loaded_late_does_not_hide_what_came_after_it(engine: Engine) -> None:
    load(engine, "service_results", [row("H44", "80.8")], day(6))
    load(engine, "service_results", [row("H44", "74.5")], day(5), late=3)
    assert ask(engine, "SELECT points::text FROM mart.published") == [("80.8",)]
    [(seen,)] = ask(engine, "SELECT seen_at FROM mart.published_history WHERE points = 74.5")
    assert seen == datetime(2026, 10, 5, 23, 59, 59, tzinfo=VIETNAM)


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    rows = [row("H44", "74.5", group_list=[{"code": "TTTT", "points": 6.25}])]
    first = load(engine, "service_results", rows, day(1))
    before = table_hashes(engine)
    assert load(engine, "service_results", rows, day(1)) == first
    load(engine, "service_results", rows, day(2))
    after = table_hashes(engine)
    assert {name for name, value in after.items() if before[name] != value} == {"mart.freshness"}


def test_groups_come_with_the_most_that_can_be_reached(engine: Engine) -> None:
    groups = [{"code": "TTTT", "points": 6.25}, {"code": "MDHL", "points": None}, {"code": "NEW", "points": 1}]
    load(engine, "service_results", [row("H44", "74.5", group_list=groups)], day(1))
    found = ask(engine, "SELECT group_code, points, max_points FROM mart.published ORDER BY group_code")
    assert found == [
        ("MDHL", None, 18),
        ("NEW", 1, None),
        ("TOTAL", Decimal("74.5"), 100),
        ("TTTT", Decimal("6.25"), 10),
    ]


def test_ratio_is_a_rate_where_the_report_says_so(engine: Engine) -> None:
    """Published figures of Phú Thọ, month 2026-08: 144,625 of 184,513 on time (78.38 %), 15.68 of 20 points."""
    figures = [{"name": "totalReceived", "value": 184513}, {"name": "totalOverdue", "value": None}]
    score = {"points": Decimal("15.68"), "max_points": Decimal(20), "portal_ratio": Decimal("78.38")}
    load(engine, "dvc_progress_tree", [row("H44", None, figure_list=figures) | score], day(1))
    load(engine, "provide_online_tree", [row("H44", "8.83", portal_ratio=Decimal("73.58"))], day(1))
    rates = ask(engine, "SELECT report, rate FROM core.published_row ORDER BY report")
    assert rates == [("dvc-progress-tree", Decimal("0.7838")), ("provide-online-tree", None)]
    assert ask(engine, "SELECT figure, value FROM mart.published_figure") == [("totalReceived", 184513)]


def test_null_is_not_zero(engine: Engine) -> None:
    """Published of Phú Thọ, month 2026-08: 85,644 of 184,513 dossiers linked; the certified copy has no figures."""
    metrics = [
        {"code": "CITIZEN_DATA_CONNECTED_DOSSIER", "numerator": 85644, "denominator": 184513, "points": 0.93},
        {"code": "ELECTRONIC_CERTIFIED_COPY", "numerator": None, "points": 2, "quality": "COMPLETE"},
        {"code": "REUSED_DIGITIZED_DATA", "numerator": 0, "denominator": 184513, "points": 0},
    ]
    load(engine, "dossier_digitized", [row("H44", None, metric_list=metrics)], day(1))
    found = ask(engine, "SELECT numerator, denominator, points FROM mart.published_metric ORDER BY metric")
    assert found == [(85644, 184513, Decimal("0.93")), (None, None, 2), (0, 184513, 0)]
    assert ask(engine, "SELECT group_code, points FROM mart.published") == [("MDSH", None)]


def test_a_report_without_codes_is_shown_once_another_named_the_department(engine: Engine) -> None:
    load(engine, "handling_satisfaction", [row(None, "12.97", row_key="id-H44", department_id="id-H44")], day(1))
    assert ask(engine, "SELECT agency_code FROM mart.published") == []
    load(engine, "service_results", [row("H44", "74.5")], day(1))
    found = ask(engine, "SELECT agency_code, group_code FROM mart.published ORDER BY group_code")
    assert found == [("H44", "MDHL"), ("H44", "TOTAL")]


def test_departments_are_asked_for_by_the_portals_own_ids(engine: Engine) -> None:
    country = row(None, "62.58", row_key="parent", department_id="id-VN", is_parent=True)
    load(engine, "service_results", [country, row("H44", "74.5"), row("H20", "68.8")], day(1))
    load(engine, "service_results", [row("H44.07", "60")], day(1), root="H44")
    assert find_department(engine, "VN") is None
    assert find_department(engine, "H44.07") == "id-H44.07"
    assert known_provinces(engine) == ["H20", "H44"]
    assert ask(engine, "SELECT points FROM mart.published WHERE agency_code = 'VN'") == [(Decimal("62.58"),)]
    with pytest.raises(Refused, match=r"id of H20\.01: no report has named it yet; pull service-results of H20 first"):
        find_department(engine, "H20.01")


def test_the_catalogue_keeps_what_an_entry_said_before(engine: Engine) -> None:
    def entry(number: int, state: str) -> dict[str, Any]:
        ids = {"publisher_ids": ["m"], "applier_ids": ["id-H44", "id-H20"], "ministry_id": "m"}
        return {"formality_id": f"f{number}", "procedure_code": f"1.{number:06d}", "listing_state": state, **ids}

    entries = [entry(number, "UPDATED") for number in range(450)]
    assert counts(load(engine, "formalities", entries, day(1), period=None)) == (450, 450, 0)
    entries[7] = entry(7, "INACTIVE")
    assert counts(load(engine, "formalities", entries, day(2), period=None)) == (450, 1, 449)
    found = ask(
        engine, "SELECT listing_state, count(*), max(department_count) FROM mart.published_procedure GROUP BY 1"
    )
    assert sorted(found) == [("INACTIVE", 1, 2), ("UPDATED", 449, 2)]
    assert ask(engine, "SELECT count(*) FROM core.published_formality") == [(451,)]
