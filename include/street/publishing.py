"""What is to be published on the day for it, for a person to look at, and the publication after the person said yes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from include.errors import Refused
from include.index.framework import all_weights
from include.periods import VIETNAM, Period
from include.publication.publish import draft, list_changed, publish
from include.publication.summary import describe_draft, describe_published
from include.settings import Settings
from include.street.asked import open_warehouse
from include.warehouse.heartbeat import beat


class Proposal(TypedDict):
    """The labels of the periods that would be published, and what the approver reads (Markdown)."""

    periods: list[str]
    summary: str


def propose(settings: Settings, now: datetime, asked: Sequence[str] = ()) -> Proposal:
    """The periods that ended last month, and published ones whose figures differ now; those asked for on any day.

    Nothing on other days than REFORM_PUBLISH_DAY. A period that must not be published is named with its reason;
    Refused when there is no other.
    """
    day, weights = now.astimezone(VIETNAM).date(), all_weights()
    with open_warehouse(settings) as engine:
        beat(engine, "publish", now)
        periods = [Period.parse(label) for label in asked]
        if not asked and day.day == settings.publish_day:
            ended = [period for period in Period.containing(day.replace(day=1)) if period.since == day.replace(day=1)]
            periods = sorted(
                {period.previous() for period in ended} | set(list_changed(engine)),
                key=lambda period: (period.months, period.since),
            )
        told, due, refused = list[str](), list[str](), list[Refused]()
        for period in periods:
            try:
                drafted = draft(engine, period, now, weights)
            except Refused as refusal:
                refused.append(refusal)
                told.append(f"Không công bố được (refused): {refusal}")
                continue
            if drafted.is_new:
                due.append(period.label)
                told.append(describe_draft(drafted))
    if refused and not due:
        raise refused[0]
    return {"periods": due, "summary": "\n\n---\n\n".join(part.replace("\n", "\n\n") for part in told)}


def publish_periods(settings: Settings, periods: Sequence[str], by: str, now: datetime) -> dict[str, str]:
    """By period, what became of it; each in a transaction of its own."""
    weights = all_weights()
    with open_warehouse(settings) as engine:
        return {label: describe_published(publish(engine, Period.parse(label), now, by, weights)) for label in periods}
