"""The child processes of the stack: started together, watched together, stopped together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from include.errors import Refused
from reform_index.stack.keeper import Keeper
from reform_index.stack.session import die_with, is_alive, kill_session

_PATIENCE_SECONDS = 5.0
_LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Part:
    """One program of the stack. `is_ready` is asked until it says yes."""

    name: str
    arguments: Sequence[str]
    is_ready: Callable[[], bool] = lambda: True
    environ: Mapping[str, str] = field(default_factory=dict)


class Children:
    """A context: on leaving it, however it is left, none of the children and nothing they started is alive."""

    def __init__(self, root: Path, logs: Path) -> None:
        self._root, self._logs = root, logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._watched: dict[str, tuple[int, Path]] = {}

    def __enter__(self) -> Self:
        self._keeper = Keeper()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        self._keeper.dismiss()

    def start(self, part: Part) -> None:
        """Starts a program in a session of its own, its output in a log file of its name."""
        with self._log(part.name).open("wb") as log:
            try:
                child = self._running[part.name] = self._spawn(part, log)
            except OSError as error:
                came = f"{part.arguments[0]} cannot be started ({error.strerror})"
                raise Refused(part.name, came, "run `make setup`") from None
        self._keeper.watch(child.pid)

    def process_ids(self) -> list[int]:
        """The children that lead a session, in the order of their start."""
        return [child.pid for child in self._running.values()]

    def watch(self, name: str, process_id: int, log: Path) -> None:
        """Takes notice too of a process that somebody else has started and will stop."""
        self._watched[name] = (process_id, log)

    def finish(self, parts: Sequence[Part], limit_seconds: float) -> None:
        """Starts programs that end by themselves, side by side, and waits; Refused when one ends with a failure."""
        for part in parts:
            self.start(part)
        ending = {part.name: self._running.pop(part.name) for part in parts}
        try:
            for name, child in ending.items():
                self.wait(name, lambda child=child: child.poll() is not None, limit_seconds)  # type: ignore[misc]
                self._keeper.forget(child.pid)
                if child.returncode:
                    raise self._refuse(name, self._describe_end(name, child.returncode))
        finally:
            self._running |= {name: child for name, child in ending.items() if child.returncode is None}

    def wait_ready(self, parts: Sequence[Part], limit_seconds: float) -> None:
        """Waits until every part says that it is ready."""
        for part in parts:
            self.wait(part.name, part.is_ready, limit_seconds)

    def wait(self, name: str, is_true: Callable[[], bool], limit_seconds: float) -> None:
        """Waits for a condition; Refused when a child dies meanwhile, or after the limit."""
        deadline = time.monotonic() + limit_seconds
        while not self._holds(is_true):
            if time.monotonic() > deadline:
                raise self._refuse(name, f"not ready after {limit_seconds:.0f} seconds")
            time.sleep(_LOOK_EVERY_SECONDS)

    def _holds(self, is_true: Callable[[], bool]) -> bool:
        """The condition; when asking fails because a child has died, that is what is told."""
        try:
            return is_true()
        finally:
            self.check()

    def check(self) -> None:
        """Refused, with the name of the child and its log, when one has ended by itself."""
        for name, (process_id, log) in self._watched.items():
            if not is_alive(process_id):
                raise Refused(name, "has ended", f"see {log}, then start again")
        for name, child in self._running.items():
            if child.poll() is not None:
                raise self._refuse(name, self._describe_end(name, child.returncode))

    def stop(self) -> None:
        """Asks every child to end, waits a while, and ends by force what is left of their sessions."""
        for child in self._running.values():
            child.terminate()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for child in self._running.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
        for child in self._running.values():
            kill_session(child.pid)
            child.wait()
        self._running.clear()

    def _spawn(self, part: Part, log: BinaryIO) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - the programs are named in this package
            part.arguments,
            cwd=self._root,
            env=dict(part.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509 - one thread; the kernel must be told here
        )

    def _log(self, name: str) -> Path:
        self._logs.mkdir(parents=True, exist_ok=True)
        return self._logs / f"{name.replace(' ', '-')}.log"

    def _refuse(self, name: str, came: str) -> Refused:
        return Refused(name, came, f"see {self._log(name)}, then start again")

    def _describe_end(self, name: str, status: int) -> str:
        """How a child has ended; its last word, when it has ended by itself."""
        if status < 0:
            return f"killed by {signal.Signals(-status).name}"
        lines = self._log(name).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last_word = f" ({lines[-1].strip()[:200]})" if lines else ""
        return f"ended by itself with status {status}{last_word}"
