"""Two runs of one window that overlap, at every place where they can meet: the result is that of one."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include import street
from include.settings import Settings
from include.warehouse import load as loader
from include.warehouse.ledger import write_ledger
from tests.street.conftest import Clone, hashes, settings_for
from tests.street.street_portal import NOW, StreetPortal, plan

pytestmark = pytest.mark.usefixtures("judged_once")
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def portal() -> Iterator[StreetPortal]:
    with StreetPortal() as portal:
        yield portal


@pytest.fixture
def settings(portal: StreetPortal, clone: Clone, tmp_path: Path) -> Settings:
    return settings_for(portal.url, clone(), tmp_path / "landing")


@pytest.fixture
def alone(portal: StreetPortal, clone: Clone, tmp_path: Path) -> dict[str, str]:
    """The tables after one run."""
    settings = settings_for(portal.url, clone(), tmp_path / "alone")
    run(settings, plan(settings, "dossiers")[0])
    return hashes(settings.warehouse_url)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = create_engine(settings.warehouse_url)
    yield engine
    engine.dispose()


def run(settings: Settings, asked: street.Asked) -> dict[str, str | int]:
    return street.load(settings, street.pull(settings, asked, NOW), NOW)


def test_a_whole_run_within_the_reading_of_another(
    settings: Settings, portal: StreetPortal, alone: dict[str, str], tmp_path: Path
) -> None:
    [asked] = plan(settings, "dossiers")
    within: list[dict[str, str | int]] = []

    def run_another(called: int) -> None:
        if called == 2:
            portal.before_call = lambda _: None
            within.append(run(settings, asked))

    portal.calls.clear()
    portal.before_call = run_another
    assert run(settings, asked) == within[0]
    assert hashes(settings.warehouse_url) == alone
    assert len(list((tmp_path / "landing").rglob("*.parquet"))) == 1


def test_the_second_load_waits_for_the_first_and_writes_nothing(
    settings: Settings, engine: Engine, alone: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    landed = street.pull(settings, plan(settings, "dossiers")[0], NOW)
    holds, may_go = threading.Event(), threading.Event()

    def write_slowly(*given: Any, **named: Any) -> None:
        write_ledger(*given, **named)
        holds.set()
        assert may_go.wait(60)

    monkeypatch.setattr(loader, "write_ledger", write_slowly)
    with ThreadPoolExecutor(2) as workers:
        first = workers.submit(street.load, settings, landed, NOW)
        assert holds.wait(60)
        second = workers.submit(street.load, settings, landed, NOW)
        with engine.connect() as connection:
            while not connection.execute(text(WAITING)).scalar_one():
                assert not second.done(), "it did not wait"
                connection.execute(text("SELECT pg_sleep(0.01)"))
        may_go.set()
        assert first.result() == second.result()
    assert hashes(settings.warehouse_url) == alone
