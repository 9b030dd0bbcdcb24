"""A vintage: the figures of one period as they stood when somebody published them, and the records behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from include.errors import WrongUse
from include.periods import Period, start_of
from include.publication.statements import ask, read_sql

LIVE_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Vintage:
    """`number` and `frozen_at` say which records it saw; vintage 0 is live: it sees those that stand now."""

    period: Period
    vintage: int
    number: int = LIVE_NUMBER
    frozen_at: datetime | None = None
    published_at: datetime | None = None
    published_by: str = ""
    data_as_of: datetime | None = None
    inputs_sha256: str = ""
    values_sha256: str = ""
    formulas: Mapping[str, Any] | None = None
    weights: tuple[Mapping[str, Any], ...] = ()

    def bind(self, state: str) -> dict[str, object]:
        """The parameters of this vintage in a statement that speaks of it by the name `state`."""
        return {
            f"{state}_vintage": self.vintage,
            f"{state}_number": self.number,
            f"{state}_frozen_at": self.frozen_at or "infinity",
            f"{state}_published_at": self.published_at or "infinity",
        }


def bind_period(period: Period) -> dict[str, object]:
    """The parameters by which statements name a period: label, moments and days, the end not included."""
    return {
        "period": period.label,
        "since": start_of(period.since),
        "until": start_of(period.until),
        "since_on": period.since,
        "until_on": period.until,
    }


def list_vintages(connection: Connection, period: Period) -> list[Vintage]:
    """Every vintage of a period, oldest first."""
    rows = ask(connection, read_sql("vintage"), {"period": period.label}).mappings()
    return [Vintage(period, **{**row, "weights": tuple(row["weights"])}) for row in rows]


def find_vintage(connection: Connection, asked: str, period: Period, vintage: int) -> Vintage:
    """That vintage of a period; WrongUse names those that there are."""
    known = {one.vintage: one for one in list_vintages(connection, period)}
    if vintage not in known:
        came = f"there is no vintage {vintage}, there are {', '.join(map(str, known)) or 'none'}"
        raise WrongUse(asked, came, "name one of them, or none")
    return known[vintage]
