"""What engineers read in the ledger after a run in which much went wrong."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import TellRow
from tests.portal import misbehaving as faulty
from tests.street.conftest import Clone, settings_for
from tests.street.street_portal import WINDOW, StreetPortal, plan, walk

LEDGER_TABLE = "the ledger after a run with faults: request | outcome | attempts | bytes | records | reason"
LEDGER = """
SELECT request, outcome, attempt_count, byte_count, record_count, reason
FROM ops.fetch
WHERE window_end = :until
ORDER BY fetch_id
"""


@pytest.mark.usefixtures("impatient", "judged_once")
def test_a_run_with_faults_stands_in_the_ledger(clone: Clone, tell_row: TellRow, tmp_path: Path) -> None:
    url = clone()
    with StreetPortal() as portal:
        settings = settings_for(portal.url, url, tmp_path / "landing")
        portal.faults = {2: faulty.status(503, Retry_After="3"), 3: faulty.cut(0.5, packed=True)}
        portal.faults |= dict.fromkeys(range(8, 100), faulty.instead(b"<html>Request Rejected", "text/html"))
        portal.before_call = lambda called: portal.sessions.clear() if called == 5 else None
        refused = walk(settings, plan(settings))
    assert [refusal.came for refusal in refused][:1] == ["an HTML page in place of JSON (22 bytes)"]
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text(LEDGER), {"until": WINDOW.until}).all()
    engine.dispose()
    assert rows
    for row in rows:
        tell_row(LEDGER_TABLE, *("" if value is None else value for value in row))
    told = [(row.request.replace(portal.url, "the portal"), *row[1:3], row.record_count, row.reason) for row in rows]
    assert told[0] == ("login at the portal", "answered", 1, None, "")
    page = "LayDanhSachHoSo of H13.05, 2024-01-31 22:00 to 2024-03-01 00:00, page"
    assert told[1] == (f"{page} 1", "answered", 1, 12, "")
    assert told[2] == (f"{page} 2", "answered", 3, 12, "the packed body was cut")
    assert told[3] == (f"{page} 3", "refused", 1, None, "error_code -1")
    assert told[5][:3] == (f"{page} 3", "answered", 1)
    [stopped] = [row for row in told if row[-1] == "an HTML page in place of JSON (22 bytes)"]
    assert stopped[1] == "refused"
    assert told[-1][2] == 0, "after it the portal is left alone"
    assert [row for row in rows if row.outcome == "answered" and not row.byte_count] == []
