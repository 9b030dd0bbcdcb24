"""The letters to the engineers when tasks have failed for good, or a run is not over at its deadline.

A failed task is noted in the warehouse, and when its run is over one letter lists them all; it goes through the outbox,
to the people of `engineers.toml`. When the warehouse is what failed, a letter goes straight to the mail server
(REFORM_SMTP_URL or the connection `smtp_default`), at most one an hour from each machine. What did not happen at all is
the watchdog's to notice.
"""

import logging
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from include.alerts.failure import Failure, Run, note_failure, tell_of_delay, tell_of_failures
from include.alerts.mail_server import open_mail_server
from include.alerts.recipients import ENGINEERS, read_recipients
from include.errors import Refused, WrongUse
from include.settings import Settings
from include.warehouse.connection import connect
from reform_index import doors

_LOG = logging.getLogger(__name__)
_RUNBOOK = re.compile(r"docs/runbooks/([a-z-]+\.md)")
_AN_HOUR = timedelta(hours=1)


def note_task(context: Mapping[str, Any]) -> None:
    """On the failure of a task: keeps it for the letter of its run."""
    failure = describe(context)
    try:
        with _open_warehouse(doors.settings()) as engine:
            note_failure(engine, failure, doors.now())
    except Refused as trouble:
        _tell_at_once(failure, _runbook(context), trouble)


def tell_of_run(context: Mapping[str, Any]) -> None:
    """On the failure of a run: one letter with the DAG, its batches, the causes' first lines, the runbook page."""
    run = Run(context["dag"].dag_id, context["run_id"], _runbook(context))
    told = doors.settings()
    try:
        with _open_warehouse(told) as engine:
            reason = first_line(context.get("reason"))
            tell_of_failures(engine, run, reason, doors.now(), told.page_url, told.recipients_dir)
    except Refused as trouble:
        _tell_at_once(
            Failure(run.dag_id, run.run_id, "", "", first_line(context.get("reason")), 0, ""), run.runbook, trouble
        )


def tell_of_deadline(context: Mapping[str, Any], runbook: str) -> None:
    """When a run is not over at its deadline; `context` is the small one that Airflow gives in this case.

    Airflow keeps the deadline of a run that failed: of that its own letter has told.
    """
    if context["dag_run"]["state"] in {"failed", "success"}:
        return
    run = Run(context["dag_run"]["dag_id"], context["dag_run"]["dag_run_id"], runbook)
    deadline = context["deadline"]["deadline_time"]
    deadline = datetime.fromisoformat(deadline) if isinstance(deadline, str) else deadline
    told = doors.settings()
    with _open_warehouse(told) as engine:
        tell_of_delay(engine, run, deadline, doors.now(), told.page_url, told.recipients_dir)


def describe(context: Mapping[str, Any]) -> Failure:
    """A failed task as it is kept: of its cause the first line only."""
    task = context["ti"]
    batch = getattr(task, "rendered_map_index", None) or (f"[{task.map_index}]" if task.map_index >= 0 else "")
    cause = first_line(context.get("exception")) or "It ended without a word: killed, or out of time."
    return Failure(
        task.dag_id, context["run_id"], task.task_id, first_line(batch), cause, task.try_number, task.log_url
    )


def first_line(told: object) -> str:
    """The first line of what was said; the name of an exception that says nothing; empty for nothing."""
    if told is None:
        return ""
    lines = str(told).strip().splitlines()
    return lines[0] if lines else type(told).__name__ if isinstance(told, BaseException) else ""


def _runbook(context: Mapping[str, Any]) -> str:
    page = _RUNBOOK.search(context["dag"].doc_md or "")
    return page[1] if page else "README.md"


@contextmanager
def _open_warehouse(told: Settings) -> Iterator[Engine]:
    engine = connect(told.warehouse_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _tell_at_once(failure: Failure, runbook: str, trouble: Refused) -> None:
    """A letter without the warehouse. Without a mail server there is none, and no second failure."""
    told = doors.settings()
    try:
        smtp_url, sender = told.smtp_url, told.mail_from
    except WrongUse as error:
        _LOG.info("no letter about this failure: %s", error)
        return
    engineers = read_recipients(told.recipients_dir).get(ENGINEERS, ())
    if engineers and _is_first_in_the_hour(failure.dag_id, doors.now()):
        letter = write_letter(failure, runbook, trouble)
        letter["From"], letter["To"] = sender, ", ".join(engineer.email for engineer in engineers)
        with open_mail_server(smtp_url) as server:
            server.send_message(letter)


def write_letter(failure: Failure, runbook: str, trouble: Refused) -> EmailMessage:
    """The letter without its sender and recipients."""
    failed = f"{failure.dag_id}.{failure.task}".rstrip(".") + (f" ({failure.batch})" if failure.batch else "")
    letter = EmailMessage()
    letter["Subject"] = f"[Operations] {failed} failed"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(
        f"{failed} failed.\n\nCause: {failure.cause}\nDAG: {failure.dag_id}, run {failure.run_id}\n"
        f"What to do: docs/runbooks/{runbook}\nLog: {failure.log_url}\n\n"
        f"This letter did not go through the outbox, and others like it are held back for an hour: {trouble}\n"
    )
    return letter


def _is_first_in_the_hour(dag_id: str, now: datetime) -> bool:
    """Whether this machine has told nothing of the DAG for an hour; from here on it has."""
    mark = Path(tempfile.gettempdir()) / f"reform-index-told-{dag_id}"
    try:
        age = now.timestamp() - mark.stat().st_mtime
    except FileNotFoundError:
        age = None
    if age is not None and age < _AN_HOUR.total_seconds():
        return False
    mark.touch()
    return True
