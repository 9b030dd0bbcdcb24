"""What one source's agencies did in a period, as the state was at the period's end."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator import dossiers as channels
from include.portal.simulator import rows as r
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
    return register.shelf.get(key, lambda: _count(register, source, first_day, last_day, procedure))


def _count(register: Register, source: Source, first_day: int, last_day: int, procedure: int | None) -> Tally:
    made, end = Tally(), last_day * DAY
    shape = (len(source.agencies), len(source.procedures))
    for measure in MET:
        made.met[measure] = np.zeros(shape, dtype=np.bool_)
    for measure, mask, rows in (
        each
        for day in range(max(first_day, source.since_day), min(last_day, source.until_day))
        for each in _measure_day(register, source, day, end)
    ):
        mine = (
            mask
            if procedure is None or "procedure" not in (rows.dtype.names or ())
            else (mask * (rows["procedure"] == procedure))
        )
        added = np.bincount(rows["agency"], weights=mine, minlength=shape[0]).astype(np.int64)
        made.counts[measure] = made.counts.get(measure, np.zeros(shape[0], np.int64)) + added
        if measure in made.met:
            at = rows[mine > 0]
            made.met[measure][at["agency"], at["procedure"]] = True
    return made


def _measure_day(register: Register, source: Source, day: int, end: int) -> "list[tuple[str, NDArray[np.int64], Rows]]":
    dossiers, payments = register.dossiers(source, day), register.payments(source, day)
    dossiers, petitions = dossiers[dossiers["suffix"] == 0], register.petitions(source, day)
    refunded = (payments["outcome"] == r.REFUNDED) & (payments["last"] < end)
    measured = [(name, mask, dossiers) for name, mask in _measure_dossiers(dossiers, end).items()]
    measured.append(("refunded", refunded, payments))
    measured += [(name, mask, petitions) for name, mask in _measure_petitions(petitions, end).items()]
    return [(name, mask.astype(np.int64), rows) for name, mask, rows in measured]


def _measure_dossiers(rows: Rows, end: int) -> dict[str, NDArray[np.bool_]]:
    done = rows["ended"] < end
    overdue = np.where(done, rows["ended"] > rows["due"], rows["due"] < end) & (rows["supplements"] == 0)
    overdue |= (rows["supplements"] > 1) & (rows["second"] < end)
    online = rows["channel"] == channels.ONLINE
    complaint = (rows["flags"] & r.COMPLAINT > 0) & (rows["last"] < end)
    finished = done & (rows["outcome"] >= r.FINISHED)
    measures = {
        "received": np.ones(len(rows), np.bool_),
        "on_time": ~overdue,
        "overdue": overdue,
        "completed": done,
        "hours": (rows["ended"].astype(np.int64) - rows["born"]) // 3600 * done,
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
