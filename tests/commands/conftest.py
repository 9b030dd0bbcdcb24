"""The command line over a real portal, a landing folder and a PostgreSQL of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from include.__main__ import main
from include.portal.simulator.server import TEST_ACCOUNT, Served, running_simulator

Say = Callable[..., list[str]]


@pytest.fixture(scope="module")
def portal_url() -> Iterator[str]:
    with running_simulator(Served(fault_share=0.1)) as simulator:
        yield simulator.base_url


@pytest.fixture
def say(
    portal_url: str,
    warehouse_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Say:
    """Runs a command to its end and gives the lines that it printed."""
    monkeypatch.setenv("REFORM_PORTAL_URL", portal_url)
    monkeypatch.setenv("REFORM_PORTAL_USERNAME", TEST_ACCOUNT.username)
    monkeypatch.setenv("REFORM_PORTAL_PASSWORD", TEST_ACCOUNT.password)
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    monkeypatch.setenv("REFORM_LANDING_URL", (tmp_path / "landing").as_uri())

    def run(*words: str, status: int = 0) -> list[str]:
        capsys.readouterr()
        assert main(words) == status, capsys.readouterr().err
        told = capsys.readouterr()
        return (told.out if status == 0 else told.err).splitlines()

    return run


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = create_engine(warehouse_url)
    yield engine
    engine.dispose()
