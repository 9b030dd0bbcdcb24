"""What the tests of the stack share: waiting for the end of processes that are not our children."""

import os
import select
from collections.abc import Callable
from contextlib import suppress

import pytest


def _wait_gone(process_ids: list[int], limit_seconds: float = 30.0) -> None:
    assert process_ids
    for process_id in process_ids:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process_id)
            try:
                ended, _, _ = select.select([handle], [], [], limit_seconds)
            finally:
                os.close(handle)
            assert ended, f"process {process_id} is still alive"


@pytest.fixture
def wait_gone() -> Callable[[list[int]], None]:
    """Waits until none of the processes is alive; fails when one stays."""
    return _wait_gone


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole run comes last: what is wrong in a part is told by the part's own tests, sooner and closer."""
    items.sort(key=lambda item: item.path.name == "test_whole_run.py")
