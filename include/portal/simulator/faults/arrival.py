"""Dossiers that arrive late, twice, after their payment, or never: faults of the order in which records are seen."""

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator.faults import DOSSIER_FAULTS
from include.portal.simulator.faults.dossier import after_its_payment, late_arrival, sent_twice
from include.portal.simulator.rows import DAY, Rows

LATE_DAYS = (20, 40)
BEHIND_PAYMENT_DAYS = (1, 4)
RETRY_SECONDS = 600

LATE, TWICE, BEHIND = (DOSSIER_FAULTS.index(fault) + 1 for fault in (late_arrival, sent_twice, after_its_payment))


def disturb_arrival(rows: Rows) -> Rows:
    """The rows with their moments moved where a fault says so, and the copies of those sent twice behind them."""
    _delay(rows, LATE, LATE_DAYS)
    _delay(rows, BEHIND, BEHIND_PAYMENT_DAYS)
    copies = rows[rows["fault"] == TWICE]
    copies["suffix"] = 1
    for moment in ("first", "second", "last"):
        copies[moment] += RETRY_SECONDS
    return np.concatenate([rows, copies])


def is_lost(rows: Rows, share: float) -> NDArray[np.bool_]:
    """Which dossiers the sync loses for good, the same ones whenever they are asked for."""
    mixed = rows["grain"].astype(np.uint64) * 2_654_435_761 % 2**32
    return np.asarray(mixed < share * 2**32)


def _delay(rows: Rows, number: int, days: tuple[int, int]) -> None:
    least, most = days
    wait = np.where(rows["fault"] == number, (least + rows["grain"] % (most - least)) * DAY, 0).astype(np.uint32)
    for moment in ("first", "second", "last"):
        rows[moment] += wait
