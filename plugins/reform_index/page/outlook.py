"""What the page says of each indicator: how many more bring the next step, and where they are to be found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reform_index.page.reading import Reader

STANDING_ORDER = ("open", "out_of_reach", "over", "reached")


def read_outlook(
    reader: Reader, asked: Mapping[str, str], described: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One entry an indicator that could still be better, those that can be helped first; `described` by its code."""
    goals = reader.rows("what_if", **asked)
    places = reader.rows("what_if_places", **asked) if goals else []
    procedures = reader.rows("what_if_procedures", **asked) if goals else []
    found = [
        {
            **described[code],
            "goals": _put_in_order(row for row in goals if row["indicator"] == code),
            "places": [row for row in places if row["indicator"] == code],
            "procedures": [row for row in procedures if row["indicator"] == code],
        }
        for code in described
        if any(row["indicator"] == code for row in goals)
    ]
    return sorted(filter(_is_short, found), key=_rank)


def _is_short(entry: Mapping[str, Any]) -> bool:
    """Whether the target or full marks are not reached; an indicator that has neither is short of 100 %."""
    named = [goal for goal in entry["goals"] if goal["goal"] in ("target", "full_marks")]
    return any(goal["more_count"] for goal in named or entry["goals"])


def _put_in_order(goals: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A step of the same rate as the target or full marks is told once, by those."""
    found = {goal["goal"]: goal for goal in goals}
    named = {found[name]["goal_rate"] for name in ("target", "full_marks") if name in found}
    steps = [found[name] for name in ("percent", "point") if name in found and found[name]["goal_rate"] not in named]
    return steps + [found[name] for name in ("target", "full_marks") if name in found]


def _rank(entry: Mapping[str, Any]) -> int:
    standings: Sequence[str] = [goal["standing"] for goal in entry["goals"]]
    return min(STANDING_ORDER.index(standing) for standing in standings)
