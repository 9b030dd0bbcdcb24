"""Real SMTP servers that misbehave in one way each."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Post:
    """aiosmtpd's handler: keeps letters; answers some recipients with what `answers` says; hangs when told to."""

    answers: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 kept"
    hang_after_data: bool = False
    kept: list[bytes] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - its name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        assert isinstance(envelope.content, bytes)
        self.kept.append(envelope.content)
        if self.hang_after_data:
            await asyncio.sleep(3600)
        return self.data_answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"p@ss:word", handled=False)


@contextmanager
def running(post: Post, tls: ssl.SSLContext | None = None, *, auth: bool = False) -> Iterator[Post]:
    """The server until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    post.port = listener.getsockname()[1]
    loop = asyncio.new_event_loop()
    authenticator = post.authenticate if auth else None

    def build() -> SMTP:
        return SMTP(post, tls_context=tls, authenticator=authenticator, auth_require_tls=False, loop=loop)

    server = loop.run_until_complete(loop.create_server(build, sock=listener))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
