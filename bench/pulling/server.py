"""A portal in a process of its own that has all its pages ready: `python -m bench.pulling.server COUNT`.

It holds the records as one text and answers with slices of it. It prints its address when it is ready, and ends
when its standard input does.
"""

import json
import socket
import subprocess
import sys
import threading
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.pulling.dossiers import write_dossiers
from bench.timing.step import ROOT


class Shelf:
    """All records, joined by commas; where each begins, and when it changed."""

    def __init__(self, count: int) -> None:
        self.moments, self.starts, texts = list[str](), [0], list[bytes]()
        for moment, text in write_dossiers(count):
            self.moments.append(moment)
            self.starts.append(self.starts[-1] + len(text) + 1)
            texts.append(text)
        self._whole = memoryview(b",".join(texts))

    def page(self, since: str, until: str, number: int, size: int) -> list[bytes | memoryview]:
        first, end = bisect_left(self.moments, since), bisect_left(self.moments, until)
        start = min(first + (number - 1) * size, end)
        stop = min(start + size, end)
        held = self._whole[self.starts[start] : self.starts[stop] - 1] if stop > start else b""
        return [b'{"error_code":"0","tongSo":%d,"result":[' % (end - first), held, b"]}"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, shelf: Shelf, *args: object) -> None:
        self._shelf = shelf
        super().__init__(*args)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/mapi/login":
            self._answer([b'{"error_code":"0","session":"open"}'])
        else:
            window = asked["tuNgay"], asked["denNgay"]
            self._answer(self._shelf.page(*window, int(asked["trang"]), int(asked["kichThuocTrang"])))

    def _answer(self, parts: list[bytes | memoryview]) -> None:
        length = sum(map(len, parts))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        for part in (head.encode(), *parts):
            self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is named there
        """Nothing is told of a request."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address


@contextmanager
def ready_portal(count: int) -> Iterator[str]:
    """The address of such a portal, in a process of its own, whose pages are built."""
    command = [sys.executable, "-m", "bench.pulling.server", str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def main() -> None:
    server = Server(("127.0.0.1", 0), partial(Handler, Shelf(int(sys.argv[1]))))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
