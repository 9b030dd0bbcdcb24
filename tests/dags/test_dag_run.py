"""The whole street through Airflow's own runner: a real portal, PostgreSQL and mail server, in one process."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include.alerts.catcher import Catcher, running_catcher
from include.periods import VIETNAM
from include.portal.simulator.server import TEST_ACCOUNT, running_simulator
from include.warehouse.table_hashes import table_hashes
from tests.airflow_home import make_tables

pytestmark = pytest.mark.usefixtures("without_deadlines")

TOLD_BY_BATCH = {"mart.data_quality", "mart.freshness"}
"""What the marts say of each batch that was loaded: a backfill is a batch of its own."""
HALF_YEAR = {"since": "2024-01-01", "until": "2024-07-01"}


@pytest.fixture
def warehouse(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    engine = create_engine(warehouse_url)
    yield engine
    engine.dispose()


@pytest.fixture
def catcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catcher]:
    with running_catcher(tmp_path / "letters") as catcher:
        monkeypatch.setenv("REFORM_SMTP_URL", catcher.smtp_url)
        monkeypatch.setenv("REFORM_MAIL_FROM", "reform-index@so.example")
        yield catcher


@pytest.fixture(autouse=True)
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with running_simulator() as simulator:
        monkeypatch.setenv("REFORM_PORTAL_URL", simulator.base_url)
        monkeypatch.setenv("REFORM_PORTAL_USERNAME", TEST_ACCOUNT.username)
        monkeypatch.setenv("REFORM_PORTAL_PASSWORD", TEST_ACCOUNT.password)
        monkeypatch.setenv("REFORM_LANDING_URL", (tmp_path / "landing").as_uri())
        yield


def run(dag: Any, conf: Mapping[str, str] | None = None) -> Any:
    """A run of a DAG in this process, to its end."""
    make_tables()
    return dag.test(run_conf=conf)


def states(done: Any) -> dict[tuple[str, str | None], str]:
    """The state of every task instance, by task and name in the grid."""
    return {(ti.task_id, ti.rendered_map_index): str(ti.state) for ti in done.get_task_instances()}


def test_a_backfill_pulls_its_own_day_again_and_changes_nothing(
    dags: Mapping[str, Any], warehouse: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_ROOTS", "H13.05")
    make_tables()
    assert run(dags["catalogue"]).state == "success"
    assert dags["collect"].test(logical_date=datetime(2024, 3, 6, 2, 30, tzinfo=VIETNAM)).state == "success"
    assert run(dags["measure"]).state == "success"
    before = table_hashes(warehouse)
    backfill = dags["collect"].test(logical_date=datetime(2024, 2, 6, 2, 30, tzinfo=VIETNAM))
    assert backfill.state == "success"
    assert ("batch.load", "dossiers H13.05 2024-02-05") in states(backfill)
    assert run(dags["measure"]).state == "success"
    after = table_hashes(warehouse)
    assert {name for name in before if after[name] != before[name]} <= TOLD_BY_BATCH


@pytest.mark.timeout(600)
def test_the_street_walked_twice(
    dags: Mapping[str, Any], warehouse: Engine, catcher: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_ROOTS", "H13.05,H20.06")
    assert run(dags["catalogue"]).state == "success"
    collected = run(dags["collect"], HALF_YEAR)
    assert collected.state == "success"
    assert ("batch.load", "dossiers H13.05 2024-01-01") in states(collected)
    for name in ("measure", "watch", "send"):
        assert run(dags[name]).state == "success", name

    article = text(
        "SELECT numerator, denominator, state FROM mart.indicator WHERE agency_code = 'H13.05'"
        " AND period = '2024-H1' AND indicator = 'online_transaction_rate'"
    )
    with warehouse.connect() as connection:
        assert connection.execute(article).one() == (173, 189, "ok")
    assert any("H20.06" in letter.text for letter in catcher.letters)

    before, letters = table_hashes(warehouse), len(catcher.letters)
    assert before
    for name, conf in (("catalogue", None), ("collect", HALF_YEAR), ("measure", None), ("watch", None), ("send", None)):
        assert run(dags[name], conf).state == "success", name
    assert table_hashes(warehouse) == before

    backfill = run(dags["collect"], {"since": "2024-03-05", "until": "2024-03-06"})
    assert backfill.state == "success"
    assert ("batch.load", "dossiers H13.05 2024-03-05") in states(backfill)
    for name in ("measure", "watch", "send"):
        assert run(dags[name]).state == "success", name
    after = table_hashes(warehouse)
    assert {name for name in before if after[name] != before[name]} <= TOLD_BY_BATCH
    assert len(catcher.letters) == letters


def test_a_root_that_is_refused_stops_only_itself(
    dags: Mapping[str, Any], warehouse: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_ROOTS", "H13.05,H99")
    for task in (*dags["catalogue"].tasks, *dags["collect"].tasks):
        monkeypatch.setattr(task, "retries", 0)
    assert run(dags["catalogue"]).state == "failed"
    collected = run(dags["collect"], HALF_YEAR)
    assert collected.state == "failed"
    found = states(collected)
    assert found["batch.load", "dossiers H13.05 2024-01-01"] == "success"
    assert found["batch.pull", "dossiers H99 2024-01-01"] == "failed"
    assert found["done", None] == "success"
    assert found["complete", None] == "upstream_failed"
    with warehouse.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT root_agency FROM ops.receipt")).scalars().all() == ["H13.05"]
