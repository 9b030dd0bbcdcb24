"""What a Retry-After header says, in seconds."""

from math import inf

import pytest

from include.portal.client import Limits
from include.portal.client.waiting import backoff, read_retry_after

NOON = "Fri, 12 Jul 2024 12:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("9" * 400, inf),
        ("Fri, 12 Jul 2024 12:02:00 GMT", 120),
        ("Fri, 12 Jul 2024 19:02:00 +0700", 120),
        ("Fri, 12 Jul 2024 11:59:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 251_681_515_199),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_seconds_and_dates(header: str | None, seconds: float | None) -> None:
    assert read_retry_after(header, NOON) == seconds


def test_a_date_needs_the_date_of_its_reply() -> None:
    assert read_retry_after("Fri, 12 Jul 2024 12:02:00 GMT", None) is None


def test_a_date_with_a_zone_and_one_without() -> None:
    assert read_retry_after("Fri, 12 Jul 2024 12:02:00 -0000", NOON) is None


def test_backoff_doubles_up_to_its_limit() -> None:
    limits = Limits(backoff_seconds=1, longest_wait_seconds=10)
    for attempt, longest in [(1, 1), (2, 2), (4, 8), (5, 10), (50, 10)]:
        assert longest / 2 <= backoff(attempt, limits) <= longest
