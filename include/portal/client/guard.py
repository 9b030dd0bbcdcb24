"""A time limit for a whole request: socket time-outs start anew with every byte, so they do not bound one.

A guard holds the sockets that its request uses, and shuts them down when the time is over: whatever waits on them
wakes at once, be it in the TLS handshake, in the headers or in the body.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from math import inf
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

_guarding: ContextVar["Guard | None"] = ContextVar("guarding", default=None)


class Guard:
    """Bounds requests, one after another. One thread watches over all of them: a new one each would cost as much as
    a tenth of reading a page. It sleeps until the end that it saw last, and then looks for the one of now."""

    def __init__(self) -> None:
        self.expired = False
        self._end, self._sockets = inf, list[socket.socket]()
        self._changed = threading.Condition()
        self._watcher: threading.Thread | None = None
        self._wakes_at = inf

    @contextlib.contextmanager
    def bound(self, seconds: float) -> Iterator[None]:
        """Bounds what is done inside the block; afterwards `expired` says whether it had to cut."""
        token = _guarding.set(self)
        self._begin(time.monotonic() + seconds)
        try:
            yield
        finally:
            self._finish()
            _guarding.reset(token)

    def hold(self, held: socket.socket) -> None:
        """Holds a handle of its own on the connection: TLS takes the socket over for its handshake."""
        with self._changed:
            self._sockets.append(socket.socket(fileno=os.dup(held.fileno())))
            if self.expired:
                self._cut()

    def close(self) -> None:
        with self._changed:
            self._watcher = None
            self._changed.notify()

    def _begin(self, end: float) -> None:
        with self._changed:
            self.expired, self._end = False, end
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True)
                self._watcher.start()
            elif end < self._wakes_at:
                self._changed.notify()

    def _finish(self) -> None:
        with self._changed:
            self._end = inf
            for held in self._sockets:
                held.close()
            self._sockets.clear()

    def _watch(self) -> None:
        with self._changed:
            while self._watcher is threading.current_thread():
                left = self._end - time.monotonic()
                if left <= 0:
                    self._end = inf
                    self._cut()
                self._wakes_at = self._end
                self._changed.wait(None if self._end == inf else left)

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
