"""A portal over real sockets that can be told to misbehave: the n-th call of a service meets the n-th fault."""

import gzip
import json
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import trustme

USERNAME, PASSWORD = "so-vhttdl", "mật-khẩu/7f3a@9"

Record = dict[str, Any]
Fault = Callable[["Handler", bytes], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "MisbehavingPortal"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/mapi/login":
            self.server.logins += 1
            fault = self.server.login_faults.get(self.server.logins)
            (fault or Handler.say)(self, self.server.log_in(body))
            return
        self.server.calls.append(body)
        number = len(self.server.calls)
        self.server.before_call(number)
        (self.server.faults.get(number) or Handler.say)(self, self.server.answer(body))

    def do_GET(self) -> None:
        self.server.followed_redirects += 1
        self.say(b"{}")

    def say(self, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        if self.server.packs:
            body, headers = gzip.compress(body), {**(headers or {}), "Content-Encoding": "gzip"}
        self.head(len(body), status, headers)
        self.wfile.write(body)

    def head(self, length: int, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the standard library
        pass


class MisbehavingPortal(ThreadingHTTPServer):
    """Serves `records` in windows and pages. `before_call(n)` may change them, or end all sessions, before call n."""

    daemon_threads = True

    def __init__(self, records: list[Record], *, most_per_page: int = 1000) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.records, self.most_per_page = records, most_per_page
        self.sessions: set[str] = set()
        self.calls: list[dict[str, str]] = []
        self.logins = self.followed_redirects = 0
        self.packs = False
        self.closing = threading.Event()
        self.recover()

    def recover(self) -> None:
        """From now on nothing is wrong."""
        self.faults: dict[int, Fault] = {}
        self.login_faults: dict[int, Fault] = {}
        self.before_call: Callable[[int], None] = lambda number: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def stand_behind(self, certificate: trustme.LeafCert) -> str:
        """Speaks TLS from now on; gives the address."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        return f"https://localhost:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up on a misbehaving portal is what is wanted."""

    def log_in(self, body: Mapping[str, str]) -> bytes:
        if (body["username"], body["password"]) != (USERNAME, PASSWORD):
            said = f"Sai mật khẩu {body['password']} của {body['username']}, gọi 0912 345 678"
            return json.dumps({"error_code": "7", "error_message": said}).encode()
        session = f"phiên-{self.logins}"
        self.sessions.add(session)
        return json.dumps({"error_code": "0", "session": session}).encode()

    def records_of(self, body: Mapping[str, str]) -> list[Record]:
        """What the service that is asked has, in the order of its keys."""
        return self.records

    def answer(self, body: Mapping[str, str]) -> bytes:
        if body["session"] not in self.sessions:
            return json.dumps({"error_code": "-1", "error_message": "phiên không hợp lệ"}).encode()
        records = self.records_of(body)
        if "tuNgay" not in body:
            return write(records, len(records))
        found = [r for r in records if body["tuNgay"] <= r["CapNhatLuc"] < body["denNgay"]]
        found.sort(key=lambda r: r["CapNhatLuc"])
        size = min(int(body["kichThuocTrang"]), self.most_per_page)
        first = (int(body["trang"]) - 1) * size
        return write(found[first : first + size], len(found))


def write(records: list[Record], total: int) -> bytes:
    return json.dumps({"error_code": "0", "result": records, "tongSo": total}, ensure_ascii=False).encode()


def status(code: int, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, body: handler.say(b"<p>Nguy\xe1\xbb\x85n V\xc4\x83n Chim Y\xe1\xba\xbfn</p>", code, named)


def instead(text: bytes, content_type: str = "application/json") -> Fault:
    return lambda handler, body: handler.say(text, 200, {"Content-Type": content_type})


def changed(change: Callable[[bytes], bytes]) -> Fault:
    return lambda handler, body: handler.say(change(body))


def cut(share: float, *, packed: bool = False, chunked: bool = False) -> Fault:
    """Sends part of the body, then hangs up."""

    def fault(handler: Handler, body: bytes) -> None:
        whole = gzip.compress(body) if packed else body
        part = whole[: int(len(whole) * share)]
        handler.send_response(200)
        if packed:
            handler.send_header("Content-Encoding", "gzip")
        if chunked:
            handler.send_header("Transfer-Encoding", "chunked")
            part = b"%x\r\n" % len(whole) + part
        elif not packed:
            handler.send_header("Content-Length", str(len(whole)))
        else:
            handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(part)
        handler.close_connection = True

    return fault


def hang_up(handler: Handler, body: bytes) -> None:
    handler.close_connection = True


def hang_after_headers(handler: Handler, body: bytes) -> None:
    handler.head(len(body))
    handler.wfile.flush()
    handler.server.closing.wait(10)
    handler.close_connection = True


def drip(handler: Handler, body: bytes) -> None:
    """One byte at a time, each before any socket time-out, and never done in time."""
    handler.head(len(body))
    _drip(handler, body)


def drip_headers(handler: Handler, body: bytes) -> None:
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000)


def _drip(handler: Handler, data: bytes) -> None:
    for byte in data:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if handler.server.closing.wait(0.02):
            break
    handler.close_connection = True


def redirect(url: str, status: int = 302) -> Fault:
    return lambda handler, body: handler.say(b"", status, {"Location": url})


@cache
def _packed_blanks(mebibytes: int) -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(mebibytes)) + packer.flush()


def bomb(handler: Handler, body: bytes, mebibytes: int = 32) -> None:
    """32 MB of blanks in 0.1 MB of gzip."""
    packed = _packed_blanks(mebibytes)
    handler.head(len(packed), headers={"Content-Encoding": "gzip"})
    handler.wfile.write(packed)


def large_bomb(handler: Handler, body: bytes) -> None:
    bomb(handler, body, 200)


def large(handler: Handler, body: bytes) -> None:
    """200 MB of JSON that says so in no header."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(b'{"error_code": "0", "result": ["')
    for _ in range(200):
        handler.wfile.write(b"x" * 2**20)
    handler.close_connection = True


@contextmanager
def crowded_door() -> Iterator[str]:
    """The address of a portal that lets nobody in: its queue is full, and a connection is never made."""
    with socket.socket() as door, ExitStack() as queue:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        waiting = False
        while not waiting:
            visitor = queue.enter_context(socket.socket())
            visitor.settimeout(0.05)
            try:
                visitor.connect(door.getsockname())
            except TimeoutError:
                waiting = True
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


@contextmanager
def silent_door() -> Iterator[str]:
    """The address of a portal that takes connections and says nothing, not even what TLS begins with."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"127.0.0.1:{door.getsockname()[1]}"
