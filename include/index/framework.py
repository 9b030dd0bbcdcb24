"""What a framework is, and how its file is read.

A component gives `points · min(1, rate / full_at)`, or with the formula "tiered" the points of the highest tier that
the rate reaches; where its denominator is 0 it gives 0, or full points when `when_zero` is "full"; a component with the
formula "fixed" gives its points to everybody. One that is `inverted` counts the rest, where less is better.
Its input comes "from" our records (the portal's, or what units report), or from the portal's own figures when records
cannot tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from include.errors import WrongUse
from include.indicators.weight import Weight
from include.strict import Table, read_table

FOLDER = Path(__file__).parent / "frameworks"


@dataclass(frozen=True)
class Component:
    """One ratio and what it is worth; `formula` is capped_linear, tiered or fixed, `when_zero` zero or full."""

    input: str
    origin: str
    points: Decimal
    full_at: Decimal
    when_zero: str
    formula: str
    is_inverted: bool = False
    tier_rates: tuple[Decimal, ...] = ()
    tier_points: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Group:
    """Points that belong together. Does not apply where the denominator of `applies_by` is 0."""

    code: str
    name_vi: str
    name_en: str
    points: Decimal
    applies_by: str
    not_applicable_vi: str
    not_applicable_en: str
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Framework:
    """A set of formulas in force from `valid_from` to the day before `valid_until`.

    `retrospective`: periods before it, for which no formula of the family is known, are scored by it too.
    `agency_level`: only agencies of this level are scored (2: departments); 0: every agency.
    """

    name: str
    family: str
    title_vi: str
    title_en: str
    source: str
    standing: str
    valid_from: date
    valid_until: date
    retrospective: bool
    agency_level: int
    points: Decimal
    groups: tuple[Group, ...]

    @property
    def components(self) -> tuple[Component, ...]:
        return tuple(component for group in self.groups for component in group.components)


def _read_component(table: Table) -> Component:
    component = Component(
        input=table.text("input"),
        origin=table.choice("from", ("records", "portal")),
        points=table.number("points"),
        full_at=table.number("full_at", Decimal(1)),
        when_zero=table.choice("when_zero", ("zero", "full"), "zero"),
        formula=table.choice("formula", ("capped_linear", "tiered", "fixed"), "capped_linear"),
        is_inverted=table.flag("inverted", default=False),
    )
    if component.formula == "tiered":
        component = _read_tiers(table, component)
    if component.points <= 0 or not 0 < component.full_at <= 1:
        raise table.refuse("points", f"{component.points} at {component.full_at}", "points > 0 and 0 < full_at <= 1")
    table.end()
    return component


def _read_tiers(table: Table, component: Component) -> Component:
    rates, points = [], []
    for below in table.tables("tier"):
        rates.append(below.number("at_least"))
        points.append(below.number("points"))
        below.end()
    falling = all(one > other for values in (rates, points) for one, other in pairwise(values))
    if not falling or points[0] != component.points or points[-1] < 0 or not 0 <= rates[-1] <= rates[0] <= 1:
        todo = f"write tiers from the highest rate down, the first with all {component.points} points"
        raise table.refuse("tier", f"{len(rates)} tiers that do not fall from there", todo)
    return replace(component, tier_rates=tuple(rates), tier_points=tuple(points))


def _read_group(table: Table) -> Group:
    points = table.number("points")
    components_points = table.number("components_points", points)
    applies_by = table.text("applies_by", "")
    group = Group(
        code=table.text("code"),
        name_vi=table.text("name_vi"),
        name_en=table.text("name_en"),
        points=points,
        applies_by=applies_by,
        not_applicable_vi=table.text("not_applicable_vi", None if applies_by else ""),
        not_applicable_en=table.text("not_applicable_en", None if applies_by else ""),
        components=tuple(_read_component(below) for below in table.tables("component")),
    )
    given = sum(component.points for component in group.components)
    if given != components_points or given < points:
        raise table.refuse("component", f"they sum to {given}", f"make them sum to {components_points}")
    if applies_by and applies_by not in {component.input for component in group.components}:
        raise table.refuse("applies_by", f"{applies_by!r} is no component", "name the input of one of the group's")
    table.end()
    return group


def read_framework(path: Path) -> Framework:
    """The framework of one file, named as the file. WrongUse names the file and the key."""
    table = read_table(path)
    framework = Framework(
        name=path.stem,
        family=table.text("family"),
        title_vi=table.text("title_vi"),
        title_en=table.text("title_en"),
        source=table.text("source"),
        standing=table.choice("standing", ("portal", "text", "assumed")),
        valid_from=table.day("valid_from"),
        valid_until=table.day("valid_until") if "valid_until" in table.values else date.max,
        retrospective=table.flag("retrospective", default=False),
        agency_level=int(table.number("agency_level", Decimal(0))),
        points=table.number("points"),
        groups=tuple(_read_group(below) for below in table.tables("group")),
    )
    table.end()
    if (given := sum(group.points for group in framework.groups)) != framework.points:
        raise table.refuse("group", f"the groups sum to {given}", f"make them sum to {framework.points}")
    for key, names in (
        ("group.code", [group.code for group in framework.groups]),
        ("group.component.input", [component.input for component in framework.components]),
    ):
        if twice := {name for name in names if names.count(name) > 1}:
            raise table.refuse(key, f"{', '.join(sorted(twice))} twice", "name each once")
    return framework


def all_frameworks(folder: Path = FOLDER) -> tuple[Framework, ...]:
    """Every framework, by family and validity. WrongUse when two of one family hold on the same day."""
    found = sorted((read_framework(path) for path in folder.glob("*.toml")), key=lambda f: (f.family, f.valid_from))
    for one, other in pairwise(found):
        if one.family == other.family and other.valid_from < one.valid_until:
            asked = f"{other.name}.toml, key valid_from"
            raise WrongUse(asked, f"{one.name} still holds on {other.valid_from}", f"end {one.name} with valid_until")
    return tuple(found)


def find_stretches(frameworks: Iterable[Framework]) -> Iterator[tuple[Framework, date, date]]:
    """Each framework with the days [since, until) on which a period must begin to be scored by it.

    One that may look back begins where the one before it in its family ended, or at the beginning of time.
    """
    ended: dict[str, date] = {}
    for framework in sorted(frameworks, key=lambda f: (f.family, f.valid_from)):
        before = ended.get(framework.family, date.min)
        yield framework, before if framework.retrospective else framework.valid_from, framework.valid_until
        ended[framework.family] = framework.valid_until


def all_weights(folder: Path = FOLDER) -> tuple[Weight, ...]:
    """Every component of every framework, flat, as the measure wants it."""
    weights: list[Weight] = []
    shown_by: dict[str, str] = {}
    for framework, since, until in find_stretches(all_frameworks(folder)):
        for group in framework.groups:
            for component in group.components:
                family = shown_by.setdefault(component.input, framework.family)
                weights.append(_weigh(framework, since, until, group, component, family == framework.family))
    return tuple(weights)


def _weigh(
    framework: Framework, since: date, until: date, group: Group, component: Component, is_shown: bool
) -> Weight:
    return Weight(
        framework=framework.name,
        agency_level=framework.agency_level,
        holds_from=since,
        holds_until=until,
        group_code=group.code,
        group_points=group.points,
        applies_by=group.applies_by,
        is_shown=is_shown,
        **asdict(component) | {"tier_rates": list(component.tier_rates), "tier_points": list(component.tier_points)},
    )
