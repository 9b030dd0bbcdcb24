"""The page for engineers: what is wrong stands on top, a quiet scheduler is seen, and the ledger can be searched."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from reform_index import doors
from sqlalchemy import Engine, create_engine, text

FETCHES = """INSERT INTO ops.fetch (portal, batch, feed, root_agency, window_start, window_end, request, outcome,
    byte_count, record_count, attempt_count, seconds, reason, ended_at)
SELECT 'https://portal.example', 'dossiers ' || root, 'dossiers', root, :now, :now, 'page ' || n, outcome, 2048,
    1000, 3, 1.5, CASE outcome WHEN 'refused' THEN 'HTTP 503 <b>' ELSE '' END,
    CAST(:now AS timestamptz) - n * interval '1 hour'
FROM (VALUES (1, 'H20', 'answered'), (2, 'H20', 'refused'), (3, 'H61', 'answered'), (4, 'H61', 'broken off'))
AS asked (n, root, outcome)"""


@pytest.fixture
def warehouse(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.execute(text(FETCHES), {"now": doors.now()})
    yield engine
    engine.dispose()


def beat(engine: Engine, stage: str, hours_ago: float) -> None:
    with engine.begin() as connection:
        asked = {"stage": stage, "at": doors.now() - timedelta(hours=hours_ago)}
        connection.execute(text("INSERT INTO ops.heartbeat VALUES (:stage, :at, :at)"), asked)


def see(server: TestClient, who: dict[str, str], question: str = "") -> str:
    html = server.get(f"/reform/operations{question}", headers=who).text
    body = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))
    return " ".join(body.split())


def requests_in(seen: str) -> list[str]:
    return re.findall(r"page \d", seen)


def test_what_was_not_answered_comes_first_then_the_newest(
    server: TestClient, signed_in: dict[str, str], warehouse: Engine
) -> None:
    seen = see(server, signed_in)
    assert requests_in(seen) == ["page 2", "page 4", "page 1", "page 3"]
    assert "Bị từ chối Refused HTTP 503 <b> 1.000 2.048 3 1,50" in seen
    assert "Đã trả lời (Answered) 2" in seen


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("?root=H61", ["page 4", "page 3"]),
        ("?outcome=refused", ["page 2"]),
        ("?outcome=broken+off&root=H20", []),
        ("?feed=payments", []),
        ("?feed=dossiers&root=&outcome=", ["page 2", "page 4", "page 1", "page 3"]),
    ],
)
def test_the_ledger_is_searched_by_feed_root_and_outcome(
    server: TestClient, signed_in: dict[str, str], warehouse: Engine, question: str, pages: list[str]
) -> None:
    assert requests_in(see(server, signed_in, question)) == pages


def test_an_outcome_that_is_none_is_refused(server: TestClient, signed_in: dict[str, str], warehouse: Engine) -> None:
    assert server.get("/reform/operations?outcome=lost", headers=signed_in).status_code == 400


def test_a_finding_stands_on_top_while_it_lasts(
    server: TestClient, signed_in: dict[str, str], warehouse: Engine
) -> None:
    with warehouse.begin() as connection:
        connection.execute(
            text("""INSERT INTO ops.finding (rule, subject, batch, cause, number, found_at, seen_at, ended_at) VALUES
            ('feed_not_loaded', 'payments H20', 'payments H20 a-b', 'HTTP <503>', NULL, :now, :now, NULL),
            ('a_rule_of_yesterday', 'something', NULL, '', NULL, :now, :now, NULL),
            ('letters_wait', 'outbox', NULL, '', 7, :now, :now, :now)"""),
            {"now": doors.now()},
        )
    seen = see(server, signed_in)
    assert "Việc đang sai Findings that last 2" in seen
    assert "payments H20 is not loaded up to last night; complete until: never so far" in seen
    assert "HTTP <503> payments H20 a-b DAG collect docs/runbooks/collect-failed.md" in seen
    assert "7 thư" not in seen
    assert seen.index("What is wrong now") < seen.index("Newest load of each feed")


def test_a_quiet_scheduler_is_seen(server: TestClient, signed_in: dict[str, str], warehouse: Engine) -> None:
    assert "Nothing has run since đầu the start" in see(server, signed_in)
    beat(warehouse, "collect", 5)
    assert "Nothing has run since" in see(server, signed_in)
    assert "the watchdog has not looked yet" in see(server, signed_in)
    beat(warehouse, "send", 0.1)
    beat(warehouse, "watchdog", 0.4)
    seen = see(server, signed_in)
    assert "Ran last" in seen
    assert "Nothing has run since" not in seen
    assert "the watchdog looked at" in seen
