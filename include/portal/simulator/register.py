"""What the simulated portal knows: agencies, procedures and records of a world, each made when it is asked for."""

from collections.abc import Iterator
from threading import Lock

import numpy as np

from include.portal.simulator.counted import build_counted
from include.portal.simulator.dossiers import draw_dossiers
from include.portal.simulator.faults.arrival import is_lost
from include.portal.simulator.payments import draw_payments
from include.portal.simulator.petitions import draw_petitions
from include.portal.simulator.procedures import list_procedures as catalogue
from include.portal.simulator.province import build_province
from include.portal.simulator.rows import Rows
from include.portal.simulator.shelf import Shelf
from include.portal.simulator.source import Agency, Procedure, Source
from include.portal.simulator.window import Blocks, Part, Window, make_parts
from include.portal.simulator.world import CountedDepartment, RootPlan, World

SHELF_BYTES = 192 * 2**20


class Register:
    """A world opened. Holds `shelf_bytes` of records at most, and the sources that were asked for."""

    def __init__(self, world: World, counted: tuple[CountedDepartment, ...], shelf_bytes: int = SHELF_BYTES) -> None:
        self.world = world
        self.shelf = Shelf(shelf_bytes)
        self.blocks: dict[str, Blocks] = {
            "dossiers": self.synced_dossiers,
            "payments": self.payments,
            "petitions": self.petitions,
        }
        self._plans: dict[str, RootPlan | CountedDepartment] = {each.code: each for each in world.roots}
        self._plans |= {each.code: each for each in counted}
        self._sources: dict[str, Source] = {}
        self._lock = Lock()

    def dossiers(self, source: Source, day: int) -> Rows:
        return self.shelf.get(("dossiers", source.code, day), lambda: draw_dossiers(source, day))

    def synced_dossiers(self, source: Source, day: int) -> Rows:
        """Those that come through the record feed; the others are counted, and their payments shown, all the same."""
        rows = self.dossiers(source, day)
        return rows[~is_lost(rows, source.lost_share)] if source.lost_share else rows

    def payments(self, source: Source, day: int) -> Rows:
        def make() -> Rows:
            return draw_payments(source, day, self.dossiers(source, day))

        return self.shelf.get(("payments", source.code, day), make)

    def petitions(self, source: Source, day: int) -> Rows:
        return self.shelf.get(("petitions", source.code, day), lambda: draw_petitions(source, day))

    def source(self, code: str) -> Source:
        """The source of a root or of a counted department."""
        with self._lock:
            if code not in self._sources:
                self._sources[code] = self._build(self._plans[code])
            return self._sources[code]

    def _build(self, plan: RootPlan | CountedDepartment) -> Source:
        if isinstance(plan, RootPlan):
            return build_province(self.world, plan)
        return build_counted(self.world, plan)

    @property
    def national(self) -> tuple[Procedure, ...]:
        """The national list of procedures, whoever resolves them."""
        return catalogue(self.world.seed, self.world.procedures, self.world.agencies_since)

    def all_sources(self) -> list[Source]:
        return [self.source(code) for code in self._plans]

    def parts(self, agency: str) -> tuple[Part, ...]:
        """The subtree of an agency; nothing when the world does not know it."""
        near = [self.source(code) for code in self._plans if _within(agency, code) or _within(code, agency)]
        if not any(each.code == agency for source in near for each in source.agencies):
            return ()
        masks = [(source, np.array([_within(each.code, agency) for each in source.agencies])) for source in near]
        return make_parts([(source, wanted) for source, wanted in masks if wanted.any()])

    def window(self, feed: str, agency: str, parts: tuple[Part, ...], since: int, until: int) -> Window:
        """A feed's records of a subtree in [since, until), seconds on Vietnam's clock."""
        return Window((feed, agency, since, until), parts, since, until, self.blocks[feed], self.shelf)


def _within(code: str, ancestor: str) -> bool:
    return code == ancestor or code.startswith(f"{ancestor}.")


def list_agencies(parts: tuple[Part, ...]) -> Iterator[Agency]:
    """The agencies of a subtree."""
    for part in parts:
        yield from (agency for agency, wanted in zip(part.source.agencies, part.wanted, strict=True) if wanted)


def list_procedures(parts: tuple[Part, ...]) -> Iterator[tuple[Procedure, list[str]]]:
    """The procedures of a subtree, each with the codes of those of its agencies that resolve it."""
    for part in parts:
        for procedure in part.source.procedures:
            codes = [part.source.agencies[index].code for index in procedure.resolvers if part.wanted[index]]
            if codes:
                yield procedure, codes
