"""The national list of procedures, drawn from names.toml, and the part of it that a province has."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from include.portal.simulator.draw import generator
from include.portal.simulator.plan_file import fill, load_table
from include.portal.simulator.source import Procedure, calendar_days
from include.portal.simulator.world import HERE

LEVELS = (2, 1, 0)
LEVEL_SHARES = (0.45, 0.40, 0.15)
WITH_FEE = 0.40
PAYABLE = 0.95
SHARED = 0.85
"""Of a province's procedures, those that all provinces have."""


@dataclass(frozen=True)
class Field:
    code: str
    name: str
    objects: tuple[str, ...]
    commune: bool = False


@dataclass(frozen=True)
class Names:
    actions: tuple[str, ...]
    scopes: tuple[str, ...]
    fees_vnd: tuple[int, ...]
    days: tuple[int, ...]
    fields: tuple[Field, ...]


@cache
def read_names() -> Names:
    return fill(Names, load_table(HERE / "names.toml"), "names.toml")


def _name(names: Names, index: int) -> tuple[Field, str]:
    field = names.fields[index % len(names.fields)]
    rest = index // len(names.fields)
    thing = field.objects[rest % len(field.objects)]
    rest //= len(field.objects)
    action = names.actions[rest % len(names.actions)]
    return field, f"{action} {thing}{names.scopes[rest // len(names.actions) % len(names.scopes)]}"


@cache
def list_procedures(seed: int, count: int, effective_on: date) -> tuple[Procedure, ...]:
    """The national list: `count` procedures with codes from 2.000001, nobody resolving them yet."""
    names, rng = read_names(), generator(seed, "procedures")
    level = rng.choice(LEVELS, count, p=LEVEL_SHARES)
    fee = np.where(rng.random(count) < WITH_FEE, rng.choice(names.fees_vnd, count), 0)
    days, payable = rng.choice(names.days, count), rng.random(count) < PAYABLE
    listed = []
    for index in range(count):
        field, name = _name(names, index)
        listed.append(
            Procedure(
                f"2.{index + 1:06d}",
                name,
                field.code,
                field.name,
                int(level[index]),
                calendar_days(int(days[index])),
                int(fee[index]),
                bool(payable[index]) and fee[index] > 0,
                (),
                effective_on,
            )
        )
    return tuple(listed)


def select_procedures(
    national: tuple[Procedure, ...], count: int, seed: int, root: str, handled: frozenset[str]
) -> list[Procedure]:
    """`count` procedures of the handled fields: most are the same in every province, some are the province's own."""
    order = generator(seed, "shared").permutation(len(national))
    open_to = [national[index] for index in order if national[index].field_code in handled]
    common = open_to[: int(count * SHARED)]
    rest = open_to[len(common) :]
    own = generator(seed, root, "procedures").permutation(len(rest))[: count - len(common)]
    return sorted((*common, *(rest[index] for index in own)), key=lambda procedure: procedure.code)
