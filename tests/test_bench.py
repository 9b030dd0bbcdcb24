"""The room of the benchmarks: what each must say, how a step is timed, and when a limit holds. No time is asserted."""

import ast
import json
import os

import pytest

from bench.timing import Ratio, time_step
from tests.test_house import parsed, tracked


def test_every_file_is_a_benchmark() -> None:
    for path in tracked("bench/*.py"):
        if path.parent.name != "bench" or path.stem.startswith("__"):
            continue
        told = {node.name for node in parsed(path).body if isinstance(node, ast.FunctionDef)}
        told |= {ast.unparse(node.targets[0]) for node in parsed(path).body if isinstance(node, ast.Assign)}
        assert {"SCALE", "compare"} <= told, f"{path} is no benchmark: put what they share into a folder"


def test_a_step_runs_in_a_process_of_its_own() -> None:
    cost = time_step(os.getpid)
    assert cost.value != os.getpid()
    assert cost.peak_bytes > 1_000_000


def test_what_a_step_prints_is_not_its_answer() -> None:
    assert time_step(print, end="").value is None


def test_a_step_that_fails_gives_no_time() -> None:
    with pytest.raises(RuntimeError, match=r"step json\.loads ended with status 1"):
        time_step(json.loads, s="{")


@pytest.mark.parametrize(
    ("limits", "holds", "line"),
    [
        ({"at_most": 3}, True, "time | 250 s | 100 s | 2.50 | at most 3 | holds: yes"),
        ({"at_most": 2}, False, "time | 250 s | 100 s | 2.50 | at most 2 | holds: no"),
        ({"at_least": 8}, False, "time | 250 s | 100 s | 2.50 | at least 8 | holds: no"),
        ({}, None, "time | 250 s | 100 s | 2.50 | none | holds: –"),
    ],
)
def test_two_figures_side_by_side(limits: dict[str, float], holds: bool | None, line: str) -> None:
    ratio = Ratio("time", 250, 100, "s", **limits)
    assert (ratio.holds, ratio.line()) == (holds, line)
