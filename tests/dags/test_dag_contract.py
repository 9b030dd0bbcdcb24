"""What every DAG promises, and what ties them together."""

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest

from include.alerts.watchdog.rule import all_watch_rules
from include.errors import NotYet, Refused, WrongUse
from include.warehouse.portal_gate import REST_SECONDS
from tests.airflow_home import ROOT

IDS = {"catalogue", "collect", "sweep", "published", "measure", "watch", "send", "watchdog", "reports", "publish"}

PARSE_ALONE = """
import json, sys
from pathlib import Path
from airflow.dag_processing.dagbag import BundleDagBag

folder = Path(sys.argv[1])
bag = BundleDagBag(bundle_path=folder, dag_folder=folder, bundle_name="dags-folder")
heavy = sorted({"great_expectations", "pandas", "duckdb", "pyarrow", "include.street"} & set(sys.modules))
print(json.dumps({"ids": sorted(bag.dags), "errors": bag.import_errors, "heavy": heavy}))
"""


def test_the_ids_are_these_and_no_others(dags: Mapping[str, Any]) -> None:
    assert set(dags) == IDS


def test_every_file_gives_the_dag_of_its_name(dags: Mapping[str, Any], files: list[Path]) -> None:
    assert {path.stem: Path(path) for path in files} == {name: Path(dag.fileloc) for name, dag in dags.items()}


def test_parsing_needs_nothing_and_loads_nothing_heavy(tmp_path: Path) -> None:
    """In a process of its own: nothing in its environment but where Python looks, and no home of Airflow's."""
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}",
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    command = [sys.executable, "-c", PARSE_ALONE, str(ROOT / "dags")]
    said = subprocess.run(command, env=environ, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert json.loads(said.splitlines()[-1]) == {"ids": sorted(IDS), "errors": {}, "heavy": []}


@pytest.mark.parametrize("name", sorted(IDS))
def test_a_dag_keeps_the_house_rules(dags: Mapping[str, Any], name: str) -> None:
    dag = dags[name]
    assert dag.timezone.name == "Asia/Ho_Chi_Minh"
    assert dag.catchup is False
    assert 1 <= dag.max_active_runs <= 2
    assert "reform-index" in dag.tags
    assert len([tag for tag in dag.tags if re.fullmatch(r"tier [12]", tag)]) == 1
    assert dag.tasks
    for task in dag.tasks:
        assert task.owner == "reform-index", task.task_id
        assert task.retries == 2, task.task_id
        assert task.retry_delay <= timedelta(minutes=1), task.task_id
        assert task.execution_timeout, task.task_id
        assert task.on_failure_callback, task.task_id


@pytest.mark.parametrize("name", sorted(IDS))
def test_a_task_waits_as_long_as_what_refused_it(dags: Mapping[str, Any], name: str) -> None:
    """Within the half minute of any other fault the portal would still be left alone, and the last retry be gone."""
    kinds = (NotYet, WrongUse, Refused)
    for task in dags[name].tasks:
        later, never, soon = (task.retry_policy.evaluate(kind("asked", "came", "todo"), 1, 2) for kind in kinds)
        assert later.action.name == "RETRY", task.task_id
        assert later.retry_delay > timedelta(seconds=REST_SECONDS), task.task_id
        assert never.action.name == "FAIL", task.task_id
        assert (soon.action.name, soon.retry_delay) == ("DEFAULT", None), task.task_id


@pytest.mark.parametrize("name", sorted(IDS))
def test_a_dag_tells_when_it_failed_and_when_it_is_late(dags: Mapping[str, Any], name: str) -> None:
    """Airflow keeps the deadline as JSON; what comes back from there must lead to the function that tells."""
    from airflow.serialization.decoders import decode_deadline_alert
    from airflow.serialization.encoders import encode_deadline_alert

    dag = dags[name]
    assert dag.on_failure_callback
    (alert,) = dag.deadline
    kept = decode_deadline_alert(json.loads(json.dumps(encode_deadline_alert(alert))))
    module, _, function = kept.callback.path.rpartition(".")
    assert iscoroutinefunction(getattr(importlib.import_module(module), function))
    assert f"docs/runbooks/{kept.callback.kwargs['runbook']}" in dag.doc_md
    longest = timedelta(days=7) if name == "publish" else timedelta(hours=12)
    assert timedelta(0) < kept.interval <= longest, "only a person is waited for longer"


@pytest.mark.parametrize("name", sorted(IDS))
def test_a_dag_names_the_page_that_helps(dags: Mapping[str, Any], name: str) -> None:
    pages = re.findall(r"^If this fails: (docs/runbooks/[a-z-]+\.md)$", dags[name].doc_md or "", re.MULTILINE)
    assert len(pages) == 1
    assert (ROOT / pages[0]).is_file()


def test_the_index_of_runbooks_names_every_page() -> None:
    folder = ROOT / "docs" / "runbooks"
    pages = {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert pages
    named = set(re.findall(r"\(([a-z-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert named == pages
    for page in pages:
        written = (folder / page).read_text(encoding="utf-8")
        assert set(re.findall(r"\(([a-z-]+\.md)\)", written)) <= pages, page


def test_runbooks_name_only_commands_that_exist() -> None:
    known = {path.stem for path in (ROOT / "include" / "commands").glob("*.py")}
    named = {
        (path.name, command)
        for path in (ROOT / "docs" / "runbooks").glob("*.md")
        for command in re.findall(r"python -m include (\w+)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert {(page, command) for page, command in named if command not in known} == set()


def test_dags_do_not_import_each_other(files: list[Path]) -> None:
    stems = "|".join(path.stem for path in files)
    for path in files:
        assert not re.search(rf"^(?:from|import) (?:dags|{stems})\b", path.read_text(encoding="utf-8"), re.MULTILINE)


def announced(dag: Any) -> dict[str, set[str]]:
    """Which task announces which assets."""
    return {task.task_id: {asset.name for asset in task.outlets} for task in dag.tasks if task.outlets}


def awaited(dag: Any) -> set[str]:
    return {asset.name for asset in dag.timetable.asset_condition.objects}


def test_assets_tie_the_street_together(dags: Mapping[str, Any]) -> None:
    assert announced(dags["catalogue"]) == {"done": {"catalogue"}}
    assert announced(dags["collect"]) == {"done": {"facts"}}
    assert announced(dags["sweep"]) == {"done": {"facts"}}
    assert announced(dags["reports"]) == {"done": {"reports"}}
    assert announced(dags["measure"]) == {"measure": {"indicators"}}
    assert announced(dags["watch"]) == {"watch": {"letters"}}
    assert announced(dags["send"]) == announced(dags["published"]) == announced(dags["watchdog"]) == {}
    assert announced(dags["publish"]) == {}
    assert awaited(dags["measure"]) == {"facts", "catalogue", "reports"}
    assert awaited(dags["watch"]) == {"indicators"}
    assert awaited(dags["send"]) == {"letters"}


def test_the_nightly_ones_have_a_data_interval_in_vietnams_time(dags: Mapping[str, Any]) -> None:
    nightly = (
        ("catalogue", "0 1 * * *"),
        ("collect", "30 2 * * *"),
        ("published", "0 4 * * *"),
        ("publish", "0 7 * * *"),
        ("sweep", "0 5 * * 0"),
    )
    for name, cron in (*nightly, ("sweep", "0 5 * * 0")):
        timetable = dags[name].timetable
        assert type(timetable).__name__ == "CronDataIntervalTimetable"
        assert (timetable.expression, str(timetable.timezone)) == (cron, "Asia/Ho_Chi_Minh")
    assert dags["send"].timetable.timetable.expression == "*/10 * * * *"


def test_the_watchdog_knows_every_clock(dags: Mapping[str, Any]) -> None:
    """What a rule takes for late is what the DAG's own clock says; a DAG with a clock has a rule."""
    rules = {rule.limits["stage"]: rule.expected for rule in all_watch_rules() if rule.check == "stage_late"}
    daily = {name: dag.timetable for name, dag in dags.items() if getattr(dag.timetable, "expression", None)}
    assert {"send", "watchdog"} | daily.keys() == rules.keys()
    assert dags["watchdog"].timetable.expression == "*/30 * * * *"
    for name, timetable in daily.items():
        minute, hour, _, _, weekday = timetable.expression.split()
        expected = rules[name]
        assert expected is not None
        if expected.at is not None:
            assert (expected.at.minute, expected.at.hour) == (int(minute), int(hour)), name
            assert weekday == ("*" if expected.weekday is None else str((expected.weekday + 1) % 7)), name
        else:
            assert hour == "*", name


def test_what_waited_is_judged_again_before_the_catalogue_is_announced(dags: Mapping[str, Any]) -> None:
    dag = dags["catalogue"]
    assert dag.task_dict["waiting"].upstream_task_ids == {"batch.load"}
    assert dag.task_dict["waiting"].trigger_rule == "all_done", "a root that was refused keeps nothing waiting"
    assert dag.task_dict["done"].upstream_task_ids == {"batch.load", "replay"}


@pytest.mark.parametrize("name", ["catalogue", "collect", "sweep"])
def test_a_refused_root_stops_only_itself(dags: Mapping[str, Any], name: str) -> None:
    """A batch is a mapped group: its load waits for its own pull alone. The run stays red all the same."""
    dag = dags[name]
    group = dag.task_group.children["batch"]
    assert type(group).__name__ == "MappedTaskGroup"
    assert set(group.children) == {"batch.pull", "batch.load"}
    assert dag.task_dict["batch.load"].upstream_task_ids == {"batch.pull"}
    assert dag.task_dict["done"].trigger_rule == "all_done"
    assert {task.task_id for task in dag.leaves} == {"complete"}
    more = {"replay"} if name == "catalogue" else set()
    assert dag.task_dict["complete"].upstream_task_ids == {"batch.load", "done"} | more
    for task in ("batch.pull", "batch.load", *more):
        assert "feed" in dag.task_dict[task].map_index_template
        assert "root_agency" in dag.task_dict[task].map_index_template


def test_no_province_is_asked_before_the_country_answered(dags: Mapping[str, Any]) -> None:
    dag = dags["published"]
    assert dag.is_paused_upon_creation
    assert dag.task_dict["plan_provinces"].upstream_task_ids == {"load"}
    assert dag.task_dict["load"].upstream_task_ids == {"pull"}
    assert type(dag.task_group.children["province"]).__name__ == "MappedTaskGroup"
    assert dag.task_dict["province.load"].upstream_task_ids == {"province.pull"}
    assert {dag.task_dict[name].max_active_tis_per_dag for name in ("pull", "province.pull")} == {1}


def test_nothing_is_published_before_a_person_agreed(dags: Mapping[str, Any]) -> None:
    dag = dags["publish"]
    approve = dag.task_dict["approve"]
    assert approve.options == ["Approve", "Reject"]
    assert approve.defaults is None, "silence is no approval"
    assert approve.response_timeout == timedelta(days=14)
    assert approve.upstream_task_ids == {"propose"}
    assert dag.task_dict["publish"].upstream_task_ids == {"approve", "propose"}
