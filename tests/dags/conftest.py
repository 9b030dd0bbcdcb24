"""The DAGs as Airflow parses them, in a home of the tests' own and with nothing in the environment."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.airflow_home import ROOT  # before Airflow is imported: it must find its home

FOLDER = ROOT / "dags"


@pytest.fixture(scope="session")
def dags() -> Mapping[str, Any]:
    """Every DAG by its id; parsed without any REFORM_* variable or Airflow connection."""
    from airflow.dag_processing.dagbag import BundleDagBag

    told = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("REFORM_", "AIRFLOW_"))}
    try:
        bag = BundleDagBag(bundle_path=FOLDER, dag_folder=FOLDER, bundle_name="dags-folder")
    finally:
        os.environ.update(told)
    assert bag.import_errors == {}
    assert bag.dags, "no DAG at all: this would test nothing"
    return dict(bag.dags)


@pytest.fixture(scope="session")
def files() -> list[Path]:
    found = sorted(FOLDER.glob("*.py"))
    assert found
    return found


@pytest.fixture
def without_deadlines(dags: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """For `dag.test`: it keeps no DAG, and this version of Airflow then does not find the deadlines of one."""
    for dag in dags.values():
        monkeypatch.setattr(dag, "deadline", None)


@pytest.fixture(autouse=True)
def _params_of_its_own(dags: Mapping[str, Any]) -> Iterator[None]:
    """`dag.test` writes the conf of a run into the params of the DAG and its tasks, where later runs would find it."""
    owners = [owner for dag in dags.values() for owner in (dag, *dag.tasks)]
    params = [owner.params.get_param(name) for owner in owners for name in owner.params]
    stood = [param.value for param in params]
    assert params
    yield
    for param, value in zip(params, stood, strict=True):
        param.value = value
