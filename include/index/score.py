"""Points from numerators and denominators, by the rule of a framework. [pure]"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from include.index.framework import Component, Framework, Group

CENT = Decimal("0.01")
NOTHING: Mapping[str, Decimal] = {}


@dataclass(frozen=True)
class Ratio:
    """What was counted, and out of how many."""

    numerator: int | Decimal
    denominator: int | Decimal


@dataclass(frozen=True)
class GroupScore:
    """Points of a group or of the whole; None when an input is missing.

    `state`: ok; not_applicable (points as the portal counts them, though the rate says nothing); incomplete.
    """

    points: Decimal | None
    max_points: Decimal
    state: str


@dataclass(frozen=True)
class Scores:
    """Points of one agency and period by one framework: by component input, by group, in total."""

    framework: str
    components: Mapping[str, Decimal]
    groups: Mapping[str, GroupScore]
    total: GroupScore


def score_component(component: Component, ratio: Ratio | None) -> Decimal | None:
    """Points rounded half-up to 2 decimals, between 0 and the component's; None without an input."""
    if component.formula == "fixed":
        return component.points
    if ratio is None:
        return None
    if ratio.denominator == 0:
        return component.points if component.when_zero == "full" else Decimal(0)
    counted = ratio.denominator - ratio.numerator if component.is_inverted else ratio.numerator
    if component.formula == "tiered":
        tiers = zip(component.tier_rates, component.tier_points, strict=True)
        return next((points for rate, points in tiers if counted >= rate * ratio.denominator), Decimal(0))
    reached = component.points * counted / (component.full_at * ratio.denominator)
    return max(Decimal(0), min(component.points, reached)).quantize(CENT, ROUND_HALF_UP)


def _score_group(group: Group, points: Mapping[str, Decimal], inputs: Mapping[str, Ratio]) -> GroupScore:
    known = [points[component.input] for component in group.components if component.input in points]
    if len(known) < len(group.components):
        return GroupScore(None, group.points, "incomplete")
    applies = not group.applies_by or inputs[group.applies_by].denominator != 0
    return GroupScore(min(group.points, sum(known, Decimal(0))), group.points, "ok" if applies else "not_applicable")


def _sum_groups(framework: Framework, groups: Mapping[str, GroupScore]) -> GroupScore:
    known = [group.points for group in groups.values() if group.points is not None]
    if len(known) < len(framework.groups):
        return GroupScore(None, framework.points, "incomplete")
    return GroupScore(sum(known, Decimal(0)), framework.points, "ok")


def score(framework: Framework, inputs: Mapping[str, Ratio], published: Mapping[str, Decimal] = NOTHING) -> Scores:
    """Scores one agency's period.

    `inputs` by the framework's input codes; an input that is not there makes its group, and the total, incomplete:
    never a part shown as a whole. `published` gives points of whole groups as the portal published them, which take
    the place of ours (departments show their province's transparency).
    """
    counted = {
        component.input: points
        for component in framework.components
        if (points := score_component(component, inputs.get(component.input))) is not None
    }
    groups = {
        group.code: GroupScore(published[group.code], group.points, "ok")
        if group.code in published
        else _score_group(group, counted, inputs)
        for group in framework.groups
    }
    return Scores(framework.name, counted, groups, _sum_groups(framework, groups))
