"""What failed or is late in a run: kept in ops.failure, and told to the engineers in one letter a run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine, Row

from include.alerts.engineers import Line, tell_engineers
from include.alerts.letter import speak
from include.alerts.recipients import read_recipients
from include.alerts.statements import statement
from include.warehouse.faults import told_in_one_line

SHOWN_BATCHES = 10


@dataclass(frozen=True)
class Failure:
    """A task that failed for good. `batch`: feed, root agency and first day; empty where the task has none."""

    dag_id: str
    run_id: str
    task: str
    batch: str
    cause: str
    attempt_count: int
    log_url: str


@dataclass(frozen=True)
class Run:
    """A run of a DAG, and the page of docs/runbooks that helps."""

    dag_id: str
    run_id: str
    runbook: str


def note_failure(engine: Engine, failure: Failure, now: datetime) -> None:
    """Keeps a failure until its run is over; the same one again replaces the first."""
    with told_in_one_line("noting a failure"), engine.begin() as connection:
        connection.execute(statement("write_failure"), {**asdict(failure), "now": now})


def tell_of_failures(
    engine: Engine, run: Run, reason: str, now: datetime, page_url: str | None, recipients_dir: Path | None
) -> int:
    """One letter about all failures of a run that is over, `reason` where none was noted; gives the number of letters.

    What failed for the same causes in the same hour has been told: a DAG that runs every ten minutes writes one letter.
    """
    with told_in_one_line("telling of failures"), engine.begin() as connection:
        asked = {"dag_id": run.dag_id, "run_id": run.run_id}
        rows = connection.execute(statement("take_failures"), {**asked, "now": now}).all()
        if not rows and connection.execute(statement("read_last_trouble"), asked).first():
            return 0

        def write_lines(language: str) -> list[Line]:
            if not rows:
                return [_line(run, speak(language, "failed_run", run.dag_id), reason, now)]
            return [_describe(run, same, language, now) for same in _gather(rows)]

        return tell_engineers(connection, read_recipients(recipients_dir), "failed", write_lines, now, page_url)


def tell_of_delay(
    engine: Engine, run: Run, deadline: datetime, now: datetime, page_url: str | None, recipients_dir: Path | None
) -> int:
    """One letter that a run is not over at its deadline, with the batch that failed last and its cause."""
    with told_in_one_line("telling of a delay"), engine.begin() as connection:
        asked = {"dag_id": run.dag_id, "run_id": run.run_id}
        met = connection.execute(statement("read_last_trouble"), asked).first()

        def write_lines(language: str) -> list[Line]:
            what = speak(language, "late_run", run.dag_id, deadline)
            key = f"{run.dag_id}|{run.run_id}|late"
            batch, cause = (met.batch, met.cause) if met else (None, "")
            return [Line(key, what, cause, run.dag_id, batch, run.runbook)]

        return tell_engineers(connection, read_recipients(recipients_dir), "late", write_lines, now, page_url)


def _gather(rows: Sequence[Row[tuple[object, ...]]]) -> list[list[Row[tuple[object, ...]]]]:
    """Failures of the same task by the same cause together, the most first."""
    ordered = sorted(rows, key=lambda row: (row.cause, row.task, row.batch))
    alike = [list(same) for _, same in groupby(ordered, key=lambda row: (row.cause, row.task))]
    return sorted(alike, key=len, reverse=True)


def _describe(run: Run, rows: Sequence[Row[tuple[object, ...]]], language: str, now: datetime) -> Line:
    first, batches = rows[0], [row.batch for row in rows if row.batch]
    what = speak(language, "failed_task", f"{run.dag_id}.{first.task}", len(rows), first.attempt_count)
    more = f" (+{len(batches) - SHOWN_BATCHES})" if len(batches) > SHOWN_BATCHES else ""
    named = ", ".join(batches[:SHOWN_BATCHES]) + more
    return replace(_line(run, what, first.cause, now), batch=named or None, link=first.log_url or None)


def _line(run: Run, what: str, cause: str, now: datetime) -> Line:
    return Line(f"{run.dag_id}|{cause}|{now:%Y-%m-%dT%H}", what, cause, run.dag_id, runbook=run.runbook)
