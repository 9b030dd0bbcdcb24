"""The DAG `publish` through Airflow's own runner: the person's answer comes as it does from the page of Airflow."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from reform_index import doors
from sqlalchemy import Engine, text

from include.periods import VIETNAM
from tests.airflow_home import make_tables
from tests.publication.conftest import Department, make_department

PUBLISH_DAY = datetime(2024, 7, 10, 7, 5, tzinfo=VIETNAM)
PUBLISHED = "SELECT period, vintage, published_by FROM publication.vintage ORDER BY period"
Answer = Callable[[str], list[Any]]


@pytest.fixture
def department(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Department]:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    monkeypatch.setattr(doors, "now", lambda: PUBLISH_DAY)
    made = make_department(warehouse_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Has the person choose an option when the run sleeps because it waits for one; gives what the person was shown."""

    def choose(option: str) -> list[Any]:
        asked: list[Any] = []

        def respond(seconds: float) -> None:
            asked.extend(shown := _respond(option))
            if not shown:
                wait(seconds)

        wait = time.sleep
        monkeypatch.setattr(time, "sleep", respond)
        return asked

    return choose


def _respond(option: str) -> list[tuple[str, str | None]]:
    """What Airflow's API does with an answer."""
    from airflow.models.hitl import HITLDetail
    from airflow.models.taskinstance import TaskInstance
    from airflow.models.trigger import handle_event_submit
    from airflow.sdk.timezone import utcnow
    from airflow.triggers.base import TriggerEvent
    from airflow.utils.session import create_session

    told: Any = TriggerEvent
    shown = []
    with create_session() as session:
        for detail in session.query(HITLDetail).filter(HITLDetail.responded_at.is_(None)).all():
            detail.responded_by, detail.responded_at = {"id": "7", "name": "lan"}, utcnow()
            detail.chosen_options, detail.params_input = [option], {}
            waiting = session.get_one(TaskInstance, detail.ti_id)
            handle_event_submit(told(detail.as_resume_event_payload()), task_instance=waiting, session=session)
            shown.append((detail.subject, detail.body))
    return shown


def published(engine: Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(PUBLISHED))]


@pytest.mark.usefixtures("without_deadlines")
def test_what_a_person_approved_is_published_in_that_persons_name(
    dags: Mapping[str, Any], department: Department, answer: Answer
) -> None:
    make_tables()
    asked = answer("Approve")
    assert dags["publish"].test().state == "success"
    [(subject, body)] = asked
    assert subject == "Công bố / publish: 2024-06, 2024-Q2, 2024-H1"
    assert "Kỳ (period): 2024-H1" in body
    assert "Cơ quan (agencies): 3" in body
    assert "Chưa công bố lần nào" in body
    assert published(department.engine) == [("2024-06", 1, "lan"), ("2024-H1", 1, "lan"), ("2024-Q2", 1, "lan")]
    asked.clear()
    again = dags["publish"].test()
    assert {ti.task_id: str(ti.state) for ti in again.get_task_instances()} == dict.fromkeys(
        ("propose", "approve", "publish"), "skipped"
    )
    assert asked == []


@pytest.mark.usefixtures("without_deadlines")
def test_what_a_person_rejected_is_not_published(
    dags: Mapping[str, Any], department: Department, answer: Answer
) -> None:
    make_tables()
    asked = answer("Reject")
    done = dags["publish"].test()
    assert len(asked) == 1
    assert {ti.task_id: str(ti.state) for ti in done.get_task_instances()} == {
        "propose": "success",
        "approve": "success",
        "publish": "skipped",
    }
    assert published(department.engine) == []


@pytest.mark.usefixtures("without_deadlines")
def test_on_another_day_nothing_is_asked(
    dags: Mapping[str, Any], department: Department, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_tables()
    monkeypatch.setenv("REFORM_PUBLISH_DAY", "11")
    asked = answer("Approve")
    dags["publish"].test()
    assert asked == []
    assert published(department.engine) == []
