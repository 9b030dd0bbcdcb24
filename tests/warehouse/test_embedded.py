import os
import pwd
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from include.errors import Refused
from include.warehouse import postgres_binaries
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.postgres_binaries import Account, can_reach, installed_binaries, reachable_home

CLONE = Path(__file__).parents[2]


@pytest.fixture
def home(open_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    folder = open_folder / str(request.node.name)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def ask(server: EmbeddedPostgres, query: str, database: str = "postgres") -> object:
    with psycopg.connect(server.url(database, driver=""), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def test_it_starts_keeps_its_data_and_starts_again(home: Path) -> None:
    with EmbeddedPostgres(home, 0) as server:
        assert str(ask(server, "SELECT version()")).startswith("PostgreSQL 18.")
        url = server.create_database("reform")
        assert server.create_database("reform") == url
        ask(server, "CREATE TABLE kept (n integer)", "reform")
        password = (server.home / "password").read_text()
    with EmbeddedPostgres(home, 0) as server:
        assert ask(server, "SELECT count(*) FROM kept", "reform") == 0
        assert (server.home / "password").read_text() == password


def test_it_listens_on_loopback_with_a_password_and_no_socket_file(home: Path) -> None:
    with EmbeddedPostgres(home, 0, durable=False) as server:
        assert ask(server, "SHOW listen_addresses") == "127.0.0.1"
        assert ask(server, "SHOW unix_socket_directories") == ""
        assert ask(server, "SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules") is True
        secret = server.home / "password"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert secret.read_text() not in f"{server!r} {server.log.read_text()}"
        assert len(secret.read_text()) >= 32
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{server.port}/postgres")


def test_it_does_not_run_as_root_and_opens_no_folder(home: Path) -> None:
    before = stat.S_IMODE(home.parent.stat().st_mode)
    with EmbeddedPostgres(home, 0, durable=False) as server:
        owner = Path(f"/proc/{server.process_id}").stat().st_uid
        assert owner != 0
        assert stat.S_IMODE((server.home / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE(home.parent.stat().st_mode) == before


def test_an_ordinary_user_runs_it_as_himself(
    postgres: EmbeddedPostgres, open_folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a child process that gives up being root, when the tests run as root."""
    monkeypatch.setattr(postgres_binaries, "SHARED", open_folder / "shared-with-users")
    monkeypatch.setattr(postgres_binaries, "can_reach", lambda path, account: False)
    copied = installed_binaries(Account("", os.geteuid(), os.getegid()))
    monkeypatch.undo()
    monkeypatch.setattr("include.warehouse.embedded.installed_binaries", lambda account: copied)
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    home.mkdir()
    os.chown(home, user, -1)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if user != os.geteuid():
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)
            with EmbeddedPostgres(home, 0, durable=False) as server:
                owner = Path(f"/proc/{server.process_id}").stat().st_uid
                status = 0 if owner == user and ask(server, "SELECT 1") == 1 else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (home / "data").stat().st_uid == user


def test_a_taken_port_is_one_line(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused) as refusal:
            EmbeddedPostgres(home, port).start()
    assert str(refusal.value) == (
        f"embedded PostgreSQL: port {port} is taken; stop what listens there or choose another port"
    )
    assert not home.exists()


def test_a_second_server_on_the_same_data_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("include.warehouse.embedded.PATIENCE_SECONDS", 1)
    with EmbeddedPostgres(home, 0, durable=False) as server:
        with pytest.raises(Refused, match=f"a server already runs there \\(process {server.process_id}\\)"):
            EmbeddedPostgres(home, 0, durable=False).start()
        assert ask(server, "SELECT 1") == 1


def test_it_starts_after_it_was_killed(home: Path) -> None:
    server = EmbeddedPostgres(home, 0)
    server.start()
    ask(server, "CREATE TABLE kept (n integer)")
    assert server.process_id is not None
    os.kill(server.process_id, signal.SIGKILL)
    server.stop()
    assert (server.data / "postmaster.pid").exists()
    with EmbeddedPostgres(home, 0) as again:
        assert ask(again, "SELECT count(*) FROM kept") == 0


def test_a_killed_initdb_leaves_nothing_half_made(home: Path) -> None:
    server = EmbeddedPostgres(home, 0, durable=False)
    half_made = home / "data.1234"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    with server:
        assert ask(server, "SELECT 1") == 1
    assert not half_made.exists()


def test_it_ends_with_a_parent_that_is_killed(home: Path) -> None:
    program = textwrap.dedent(
        f"""
        from pathlib import Path
        from include.warehouse.embedded import EmbeddedPostgres
        server = EmbeddedPostgres(Path({str(home)!r}), 0, durable=False)
        server.start()
        print(server.process_id, flush=True)
        input()
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=CLONE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    process_id = int(parent.stdout.readline())
    ending = os.pidfd_open(process_id)
    parent.kill()
    parent.communicate()
    ended, _, _ = select.select([ending], [], [], 60)
    os.close(ending)
    assert ended, "the server outlived its parent by a minute"


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with EmbeddedPostgres(home, 0, durable=False):
        pass
    version = home / "data" / "PG_VERSION"
    version.write_text("9.6\n")
    with pytest.raises(Refused, match=r"FATAL.*database files are incompatible with server; read "):
        EmbeddedPostgres(home, 0, durable=False).start()


def test_a_folder_that_nobody_may_enter_has_a_stand_in(tmp_path: Path) -> None:
    other = Account("nobody", os.geteuid() + 1, os.getegid() + 1)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not can_reach(closed / "postgres", other)
    stand_in = reachable_home(closed / "postgres", other)
    assert stand_in.parent == Path("/var/lib/reform-index")
    assert reachable_home(closed / "postgres", other) == stand_in
    assert reachable_home(closed / "elsewhere", other) != stand_in
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    oneself = Account("", os.geteuid(), os.getegid())
    assert reachable_home(closed / "postgres", oneself) == (closed / "postgres").resolve()


def test_binaries_that_another_user_cannot_execute_are_copied_once(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Account("nobody", os.geteuid() + 1, os.getegid() + 1)
    monkeypatch.setattr(postgres_binaries, "SHARED", open_folder / "shared")
    monkeypatch.setattr(postgres_binaries, "can_reach", lambda path, account: False)
    binaries = installed_binaries(other)
    assert binaries.is_relative_to(open_folder / "shared")
    copied = (binaries / "postgres").stat()
    assert copied.st_mode & 0o005 == 0o005
    assert installed_binaries(other) == binaries
    assert (binaries / "postgres").stat().st_ino == copied.st_ino
    said = subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, text=True).stdout
    assert said.startswith("initdb (PostgreSQL) 18.")
