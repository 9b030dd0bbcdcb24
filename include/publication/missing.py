"""Which live figures are incomplete, and for want of what: one line that says where to look."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from include.publication.statements import ask, read_sql
from include.warehouse.faults import told_in_one_line


@dataclass(frozen=True)
class Missing:
    """Counts of incomplete figures, their agencies and periods; `feeds` are feed and agencies that lack it."""

    figures: int
    agencies: int
    periods: int
    feeds: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        if not self.figures:
            return "no figure is incomplete"
        lacking = ", ".join(f"{feed} of {count} agencies" for feed, count in self.feeds) or "nothing that is known"
        return (
            f"{self.figures} figures of {self.agencies} agencies in {self.periods} periods are incomplete, for want of "
            f"{lacking}; mart.missing names them, mart.freshness says how far each feed is here"
        )


def find_missing(engine: Engine, period: str = "") -> Missing:
    """Of the period, or of all, as last measured."""
    with told_in_one_line("what is missing"), engine.connect() as connection:
        return count_missing(connection, period)


def count_missing(connection: Connection, period: str) -> Missing:
    """The same, in the caller's transaction."""
    found: Any = ask(connection, read_sql("missing"), {"period": period}).one()
    feeds = tuple((str(feed), int(count)) for feed, count in found.feeds)
    return Missing(int(found.figure_count), found.agency_count, found.period_count, feeds)
