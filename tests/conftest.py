"""What all tests share: one real PostgreSQL, a fresh migrated database each, and no way out of this machine."""

import itertools
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from include.__main__ import main
from include.portal.simulator.server import TEST_ACCOUNT, running_simulator
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import migrate

TellRow = Callable[..., None]
TOLD = "told: "
LOOPBACK = ("127.", "::1", "localhost")
TEMPLATE = "reform_template"
_numbers = itertools.count(1)


@pytest.fixture
def tell_row(record_property: Callable[[str, object], None]) -> TellRow:
    """Adds a row to a table, named by its title and heads, that is printed when all tests are over."""
    return lambda title, *cells: record_property(f"{TOLD}{title}", [str(cell) for cell in cells])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Prints the tables; the rows come with the reports, so tests that run side by side tell of them too."""
    tables: dict[str, list[list[str]]] = {}
    reports = [report for found in terminalreporter.stats.values() for report in found]
    for report in reports:
        for name, row in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
            if name.startswith(TOLD):
                tables.setdefault(name.removeprefix(TOLD), []).append(row)
    for title, rows in tables.items():
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        terminalreporter.section(title)
        for row in rows:
            terminalreporter.write_line(" | ".join(map(str.ljust, row, widths)).rstrip())


@pytest.fixture(autouse=True)
def _stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses sockets to anything but loopback."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse_far(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise PermissionError(f"a test wanted to talk to {address[0]}: only this machine is allowed")

    def near(self: socket.socket, address: Any) -> None:
        refuse_far(self, address)
        connect(self, address)

    def near_ex(self: socket.socket, address: Any) -> int:
        refuse_far(self, address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", near)
    monkeypatch.setattr(socket.socket, "connect_ex", near_ex)


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A temporary folder that any user may walk into: the server does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="reform-index-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres(open_folder: Path) -> Iterator[EmbeddedPostgres]:
    """The embedded PostgreSQL with a migrated database to copy from."""
    with EmbeddedPostgres(open_folder / f"postgres-{os.getpid()}", 0, durable=False) as server:
        migrate(server.create_database(TEMPLATE))
        yield server


@pytest.fixture
def warehouse_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """The URL (SQLAlchemy form) of a database of this test's own: migrated, empty, dropped afterwards."""
    name = f"warehouse_{next(_numbers)}"
    yield postgres.create_database(name, TEMPLATE)
    with psycopg.connect(postgres.url(driver=""), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def article_url(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A warehouse with the article's half-year, walked in by the command line; for reading only: all tests share it."""
    url = postgres.create_database("article", TEMPLATE)
    with pytest.MonkeyPatch.context() as patched, running_simulator() as portal:
        for name, value in {
            "REFORM_PORTAL_URL": portal.base_url,
            "REFORM_PORTAL_USERNAME": TEST_ACCOUNT.username,
            "REFORM_PORTAL_PASSWORD": TEST_ACCOUNT.password,
            "REFORM_WAREHOUSE_URL": url,
            "REFORM_LANDING_URL": (tmp_path_factory.mktemp("article") / "landing").as_uri(),
        }.items():
            patched.setenv(name, value)
        assert main(["run", "--root", "H13.05", "--since", "2024-01-01", "--until", "2024-07-01"]) == 0
    return url
