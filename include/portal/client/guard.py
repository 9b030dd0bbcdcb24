"""A time limit for a whole request: socket time-outs start anew with every byte, so they do not bound one.

A guard holds the sockets that its request uses, and shuts them down when the time is over: whatever waits on them
wakes at once, be it in the TLS handshake, in the headers or in the body.
"""

import contextlib
import os
import socket
import threading
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

_guarding: ContextVar["Guard | None"] = ContextVar("guarding", default=None)


class Guard:
    """Bounds what is done inside its `with` block; afterwards `expired` says whether it had to cut."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(max(seconds, 0), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._token = _guarding.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _guarding.reset(self._token)
        for held in self._sockets:
            held.close()

    def hold(self, held: socket.socket) -> None:
        """Holds a handle of its own on the connection: TLS takes the socket over for its handshake."""
        self._sockets.append(socket.socket(fileno=os.dup(held.fileno())))
        if self.expired:
            self._cut()

    def _cut(self) -> None:
        self.expired = True
        for held in self._sockets:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)


def _hold(held: Any) -> None:
    guard = _guarding.get()
    if guard is not None and isinstance(held, socket.socket):
        guard.hold(held)


class _PlainConnection(HTTPConnection):
    def getresponse(self) -> Any:
        _hold(self.sock)
        return super().getresponse()


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        held = super()._new_conn()
        _hold(held)
        return held

    def getresponse(self) -> Any:
        _hold(self.sock)
        return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class GuardedAdapter(HTTPAdapter):
    """The transport adapter of a session whose sockets a guard can reach."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _guard_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        _guard_pools(manager)
        return manager


def _guard_pools(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
