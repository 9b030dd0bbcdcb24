"""CPU time of a process that is not ours to end, with its children."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _TIMES = 1, slice(11, 15)


def cpu_seconds_of(pid: int) -> float:
    """User and system seconds so far: of the process, of those children that live and of those that it waited for."""
    running = {int(path.name): fields for path in Path("/proc").glob("[0-9]*") if (fields := _fields(path))}
    return _with_children(pid, running)


def _with_children(pid: int, running: dict[int, list[str]]) -> float:
    own = sum(map(int, running[pid][_TIMES])) / _TICKS if pid in running else 0.0
    children = [child for child, fields in running.items() if int(fields[_PARENT]) == pid]
    return own + sum(_with_children(child, running) for child in children)


def _fields(path: Path) -> list[str]:
    """What /proc tells of a process behind its name; nothing when it ended meanwhile."""
    try:
        return (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
