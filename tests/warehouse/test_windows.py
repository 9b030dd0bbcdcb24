from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from include.periods import VIETNAM, Window
from include.warehouse.load import load_batch, plan_window
from include.warehouse.windows import find_gaps
from tests.warehouse.judged import NOW, batch_of, dossier, load, verdict

JANUARY = datetime(2024, 1, 1, tzinfo=VIETNAM)
NO_LAG = timedelta(0)


def day(number: int) -> datetime:
    return JANUARY + timedelta(days=number)


def watermark(engine: Engine) -> datetime:
    with engine.connect() as connection:
        found: datetime = connection.exec_driver_sql("SELECT complete_until FROM ops.watermark").scalar_one()
    return found.astimezone(VIETNAM)


def plan(engine: Engine, until: datetime, since: datetime = JANUARY, lag: timedelta = NO_LAG) -> Window | None:
    return plan_window(engine, "dossiers", "H13.05", since, until, lag)


def test_nothing_loaded_means_all_of_it(engine: Engine) -> None:
    assert plan(engine, day(9)) == Window(JANUARY, day(9))
    assert plan(engine, JANUARY) is None


def test_it_goes_on_where_the_windows_end_less_the_lag(engine: Engine) -> None:
    load(engine, "dossiers", [], number=0)
    load(engine, "dossiers", [], number=1)
    assert watermark(engine) == day(2)
    assert plan(engine, day(9)) == Window(day(2), day(9))
    assert plan(engine, day(9), lag=timedelta(hours=6)) == Window(day(2) - timedelta(hours=6), day(9))
    assert plan(engine, day(9), lag=timedelta(days=30)) == Window(JANUARY, day(9))
    assert plan(engine, day(2)) is None


def test_another_root_or_feed_does_not_count(engine: Engine) -> None:
    load(engine, "dossiers", [], root="H20")
    load(engine, "payments", [])
    assert plan(engine, day(9)) == Window(JANUARY, day(9))


def test_a_hole_is_pulled_again_however_far_later_windows_went(engine: Engine) -> None:
    for number in (0, 1, 4):
        load(engine, "dossiers", [], number=number)
    assert plan(engine, day(9)) == Window(day(2), day(9))
    assert watermark(engine) == day(2)
    for number in (3, 2):
        load(engine, "dossiers", [], number=number)
    assert plan(engine, day(9)) == Window(day(5), day(9))
    assert watermark(engine) == day(5)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_windows_in_any_order_come_to_the_same_watermark(engine: Engine, order: tuple[int, ...]) -> None:
    for number in order:
        load(engine, "dossiers", [], number=number)
    assert watermark(engine) == day(4)


def test_the_watermark_never_goes_back(engine: Engine) -> None:
    for number in (100, 101):
        load(engine, "dossiers", [], number=number)
    for number in range(5):
        load_batch(engine, batch_of("dossiers", number), "k", verdict("dossiers", []), 0, NOW)
    assert watermark(engine) == day(102)


def test_history_that_begins_later_is_not_held_up_by_an_old_window(engine: Engine) -> None:
    load(engine, "dossiers", [], number=-300)
    for number in (0, 1):
        load(engine, "dossiers", [], number=number)
    assert plan(engine, day(9)) == Window(day(2), day(9))
    assert watermark(engine) == day(2)


def gaps(engine: Engine, since: datetime, until: datetime) -> list[Window]:
    return find_gaps(engine, "dossiers", "H13.05", since, until)


def test_a_window_never_pulled_is_found(engine: Engine) -> None:
    assert gaps(engine, JANUARY, day(9)) == [Window(JANUARY, day(9))]
    for number in (1, 2, 5):
        load(engine, "dossiers", [], number=number)
    assert gaps(engine, JANUARY, day(30)) == [Window(JANUARY, day(1)), Window(day(3), day(5))]
    assert gaps(engine, day(4), day(30)) == [Window(day(4), day(5))]
    assert gaps(engine, day(8), day(30)) == []
    for number in (0, 3, 4):
        load(engine, "dossiers", [], number=number)
    assert gaps(engine, JANUARY, day(30)) == []


def test_freshness_shows_newest_record_newest_window_and_gaps(engine: Engine) -> None:
    asked = "SELECT newest_record_at, newest_window_start, newest_window_end, gaps::text FROM mart.freshness"
    load(engine, "dossiers", [dossier(1)], number=0)
    load(engine, "dossiers", [], number=3)
    with engine.connect() as connection:
        newest, start, end, missing = connection.exec_driver_sql(asked).one()
    assert newest.astimezone(VIETNAM).replace(tzinfo=None) == dossier(1)["updated_at"]
    assert (start, end) == (day(3), day(4))
    assert missing == '{["2024-01-02 00:00:00+07","2024-01-04 00:00:00+07")}'
