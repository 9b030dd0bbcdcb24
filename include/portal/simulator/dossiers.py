"""The course of a day's dossiers: when each is received, due, asked for more, ended; what it carries."""

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator import rows as r
from include.portal.simulator.draw import generator
from include.portal.simulator.faults import DOSSIER_FAULTS, strike
from include.portal.simulator.faults.arrival import disturb_arrival
from include.portal.simulator.rows import DAY, DOSSIER, Rows, any_of, spread
from include.portal.simulator.source import Source

OPENS, CLOSES = 7 * 3600 + 1800, 17 * 3600
ONLINE_FROM, ONLINE_UNTIL = 6 * 3600, 22 * 3600
DIRECT, ONLINE, POSTAL = 1, 2, 3
APPLICANTS, APPLICANT_SHARES = (1, 2, 3, 4), (0.86, 0.12, 0.01, 0.01)
MOST_LATE_DAYS = 10
SHORTEST_SUPPLEMENT = 2 * 3600


def draw_dossiers(source: Source, day: int) -> Rows:
    """Every dossier received on a day, numbered within its agency. The source and the day decide all of it."""
    rng = generator(source.seed, source.code, day, "dossiers")
    chosen = source.choose(day)
    rows = r.empty(DOSSIER, len(chosen.agency))
    rows["agency"], rows["procedure"], rows["pay"] = chosen.agency, chosen.procedure, chosen.pay
    rows["grain"] = rng.integers(0, 2**32, len(rows), dtype=np.uint32)
    _receive(rows, source, rng, day)
    _resolve(rows, source, rng, day)
    _show(rows, source, rng)
    _equip(rows, source, rng)
    numbered = r.number_within(rows)
    strike(numbered, rng, source.fault_share, len(DOSSIER_FAULTS))
    return disturb_arrival(numbered)


def _receive(rows: Rows, source: Source, rng: np.random.Generator, day: int) -> None:
    count, shares = len(rows), source.shares
    drawn = rng.random(count)
    channel = np.where(drawn < shares.online, ONLINE, np.where(drawn < shares.online + shares.postal, POSTAL, DIRECT))
    clock = np.where(
        channel == ONLINE,
        spread(rng, count, ONLINE_FROM, ONLINE_UNTIL),
        spread(rng, count, OPENS, CLOSES),
    )
    rows["channel"], rows["born"] = channel, day * DAY + clock
    rows["applicant"] = rng.choice(APPLICANTS, count, p=APPLICANT_SHARES)
    elsewhere = any_of(rng, count, shares.received_elsewhere)
    rows["receiver"] = np.where(elsewhere, rng.integers(0, len(source.agencies), count), rows["agency"])


def _resolve(rows: Rows, source: Source, rng: np.random.Generator, day: int) -> None:
    """The due time, the way it ends, and when. On time means before the due time, late up to ten days after."""
    count, shares = len(rows), source.shares
    received = rows["born"].astype(np.int64)
    allowed = np.array([procedure.days for procedure in source.procedures])[rows["procedure"]]
    due = (day + allowed) * DAY + CLOSES
    due = np.where(due > received + DAY // 2, due, due + DAY)
    drawn, edge = rng.random(count), np.cumsum([shares.refused, shares.withdrawn, shares.stopped, shares.not_returned])
    outcomes = (r.REFUSED, r.WITHDRAWN, r.STOPPED, r.FINISHED)
    rows["outcome"] = np.select([drawn < limit for limit in edge], outcomes, r.RETURNED)
    used = np.where(rows["outcome"] == r.REFUSED, 0.1, 1.0) * rng.random(count)
    early = received + (used * (due - received)).astype(np.int64)
    late = any_of(rng, count, shares.late) & (rows["outcome"] >= r.FINISHED)
    ended = np.where(late, due + spread(rng, count, DAY // 2, MOST_LATE_DAYS * DAY), _in_hours(early, received, due))
    rows["due"], rows["ended"] = due, ended


def _in_hours(moment: NDArray[np.int64], received: NDArray[np.int64], due: NDArray[np.int64]) -> NDArray[np.int64]:
    """The moment moved into office hours of its day, after the reception and not after the due time."""
    start, clock = moment // DAY * DAY, moment % DAY
    moved = start + OPENS + clock * (CLOSES - OPENS) // DAY
    within: NDArray[np.int64] = np.minimum(np.maximum(moved, received + 900), due)
    return within


def _show(rows: Rows, source: Source, rng: np.random.Generator) -> None:
    """When the portal learns of it, minutes after it happens; and whether documents were asked for in between."""
    count, shares = len(rows), source.shares
    first = rows["born"].astype(np.int64) + spread(rng, count, 60, 600)
    last = np.maximum(rows["ended"], first) + spread(rng, count, 60, 600)
    between = first + 1 + (rng.random(count) * (last - first - 1)).astype(np.int64)
    interim = any_of(rng, count, shares.interim)
    rows["first"], rows["second"], rows["last"] = first, np.where(interim, between, last), last
    roomy = (rows["ended"].astype(np.int64) - between > SHORTEST_SUPPLEMENT) & (rows["ended"] <= rows["due"])
    asked = interim & roomy & (rows["outcome"] >= r.FINISHED) & any_of(rng, count, shares.supplemented)
    rows["asked"] = between
    rows["supplements"] = asked * (1 + any_of(rng, count, shares.supplemented_twice))


def _equip(rows: Rows, source: Source, rng: np.random.Generator) -> None:
    count, shares = len(rows), source.shares
    carried = {
        r.DIGITISED: shares.digitised,
        r.ELECTRONIC: shares.electronic_result,
        r.STORED: shares.personal_store,
        r.CITIZEN: shares.citizen_data,
        r.COMPLAINT: shares.complaint,
        r.VERIFIED: shares.citizen_data,
        r.REUSED: shares.reused,
    }
    for flag, share in carried.items():
        rows["flags"] |= (any_of(rng, count, share) * flag).astype(np.uint8)
    rows["fee_vnd"] = np.array([procedure.fee_vnd for procedure in source.procedures])[rows["procedure"]]
    rows["retries"] = (rows["fee_vnd"] > 0) & any_of(rng, count, shares.retried)
