"""Processes by session: a child leads its own, and whatever it starts stays in it, process groups or not."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Run between fork and exec: the kernel ends this process when the one that started it is gone, even killed."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def members(session: int) -> list[int]:
    """The live processes of a session; those that have ended and only wait to be collected do not count."""
    processes = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    return [process for process in processes if _live_session(process) == session]


def is_alive(process: int) -> bool:
    return _live_session(process) is not None


def kill_session(session: int) -> None:
    """Ends every process of a session at once; gives back when none is left."""
    while left := members(session):
        for process in left:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.01)


def _live_session(process: int) -> int | None:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, _parent, _group, session = stat.rpartition(")")[2].split()[:4]
    return None if state in {"Z", "X"} else int(session)
