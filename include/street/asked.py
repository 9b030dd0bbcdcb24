"""What travels between the steps: a batch that is asked for, and where it landed. Small dicts, never records."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import NotRequired, TypedDict

from sqlalchemy import Engine

from include.errors import WrongUse
from include.periods import VIETNAM, Period, Window
from include.portal.feed import Feed
from include.portal.report import COUNTRY
from include.receipt import Batch
from include.records.agency_code import normalise
from include.settings import Settings
from include.warehouse.connection import connect


class Asked(TypedDict):
    """A batch to be pulled; the ends of its window as ISO times in Vietnam's zone.

    A report is asked for on the day that is its window, and is about a period.
    """

    feed: str
    root_agency: str
    since: str
    until: str
    period: NotRequired[str]


class Landed(Asked):
    """A batch that has been pulled and kept."""

    landing_key: str
    pulled: int
    drift: list[str]


def root_code(written: str) -> str:
    """One agency code, normalised, or VN for the country; WrongUse when it is none."""
    try:
        return COUNTRY if written == COUNTRY else normalise(written)
    except ValueError:
        raise WrongUse(f"root agency {written!r}", "not an agency code", "write a code like H13 or H13.05") from None


def root_codes(settings: Settings) -> list[str]:
    """The root agencies of the settings, normalised."""
    return [root_code(written) for written in settings.roots]


def ask(feed: Feed, root: str, window: Window) -> Asked:
    """The dict of a batch that is wanted."""
    since, until = (moment.astimezone(VIETNAM).isoformat() for moment in (window.since, window.until))
    return {"feed": feed.name, "root_agency": root, "since": since, "until": until}


def batch_of(asked: Asked) -> Batch:
    """The batch that a dict stands for."""
    since, until = datetime.fromisoformat(asked["since"]), datetime.fromisoformat(asked["until"])
    period = Period.parse(asked["period"]) if "period" in asked else None
    return Batch(asked["feed"], asked["root_agency"], Window(since, until), period)


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[Engine]:
    """An engine for the length of a step."""
    engine = connect(settings.warehouse_url)
    try:
        yield engine
    finally:
        engine.dispose()


def describe_receipt(receipt: Mapping[str, str | int]) -> str:
    """One line for people: what became of a batch."""
    counts = ", ".join(f"{receipt[key]} {key}" for key in ("pulled", "loaded", "unchanged", "duplicate", "quarantined"))
    return f"{receipt['batch']}: {counts}"
