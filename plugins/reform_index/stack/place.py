"""Where the stack keeps its state, and that only one stack at a time does so."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from include.errors import Refused

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Place:
    """The folders of one stack, below its state directory."""

    state: Path

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def secrets(self) -> Path:
        return self.state / "secrets"

    @property
    def airflow(self) -> Path:
        return self.state / "airflow"

    @property
    def postgres(self) -> Path:
        return self.state / "postgres"

    @property
    def landing(self) -> Path:
        return self.state / "landing"

    @property
    def reports(self) -> Path:
        """Where units put their workbooks."""
        return self.state / "reports"

    @property
    def mail(self) -> Path:
        return self.state / "mail"

    def show(self, path: Path) -> str:
        """A path as a person in the clone would type it."""
        return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@contextmanager
def open_place(environ: Mapping[str, str]) -> Iterator[Place]:
    """The state directory (REFORM_STATE, else .run in the clone), made if need be, and held by this process alone."""
    place = Place(Path(environ.get("REFORM_STATE") or ROOT / ".run").resolve())
    try:
        for folder in (place.state, place.airflow, place.landing, place.reports, place.mail, place.logs):
            folder.mkdir(parents=True, exist_ok=True)
        place.secrets.mkdir(mode=0o700, exist_ok=True)
        lock = (place.state / "lock").open("a+")
    except OSError as error:
        todo = "make it writable, or name another directory in REFORM_STATE"
        raise Refused(f"state directory {place.state}", f"{error.strerror}", todo) from None
    with lock:
        _hold(lock.fileno(), place)
        yield place


def _hold(descriptor: int, place: Place) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.pread(descriptor, 20, 0).decode().strip() or "unknown"
        came = f"another stack runs in it (process {other})"
        raise Refused(f"state directory {place.state}", came, "stop that one first") from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
