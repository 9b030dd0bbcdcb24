"""What every DAG of the project shares: owner, start, retries, tags, the letters when it failed or is late."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import (
    CronDataIntervalTimetable,
    CronTriggerTimetable,
    ExceptionRetryPolicy,
    RetryAction,
    RetryRule,
)
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowSkipException

from include.errors import NotYet, WrongUse
from include.periods import VIETNAM
from reform_index.failure import note_task, tell_of_deadline, tell_of_run

OWNER = "reform-index"
START = datetime(2024, 1, 1, tzinfo=VIETNAM)

BATCH = "{% set asked = task.op_kwargs['asked'] %}{{ asked.feed }} {{ asked.root_agency }} {{ asked.since[:10] }}"
"""How a mapped task is named in Airflow's grid: feed, root agency, first day of its window."""

PORTAL_REST = timedelta(minutes=16)
"""A minute more than the rest that a portal is given after its firewall refused somebody."""

_RETRIES = ExceptionRetryPolicy(
    rules=[
        RetryRule(exception=WrongUse, action=RetryAction.FAIL, reason="asking again would be refused again"),
        RetryRule(
            exception=NotYet, action=RetryAction.RETRY, retry_delay=PORTAL_REST, reason="the portal is left alone"
        ),
    ]
)


def args() -> dict[str, Any]:
    """The default arguments of every task."""
    return {
        "owner": OWNER,
        "retries": 2,
        "retry_delay": timedelta(seconds=30),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=10),
        "retry_policy": _RETRIES,
        "execution_timeout": timedelta(hours=2),
        "on_failure_callback": note_task,
    }


def told(runbook: str, *, within_hours: float) -> dict[str, Any]:
    """The letters of a DAG: when a run has failed, and when it is not over so many hours after it was queued."""
    alert = DeadlineAlert(
        name="not over",
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(hours=within_hours),
        callback=AsyncCallback(tell_of_deadline, kwargs={"runbook": runbook}),
    )
    return {"on_failure_callback": tell_of_run, "deadline": alert}


def tags(stage: str, *, tier: int) -> list[str]:
    """Tier 1: officials see wrong or old figures while it is down. Tier 2: only engineers notice."""
    return [OWNER, stage, f"tier {tier}"]


def daily(hour: int, minute: int = 0) -> CronDataIntervalTimetable:
    """Every day at a time of Vietnam, with the day before as data interval."""
    return CronDataIntervalTimetable(f"{minute} {hour} * * *", timezone=VIETNAM.key)


def weekly(hour: int) -> CronDataIntervalTimetable:
    """Every Sunday at a time of Vietnam, with the week before as data interval."""
    return CronDataIntervalTimetable(f"0 {hour} * * 0", timezone=VIETNAM.key)


def every_minutes(minutes: int) -> CronTriggerTimetable:
    return CronTriggerTimetable(f"*/{minutes} * * * *", timezone=VIETNAM.key)


def hourly() -> CronTriggerTimetable:
    return CronTriggerTimetable("0 * * * *", timezone=VIETNAM.key)


def sum_up(receipts: Iterable[Mapping[str, Any]] | None) -> dict[str, int]:
    """Counts over the receipts of a run; skips the task, so that nothing is announced, when there are none."""
    given = list(receipts or ())
    if not given:
        raise AirflowSkipException("no batch was loaded: nothing to announce")
    counts = ("pulled", "loaded", "unchanged", "duplicate", "quarantined")
    return {"batches": len(given), **{name: sum(receipt[name] for receipt in given) for name in counts}}


def count_loaded(told: Iterable[Mapping[str, Any]] | None) -> dict[str, int]:
    """What became of the workbooks of a run; skips the task, so that nothing is announced, when none was loaded."""
    outcomes = [one["outcome"] for one in told or ()]
    if "loaded" not in outcomes:
        raise AirflowSkipException("no report was loaded: nothing to announce")
    return {outcome: outcomes.count(outcome) for outcome in ("loaded", "unchanged", "refused")}


def skip_without(key: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a task gives on; skips it, and so everything behind it, when there is nothing under the key."""
    if not told[key]:
        raise AirflowSkipException(f"no {key}: nothing to do")
    return dict(told)
