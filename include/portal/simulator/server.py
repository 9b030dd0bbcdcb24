"""The simulated portal as an HTTP server.

For tests: `with running_simulator() as simulator: simulator.base_url`.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread

from include.errors import Refused, WrongUse
from include.portal.simulator.record_door import RecordDoor
from include.portal.simulator.register import SHELF_BYTES, Register
from include.portal.simulator.reporting.door import ReportingDoor, Unanswerable
from include.portal.simulator.reporting.report_rows import REPORTS
from include.portal.simulator.session import Account, Sessions
from include.portal.simulator.world import read_world
from include.portal.simulator.writing.text import Record

EVALUATION = "/api/v1/reporting/evaluation/"
FORMALITIES = "/api/v1/reporting/formalities"
SMALLEST_GZIP = 1024
LARGEST_QUESTION = 64 * 1024
SESSION_CALLS = 500
SESSION_SECONDS = 900.0
IDLE_SECONDS = 120
TEST_ACCOUNT = Account("reform-index", "reform-index")
"""Who logs in to a simulator that a test starts; the command line takes its account from the environment."""
NOT_JSON: tuple[int, Record] = (400, {"code": "BAD_REQUEST", "message": "Nội dung yêu cầu không phải là JSON"})


@dataclass(frozen=True)
class Served:
    """What a simulator serves and to whom. `fault_share` None keeps the world's own."""

    world: str = "demo"
    account: Account = TEST_ACCOUNT
    seed: int | None = None
    fault_share: float | None = None
    scale: float = 1.0
    session_calls: int = SESSION_CALLS
    session_seconds: float = SESSION_SECONDS
    shelf_bytes: int = SHELF_BYTES


class Portal:
    """Both doors over one world."""

    def __init__(self, served: Served) -> None:
        world, counted = read_world(served.world, served.seed, served.fault_share, served.scale)
        self.register = Register(world, counted, served.shelf_bytes)
        sessions = Sessions(served.account, served.session_calls, served.session_seconds)
        self.records, self.reports = RecordDoor(self.register, sessions), ReportingDoor(self.register)

    def answer(self, path: str, asked: Mapping[str, object]) -> tuple[int, Record]:
        """HTTP status and body. The record feed answers 200 to everything, the reporting interface 201."""
        if path == "/mapi/login":
            return 200, self.records.log_in(asked)
        if path == "/mapi/g":
            return 200, self.records.call(asked)
        try:
            if path == FORMALITIES:
                return 201, {"code": "OK", "data": self.reports.formalities(asked)}
            if (report := path.removeprefix(EVALUATION)) in REPORTS:
                return 201, {"code": "OK", "data": self.reports.report(report, asked)}
        except Unanswerable as wrong:
            return 400, {"code": "BAD_REQUEST", "message": f"Tham số không hợp lệ: {wrong}"}
        return 404, {"code": "NOT_FOUND", "message": "Không tìm thấy"}


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive; says nothing about what passes through it."""

    protocol_version = "HTTP/1.1"
    server_version = "Portal"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = IDLE_SECONDS

    def __init__(self, portal: Portal, *connection: object) -> None:
        self.portal = portal
        super().__init__(*connection)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/health":
            self._send(200, {"status": "ok"})
        else:
            self._send(404, {"code": "NOT_FOUND"})

    def do_POST(self) -> None:
        asked = self._read()
        self._send(*(NOT_JSON if asked is None else self.portal.answer(self.path, asked)))

    def log_message(self, *_: object) -> None:
        """Nothing: a line of log could carry a session."""

    def _read(self) -> Mapping[str, object] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_QUESTION:
            self.close_connection = True
            return None
        try:
            asked = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return asked if isinstance(asked, dict) else None

    def _send(self, status: int, reply: Record) -> None:
        body = json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()
        packed = len(body) >= SMALLEST_GZIP and "gzip" in self.headers.get("Accept-Encoding", "")
        if packed:
            body = gzip.compress(body, compresslevel=1, mtime=0)
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A portal on a socket; `base_url` is where."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, portal: Portal, host: str, port: int) -> None:
        self.portal = portal
        super().__init__((host, port), partial(Handler, portal))

    def server_bind(self) -> None:
        """Without looking up the host's name, which may ask another machine."""
        TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), port

    @property
    def base_url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event."""


def serve(served: Served, port: int = 0, host: str = "127.0.0.1") -> Server:
    """A server that listens and does not serve yet: call serve_forever. Port 0 takes a free one.

    Raises WrongUse for a world or a port number that is wrong, Refused for a port that is taken.
    """
    portal = Portal(served)
    try:
        return Server(portal, host, port)
    except OverflowError:
        raise WrongUse(f"port {port}", "no port has this number", "give one from 0 to 65535") from None
    except OSError as error:
        reason = error.strerror or "not to be had"
        raise Refused(f"port {port} on {host}", reason, "name another port, or end what listens there") from None


@contextmanager
def running_simulator(served: Served | None = None) -> Iterator[Server]:
    """A simulator on a free port, served by a thread until the block ends."""
    server = serve(served or Served())
    thread = Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
