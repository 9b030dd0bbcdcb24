"""A department whose figures are given: the counts of its file become dossiers on the working days of each month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from include.periods import add_months
from include.portal.simulator.draw import generator
from include.portal.simulator.source import (
    CASH,
    ONLINE,
    TRANSFER,
    UNPAID,
    Agency,
    Chosen,
    Procedure,
    Source,
    calendar_days,
    day_number,
    day_of,
)
from include.portal.simulator.world import CountedDepartment, World


@dataclass(frozen=True, eq=False)
class Month:
    """One month's dossiers and petitions with their days, in no order."""

    days: NDArray[np.int64]
    procedure: NDArray[np.int64]
    pay: NDArray[np.int64]
    petition_days: NDArray[np.int64]


def build_counted(world: World, department: CountedDepartment) -> Source:
    """The source of a counted department. Its records carry no faults, whatever the world's share of them is."""
    months = _spread(world.seed, department)

    def choose(day: int) -> Chosen:
        month = months[f"{day_of(day):%Y-%m}"]
        mine = month.days == day
        return Chosen(np.zeros(int(mine.sum()), np.int64), month.procedure[mine], month.pay[mine])

    def complain(day: int) -> NDArray[np.int64]:
        return np.zeros(int((months[f"{day_of(day):%Y-%m}"].petition_days == day).sum()), np.int64)

    return Source(
        code=department.code,
        seed=world.seed,
        shares=world.shares_of(department.shares),
        fault_share=0.0,
        since_day=day_number(department.since),
        until_day=day_number(add_months(department.since, department.months)),
        agencies=_list_agencies(department),
        procedures=_list_procedures(department),
        choose=choose,
        complain=complain,
    )


def _list_agencies(department: CountedDepartment) -> tuple[Agency, ...]:
    since, code = department.agencies_since, department.code
    head = Agency(code, department.name, 2, department.parent, since)
    return head, *(Agency(f"{code}.{unit.suffix}", unit.name, 4, code, since) for unit in department.units)


def _list_procedures(department: CountedDepartment) -> tuple[Procedure, ...]:
    return tuple(
        Procedure(
            item.code,
            item.name,
            item.field,
            department.fields[item.field],
            item.level,
            calendar_days(item.days),
            item.fee_vnd,
            item.fee_vnd > 0,
            (0,),
            department.agencies_since,
        )
        for item in department.procedures
    )


def _spread(seed: int, department: CountedDepartment) -> dict[str, Month]:
    months = {}
    for index in range(department.months):
        first = add_months(department.since, index)
        days = np.arange(day_number(first), day_number(add_months(first, 1)))
        working = days[(days + 3) % 7 < 5]
        rng = generator(seed, department.code, first, "days")
        procedure, pay = _count(department, index, rng)
        petitions = rng.choice(working, department.petitions[index])
        months[f"{first:%Y-%m}"] = Month(rng.choice(working, len(pay)), procedure, pay, petitions)
    return months


def _count(
    department: CountedDepartment, month: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    procedure, pay = [], []
    for position, item in enumerate(department.procedures):
        received = item.received[month] if item.received else 0
        online, counter = (counts[month] if counts else 0 for counts in (item.online, item.counter))
        at_counter = rng.choice((CASH, TRANSFER), counter).tolist()
        procedure += [position] * received
        pay += [ONLINE] * online + at_counter + [UNPAID] * (received - online - counter)
    return np.array(procedure, np.int64), np.array(pay, np.int64)
