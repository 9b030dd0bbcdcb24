"""What differs for Airflow in the one-host stack; Airflow imports this by name when it starts.

The world of the simulator ends in June 2024, so nothing is collected by the clock, and nothing is missed: the stack
triggers those DAGs, and the watchdog waits for a person.
The scheduler alone imports Great Expectations, once: its LocalExecutor forks the tasks, and they inherit it.
"""

import importlib
import os
import sys
from typing import TYPE_CHECKING

from airflow.timetables.simple import NullTimetable

if TYPE_CHECKING:
    from airflow.sdk import DAG

__all__ = ["dag_policy"]

WITHOUT_A_CLOCK = ("catalogue", "collect", "sweep", "watchdog")


def dag_policy(dag: "DAG") -> None:
    """Takes the clock away from the DAGs that would look for the days after the simulated ones."""
    if dag.dag_id in WITHOUT_A_CLOCK:
        dag.timetable = NullTimetable()


if sys.argv[1:2] == ["scheduler"]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    for name in ("great_expectations", "include.street"):
        importlib.import_module(name)
