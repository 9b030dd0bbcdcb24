"""A firewall that refuses for a night: nobody asks on, everybody is told, and the next night brings what is missing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from include import street
from include.alerts.watchdog.look import look
from include.errors import NotYet
from include.settings import Settings
from tests.portal import misbehaving as faulty
from tests.street.conftest import Clone, hashes, let_time_pass, settings_for
from tests.street.street_portal import BEFORE, NOW, ROOT, WINDOW, StreetPortal, plan, walk

pytestmark = pytest.mark.usefixtures("impatient", "judged_once")
A_DAY = timedelta(days=1)
LEDGER = """
SELECT feed, reason FROM ops.fetch
WHERE outcome = 'refused' AND window_end = :until ORDER BY fetch_id
"""


def ask(engine: Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question), {"until": WINDOW.until})]


def next_night(settings: Settings) -> list[street.Asked]:
    return street.plan(settings, NOW + A_DAY, until=WINDOW.until + A_DAY)


def test_what_was_refused_is_told_and_pulled_by_the_next_run(clone: Clone, tmp_path: Path) -> None:
    with StreetPortal() as portal:
        settings, other = (settings_for(portal.url, clone(), tmp_path / name) for name in ("landing", "other"))
        engine = create_engine(settings.warehouse_url)
        before, planned = hashes(settings.warehouse_url), plan(settings)
        portal.calls.clear()
        portal.faults = dict.fromkeys(range(1, 100), faulty.status(403))
        refused = walk(settings, planned) + walk(settings, planned)
        assert len(refused) == 6
        assert "HTTP 403" in refused[0].came
        assert {type(refusal) for refusal in refused[1:]} == {NotYet}
        assert len(portal.calls) == 1, "neither the other batches nor the same one again asked within the rest"
        told = ask(engine, LEDGER)
        assert "HTTP 403" in str(told[0][1])
        assert {(feed, "left alone" in str(reason)) for feed, reason in told[1:]} == {
            (feed, True) for feed in ("dossiers", "payments", "petitions")
        }
        assert "batches_refused" in {finding.rule.name for finding in look(engine, [ROOT], NOW)}
        assert ask(engine, "SELECT DISTINCT complete_until FROM ops.watermark WHERE feed = 'dossiers'") == [
            (BEFORE.until,)
        ]
        assert hashes(settings.warehouse_url) == before, "nothing was half done"

        portal.recover()
        let_time_pass(engine)
        engine.dispose()
        assert walk(settings, next_night(settings), NOW + A_DAY) == []
        assert {call["denNgay"] for call in portal.calls[1:] if "denNgay" in call} == {"20240302000000"}
        assert walk(other, next_night(other), NOW + A_DAY) == []
        for each in (settings, other):
            street.measure(each, NOW + A_DAY)
    after = hashes(settings.warehouse_url)
    assert after == hashes(other.warehouse_url)
    assert after != before
