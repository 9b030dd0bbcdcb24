"""Airflow's public API, as far as the stack needs it: health, starting a run, and how far runs have come."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests

from include.errors import Refused

_LIMIT_SECONDS = 30.0


@dataclass(frozen=True)
class Run:
    """One run of a DAG, as Airflow knows it now."""

    dag_id: str
    run_id: str
    state: str

    @property
    def is_over(self) -> bool:
        return self.state in {"success", "failed"}


class AirflowApi:
    """One session with the api-server of this machine."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._login = {"username": username, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False

    def __repr__(self) -> str:
        return f"AirflowApi({self._base})"

    def is_healthy(self, component: str) -> bool:
        """Whether a component (scheduler, triggerer, dag_processor) has sent a heartbeat of late."""
        answer = self._peek("/api/v2/monitor/health")
        return bool(answer) and answer.get(component, {}).get("status") == "healthy"

    def answers_tasks(self) -> bool:
        """Whether tasks are served. The first question takes seconds, and would stall the first task."""
        return self._peek("/execution/health").get("status") == "healthy"

    def knows(self, dag_id: str) -> bool:
        """Whether the DAG has been read and can be run."""
        response = self._ask("GET", f"/api/v2/dags/{dag_id}")
        return response.status_code == 200 and not response.json()["has_import_errors"]

    def import_errors(self) -> list[str]:
        """The files in dags/ that could not be read, each with the last line of why."""
        found = self._get("/api/v2/importErrors")["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}" for error in found]

    def trigger(self, dag_id: str, conf: dict[str, str]) -> Run:
        """Starts a run by hand."""
        body = {"logical_date": None, "run_after": datetime.now(UTC).isoformat(), "conf": conf}
        response = self._ask("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body)
        if response.status_code != 200:
            raise Refused(f"run of {dag_id}", f"Airflow answered {response.status_code}", "see the log of api-server")
        return _run(response.json())

    def run(self, run: Run) -> Run:
        """The run as it stands now."""
        return _run(self._get(f"/api/v2/dags/{run.dag_id}/dagRuns/{quote(run.run_id)}"))

    def run_after(self, run: Run, dag_id: str) -> Run | None:
        """The run of another DAG that an asset event of this run has started; None as long as there is none."""
        answer = self._get("/api/v2/assets/events", {"source_dag_id": run.dag_id, "source_run_id": run.run_id})
        for event in answer["asset_events"]:
            for created in event["created_dagruns"]:
                if created["dag_id"] == dag_id:
                    return Run(dag_id, created["run_id"], created["state"])
        return None

    def tasks(self, run: Run) -> list[dict[str, Any]]:
        """The task instances of a run."""
        path = f"/api/v2/dags/{run.dag_id}/dagRuns/{quote(run.run_id)}/taskInstances"
        found: list[dict[str, Any]] = self._get(path, {"limit": "1000"})["task_instances"]
        return found

    def _peek(self, path: str) -> dict[str, Any]:
        try:
            response = self._session.get(self._base + path, timeout=_LIMIT_SECONDS)
        except requests.ConnectionError:
            return {}
        return dict(response.json()) if response.ok else {}

    def _get(self, path: str, asked: dict[str, str] | None = None) -> dict[str, Any]:
        response = self._ask("GET", path, params=asked)
        if not response.ok:
            raise Refused(f"Airflow at {path}", f"answered {response.status_code}", "see the log of api-server")
        return dict(response.json())

    def _ask(self, method: str, path: str, **body: Any) -> requests.Response:
        try:
            if "Authorization" not in self._session.headers:
                answer = self._session.post(f"{self._base}/auth/token", json=self._login, timeout=_LIMIT_SECONDS)
                answer.raise_for_status()
                self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            return self._session.request(method, self._base + path, timeout=_LIMIT_SECONDS, **body)
        except requests.RequestException as error:
            raise Refused("Airflow's api-server", f"no answer ({type(error).__name__})", "see its log") from None


def _run(answer: dict[str, Any]) -> Run:
    return Run(answer["dag_id"], answer["dag_run_id"], answer["state"])
