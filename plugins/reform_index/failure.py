"""What Airflow calls when a task or a run has failed, or a run is late; `reform_index.telling` does it.

That part is imported only then: it brings the templates and the charts of the letters along, and DAG files are parsed
often.
"""

import asyncio
import importlib
from collections.abc import Mapping
from typing import Any


def note_task(context: Mapping[str, Any]) -> None:
    """On the failure of a task."""
    _telling().note_task(context)


def tell_of_run(context: Mapping[str, Any]) -> None:
    """On the failure of a run."""
    _telling().tell_of_run(context)


async def tell_of_deadline(context: Mapping[str, Any], runbook: str) -> None:
    """When a run is not over at its deadline. The triggerer calls it, where nobody may wait."""
    await asyncio.to_thread(lambda: _telling().tell_of_deadline(context, runbook))


def _telling() -> Any:
    return importlib.import_module("reform_index.telling")
