"""Which time a run of `collect` is to pull: what a person asked for, or the run's own data interval."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from include.errors import WrongUse
from include.periods import VIETNAM, parse_moment


class Reach(TypedDict):
    """`since` is set only when a person asked for it; else the plan starts at the watermark or `interval_start`."""

    since: datetime | None
    until: datetime
    interval_start: datetime | None


def reach(context: Mapping[str, Any]) -> Reach:
    """The reach of a run, in Vietnam's time.

    A scheduled run and a backfill have a data interval: they pull up to its end, and never start after its start.
    A run by hand may name `since` and `until` (its midnight, not included); without a data interval it ends at the
    moment from which it may run. An `until` of its own takes the run out of its interval altogether.
    """
    asked_since, asked_until = (_moment(context["params"].get(name)) for name in ("since", "until"))
    start, end = (_local(context.get(f"data_interval_{name}")) for name in ("start", "end"))
    until = asked_until or end or _local(context["dag_run"].run_after)
    if until is None:
        raise WrongUse("collect", "a run without any time", "give it the params since and until")
    return {"since": asked_since, "until": until, "interval_start": None if asked_since or asked_until else start}


def _moment(written: str | None) -> datetime | None:
    return parse_moment(written) if written else None


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(VIETNAM) if moment else None
