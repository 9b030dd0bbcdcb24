"""No room in landing: one clear line, no half file, the warehouse as it was, and recovery as soon as there is room."""

import resource
import signal
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from include import street
from include.errors import Refused
from include.settings import Settings
from tests.street.conftest import Clone, hashes, settings_for
from tests.street.dying import PROCESSES
from tests.street.street_portal import NOW, WINDOW, StreetPortal, plan, walk

ASKED = "SELECT count(*) FROM ops.fetch WHERE window_end = :until AND outcome = 'answered'"


def pull_with_little_room(environ: Mapping[str, str], asked: street.Asked, most_bytes: int, out: Connection) -> None:
    """The kernel refuses to write more into any file, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    try:
        out.send(str(street.pull(Settings(environ), asked, NOW)))
    except Refused as refusal:
        out.send(str(refusal))


@pytest.mark.usefixtures("judged_once")
def test_no_room_in_landing(clone: Clone, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    with StreetPortal() as portal:
        settings, other = (settings_for(portal.url, clone(), folder) for folder in (landing, tmp_path / "other"))
        [asked] = plan(settings, "dossiers")
        before = hashes(settings.warehouse_url)
        for most_bytes in (0, 100, 2000):
            said, out = PROCESSES.Pipe(duplex=False)
            child = PROCESSES.Process(target=pull_with_little_room, args=(settings.environ, asked, most_bytes, out))
            child.start()
            line = said.recv()
            child.join()
            assert line.startswith("landing of dossiers:H13.05:")
            assert line.endswith("nothing was kept; see to REFORM_LANDING_URL and pull again")
            assert [path for path in landing.rglob("*") if path.suffix in {".part", ".parquet"}] == []
            assert hashes(settings.warehouse_url) == before
        engine = create_engine(settings.warehouse_url)
        with engine.connect() as connection:
            asked_count = connection.execute(text(ASKED), {"until": WINDOW.until}).scalar_one()
        engine.dispose()
        assert asked_count >= 6, "what was asked is in the ledger all the same"
        assert walk(settings, [asked]) == walk(other, [asked]) == []
    assert hashes(settings.warehouse_url) == hashes(other.warehouse_url)
