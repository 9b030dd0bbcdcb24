"""Times a step in a process of its own: no step inherits the memory, the caches or the imports of another."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.timing.processes import cpu_seconds_of

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Cost:
    """What a step took. `value` is what it returned, so that two steps can be held to the same result.

    `cpu_seconds` (user and system) are those of its process and of the children that it waited for;
    `server_cpu_seconds` those that a server named by its process id spent meanwhile, with all its children.
    What is imported together with the step's module is in `peak_bytes`, and not in the times.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    value: Any
    server_cpu_seconds: float = 0


def time_step(step: Callable[..., Any], *, server_pid: int | None = None, **arguments: Any) -> Cost:
    """Calls a function of a module in a new process. Its arguments and what it returns travel as JSON.

    RuntimeError when it fails; what it wrote stands on stderr.
    """
    before = cpu_seconds_of(server_pid) if server_pid else 0.0
    done = subprocess.run(  # noqa: S603 - this interpreter and a step of our own
        [sys.executable, "-m", "bench.timing.child", step.__module__, step.__qualname__],
        cwd=ROOT,
        input=json.dumps(arguments),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"step {step.__module__}.{step.__qualname__} ended with status {done.returncode}")
    spent = cpu_seconds_of(server_pid) - before if server_pid else 0.0
    return Cost(**json.loads(done.stdout), server_cpu_seconds=spent)
