"""A world: which agencies the simulated portal knows, how much they do, and what goes wrong there."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from include.errors import WrongUse
from include.portal.simulator.plan_file import fill, load_table
from include.portal.simulator.shares import Shares

HERE = Path(__file__).parent
WORLDS = HERE / "worlds"


@dataclass(frozen=True)
class DepartmentKind:
    """A department that each province has; `load` is its weight among the departments, 0 for none."""

    suffix: str
    name: str
    load: float
    fields: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True)
class RootPlan:
    """A province whose figures are drawn. `weight` is its part of the world's dossiers.

    `lost` is the share of its dossiers that never come through the record feed, though the portal counts them.
    """

    code: str
    name: str
    weight: float
    departments: int
    communes: int
    procedures: int
    without: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    shares: dict[str, float] = field(default_factory=dict)
    lost: float = 0.0


@dataclass(frozen=True)
class SpecialProcedure:
    """A procedure with its own weight and online payment rate."""

    code: str
    name: str
    field: str
    level: int
    days: int
    load: float
    fee_vnd: int = 0
    paid_online: float = 0.0


@dataclass(frozen=True)
class SpecialDepartment:
    """A department that is drawn beside the others, with its own procedures and number of dossiers."""

    code: str
    name: str
    dossiers_per_month: float
    procedures: tuple[SpecialProcedure, ...]


@dataclass(frozen=True)
class Shift:
    """In one month, one procedure of one agency is paid online at another rate."""

    agency: str
    procedure: str
    month: str
    paid_online: float


@dataclass(frozen=True)
class CountedProcedure:
    """Dossiers received by month, and how many of them were paid online or at the counter."""

    code: str
    name: str
    field: str
    level: int
    days: int
    fee_vnd: int = 0
    received: tuple[int, ...] = ()
    online: tuple[int, ...] = ()
    counter: tuple[int, ...] = ()


@dataclass(frozen=True)
class Unit:
    suffix: str
    name: str


@dataclass(frozen=True)
class CountedDepartment:
    """A department whose figures are given, month by month from `since`; nothing is ever wrong in it."""

    code: str
    name: str
    parent: str
    agencies_since: date
    since: date
    months: int
    fields: dict[str, str]
    units: tuple[Unit, ...]
    petitions: tuple[int, ...]
    procedures: tuple[CountedProcedure, ...]
    shares: dict[str, float]


@dataclass(frozen=True)
class Faults:
    """The share of records that carry a fault, in the provinces that are drawn."""

    share: float = 0.0


@dataclass(frozen=True)
class World:
    """Dossiers are received from `since` to the day before `until`; what was received then goes on to its end."""

    seed: int
    since: date
    until: date
    dossiers_per_month: float
    procedures: int
    departmental: float  # share of a province's dossiers that its departments get
    idle_communes: float  # share of communes without any dossier
    agencies_since: date
    departments: tuple[DepartmentKind, ...]
    roots: tuple[RootPlan, ...]
    faults: Faults = field(default_factory=Faults)
    shares: dict[str, float] = field(default_factory=dict)
    special: tuple[SpecialDepartment, ...] = ()
    shifts: tuple[Shift, ...] = ()
    include: tuple[str, ...] = ()

    def shares_of(self, own: dict[str, float]) -> Shares:
        """The shipped shares, with the world's and then the agency's own over them."""
        return read_shares({**self.shares, **own})


def read_shares(own: dict[str, Any]) -> Shares:
    shares = fill(Shares, {**load_table(HERE / "shares.toml"), **own}, "shares")
    for part in fields(shares):
        if not 0 <= getattr(shares, part.name) <= 1:
            raise WrongUse("shares", f"{part.name} is not between 0 and 1", "correct the world's file")
    return shares


def world_path(name: str) -> Path:
    """The file of a shipped world by its name, or the file that is named."""
    if name.endswith(".toml"):
        return Path(name)
    path = WORLDS / f"{name}.toml"
    if not path.is_file():
        shipped = ", ".join(sorted(each.stem for each in WORLDS.glob("*.toml") if "roots" in load_table(each)))
        raise WrongUse(f"world {name!r}", "there is no such world", f"name one of {shipped}, or a .toml file")
    return path


def read_world(
    name: str, seed: int | None = None, fault_share: float | None = None, scale: float = 1.0
) -> tuple[World, tuple[CountedDepartment, ...]]:
    """The world and the counted departments that it includes. `scale` multiplies what is drawn, never what is counted.

    Raises WrongUse for a file that is missing or wrong, naming the key.
    """
    path = world_path(name)
    world = fill(World, load_table(path), f"world file {path.name}")
    world = replace(
        world,
        seed=world.seed if seed is None else seed,
        faults=world.faults if fault_share is None else Faults(fault_share),
        dossiers_per_month=world.dossiers_per_month * scale,
        special=tuple(replace(each, dossiers_per_month=each.dossiers_per_month * scale) for each in world.special),
    )
    if not 0 <= world.faults.share <= 1 or scale <= 0:
        raise WrongUse(f"world {name}", "a share of faults outside 0 to 1, or a scale not above 0", "correct it")
    if wrong := next((root.code for root in world.roots if not 0 <= root.lost < 1), None):
        raise WrongUse(f"world {name}, root {wrong}", "lost is not a share from 0 to below 1", "correct it")
    return world, tuple(read_counted(path.parent / included) for included in world.include)


def read_counted(path: Path) -> CountedDepartment:
    """A counted department; its counts must agree with each other."""
    department = fill(CountedDepartment, load_table(path), f"world file {path.name}")
    for procedure in department.procedures:
        _check_counts(procedure, department.months, f"world file {path.name}, procedure {procedure.code}")
    return department


def _check_counts(procedure: CountedProcedure, months: int, where: str) -> None:
    counts = procedure.received, procedure.online, procedure.counter
    if any(each and len(each) != months for each in counts):
        raise WrongUse(where, f"not one count for each of the {months} months", "give a count for each month")
    received, online, counter = (each or (0,) * months for each in counts)
    owed = received if procedure.fee_vnd else (0,) * months
    if any(a + b != paid for a, b, paid in zip(online, counter, owed, strict=True)):
        raise WrongUse(where, "received and paid do not agree", "with a fee each dossier is paid once, else never")
