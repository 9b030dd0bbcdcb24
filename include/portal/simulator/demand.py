"""Who asks for what on a day, when it is drawn: few agencies get most of it, and few procedures most of an agency's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from include.errors import WrongUse
from include.portal.simulator.draw import generator
from include.portal.simulator.shares import Shares
from include.portal.simulator.source import CASH, ONLINE, TRANSFER, UNPAID, Chosen, Procedure, day_of

FEE_SHARE = 0.58
"""Of the dossiers of an agency, those with a fee (DOMAIN 6)."""
WEEKDAY_LOAD = (1.3, 1.3, 1.3, 1.3, 1.3, 0.35, 0.15)
DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Desk:
    """The procedures that an agency is asked for, and how often: their positions and cumulative shares."""

    procedures: NDArray[np.int64]
    cumulative: NDArray[np.float64]


def open_desk(procedures: Sequence[Procedure], held: Sequence[int], loads: Mapping[str, float]) -> Desk:
    """Given loads decide; without, the n-th is asked for 1/(n+2) as often, and the share of fees is kept.

    Nobody asks for a procedure that gives information only; WrongUse when there is no other.
    """
    positions = np.array([index for index in held if procedures[index].level > 0], dtype=np.int64)
    if not len(positions):
        raise WrongUse("world", "an agency with dossiers resolves no online procedure", "give it fields or no load")
    if loads:
        weight = np.array([loads[procedures[index].code] for index in positions])
    else:
        order = generator("popular", *(procedures[index].code for index in positions)).permutation(len(positions))
        fee = np.array([procedures[index].fee_vnd > 0 for index in positions])
        weight = _keep_fee_share(1 / (order + 2.0), fee)
    return Desk(positions, np.cumsum(weight / weight.sum()))


def _keep_fee_share(weight: NDArray[np.float64], fee: NDArray[np.bool_]) -> NDArray[np.float64]:
    if fee.all() or not fee.any():
        return weight
    kept: NDArray[np.float64] = weight * np.where(
        fee, FEE_SHARE / weight[fee].sum(), (1 - FEE_SHARE) / weight[~fee].sum()
    )
    return kept


@dataclass(frozen=True, eq=False)
class Demand:
    """`volume`: dossiers a month by agency; `desk_of`: its desk, -1 for none; `owed`, `paid_online`: by procedure.

    `shifted`: month, agency and procedure → another online payment rate.
    """

    seed: int
    root: str
    volume: NDArray[np.float64]
    desks: tuple[Desk, ...]
    desk_of: NDArray[np.int64]
    owed: NDArray[np.bool_]
    paid_online: NDArray[np.float64]
    shifted: Mapping[tuple[str, int, int], float]
    shares: Shares

    def choose(self, day: int) -> Chosen:
        """The dossiers of one day, in no order."""
        rng = generator(self.seed, self.root, day, "choice")
        agency = self._visit(rng, day, 1.0)
        procedure = self._ask(agency, rng.random(len(agency)))
        rate = self.paid_online[procedure]
        for (month, office, item), shifted in self.shifted.items():
            if f"{day_of(day):%Y-%m}" == month:
                rate[(agency == office) & (procedure == item)] = shifted
        return Chosen(agency, procedure, self._pay(rng, self.owed[procedure], rate))

    def complain(self, day: int) -> NDArray[np.int64]:
        """The agencies of one day's petitions."""
        return self._visit(generator(self.seed, self.root, day, "petitions"), day, self.shares.petition)

    def _visit(self, rng: np.random.Generator, day: int, share: float) -> NDArray[np.int64]:
        mean = self.volume.sum() / DAYS_IN_MONTH * WEEKDAY_LOAD[day_of(day).weekday()] * share
        edges = np.cumsum(self.volume)
        drawn = rng.random(int(rng.poisson(mean))) * edges[-1]
        visited: NDArray[np.int64] = np.searchsorted(edges, drawn, side="right")
        return visited

    def _ask(self, agency: NDArray[np.int64], drawn: NDArray[np.float64]) -> NDArray[np.int64]:
        procedure = np.zeros(len(agency), dtype=np.int64)
        at = self.desk_of[agency]
        for index, desk in enumerate(self.desks):
            mine = at == index
            found = np.searchsorted(desk.cumulative, drawn[mine], side="right")
            procedure[mine] = desk.procedures[np.minimum(found, len(desk.procedures) - 1)]
        return procedure

    def _pay(self, rng: np.random.Generator, owed: NDArray[np.bool_], rate: NDArray[np.float64]) -> NDArray[np.int64]:
        count = len(owed)
        counter = np.where(rng.random(count) < self.shares.transfer, TRANSFER, CASH)
        elsewhere = np.where(rng.random(count) < self.shares.paid_at_counter, counter, UNPAID)
        return np.where(owed, np.where(rng.random(count) < rate, ONLINE, elsewhere), UNPAID)
