"""Ends what is left of the children when the stack itself was killed and could not.

A process of its own. A line each tells it which session has begun (`+123`), which has ended (`-123`: the number may be
another's by now), and that all have ended. When its input ends without that, the stack is gone.
"""

import os
import subprocess
import sys
import time
from contextlib import suppress

from reform_index.stack.place import ROOT
from reform_index.stack.session import kill_session, members

_ALL_ENDED = "all ended"
_PATIENCE_SECONDS = 5.0


class Keeper:
    """The keeper as the stack sees it."""

    def __init__(self) -> None:
        program = [sys.executable, "-c", f"from {__name__} import keep; keep()"]
        environ = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT}/plugins"}
        self._process = subprocess.Popen(  # noqa: S603 - this very file
            program, env=environ, stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def watch(self, session: int) -> None:
        self._write(f"+{session}")

    def forget(self, session: int) -> None:
        self._write(f"-{session}")

    def dismiss(self) -> None:
        """All children have ended: the keeper may go too."""
        self._write(_ALL_ENDED)
        self._process.wait()

    def _write(self, line: str) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(f"{line}\n")
                self._process.stdin.flush()


def keep() -> None:
    """Listens until the input ends; then gives the sessions a while to end by themselves, and ends them."""
    sessions: set[int] = set()
    for line in map(str.strip, sys.stdin):
        if line == _ALL_ENDED:
            return
        change = sessions.add if line.startswith("+") else sessions.discard
        change(int(line[1:]))
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while any(map(members, sessions)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for session in sessions:
        kill_session(session)
