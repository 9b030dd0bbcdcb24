"""The volume of a batch against the usual: counted in any order, judged for the large, silent about the small."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from include.periods import VIETNAM, Window
from include.receipt import Batch, Receipt
from include.warehouse.load import load_batch
from tests.warehouse.judged import NOW, dossier, verdict

MONDAY = date(2024, 3, 4)
Counts = dict[date, int]


def load_days(engine: Engine, counts: Counts, *, pulled_at: datetime | None = None, agency: str = "H13.05") -> Receipt:
    """One batch with so many dossiers on each day; pulled right after its end if nothing else is said."""
    since, until = (datetime(d.year, d.month, d.day, tzinfo=VIETNAM) for d in (min(counts), max(counts)))
    batch = Batch("dossiers", "H13.05", Window(since, until + timedelta(days=1)))
    records = [
        dossier(int(agency[-2:]) * 1000 + n, day, agency_code=agency)
        for day, count in counts.items()
        for n in range(count)
    ]
    judged = verdict("dossiers", records)
    now = pulled_at or batch.window.until + timedelta(hours=3)
    return load_batch(engine, batch, f"{agency}/{pulled_at}", judged, len(records), now)


def weeks_before(monday: date, count: int, weeks: int = 8) -> Counts:
    """The same weekday of each week before, and nothing on the days between."""
    days = (monday - timedelta(days=ago) for ago in range(7 * weeks, 0, -1))
    return {day: count if (monday - day).days % 7 == 0 else 0 for day in days}


def said(engine: Engine, day: date) -> dict[str, tuple[int, int, list[str]]]:
    """What the rules said of the batch that begins on a day, by rule."""
    query = text(
        "SELECT rule, evaluated_count, failed_count, found FROM mart.data_quality WHERE window_start::date = :day"
    )
    with engine.connect() as connection:
        return {rule: tuple(counts) for rule, *counts in connection.execute(query, {"day": day})}


@pytest.mark.parametrize(
    ("today", "unusual", "empty"),
    [(20, 0, 0), (12, 0, 0), (5, 0, 0), (4, 1, 0), (0, 1, 1), (80, 0, 0), (81, 1, 0)],
)
def test_a_day_is_held_against_the_same_weekday(engine: Engine, today: int, unusual: int, empty: int) -> None:
    load_days(engine, weeks_before(MONDAY, 20))
    load_days(engine, {MONDAY: today})
    named = [f"H13.05 2024-03-04: {today} (20)"]
    assert said(engine, MONDAY) == {
        "volume_as_usual": (1, unusual, named if unusual else []),
        "no_empty_day": (1, empty, named if empty else []),
    }


def test_small_agencies_and_short_histories_say_nothing(engine: Engine) -> None:
    load_days(engine, weeks_before(MONDAY, 9))
    load_days(engine, {MONDAY: 0})
    assert said(engine, MONDAY) == {}


def test_a_history_of_three_weeks_says_nothing(engine: Engine) -> None:
    load_days(engine, weeks_before(MONDAY, 50, weeks=3))
    load_days(engine, {MONDAY: 0})
    assert said(engine, MONDAY) == {}


def test_an_agency_that_was_once_empty_may_be_empty_again(engine: Engine) -> None:
    load_days(engine, {**weeks_before(MONDAY, 20), MONDAY - timedelta(days=21): 0})
    load_days(engine, {MONDAY: 0})
    assert said(engine, MONDAY) == {"volume_as_usual": (1, 1, ["H13.05 2024-03-04: 0 (20)"])}


def test_the_newest_days_of_a_window_pulled_late_are_not_judged(engine: Engine) -> None:
    load_days(engine, weeks_before(MONDAY, 20))
    load_days(engine, {MONDAY: 0}, pulled_at=NOW)
    assert said(engine, MONDAY) == {}


def test_batches_in_any_order_and_twice_count_once(engine: Engine) -> None:
    late, early = {MONDAY: 20, MONDAY + timedelta(days=1): 3}, {MONDAY: 12}
    for counts in (late, early, late):
        load_days(engine, counts, pulled_at=NOW)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT day, record_count FROM ops.day_volume ORDER BY day")).all()
    assert [tuple(row) for row in kept] == [(MONDAY, 20), (MONDAY + timedelta(days=1), 3)]
