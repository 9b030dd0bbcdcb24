"""What records come from: the agencies of one root, their procedures, and who asks for what on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator.shares import Shares

UNPAID, ONLINE, CASH, TRANSFER = range(4)


@dataclass(frozen=True)
class Agency:
    """`level`: 1 province, 2 department, 3 commune, 4 attached unit."""

    code: str
    name: str
    level: int
    parent: str
    effective_on: date
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """`level`: 2 full online service, 1 partial, 0 information only. `days`: calendar days that it may take."""

    code: str
    name: str
    field_code: str
    field_name: str
    level: int
    days: int
    fee_vnd: int
    payable: bool
    resolvers: tuple[int, ...]
    effective_on: date


@dataclass(frozen=True)
class Chosen:
    """The dossiers of a day, one position each: indices into agencies and procedures, and the way of paying."""

    agency: NDArray[np.int64]
    procedure: NDArray[np.int64]
    pay: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Source:
    """One root's records. Days are counted from 1970-01-01; dossiers are received in [since_day, until_day)."""

    code: str
    seed: int
    shares: Shares
    fault_share: float
    since_day: int
    until_day: int
    agencies: tuple[Agency, ...]
    procedures: tuple[Procedure, ...]
    choose: Callable[[int], Chosen]
    complain: Callable[[int], NDArray[np.int64]]
    lost_share: float = 0.0


def day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def day_of(number: int) -> date:
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


def calendar_days(working_days: int) -> int:
    """Working days as the calendar days that they take at most."""
    return -(-working_days * 7 // 5)
