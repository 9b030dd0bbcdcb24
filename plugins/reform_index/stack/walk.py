"""Walks the street through Airflow's own scheduler: three runs by hand, the others follow by their assets."""

from collections import Counter
from collections.abc import Callable

from include.errors import Refused
from reform_index.stack.api import AirflowApi, Run
from reform_index.stack.children import Children
from reform_index.stack.place import Place
from reform_index.stack.progress import Progress

BY_HAND = ("catalogue", "reports", "collect")
BY_ASSETS = ("measure", "watch", "send")
_LIMIT_SECONDS = 900.0


class Walk:
    """One walk down the street; every wait ends at once when a child of the stack dies or a run fails."""

    def __init__(self, api: AirflowApi, children: Children, place: Place, progress: Progress) -> None:
        self._api, self._children, self._place, self._progress = api, children, place, progress

    def go(self, since: str, until: str) -> None:
        """Catalogue, reports, collect for the days from `since` to before `until`, then measure, watch and send."""
        self._wait_known()
        for dag_id in ("catalogue", "reports"):
            self._finish(self._api.trigger(dag_id, {}))
        run = self._finish(self._api.trigger("collect", {"since": since, "until": until}))
        for dag_id in BY_ASSETS:
            run = self._finish(self._follow(run, dag_id))

    def _wait_known(self) -> None:
        """Until all DAGs have been read; Refused when a file in dags/ cannot be."""

        def all_known() -> bool:
            for error in self._api.import_errors():
                raise Refused("DAG", error, "correct that file")
            return all(self._api.knows(dag_id) for dag_id in BY_HAND + BY_ASSETS)

        self._children.wait("dag-processor", all_known, _LIMIT_SECONDS)

    def _follow(self, run: Run, dag_id: str) -> Run:
        """The run of the next DAG, once an asset of this run has started it."""
        found: list[Run] = []

        def has_begun() -> bool:
            found.extend(filter(None, [self._api.run_after(run, dag_id)]))
            return bool(found)

        self._children.wait("scheduler", has_begun, _LIMIT_SECONDS)
        return found[0]

    def _finish(self, run: Run) -> Run:
        """Waits until a run is over, telling how far it is; Refused with its first failed task."""
        self._children.wait("scheduler", self._is_over(run), _LIMIT_SECONDS)
        tasks = self._api.tasks(run)
        if self._api.run(run).state == "failed":
            raise Refused(f"DAG {run.dag_id}", describe_failure(tasks), f"see {self._logs_of(run)}")
        seconds = sum(task["duration"] or 0.0 for task in tasks)
        self._progress.say(f"{run.dag_id}: done, {_count(tasks)} in {seconds:.0f} s of work")
        return run

    def _is_over(self, run: Run) -> Callable[[], bool]:
        told = {"done": 0}

        def is_over() -> bool:
            states = Counter(task["state"] for task in self._api.tasks(run))
            if states["success"] >= told["done"] + 5:
                told["done"] = states["success"]
                self._progress.say(f"{run.dag_id}: {told['done']} of {states.total()} tasks done")
            return self._api.run(run).is_over

        return is_over

    def _logs_of(self, run: Run) -> str:
        return self._place.show(self._place.airflow / "logs" / f"dag_id={run.dag_id}" / f"run_id={run.run_id}")


def _count(tasks: list[dict[str, object]]) -> str:
    return f"{len(tasks)} task{'s' if len(tasks) != 1 else ''}"


def describe_failure(tasks: list[dict[str, object]]) -> str:
    """How many tasks of a run failed, and which came first, with its batch."""
    failed = [task for task in tasks if task["state"] == "failed"]
    if not failed:
        return "failed without a failed task"
    first = failed[0]
    where = f" ({first['rendered_map_index']})" if first.get("rendered_map_index") else ""
    return f"{len(failed)} of {_count(tasks)} failed, first {first['task_id']}{where}"
