"""What is wrong in real data (DOMAIN 7): one small function a fault. A record carries at most one.

A fault spoils the record as the portal would show it, in whichever state that is.
"""

from collections.abc import Callable

import numpy as np

from include.portal.simulator.faults import dossier, payment, petition
from include.portal.simulator.rows import Rows

Record = dict[str, object]
Fault = Callable[[Record], None]

DOSSIER_FAULTS: tuple[Fault, ...] = (*dossier.ARRIVALS, *dossier.FAULTS)
PAYMENT_FAULTS: tuple[Fault, ...] = payment.FAULTS
PETITION_FAULTS: tuple[Fault, ...] = petition.FAULTS


def strike(rows: Rows, rng: np.random.Generator, share: float, kinds: int) -> None:
    """Gives a share of the rows the number of a fault, each kind as often."""
    struck = rng.random(len(rows)) < share
    rows["fault"] = np.where(struck, rng.integers(1, kinds + 1, len(rows)), 0)


def apply(faults: tuple[Fault, ...], number: int, record: Record) -> None:
    """Spoils the record by the fault of that number; 0 leaves it sound."""
    if number:
        faults[number - 1](record)
