"""The process in which one step is timed: `python -m bench.timing.child MODULE FUNCTION`, arguments on stdin."""

import json
import os
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def run_step(module: str, name: str) -> dict[str, Any]:
    """The fields of Cost that this process knows."""
    step, arguments = getattr(import_module(module), name), json.load(sys.stdin)
    cpu, began = _cpu_seconds(), time.monotonic()
    value = step(**arguments)
    wall = time.monotonic() - began
    return {
        "wall_seconds": wall,
        "cpu_seconds": _cpu_seconds() - cpu,
        "peak_bytes": _peak_bytes(),
        "value": value,
    }


def _cpu_seconds() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak_bytes() -> int:
    """The most memory that this process ever had; ru_maxrss would tell that of its parent where that had more."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak = [line for line in lines if line.startswith("VmHWM")]
    return int(peak[0].split()[1]) * 1024 if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever the step prints is not its answer
    json.dump(run_step(sys.argv[1], sys.argv[2]), answer)
    answer.close()
