"""What Airflow keeps of a run (results, rendered templates, logs, its own tables) says nothing of a person."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from include.periods import VIETNAM
from tests.airflow_home import HOME, make_tables
from tests.portal.misbehaving import PASSWORD, USERNAME
from tests.street.canary import BROKEN, NAME, canary_portal, found_in, found_in_files

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


def kept_by_airflow() -> dict[str, list[str]]:
    """Every row of every table of Airflow's own, as text: XCom and rendered templates among them."""
    with closing(sqlite3.connect(HOME / "airflow.db")) as connection:
        names = [str(name) for (name,) in connection.execute(TABLES)]
        return {name: [str(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}


@pytest.mark.usefixtures("without_deadlines")
def test_a_person_is_in_nothing_that_airflow_keeps(
    dags: Mapping[str, Any],
    warehouse_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    make_tables()
    with canary_portal() as portal:
        for name, value in {
            "REFORM_PORTAL_URL": portal.url,
            "REFORM_PORTAL_USERNAME": USERNAME,
            "REFORM_PORTAL_PASSWORD": PASSWORD,
            "REFORM_WAREHOUSE_URL": warehouse_url,
            "REFORM_LANDING_URL": (tmp_path / "landing").as_uri(),
            "REFORM_ROOTS": "H13.05",
        }.items():
            monkeypatch.setenv(name, value)
        for task in dags["collect"].tasks:
            monkeypatch.setattr(task, "retries", 0)
        assert dags["collect"].test(logical_date=datetime(2024, 2, 6, 2, 30, tzinfo=VIETNAM)).state == "success"
        portal.faults = dict.fromkeys(range(1, 1000), BROKEN["an error message"])
        assert dags["collect"].test(logical_date=datetime(2024, 2, 7, 2, 30, tzinfo=VIETNAM)).state == "failed"
    kept = kept_by_airflow()
    assert "landing_key" in "".join(kept["xcom"])
    assert "landing_key" in "".join(kept["rendered_task_instance_fields"])
    assert {name: found for name, rows in kept.items() if (found := found_in(*rows))} == {}
    told = capfd.readouterr()
    assert "error_code 9" in told.out + told.err + caplog.text, "the failure is told"
    assert found_in(*told, caplog.text) == []
    assert found_in_files([HOME, tmp_path]) == []
    assert found_in(NAME) == [NAME]
