"""What a person types wrong, or meets broken: one line, the right exit status, and the warehouse as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from include.__main__ import main
from include.portal.simulator.server import TEST_ACCOUNT, running_simulator
from include.warehouse.table_hashes import table_hashes
from tests.portal.misbehaving import PASSWORD, USERNAME, MisbehavingPortal, instead

RUN = ["run", "--root", "H13.05", "--since", "2024-01-01", "--until", "2024-02-01"]
PULL = ["pull", "petitions", "--root", "H13.05", "--since", "2024-01-01", "--until", "2024-02-01"]
NOBODY_LISTENS = "http://127.0.0.1:9"

LEDGER = dict.fromkeys(
    ['ops."fetch"', "ops.portal_gate", "ops.heartbeat"],
    "what was asked, and that it was tried, is noted also when refused",
)


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running_simulator() as server:
        yield server.base_url


@pytest.fixture(autouse=True)
def told(simulator: str, warehouse_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything set as it should be; and whatever a test then breaks, the warehouse stays as it was."""
    settings = {
        "PORTAL_URL": simulator,
        "PORTAL_USERNAME": TEST_ACCOUNT.username,
        "PORTAL_PASSWORD": TEST_ACCOUNT.password,
        "WAREHOUSE_URL": warehouse_url,
        "LANDING_URL": tmp_path.as_uri(),
        "ROOTS": "H13.05",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"REFORM_{name}", value)
    engine = create_engine(warehouse_url)
    schemas = ("core", "mart", "ops", "quarantine")
    before = table_hashes(engine, schemas) | LEDGER
    assert before
    yield
    assert table_hashes(engine, schemas) | LEDGER == before
    engine.dispose()


def refused(capsys: pytest.CaptureFixture[str], arguments: list[str], status: int) -> str:
    """The one line that the command line answered with."""
    assert main(arguments) == status
    [line] = capsys.readouterr().err.splitlines()
    return line


def test_a_portal_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REFORM_PORTAL_URL", NOBODY_LISTENS)
    assert "127.0.0.1:9" in refused(capsys, RUN, 1)


def test_a_wrong_password(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REFORM_PORTAL_PASSWORD", "not-the-password")
    line = refused(capsys, RUN, 1)
    assert "REFORM_PORTAL_PASSWORD" in line
    assert "not-the-password" not in line


def test_a_root_agency_that_the_portal_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert "H99" in refused(capsys, [*RUN[:2], "H99", *RUN[3:]], 1)


def test_what_is_no_agency_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'Cần Thơ'" in refused(capsys, [*RUN[:2], "Cần Thơ", *RUN[3:]], 2)


@pytest.mark.parametrize("command", [RUN, PULL])
def test_a_window_that_ends_before_it_starts(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, [*command[:-1], "2023-12-01"], 2)
    assert "2024-01-01 00:00 to 2023-12-01 00:00" in line
    assert "ends before it starts" in line


@pytest.mark.parametrize("command", [RUN, PULL])
def test_a_window_in_the_future(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "future" in refused(capsys, [*command[:-1], "2999-01-01"], 2)


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("postgresql://reform:hidden@127.0.0.1:9/reform", 1, "127.0.0.1:9"),
        ("mysql://reform:hidden@127.0.0.1/reform", 2, "REFORM_WAREHOUSE_URL"),
        ("postgresql://reform:hidden@127.0.0.1:port/reform", 2, "REFORM_WAREHOUSE_URL"),
    ],
)
def test_a_warehouse_url_that_is_wrong(
    url: str, status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", url)
    line = refused(capsys, RUN, status)
    assert said in line
    assert "hidden" not in line


def test_a_page_that_is_not_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REFORM_PORTAL_USERNAME", USERNAME)
    monkeypatch.setenv("REFORM_PORTAL_PASSWORD", PASSWORD)
    with MisbehavingPortal([]) as portal:
        portal.faults = dict.fromkeys(range(20), instead(b"<html>Request Rejected</html>", "text/html"))
        monkeypatch.setenv("REFORM_PORTAL_URL", portal.url)
        line = refused(capsys, PULL, 1)
    assert "LayDanhSachPAKN" in line
    assert "HTML" in line


def test_a_feed_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert "name one of agencies, " in refused(capsys, ["pull", "hoso", *PULL[2:]], 2)


def test_a_variable_that_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("REFORM_LANDING_URL")
    assert refused(capsys, PULL, 2).startswith("REFORM_LANDING_URL: not set; set it, for example ")
