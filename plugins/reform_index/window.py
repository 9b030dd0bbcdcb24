"""Which time a run of `collect` or `sweep` is to pull: what a person asked for, or the run's own data interval."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from include.errors import WrongUse
from include.periods import VIETNAM, parse_moment, start_of

LOOK_BACK = timedelta(days=45)


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


class Sweep(TypedDict):
    """What a sweep looks at again."""

    since: datetime
    until: datetime


def sweep(context: Mapping[str, Any]) -> Sweep:
    """The last 45 days, in Vietnam's time; on the first of the month's weekly sweeps the year in which they begin."""
    until = _local(context.get("data_interval_end")) or _local(context["dag_run"].run_after)
    if until is None:
        raise WrongUse("sweep", "a run without any time", "trigger it anew")
    asked, first = context["params"].get("whole_year"), until.date() - LOOK_BACK
    whole_year = until.day <= 7 if asked is None else asked
    return {"since": start_of(first.replace(month=1, day=1) if whole_year else first), "until": until}


def _moment(written: str | None) -> datetime | None:
    return parse_moment(written) if written else None


def _local(moment: datetime | None) -> datetime | None:
    """A plain datetime: Airflow's own kind loses its zone when days are added to it in another zone."""
    return datetime.fromtimestamp(moment.timestamp(), VIETNAM) if moment else None
