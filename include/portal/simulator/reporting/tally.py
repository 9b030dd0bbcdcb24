"""What one source's agencies did in a period, as the state was at the period's end."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator import dossiers as channels
from include.portal.simulator import rows as r
from include.portal.simulator.dossiers import draw_dossiers
from include.portal.simulator.payments import draw_payments
from include.portal.simulator.petitions import draw_petitions
from include.portal.simulator.register import Register
from include.portal.simulator.rows import DAY, Rows
from include.portal.simulator.source import ONLINE, Source

MET = ("online", "fee", "paid_online", "citizen")
Counts = dict[str, NDArray[np.int64]]
FLAGS = {
    "electronic": r.ELECTRONIC,
    "digitised": r.DIGITISED,
    "reused": r.REUSED,
    "stored": r.STORED,
    "citizen": r.CITIZEN,
}


@dataclass(frozen=True, eq=False)
class Tally:
    """`counts`: by measure, one number an agency. `met`: by measure, whether an agency met a procedure."""

    counts: Counts = field(default_factory=dict)
    met: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        return sum(each.nbytes for each in (*self.counts.values(), *self.met.values()))


def tally(register: Register, source: Source, first_day: int, last_day: int, procedure: int | None) -> Tally:
    """Counts of the days [first_day, last_day), of all procedures or of one (its position in the source)."""
    key = ("tally", source.code, first_day, last_day, procedure)
    return register.shelf.get(key, lambda: _count(source, first_day, last_day, procedure))


def _count(source: Source, first_day: int, last_day: int, procedure: int | None) -> Tally:
    """Looks at each day once and keeps none: the shelf stays for what is asked for again."""
    agencies, procedures, end = len(source.agencies), len(source.procedures), last_day * DAY
    made = Tally(met={measure: np.zeros((agencies, procedures), dtype=np.bool_) for measure in MET})
    for day in range(max(first_day, source.since_day), min(last_day, source.until_day)):
        dossiers = draw_dossiers(source, day)
        payments = draw_payments(source, day, dossiers)
        dossiers = dossiers[dossiers["suffix"] == 0]
        if procedure is not None:
            dossiers, payments = (rows[rows["procedure"] == procedure] for rows in (dossiers, payments))
        refunded = {"refunded": (payments["outcome"] == r.REFUNDED) & (payments["last"] < end)}
        petitions = draw_petitions(source, day)
        _add(made, dossiers, _measure_dossiers(dossiers, end))
        _add(made, payments, refunded)
        _add(made, petitions, _measure_petitions(petitions, end))
    return made


def _add(made: Tally, rows: Rows, measures: dict[str, NDArray[np.bool_]]) -> None:
    agencies = next(iter(made.met.values())).shape[0]
    agency = rows["agency"].astype(np.int64)
    for measure, mask in measures.items():
        counted = np.bincount(agency[mask], minlength=agencies)
        made.counts[measure] = made.counts.get(measure, 0) + counted
        if measure in made.met:
            made.met[measure][agency[mask], rows["procedure"][mask]] = True
    if "ended" in (rows.dtype.names or ()):
        hours = (rows["ended"].astype(np.int64) - rows["born"]) // 3600 * measures["completed"]
        spent = np.bincount(agency, weights=hours, minlength=agencies).astype(np.int64)
        made.counts["hours"] = made.counts.get("hours", 0) + spent


def _measure_dossiers(rows: Rows, end: int) -> dict[str, NDArray[np.bool_]]:
    done = rows["ended"] < end
    overdue = np.where(done, rows["ended"] > rows["due"], rows["due"] < end) & (rows["supplements"] == 0)
    overdue |= (rows["supplements"] > 1) & (rows["asked"] < end)
    online = rows["channel"] == channels.ONLINE
    complaint = (rows["flags"] & r.COMPLAINT > 0) & (rows["last"] < end)
    finished = done & (rows["outcome"] >= r.FINISHED)
    measures = {
        "received": np.ones(len(rows), np.bool_),
        "on_time": ~overdue,
        "overdue": overdue,
        "completed": done,
        "fee": rows["fee_vnd"] > 0,
        "paid_online": rows["pay"] == ONLINE,
        "online": online,
        "direct": rows["channel"] == channels.DIRECT,
        "postal": rows["channel"] == channels.POSTAL,
        "online_on_time": online & ~overdue,
        "online_overdue": online & overdue,
        "pleased": ~overdue & ~complaint,
    }
    carried = {name: rows["flags"] & flag > 0 for name, flag in FLAGS.items()}
    return {**measures, **carried, "electronic": carried["electronic"] & finished}


def _measure_petitions(rows: Rows, end: int) -> dict[str, NDArray[np.bool_]]:
    done = rows["last"] < end
    return {
        "petitions": np.ones(len(rows), np.bool_),
        "petitions_on_time": np.where(done, rows["last"] <= rows["due"], rows["due"] >= end),
        "petitions_pleased": done & (rows["outcome"] == r.HANDLED) & (rows["satisfied"] == 1),
    }
