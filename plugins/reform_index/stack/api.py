"""Airflow's public API, as far as the stack needs it: health, starting a run, and how far runs have come."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from include.errors import Refused

_LIMIT_SECONDS = 120.0


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
        return _run(_read(response))

    def run(self, run: Run) -> Run:
        """The run as it stands now."""
        return _run(self._get(f"/api/v2/dags/{run.dag_id}/dagRuns/{quote(run.run_id)}"))

    def run_after(self, run: Run, dag_id: str) -> Run | None:
        """The run of another DAG that an asset event of this run has started; None as long as there is none.

        Airflow 3.3.2 answers 500 here while a run that the event has made is queued and has no start yet.
        """
        asked = {"source_dag_id": run.dag_id, "source_run_id": run.run_id}
        response = self._ask("GET", "/api/v2/assets/events", params=asked)
        if response.status_code == 500:
            return None
        for event in _read(response)["asset_events"]:
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
        except (requests.ConnectionError, requests.Timeout):
            return {}
        return dict(response.json()) if response.ok else {}

    def _get(self, path: str, asked: dict[str, str] | None = None) -> dict[str, Any]:
        return _read(self._ask("GET", path, params=asked))

    def _ask(self, method: str, path: str, **body: Any) -> requests.Response:
        try:
            if "Authorization" not in self._session.headers:
                answer = self._session.post(f"{self._base}/auth/token", json=self._login, timeout=_LIMIT_SECONDS)
                answer.raise_for_status()
                self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            return self._session.request(method, self._base + path, timeout=_LIMIT_SECONDS, **body)
        except requests.RequestException as error:
            raise Refused("Airflow's api-server", f"no answer ({type(error).__name__})", "see its log") from None


def _read(response: requests.Response) -> dict[str, Any]:
    if not response.ok:
        path = urlsplit(response.url).path
        raise Refused(f"Airflow at {path}", f"answered {response.status_code}", "see the log of api-server")
    return dict(response.json())


def _run(answer: dict[str, Any]) -> Run:
    return Run(answer["dag_id"], answer["dag_run_id"], answer["state"])
