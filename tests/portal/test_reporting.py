"""The public reporting interface read into landing: from the simulator, and from a portal that misbehaves."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from include.errors import Refused
from include.landing import Landed, keep, landed_file
from include.periods import Period, Window, start_of
from include.portal.client.gate import OpenGate
from include.portal.client.limits import Limits
from include.portal.client.reporting import ReportingPortal
from include.portal.feed import Feed, all_feeds, read_feed
from include.portal.report import COUNTRY
from include.portal.simulator.server import Server, running_simulator
from include.receipt import Batch

TODAY = date(2024, 7, 1)
DAY = Window(start_of(TODAY), start_of(TODAY + timedelta(days=1)))
QUARTER = Period.parse("2024-Q2")
REPORTS = [feed.name for feed in all_feeds() if feed.shape == "report"]
NO_PAUSE = Limits(gap_seconds=0, backoff_seconds=0.01, attempts=3)


@pytest.fixture(scope="module")
def demo() -> Iterator[Server]:
    with running_simulator() as server:
        yield server


def pull(folder: Path, url: str, feed: Feed, period: Period | None, root: str = COUNTRY, **more: Any) -> Landed:
    batch = Batch(feed.name, root, DAY, period)
    pause, gate = more.get("pause", lambda seconds: None), more.get("gate")
    with ReportingPortal(url, limits=NO_PAUSE, gate=gate, pause=pause) as portal:
        pages = portal.read(feed, root, more.get("department_id"), period, TODAY)
        return keep(folder.as_uri(), batch, feed, pages)


def rows(folder: Path, landed: Landed) -> list[dict[str, Any]]:
    with landed_file(folder.as_uri(), landed.key) as path, duckdb.connect() as con:
        found: list[dict[str, Any]] = con.sql(f"FROM read_parquet('{path}')").to_arrow_table().to_pylist()
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_lands_without_drift(tmp_path: Path, demo: Server, name: str) -> None:
    feed = read_feed(name)
    landed = pull(tmp_path, demo.base_url, feed, QUARTER if name != "formalities" else None)
    assert landed.drift == ()
    assert landed.pulled > 3
    found = rows(tmp_path, landed)
    assert all(row[feed.key] for row in found)
    if name != "formalities":
        assert [row["rowKind"] for row in found] == ["parent", "child", "child", "child"]
        assert landed.key.startswith(f"{name}/VN/20240701_2024-Q2/")


def test_a_smaller_page_brings_the_same_catalogue(tmp_path: Path, demo: Server) -> None:
    feed = read_feed("formalities")
    whole = pull(tmp_path, demo.base_url, replace(feed, page_size=300), None)
    small = pull(tmp_path, demo.base_url, replace(feed, page_size=90), None)
    assert (small.key, small.pulled) == (whole.key, whole.pulled)
    assert small.pages > whole.pages > 1


def test_numbers_land_as_written_and_null_is_not_zero(tmp_path: Path, demo: Server) -> None:
    progress = rows(tmp_path, pull(tmp_path, demo.base_url, read_feed("dvc_progress_tree"), QUARTER))
    assert {"totalCompleted", "totalReceived"} <= {figure["name"] for figure in progress[0]["figures"]}
    assert {"totalOverdue", "totalReceived"} <= {figure["name"] for figure in progress[1]["figures"]}
    payment = rows(tmp_path, pull(tmp_path, demo.base_url, read_feed("formality_online_payment_tree"), QUARTER))
    unknown = [each for row in payment[1:] for each in row["figures"] if each["name"] == "totalFeeDossierFormality"]
    assert [each["value"] for each in unknown] == [None, None, None]


def test_a_month_that_is_not_shown_yet_is_empty(tmp_path: Path, demo: Server) -> None:
    landed = pull(tmp_path, demo.base_url, read_feed("service_results"), Period.parse("2024-07"))
    assert (landed.pulled, landed.drift) == (0, ())


def test_an_unknown_root_is_refused_in_one_line(tmp_path: Path, demo: Server) -> None:
    feed = read_feed("transparency")
    with pytest.raises(Refused) as refusal:
        pull(tmp_path, demo.base_url, feed, QUARTER, "H99", department_id="unknown")
    assert str(refusal.value).startswith("transparency of H99 2024-Q2, page 1: HTTP 400; nothing of it was kept")


def test_a_pause_with_jitter_stands_before_every_page(demo: Server) -> None:
    pauses: list[float] = []
    with ReportingPortal(demo.base_url, pause=pauses.append) as portal:
        pages = list(portal.read(read_feed("formalities"), COUNTRY, None, None, TODAY))
    assert len(pauses) == len(pages) > 5
    assert all(0.5 <= pause <= 1.5 for pause in pauses)
    assert len(set(pauses)) > 1


@dataclass
class Answers:
    """What a portal says, call by call; the last answer stays. `calls` are the questions."""

    said: list[tuple[int, bytes]]
    calls: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def portal_that_says() -> Iterator[Callable[..., Answers]]:
    servers: list[ThreadingHTTPServer] = []

    def start(*said: tuple[int, bytes]) -> Answers:
        answers = Answers(list(said))

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answers.calls.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, body = answers.said[min(len(answers.calls), len(answers.said)) - 1]
                self.send_response_only(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        answers.url = f"http://127.0.0.1:{server.server_port}"
        return answers

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def page(first: int, count: int, total: int | None = None) -> tuple[int, bytes]:
    children = [{"departmentId": f"d{number}", "totalScore": 1} for number in range(first, first + count)]
    more = {} if total is None else {"pagination": {"total": total}}
    data = {"parent": {"departmentId": "root", "totalScore": 2}, "children": children, **more}
    return 201, json.dumps({"code": "OK", "data": data}).encode()


SMALL = replace(read_feed("provide_online_tree"), page_size=10)


@pytest.mark.parametrize(
    ("said", "came", "calls"),
    [
        ((403, b"denied"), "HTTP 403", 1),
        ((429, b"denied"), "HTTP 429", 1),
        ((200, b"<html>Request Rejected</html>"), "HTTP 200 in place of 201, as a firewall answers whom it refuses", 1),
        ((201, b"<html>Request Rejected</html>"), "an HTML page in place of JSON", 1),
        ((201, b'{"code": "ERROR", "message": "x"}'), "refused with code ERROR", 1),
        ((201, b'{"code": "OK", "data": {"rows": []}}'), "a reply without children", 1),
        ((201, b'{"code": "OK", "data": {"children": 3}}'), "JSON that is not a provide-online-tree report", 1),
        ((201, b'{"code": "OK", "data": {"chil'), "a body that is not whole JSON", 3),
        ((503, b""), "HTTP 503, 3 times", 3),
        ((302, b""), "a redirect to another address", 1),
    ],
)
def test_a_refusal_ends_the_reading(
    tmp_path: Path, portal_that_says: Callable[..., Answers], said: tuple[int, bytes], came: str, calls: int
) -> None:
    answers = portal_that_says(said)
    with pytest.raises(Refused, match=r"^provide-online-tree of VN 2024-Q2, page 1: ") as refusal:
        pull(tmp_path, answers.url, SMALL, QUARTER)
    assert came in str(refusal.value)
    assert len(answers.calls) == calls
    assert list(tmp_path.rglob("*.parquet")) == []


class NotedGate(OpenGate):
    """Takes down why it was closed."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def close(self, reason: str) -> None:
        self.reasons.append(reason)


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ((403, b"denied"), ["HTTP 403"]),
        ((429, b"denied"), ["HTTP 429"]),
        ((200, b"denied"), ["HTTP 200 in place of 201, as a firewall answers whom it refuses"]),
        ((201, b"<html>Request Rejected</html>"), ["an HTML page in place of JSON (29 bytes)"]),
        ((503, b""), []),
        ((302, b""), []),
    ],
)
def test_the_gate_is_closed_for_all_when_the_firewall_refuses(
    tmp_path: Path, portal_that_says: Callable[..., Answers], said: tuple[int, bytes], reasons: list[str]
) -> None:
    gate = NotedGate()
    with pytest.raises(Refused):
        pull(tmp_path, portal_that_says(said).url, SMALL, QUARTER, gate=gate)
    assert gate.reasons == reasons


def test_pages_are_read_until_they_bring_nothing_new(tmp_path: Path, portal_that_says: Callable[..., Answers]) -> None:
    for said, pulled, calls in [
        ([page(0, 10), page(10, 10), page(20, 3)], 24, 3),
        ([page(0, 10), page(10, 10), page(20, 0)], 21, 3),
        ([page(0, 34)], 35, 2),  # a tree that is given whole, whatever page is asked for
        ([page(0, 10, 14), page(8, 6, 14)], 15, 2),  # rows moved: two come again
        ([(502, b""), page(0, 3)], 4, 2),
    ]:
        answers = portal_that_says(*said)
        assert pull(tmp_path, answers.url, SMALL, QUARTER).pulled == pulled
        assert [call["currentPage"] for call in answers.calls][-1] == (calls if said[0][0] == 201 else 1)
        assert len(answers.calls) == calls


def test_fewer_rows_than_announced_are_no_report(tmp_path: Path, portal_that_says: Callable[..., Answers]) -> None:
    answers = portal_that_says(page(0, 10, 15), page(9, 5, 15), page(14, 0, 15))
    with pytest.raises(Refused, match="15 rows announced and 14 given; nothing of it was kept"):
        pull(tmp_path, answers.url, SMALL, QUARTER)
    assert list(tmp_path.rglob("*.parquet")) == []


def test_a_question_names_its_period_in_the_report_s_own_way(portal_that_says: Callable[..., Answers]) -> None:
    answers = portal_that_says((201, b'{"code": "OK", "data": null}'))
    with ReportingPortal(answers.url, limits=NO_PAUSE) as portal:
        for name, period in [
            ("service_results", "2024-05"),
            ("service_results", "2024-Q2"),
            ("service_results", "2024"),
            ("handling_satisfaction", "2024-05"),
            ("handling_satisfaction", "2024-Q3"),
        ]:
            assert list(portal.read(read_feed(name), "H44", "id-of-h44", Period.parse(period), TODAY)) == []
    common = {"departmentType": "ADMINISTRATIVE_UNIT", "rootDepartmentId": "id-of-h44", "currentPage": 1}
    common["pageSize"] = 100
    assert answers.calls == [
        common | {"timeType": "month", "year": 2024, "month": 5},
        common | {"timeType": "quarter", "year": 2024, "quarter": 2},
        common | {"timeType": "year", "year": 2024},
        common | {"fromDate": "2024-05-01", "toDate": "2024-05-31"},
        common | {"fromDate": "2024-07-01", "toDate": "2024-07-01"},
    ]
