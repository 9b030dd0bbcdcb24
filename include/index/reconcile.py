"""Where our points differ from the portal's, and why. Values in, values out. [pure]

The way goes from the portal's figures to ours in steps, one a cause; what a step moves is the cause's part, and so the
parts sum to the difference exactly. A count is given to a cause only as far as something is known that speaks for it,
in this order; all of them are ours less the portal's:

missing       dossiers that are known not to be here (quarantined, holes in the numbering, paid for and never seen), or
              any lack while a part of the period or of the agencies was never pulled
duplicate     copies of dossiers that we dropped: as far as the portal still has more than we do
timing        records that changed after the portal's figure was known, and dossiers that came to their end after the
              period did; in an open period as many as its pace brings between the end of our data and the portal's
              figure; a component that the portal is still gathering
definition    points that our formula gives for the portal's own counts, less the points that it published; and the rest
              where the portal is known to count otherwise (portal_figures.toml)
unexplained   what is left. It is never called anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from include.index.framework import Component, Group
from include.index.score import Ratio, score_component

CAUSES = ("missing", "duplicate", "timing", "definition", "unexplained")
WORST_FIRST = ("no_data", "incomplete", "preliminary", "ok")
_ANY = 10**15
_NOTHING = Decimal(0)
Parts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Evidence:
    """What is known of an agency's period: counts of records, as in the module's text."""

    missing: int = 0
    missing_payments: int = 0
    duplicates: int = 0
    changed: int = 0
    changed_petitions: int = 0


@dataclass(frozen=True)
class Side:
    """A component as both sides count it.

    `published` None: the portal does not say, or shows null (`is_null`), which it scores as 0; `is_pending` when it
    says that it is still gathering. `ours` None: not known here. `state` is that of our indicator: incomplete when a
    part of the period or of the agencies was never pulled. `behind`: what the pace of an open period brings from the
    end of our data to the portal's figure. `counts` and `differs` as in portal_figures.toml.
    """

    published: Ratio | None
    ours: Ratio | None
    state: str = "ok"
    behind: int = 0
    counts: str = "procedures"
    differs: bool = False
    is_null: bool = False
    is_pending: bool = False


@dataclass(frozen=True)
class GroupDifference:
    """Points of both sides and the parts of their difference by cause; None where one side is not known.

    `counts`: by input: published, what each cause adds to its numerator and denominator, and ours.
    """

    published: Decimal | None
    ours: Decimal | None
    parts: Parts | None
    counts: Mapping[str, Mapping[str, Ratio]]
    state: str

    @property
    def difference(self) -> Decimal | None:
        return None if self.published is None or self.ours is None else self.ours - self.published


def split_counts(side: Side, evidence: Evidence) -> dict[str, Ratio]:
    """By cause: how far it carries the portal's numerator and denominator towards ours; together, all the way."""
    assert side.published is not None
    assert side.ours is not None
    more = int(side.ours.denominator - side.published.denominator)
    counted = int(side.ours.numerator - side.published.numerator)
    wholes = _share_out(more, _limit_denominator(side, evidence, is_lack=more < 0), side)
    carried = _carry_along(counted, wholes, more)
    rest = counted - sum(carried.values())
    own = _share_out(rest, _limit_numerator(side, evidence, is_lack=rest < 0), side)
    return {cause: Ratio(carried[cause] + own[cause], wholes[cause]) for cause in CAUSES}


def _share_out(amount: int, limits: Mapping[str, int], side: Side) -> dict[str, int]:
    """The amount, cause by cause up to its limit; the rest is definition where one is known, else unexplained."""
    sign, left, shared = (-1 if amount < 0 else 1), abs(amount), dict.fromkeys(CAUSES, 0)
    for cause, limit in limits.items():
        taken = min(left, limit)
        shared[cause], left = sign * taken, left - taken
    shared["definition" if side.differs else "unexplained"] += sign * left
    return shared


def _limit_denominator(side: Side, evidence: Evidence, *, is_lack: bool) -> dict[str, int]:
    dossiers = side.counts in ("dossiers", "fee_dossiers")
    if not is_lack:
        return {"timing": _limit_timing(side, evidence)}
    return {
        "missing": _ANY if side.state == "incomplete" else evidence.missing * dossiers,
        "duplicate": evidence.duplicates * dossiers,
        "timing": side.behind,
    }


def _limit_numerator(side: Side, evidence: Evidence, *, is_lack: bool) -> dict[str, int]:
    """Of what the denominators do not carry. A dossier that is missing may be the only one of its procedure."""
    missing = {"procedures": evidence.missing, "fee_dossiers": evidence.missing_payments}.get(side.counts, 0)
    known = _ANY if side.state == "incomplete" else missing
    return {"missing": known if is_lack else 0, "timing": _limit_timing(side, evidence)}


def _limit_timing(side: Side, evidence: Evidence) -> int:
    return side.behind + (evidence.changed_petitions if side.counts == "petitions" else evidence.changed)


def _carry_along(counted: int, wholes: Mapping[str, int], more: int) -> dict[str, int]:
    """Of the numerator, what goes with the records of the denominator: to each cause in proportion to its records."""
    carried = dict.fromkeys(CAUSES, 0)
    if more == 0 or counted * more <= 0:
        return carried
    along, passed, given = min(abs(counted), abs(more)), 0, 0
    for cause in CAUSES:
        passed += abs(wholes[cause])
        upto = along * passed // abs(more)
        carried[cause], given = (upto - given) * (1 if more > 0 else -1), upto
    return carried


def reconcile_group(
    group: Group, published: Decimal | None, sides: Mapping[str, Side], evidence: Evidence
) -> GroupDifference:
    """The difference of one group. What no record of ours tells stands on both sides as the portal has it.

    Components whose counts the portal keeps to itself have together the points that the others leave of the group's.
    """
    judged = [(component, _judge_side(component, sides.get(component.input))) for component in group.components]
    counts = {
        component.input: {"published": side.published, **split_counts(side, evidence), "ours": side.ours}
        for component, side in judged
        if component.origin == "records" and side.published is not None and side.ours is not None
    }
    state = min((side.state for _, side in judged), key=WORST_FIRST.index)
    silent = [component for component, side in judged if side.published is None and not side.is_null]
    ours_silent = [component for component in silent if component.origin == "records"]
    if published is None or state == "no_data" or 0 < len(ours_silent) < len(silent):
        return GroupDifference(published, None, None, counts, "no_data" if published is None else state)
    steps = [_walk(component, side, counts.get(component.input)) for component, side in judged]
    said = sum((step[0] for step in steps), _NOTHING)
    left = published - said if silent else _NOTHING
    lefts = [*[left] * len(CAUSES), _NOTHING if ours_silent else left]
    levels = [min(group.points, sum((step[place] for step in steps), rest)) for place, rest in enumerate(lefts)]
    parts = {cause: levels[place + 1] - levels[place] for place, cause in enumerate(CAUSES)}
    parts["definition"] += levels[0] - published
    return GroupDifference(published, levels[-1], parts, counts, state)


def _judge_side(component: Component, side: Side | None) -> Side:
    """A component of the portal's own is never unknown here; a fixed one is known to both."""
    if component.formula == "fixed":
        return Side(None, None, is_null=True)
    found = side or Side(None, None, "no_data")
    if component.origin == "portal":
        return Side(found.published, found.published, is_null=found.is_null)
    return found if found.ours is not None else Side(found.published, None, "no_data", is_null=found.is_null)


def _walk(component: Component, side: Side, counts: Mapping[str, Ratio] | None) -> list[Decimal]:
    """The component's points as published, and after each cause. What the portal does not say is 0 until its cause."""
    last = score_component(component, side.ours) or _NOTHING
    if side.published is None or counts is None:
        first = last if component.formula == "fixed" else score_component(component, side.published) or _NOTHING
        known_from = CAUSES.index("timing" if side.is_pending else "unexplained") + 1
        final = last if component.origin == "records" else first
        return [first] * known_from + [final] * (len(CAUSES) + 1 - known_from)
    numerator, denominator = side.published.numerator, side.published.denominator
    points = [score_component(component, side.published) or _NOTHING]
    for cause in CAUSES:
        numerator, denominator = numerator + counts[cause].numerator, denominator + counts[cause].denominator
        points.append(score_component(component, Ratio(numerator, denominator)) or _NOTHING)
    return points


def sum_groups(groups: Mapping[str, GroupDifference], published: Decimal | None) -> GroupDifference:
    """The total: known when each group is. What the portal's total differs from its own groups is definition."""
    state = min((group.state for group in groups.values()), key=WORST_FIRST.index)
    known = [(group.published, group.ours, group.parts) for group in groups.values()]
    if published is None or any(part is None for part in (p for triple in known for p in triple)):
        return GroupDifference(published, None, None, {}, state)
    said = sum((points for points, _, _ in known if points is not None), _NOTHING)
    ours = sum((points for _, points, _ in known if points is not None), _NOTHING)
    parts = {cause: sum((part[cause] for _, _, part in known if part), _NOTHING) for cause in CAUSES}
    parts["definition"] += said - published
    return GroupDifference(published, ours, parts, {}, state)
