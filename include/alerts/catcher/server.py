"""The two servers of the catcher: SMTP, which keeps letters, and HTTP, which shows them. Loopback by default."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from include.alerts.catcher.caught import Caught, all_caught
from include.alerts.catcher.page import page_handler
from include.errors import Refused

LARGEST_BYTES = 32 * 1024 * 1024


class Keeper:
    """aiosmtpd's handler: every letter becomes a file, whole or not at all, numbered in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.arrived = threading.Condition()
        self.number = max((int(path.stem) for path in folder.glob("*.eml") if path.stem.isdigit()), default=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - its name
        """Says 250 only when the letter is on the disk."""
        content = envelope.content
        self.keep(content if isinstance(content, bytes) else str(content).encode())
        return "250 kept"

    def keep(self, content: bytes) -> None:
        with self.arrived:
            self.number += 1
            path = self.folder / f"{self.number:06d}.eml"
            partial = path.with_suffix(".partial")
            partial.write_bytes(content)
            os.replace(partial, path)
            self.arrived.notify_all()


@dataclass(frozen=True)
class Catcher:
    """A catcher that runs: where to send, where to look, and what came."""

    smtp_url: str
    page_url: str
    keeper: Keeper

    @property
    def letters(self) -> list[Caught]:
        return all_caught(self.keeper.folder)

    def wait_for(self, count: int, timeout_seconds: float = 10) -> list[Caught]:
        """The letters as soon as `count` files have come; Refused when they do not come in time."""
        with self.keeper.arrived:
            if not self.keeper.arrived.wait_for(lambda: self.keeper.number >= count, timeout_seconds):
                raise Refused(f"{count} letters", f"{self.keeper.number} came", "look at the outbox")
        return self.letters


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Refused(f"port {port} for the mail catcher", f"{error.strerror}", "free it or choose another") from None
    listener.listen()
    return listener


@contextmanager
def running_catcher(folder: Path, smtp_port: int = 0, http_port: int = 0, host: str = "127.0.0.1") -> Iterator[Catcher]:
    """Both servers until the block ends; port 0 takes a free one."""
    keeper = Keeper(folder)
    mail, web = _listen(host, smtp_port), _listen(host, http_port)
    smtp_url = f"smtp://{host}:{mail.getsockname()[1]}"
    page_url = f"http://{host}:{web.getsockname()[1]}"
    with _running_smtp(mail, keeper), _running_page(web, folder):
        yield Catcher(smtp_url, page_url, keeper)


@contextmanager
def _running_smtp(listener: socket.socket, keeper: Keeper) -> Iterator[None]:
    loop = asyncio.new_event_loop()
    started = loop.create_server(
        lambda: SMTP(keeper, enable_SMTPUTF8=True, data_size_limit=LARGEST_BYTES, loop=loop), sock=listener
    )
    server = loop.run_until_complete(started)
    thread = threading.Thread(target=loop.run_forever, name="mail catcher", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def _running_page(listener: socket.socket, folder: Path) -> Iterator[None]:
    server = ThreadingHTTPServer(listener.getsockname(), page_handler(folder), bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="catcher page")
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
