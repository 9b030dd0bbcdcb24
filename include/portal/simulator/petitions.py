"""The petitions of a day: when each is handled, and whether it pleased."""

import numpy as np

from include.portal.simulator import rows as r
from include.portal.simulator.draw import generator
from include.portal.simulator.faults import PETITION_FAULTS, strike
from include.portal.simulator.rows import DAY, PETITION, Rows, any_of, spread
from include.portal.simulator.source import Source

OPENS, CLOSES = 7 * 3600, 20 * 3600
ALLOWED_DAYS = 14
DECLINED_SHARE = 0.05
INTERIM_SHARE = 0.5


def draw_petitions(source: Source, day: int) -> Rows:
    """Every petition received on a day. The source and the day decide all of it."""
    rng = generator(source.seed, source.code, day, "course of petitions")
    agency = source.complain(day)
    rows, count, shares = r.empty(PETITION, len(agency)), len(agency), source.shares
    rows["agency"], rows["grain"] = agency, rng.integers(0, 2**32, count, dtype=np.uint32)
    born = day * DAY + spread(rng, count, OPENS, CLOSES)
    due = (day + ALLOWED_DAYS) * DAY + CLOSES
    ended = np.where(
        any_of(rng, count, shares.petition_late),
        due + spread(rng, count, DAY, 10 * DAY),
        born + (rng.random(count) * (due - born - DAY)).astype(np.int64) + 3600,
    )
    rows["born"], rows["due"], rows["first"], rows["last"] = born, due, born, ended
    taken_up = born + 1 + (rng.random(count) * (ended - born - 1)).astype(np.int64)
    rows["second"] = np.where(any_of(rng, count, INTERIM_SHARE), taken_up, ended)
    rows["outcome"] = np.where(any_of(rng, count, DECLINED_SHARE), r.DECLINED, r.HANDLED)
    rows["satisfied"] = any_of(rng, count, shares.petition_satisfied)
    numbered = r.number_within(rows)
    strike(numbered, rng, source.fault_share, len(PETITION_FAULTS))
    return numbered
