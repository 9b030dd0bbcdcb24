"""Which records a window holds, in the portal's order, without holding them all.

A window [since, until) is answered as the portal would answer at `until`: a record stands in it once, in the
state that it had then, if its newest update before `until` lies in the window. A window is cut into stretches
of some thousand records; a page looks only at the stretches that it lies in, and a stretch only at the days
whose records can reach it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator.rows import DAY, REACH, Rows
from include.portal.simulator.shelf import Shelf
from include.portal.simulator.source import Source
from include.portal.simulator.writing.text import older_form

STRETCH = 20_000
"""Records in a stretch, unless one day has more."""

Blocks = Callable[[Source, int], Rows]


@dataclass(frozen=True, eq=False)
class Part:
    """A source, and which of its agencies are asked for."""

    source: Source
    wanted: NDArray[np.bool_]
    ranks: NDArray[np.int64]
    """Of the agencies, by the text that their keys begin with, over all parts."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """Records in order: where each comes from (a part's position), its row, its stage (1 to 3)."""

    origin: NDArray[np.int64]
    rows: Rows
    stage: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        return self.origin.nbytes + self.rows.nbytes + self.stage.nbytes


@dataclass(frozen=True, eq=False)
class Plan:
    """The days of a window, and how many of its records stand on each and before it."""

    first_day: int
    before: NDArray[np.int64]

    @property
    def total(self) -> int:
        return int(self.before[-1])

    @property
    def nbytes(self) -> int:
        return self.before.nbytes

    def stretches(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """First and last day (not included) of each stretch that the positions lie in, and its first position."""
        day, days = 0, len(self.before) - 1
        while day < days and self.before[day] < stop:
            reach = int(np.searchsorted(self.before, self.before[day] + STRETCH, side="right")) - 1
            end = min(max(reach, day + 1), days)
            if self.before[end] > start:
                yield self.first_day + day, self.first_day + end, int(self.before[day])
            day = end


def make_parts(sources: list[tuple[Source, NDArray[np.bool_]]]) -> tuple[Part, ...]:
    """The parts of a question, their agencies ranked together."""
    prefixes = sorted({f"{older_form(agency.code)}-" for source, _ in sources for agency in source.agencies})
    place = {prefix: rank for rank, prefix in enumerate(prefixes)}
    return tuple(
        Part(source, wanted, np.array([place[f"{older_form(agency.code)}-"] for agency in source.agencies]))
        for source, wanted in sources
    )


@dataclass(frozen=True, eq=False)
class Window:
    """One question to one feed: parts, and [since, until) in seconds. `name` tells it from all other questions."""

    name: tuple[object, ...]
    parts: tuple[Part, ...]
    since: int
    until: int
    blocks: Blocks
    shelf: Shelf

    @property
    def total(self) -> int:
        return self._plan.total

    def read(self, start: int, count: int) -> Iterator[tuple[Source, tuple[int, ...], int]]:
        """The records at positions start, start + 1, …: source, row as plain numbers, stage."""
        for first, end, position in self._plan.stretches(start, start + count):
            stretch = self.shelf.get((*self.name, "stretch", first, end), partial(self._gather, first, end))
            mine = slice(max(0, start - position), max(0, start + count - position))
            rows, stages = stretch.rows[mine].tolist(), stretch.stage[mine].tolist()
            for origin, row, stage in zip(stretch.origin[mine].tolist(), rows, stages, strict=True):
                yield self.parts[origin].source, row, stage

    @property
    def _plan(self) -> Plan:
        return self.shelf.get((*self.name, "plan"), self._count)

    def _count(self) -> Plan:
        first_day, last_day = self._bounds()
        counts = np.zeros(max(0, last_day - first_day), dtype=np.int64)
        for part in self.parts:
            for day in self._days(part, first_day, last_day):
                _, newest, _ = self._seen(part, day, self.since, self.until)
                counts += np.bincount(newest // DAY - first_day, minlength=len(counts))
        return Plan(first_day, np.concatenate([[0], np.cumsum(counts)]))

    def _bounds(self) -> tuple[int, int]:
        """The days of the window on which anything can be seen."""
        first = max(self.since // DAY, min(part.source.since_day for part in self.parts))
        last = min(-(-self.until // DAY), max(part.source.until_day for part in self.parts) + REACH)
        return first, max(first, last)

    def _days(self, part: Part, first_day: int, last_day: int) -> range:
        """The days whose records can be seen between two days."""
        source = part.source
        return range(max(source.since_day, first_day - REACH), min(source.until_day, last_day))

    def _seen(self, part: Part, day: int, since: int, until: int) -> tuple[Rows, NDArray[np.int64], NDArray[np.int64]]:
        """Of a day's rows those whose newest update before the window's end lies in [since, until)."""
        rows = self.blocks(part.source, day)
        first, second, last = (rows[moment].astype(np.int64) for moment in ("first", "second", "last"))
        at_second, at_last = second < self.until, last < self.until
        newest = np.where(at_last, last, np.where(at_second, second, first))
        seen = (newest >= since) & (newest < min(until, self.until)) & part.wanted[rows["agency"]]
        stage = 1 + at_second.astype(np.int64) + at_last
        return rows[seen], newest[seen], stage[seen]

    def _gather(self, first_day: int, last_day: int) -> Stretch:
        found, updated, stages, ranks, origins = [], [], [], [], []
        since, until = max(self.since, first_day * DAY), last_day * DAY
        for position, part in enumerate(self.parts):
            for day in self._days(part, first_day, last_day):
                rows, newest, stage = self._seen(part, day, since, until)
                found.append(rows)
                updated.append(newest)
                stages.append(stage)
                ranks.append(part.ranks[rows["agency"]])
                origins.append(np.full(len(rows), position))
        rows = np.concatenate(found)
        keys = (rows["suffix"], rows["sequence"], rows["born"] // DAY, np.concatenate(ranks), np.concatenate(updated))
        order = np.lexsort(keys)
        return Stretch(np.concatenate(origins)[order], rows[order], np.concatenate(stages)[order])
