"""The letters to the engineers when something failed or is late: through the outbox, or straight when that is away."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reform_index import telling
from reform_index.failure import note_task, tell_of_deadline, tell_of_run
from sqlalchemy import Engine, text

from include.alerts.catcher import running_catcher
from include.alerts.recipients import ENGINEERS, read_recipients
from include.errors import Refused
from include.periods import VIETNAM
from include.warehouse.connection import connect
from tests.alerts.mail_servers import free_port

NOW = datetime(2024, 3, 1, 3, 0, tzinfo=VIETNAM)
DOC = "If this fails: docs/runbooks/collect-failed.md"


def context(
    exception: object, batch: str = "dossiers H13.05 2024-01-01", run: str = "night", dag: str = "collect"
) -> Any:
    task = SimpleNamespace(
        dag_id=dag,
        task_id="batch.load",
        rendered_map_index=batch,
        map_index=0,
        try_number=3,
        log_url=f"http://airflow.example/{run}/log",
    )
    return {"ti": task, "dag": SimpleNamespace(dag_id=dag, doc_md=DOC), "run_id": run, "exception": exception}


def over(run: str = "night", dag: str = "collect", reason: str = "task_failure") -> Any:
    return {"dag": SimpleNamespace(dag_id=dag, doc_md=DOC), "run_id": run, "reason": reason}


@pytest.fixture
def engine(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    monkeypatch.setattr("reform_index.doors.now", lambda: NOW)
    engine = connect(warehouse_url)
    yield engine
    engine.dispose()


def letters(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT subject, body_text FROM ops.outbox ORDER BY outbox_id")).all()
    return [(str(subject), str(body)) for subject, body in rows]


def test_a_run_with_many_failed_batches_is_one_letter(engine: Engine) -> None:
    for day in range(1, 29):
        note_task(context(Refused("the portal", "it answers 503", "wait"), f"dossiers H13 2024-02-{day:02}"))
    note_task(context(Refused("page 3", "it cannot be read\nNguyễn Văn A", "look"), "payments H13 2024-02-01"))
    assert letters(engine) == [], "while the run goes on"
    tell_of_run(over())
    [(subject, body)] = letters(engine)
    assert subject == "[Operations] collect.batch.load failed for 28 batches, at attempt 3 (and 1 more)"
    assert "collect.batch.load failed for 28 batches, at attempt 3: the portal: it answers 503; wait" in body
    assert "dossiers H13 2024-02-10 (+18)" in body
    assert "Batch: payments H13 2024-02-01" in body
    for said in (
        "DAG: collect",
        "What to do: docs/runbooks/collect-failed.md",
        "Log: http://airflow.example/night/log",
    ):
        assert said in body
    tell_of_run(over())
    assert len(letters(engine)) == 1


def test_a_dag_that_fails_every_ten_minutes_writes_once_an_hour(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in (0, 10, 20, 70):
        monkeypatch.setattr("reform_index.doors.now", lambda at=minutes: NOW + timedelta(minutes=at))
        note_task(context(Refused("REFORM_MAIL_FROM", "not set", "set it"), "", f"run-{minutes}", "send"))
        tell_of_run(over(f"run-{minutes}", "send"))
    assert len(letters(engine)) == 2


def test_a_run_that_fails_without_a_failed_task_says_its_reason(engine: Engine) -> None:
    tell_of_run(over(reason="timed_out"))
    [(subject, body)] = letters(engine)
    assert subject == "[Operations] The DAG collect failed"
    assert "The DAG collect failed: timed_out" in body


def test_a_run_that_is_late_says_what_it_met(engine: Engine) -> None:
    note_task(context(Refused("the portal", "it answers 503", "wait")))
    late: dict[str, Any] = {
        "dag_run": {"dag_id": "collect", "dag_run_id": "night", "state": "running"},
        "deadline": {"id": "x", "deadline_time": datetime(2024, 3, 1, 6, 30, tzinfo=VIETNAM)},
    }
    ended = {**late, "dag_run": {**late["dag_run"], "state": "failed"}}
    for told in (ended, late, late):
        asyncio.run(tell_of_deadline(context=told, runbook="collect-failed.md"))
    [(subject, body)] = letters(engine)
    assert subject == "[Operations] The DAG collect is not over; it should have been by 1 March 2024, 06:30"
    assert "the portal: it answers 503; wait" in body
    assert "Batch: dossiers H13.05 2024-01-01" in body


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No warehouse answers; nothing was told within the hour."""
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", f"postgresql://reader:s3cret@127.0.0.1:{free_port()}/reform")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_without_the_warehouse_one_letter_an_hour_goes_straight(
    away: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_catcher(tmp_path) as catcher:
        monkeypatch.setenv("REFORM_SMTP_URL", catcher.smtp_url)
        monkeypatch.setenv("REFORM_MAIL_FROM", "Reform Index <reform-index@so.example>")
        for _ in range(3):
            note_task(context(Refused("the warehouse", "it does not answer", "start it\nand look again")))
        tell_of_run(over())
        note_task(context(None, dag="measure"))
        letter, other = catcher.wait_for(2)
    assert letter.subject == "[Operations] collect.batch.load (dossiers H13.05 2024-01-01) failed"
    assert letter.sender == "Reform Index <reform-index@so.example>"
    engineers = read_recipients()[ENGINEERS]
    assert engineers
    assert letter.recipient == ", ".join(engineer.email for engineer in engineers)
    for said in (
        "Cause: the warehouse: it does not answer; start it and look again",
        "What to do: docs/runbooks/collect-failed.md",
        "http://airflow.example/night/log",
    ):
        assert said in letter.text
    assert "s3cret" not in letter.text
    assert "killed, or out of time" in other.text


def test_without_a_mail_server_there_is_no_letter_and_no_second_failure(
    away: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REFORM_SMTP_URL", raising=False)
    note_task(context(Refused("a", "b", "c")))
    tell_of_run(over())


@pytest.mark.parametrize(
    ("exception", "line"),
    [
        (None, "It ended without a word: killed, or out of time."),
        (ValueError(), "ValueError"),
        (ValueError("first\nBcc: everybody@so.example"), "first"),
    ],
)
def test_only_the_first_line_of_a_cause_is_kept(exception: BaseException | None, line: str) -> None:
    assert telling.describe(context(exception)).cause == line
