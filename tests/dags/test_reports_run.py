"""The DAG `reports` through Airflow's own runner: a folder with a right and a wrong workbook, and what is announced."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from include.reform.sample import write_sample
from include.reform.sheet import the_form
from tests.airflow_home import make_tables
from tests.reform.conftest import AGENCY, changed

LOADED = "SELECT agency_code, version FROM core.unit_report"


@pytest.mark.usefixtures("without_deadlines")
def test_the_folder_is_looked_at_twice(
    dags: Mapping[str, Any], warehouse_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = write_sample("H13.05-2024-06", the_form())
    (tmp_path / "right.xlsx").write_bytes(article)
    (tmp_path / "wrong.xlsx").write_bytes(changed(article, lambda book: book["Bìa"].__setitem__("B3", "Sở")))
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    monkeypatch.setenv("REFORM_REPORTS_URL", tmp_path.as_uri())
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.execute(AGENCY, {"code": "H13.05", "parent": None, "level": 2})
    make_tables()
    states = []
    for _ in range(2):
        done = dags["reports"].test()
        assert done.state == "success"
        states.append({(ti.task_id, ti.rendered_map_index): str(ti.state) for ti in done.get_task_instances()})
    assert states[0]["load", "right.xlsx"] == states[0]["load", "wrong.xlsx"] == states[0]["done", None] == "success"
    assert states[1]["done", None] == "skipped", "nothing new: nothing is announced"
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(LOADED))] == [("H13.05", 1)]
    engine.dispose()
    assert [path.name.partition(".")[0] for path in (tmp_path / "errors").iterdir()] == ["wrong"]
