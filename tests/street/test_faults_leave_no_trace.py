"""After each fault of a portal the next good run ends in the same tables as a run without the fault."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from include import street
from include.errors import Refused
from include.portal.client import Portal
from include.warehouse import portals
from tests.conftest import TellRow
from tests.street.conftest import Clone, hashes, let_time_pass, no_pause, settings_for
from tests.street.faults import FAULTS, Scene
from tests.street.street_portal import NOW, ROOT, WINDOW, StreetPortal, plan, walk

pytestmark = pytest.mark.usefixtures("impatient", "judged_once")
FEED = "dossiers"
FAULT_TABLE = "faults of the portal: fault | what happened | tables equal"
REASONS = "SELECT DISTINCT attempt_count, reason FROM ops.fetch WHERE reason <> '' ORDER BY attempt_count DESC, reason"
RECEIPTS = "SELECT pulled, loaded, duplicate, quarantined FROM ops.receipt WHERE window_end = :until AND feed = :feed"


@pytest.fixture
def engine(clone: Clone) -> Iterator[Engine]:
    engine = create_engine(clone())
    yield engine
    engine.dispose()


_without_fault: dict[str, dict[str, str]] = {}


@pytest.fixture
def without_fault(clone: Clone, tmp_path: Path) -> Callable[[StreetPortal], dict[str, str]]:
    """The tables after a run over what the portal has now, in a warehouse that met no fault."""

    def run(portal: StreetPortal) -> dict[str, str]:
        has = repr(portal.services)
        if has not in _without_fault:
            url = clone()
            settings = settings_for(portal.url, url, tmp_path / "without_fault")
            assert walk(settings, plan(settings, FEED)) == []
            street.measure(settings, NOW)
            _without_fault[has] = hashes(url)
        return _without_fault[has]

    return run


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize("name", FAULTS)
def test_the_next_good_run_ends_in_the_same_tables(
    name: str,
    engine: Engine,
    without_fault: Callable[[StreetPortal], dict[str, str]],
    tell_row: TellRow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    landing = tmp_path / "landing"
    with StreetPortal() as portal:
        good = settings_for(portal.url, url_of(engine), landing)
        planned = plan(good, FEED)
        with ExitStack() as stack:
            scene = Scene(portal, stack)
            FAULTS[name](scene)
            monkeypatch.setattr(portals, "Portal", partial(Portal, limits=scene.limits, pause=no_pause))
            more = {"PORTAL_PASSWORD": scene.password, "ROOTS": scene.roots}
            bad = settings_for(scene.url or portal.url, url_of(engine), landing, **more)
            refused = walk(bad, plan(bad, FEED) if scene.roots != ROOT else planned)
            happened = tell(engine, refused)
            assert all((door.logins, door.calls, door.followed_redirects) == (0, [], 0) for door in scene.elsewhere)
        assert list(landing.rglob("*.part")) == []
        portal.recover()
        let_time_pass(engine)
        again, expected = walk(good, planned, NOW + timedelta(hours=1)), without_fault(portal)
        street.measure(good, NOW)
        found = hashes(url_of(engine))
    tell_row(FAULT_TABLE, name, happened, "yes" if again == [] and found == expected else "NO")
    assert again == []
    assert found == expected


def tell(engine: Engine, refused: list[Refused]) -> str:
    """What became of the run with the fault: what was refused, else what stands in the ledger, and the receipts."""
    with engine.connect() as connection:
        reasons = connection.execute(text(REASONS)).all()
        receipts = connection.execute(text(RECEIPTS), {"until": WINDOW.until, "feed": FEED}).all()
    told = [f"refused: {refusal.came}" for refusal in refused]
    told += [f"got over at attempt {row.attempt_count}: {row.reason}" for row in reasons if not refused]
    told += ["{} pulled, {} loaded, {} duplicate, {} quarantined".format(*receipt) for receipt in receipts]
    return "; ".join(told)
