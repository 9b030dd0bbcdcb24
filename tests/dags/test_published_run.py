"""The DAG `published` through Airflow's own runner, from a portal that knows no account of ours."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from reform_index import doors
from sqlalchemy import create_engine, text

from include.periods import VIETNAM
from include.portal import report
from include.portal.simulator.server import Served, running_simulator
from include.portal.simulator.session import Account
from tests.airflow_home import make_tables

FIRST_OF_JULY = datetime(2024, 7, 1, 4, tzinfo=VIETNAM)
LOADED = "SELECT root_agency, count(*), sum(pulled) > 0 FROM ops.receipt GROUP BY root_agency ORDER BY root_agency"


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("without_deadlines")
def test_country_then_provinces(
    dags: Mapping[str, Any], warehouse_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the open quarter, which the portal does not show yet, and the open year: seven reports of each root."""
    monkeypatch.setattr(doors, "now", lambda: FIRST_OF_JULY)
    monkeypatch.setattr(report, "RESTATED_DAYS", 0)
    make_tables()
    with running_simulator(Served(account=Account("somebody", "else"))) as portal:
        monkeypatch.setenv("REFORM_PORTAL_URL", portal.base_url)
        monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
        monkeypatch.setenv("REFORM_LANDING_URL", (tmp_path / "landing").as_uri())
        monkeypatch.setenv("REFORM_PORTAL_PAUSE_SECONDS", "0")
        done = dags["published"].test()
    assert done.state == "success"
    names = {(ti.task_id, ti.rendered_map_index) for ti in done.get_task_instances() if ti.task_id != "plan_country"}
    assert {("province.load", "H20"), ("province.load", "H61")} <= names
    engine = create_engine(warehouse_url)
    with engine.connect() as connection:
        loaded = [tuple(row) for row in connection.execute(text(LOADED))]
    engine.dispose()
    assert loaded == [("H20", 14, True), ("H61", 14, True), ("VN", 15, True)]
