"""Which time a run of `collect` pulls."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from reform_index.window import Reach, reach, sweep

from include.errors import WrongUse
from include.periods import VIETNAM

NIGHT = datetime(2024, 3, 1, 2, 30, tzinfo=VIETNAM)
NEXT_NIGHT = datetime(2024, 3, 2, 2, 30, tzinfo=VIETNAM)
MIDDAY = datetime(2024, 3, 2, 5, tzinfo=UTC)


def run(since: str | None = None, until: str | None = None, *, interval: bool = True) -> Reach:
    context: dict[str, Any] = {
        "params": {"since": since, "until": until},
        "dag_run": SimpleNamespace(run_after=MIDDAY),
        "data_interval_start": NIGHT.astimezone(UTC) if interval else None,
        "data_interval_end": NEXT_NIGHT.astimezone(UTC) if interval else None,
    }
    return reach(context)


def day(month: int, number: int) -> datetime:
    return datetime(2024, month, number, tzinfo=VIETNAM)


def test_a_nightly_run_and_a_backfill_reach_over_their_interval() -> None:
    reached = run()
    assert reached == {"since": None, "until": NEXT_NIGHT, "interval_start": NIGHT}
    assert reached["until"].utcoffset() == NEXT_NIGHT.utcoffset(), "in Vietnam's time"


def test_a_run_by_hand_without_an_interval_ends_when_it_may_run() -> None:
    assert run(interval=False) == {"since": None, "until": MIDDAY, "interval_start": None}


@pytest.mark.parametrize("interval", [True, False])
def test_days_that_a_person_names_are_taken_as_they_are(interval: bool) -> None:
    asked = run("2024-01-01", "2024-07-01", interval=interval)
    assert asked == {"since": day(1, 1), "until": day(7, 1), "interval_start": None}


def test_one_end_alone_may_be_named() -> None:
    assert run("2024-02-01") == {"since": day(2, 1), "until": NEXT_NIGHT, "interval_start": None}
    assert run(until="2024-02-01") == {"since": None, "until": day(2, 1), "interval_start": None}


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse, match="30 February"):
        run("30 February")


@pytest.mark.parametrize(
    ("end", "whole_year", "since"),
    [
        ((2024, 6, 9), None, (2024, 4, 25)),
        ((2024, 6, 2), None, (2024, 1, 1)),
        ((2024, 2, 4), None, (2023, 1, 1)),
        ((2024, 6, 9), True, (2024, 1, 1)),
        ((2024, 6, 2), False, (2024, 4, 18)),
    ],
)
def test_a_sweep_looks_at_45_days_and_once_a_month_at_the_year(
    end: tuple[int, int, int], whole_year: bool | None, since: tuple[int, int, int]
) -> None:
    until = datetime(*end, 5, tzinfo=VIETNAM)
    context = {"params": {"whole_year": whole_year}, "data_interval_end": until.astimezone(UTC)}
    assert sweep(context) == {"since": datetime(*since, tzinfo=VIETNAM), "until": until}
