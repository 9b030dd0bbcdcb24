"""A window that was never pulled is found by query and filled by the command; a refusal holds for every worker."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include import street
from include.__main__ import main
from include.errors import Refused
from include.periods import VIETNAM, start_of
from include.settings import Settings
from tests.portal import misbehaving as faulty
from tests.street.conftest import Clone, let_time_pass, settings_for
from tests.street.street_portal import NOW, ROOT, StreetPortal, plan

FRESHNESS = "SELECT newest_record_at, newest_window_end, gaps::text FROM mart.freshness WHERE feed = 'dossiers'"


@pytest.fixture
def portal() -> Iterator[StreetPortal]:
    with StreetPortal() as portal:
        yield portal


@pytest.fixture
def settings(portal: StreetPortal, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = settings_for(portal.url, clone(), tmp_path / "landing")
    for name, value in settings.environ.items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = create_engine(settings.warehouse_url)
    yield engine
    engine.dispose()


def freshness(engine: Engine) -> tuple[Any, ...]:
    with engine.connect() as connection:
        return tuple(connection.execute(text(FRESHNESS)).one())


@pytest.mark.usefixtures("judged_once")
def test_a_gap_is_shown_found_and_filled(
    settings: Settings, engine: Engine, portal: StreetPortal, capsys: pytest.CaptureFixture[str]
) -> None:
    pull = ["pull", "dossiers", "--root", ROOT]
    assert main([*pull, "--since", "2024-02-20", "--until", "2024-03-01"]) == 0
    newest, end, gaps = freshness(engine)
    assert newest == datetime(2024, 2, 27, 9, 5, tzinfo=VIETNAM), "that of the 28th is in quarantine"
    assert end == start_of(date(2024, 3, 1))
    assert gaps == '{["2024-02-01 00:00:00+07","2024-02-20 00:00:00+07")}'
    portal.calls.clear()
    capsys.readouterr()
    assert main([*pull, "--gaps"]) == 0
    assert capsys.readouterr().out.startswith(f"dossiers:{ROOT}:20240201T000000-20240220T000000: 19 pulled, ")
    assert {(call["service"], call["denNgay"]) for call in portal.calls} == {("LayDanhSachHoSo", "20240220000000")}
    assert freshness(engine)[2] == "{}"
    portal.calls.clear()
    assert main([*pull, "--gaps"]) == 0
    assert (portal.calls, capsys.readouterr().out) == ([], ""), "there is nothing left to fill"


@pytest.mark.parametrize(
    ("fault", "said"),
    [(faulty.status(403), "HTTP 403"), (faulty.instead(b"<html>Request Rejected", "text/html"), "an HTML page")],
)
def test_when_one_worker_is_refused_no_other_asks(
    settings: Settings, engine: Engine, portal: StreetPortal, fault: faulty.Fault, said: str
) -> None:
    one, other, another = plan(settings)
    portal.faults = {1: fault}
    with pytest.raises(Refused, match=said):
        street.pull(settings, one, NOW)
    for asked in (other, another):
        with pytest.raises(Refused, match=rf"it refused lately \({said}.*\) and is left alone; pull again after"):
            street.pull(settings, asked, NOW)
    assert (portal.logins, len(portal.calls)) == (1, 1), "the portal was asked by the first alone"
    let_time_pass(engine)
    assert street.pull(settings, other, NOW)["pulled"] > 0
