"""A province whose figures are drawn: its agencies, its procedures, and the dossiers that each agency gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from include.errors import WrongUse
from include.portal.simulator.demand import Demand, Desk, open_desk
from include.portal.simulator.draw import generator
from include.portal.simulator.procedures import list_procedures, read_names, select_procedures
from include.portal.simulator.source import Agency, Procedure, Source, calendar_days, day_number
from include.portal.simulator.world import RootPlan, SpecialDepartment, World

COMMUNE_SPREAD = 0.8
"""Of the logarithm of a commune's load: the largest has about ten times the median."""
FIRST_COMMUNE = 101


@dataclass(frozen=True)
class Office:
    """An agency with what it resolves: the procedures of its fields, or its own. `volume`: dossiers a month."""

    agency: Agency
    volume: float = 0.0
    fields: frozenset[str] = frozenset()
    special: SpecialDepartment | None = None

    @property
    def loads(self) -> dict[str, float]:
        return {item.code: item.load for item in self.special.procedures} if self.special else {}


def build_province(world: World, root: RootPlan) -> Source:
    """The source of one province, its special departments included."""
    special = [each for each in world.special if each.code.startswith(f"{root.code}.")]
    offices = [
        Office(Agency(root.code, root.name, 1, "", world.agencies_since, root.predecessors)),
        *_list_departments(world, root),
        *(_open_special(each, root, world) for each in special),
        *_list_communes(world, root),
    ]
    procedures = _list_procedures(world, root, offices)
    demand = _estimate(world, root, offices, procedures)
    return Source(
        code=root.code,
        seed=world.seed,
        shares=demand.shares,
        fault_share=world.faults.share,
        since_day=day_number(world.since),
        until_day=day_number(world.until),
        agencies=tuple(office.agency for office in offices),
        procedures=tuple(procedures),
        choose=demand.choose,
        complain=demand.complain,
        lost_share=root.lost,
    )


def _monthly(world: World, root: RootPlan) -> float:
    return world.dossiers_per_month * root.weight / sum(each.weight for each in world.roots)


def _list_departments(world: World, root: RootPlan) -> list[Office]:
    kinds = [each for each in world.departments[: root.departments] if each.suffix not in root.without]
    place = root.name.removeprefix("UBND ")
    unit = _monthly(world, root) * world.departmental / (sum(kind.load for kind in kinds) or 1.0)
    return [
        Office(
            Agency(
                f"{root.code}.{kind.suffix}",
                kind.name if place in kind.name else f"{kind.name} {place}",
                2,
                root.code,
                world.agencies_since,
                tuple(f"{root.code}.{suffix}" for suffix in kind.predecessors),
            ),
            unit * kind.load,
            frozenset(kind.fields),
        )
        for kind in kinds
    ]


def _open_special(special: SpecialDepartment, root: RootPlan, world: World) -> Office:
    agency = Agency(special.code, special.name, 2, root.code, world.agencies_since)
    return Office(agency, special.dossiers_per_month, special=special)


def _list_communes(world: World, root: RootPlan) -> list[Office]:
    rng = generator(world.seed, root.code, "communes")
    busy = rng.lognormal(0, COMMUNE_SPREAD, root.communes)
    busy[rng.permutation(root.communes)[: round(root.communes * world.idle_communes)]] = 0
    volume = _monthly(world, root) * (1 - world.departmental) * busy / (busy.sum() or 1.0)
    fields = frozenset(each.code for each in read_names().fields if each.commune)
    place = root.name.removeprefix("UBND ")
    return [
        Office(
            Agency(
                f"{root.code}.{FIRST_COMMUNE + index}",
                f"UBND xã số {index + 1}, {place}",
                3,
                root.code,
                world.agencies_since,
            ),
            float(volume[index]),
            fields,
        )
        for index in range(root.communes)
    ]


def _list_procedures(world: World, root: RootPlan, offices: Sequence[Office]) -> list[Procedure]:
    """What the province's agencies resolve; procedures of special departments stand last."""
    national = list_procedures(world.seed, world.procedures, world.agencies_since)
    handled = frozenset[str]().union(*(office.fields for office in offices))
    listed = select_procedures(national, root.procedures, world.seed, root.code, handled)
    titles = {each.code: each.name for each in read_names().fields}
    places = _locate(offices)
    for item in (item for office in offices if office.special for item in office.special.procedures):
        facts = (item.code, item.name, item.field, titles[item.field], item.level, calendar_days(item.days))
        listed.append(Procedure(*facts, item.fee_vnd, item.fee_vnd > 0, (), world.agencies_since))
    return [replace(each, resolvers=_find_resolvers(each, places)) for each in listed]


def _locate(offices: Sequence[Office]) -> dict[str, tuple[int, ...]]:
    """By field, or by the code of a special department's procedure: the positions of the offices that resolve it."""
    places: dict[str, tuple[int, ...]] = {}
    for index, office in enumerate(offices):
        for name in (*office.fields, *office.loads):
            places[name] = (*places.get(name, ()), index)
    return places


def _find_resolvers(procedure: Procedure, places: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    return places.get(procedure.code) or places[procedure.field_code]


def _estimate(world: World, root: RootPlan, offices: Sequence[Office], procedures: Sequence[Procedure]) -> Demand:
    desks, desk_of = _open_desks(offices, procedures)
    shares = world.shares_of(root.shares)
    rates = {item.code: item.paid_online for each in offices if each.special for item in each.special.procedures}
    return Demand(
        seed=world.seed,
        root=root.code,
        volume=np.array([office.volume for office in offices]),
        desks=desks,
        desk_of=desk_of,
        owed=np.array([each.fee_vnd > 0 for each in procedures]),
        paid_online=np.array([rates.get(each.code, shares.paid_online) for each in procedures]),
        shifted=_locate_shifts(world, root, offices, procedures),
        shares=shares,
    )


def _open_desks(
    offices: Sequence[Office], procedures: Sequence[Procedure]
) -> tuple[tuple[Desk, ...], NDArray[np.int64]]:
    """The desks, and by office which is its own (-1: nobody asks it); offices that resolve the same share one."""
    held: list[list[int]] = [[] for _ in offices]
    for position, procedure in enumerate(procedures):
        for index in procedure.resolvers:
            held[index].append(position)
    places: dict[tuple[int, ...], int] = {}
    desks: list[Desk] = []
    for mine, office in zip(held, offices, strict=True):
        if office.volume and tuple(mine) not in places:
            places[tuple(mine)] = len(desks)
            desks.append(open_desk(procedures, mine, office.loads))
    return tuple(desks), np.array([places.get(tuple(mine), -1) for mine in held])


def _locate_shifts(
    world: World, root: RootPlan, offices: Sequence[Office], procedures: Sequence[Procedure]
) -> dict[tuple[str, int, int], float]:
    places = {office.agency.code: index for index, office in enumerate(offices)}
    known = {procedure.code: index for index, procedure in enumerate(procedures)}
    located = {}
    for shift in world.shifts:
        if shift.agency.split(".")[0] != root.code:
            continue
        if shift.agency not in places or shift.procedure not in known:
            asked = f"shift of {shift.agency}, {shift.procedure}"
            raise WrongUse(asked, "no such agency or procedure in the world", "correct the world's file")
        located[shift.month, places[shift.agency], known[shift.procedure]] = shift.paid_online
    return located
