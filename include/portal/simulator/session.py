"""Sessions of the record feed: given for the right password, ended after some calls or some time, unannounced."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic


@dataclass(frozen=True)
class Account:
    """Who may log in."""

    username: str
    password: str

    def __repr__(self) -> str:
        return "Account(…)"

    def accepts(self, username: object, password: object) -> bool:
        given = f"{username}\0{password}".encode()
        return hmac.compare_digest(given, f"{self.username}\0{self.password}".encode())


class Sessions:
    """Each session serves `calls` calls within `seconds` seconds. The n-th session has always the same name."""

    def __init__(self, account: Account, calls: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.account, self.calls, self.seconds = account, calls, seconds
        self._clock = clock
        self._open: dict[str, tuple[int, float]] = {}
        self._given = 0
        self._lock = Lock()

    def log_in(self, username: object, password: object) -> str | None:
        """A new session, or None for a wrong name or password."""
        if not self.account.accepts(username, password):
            return None
        with self._lock:
            self._given += 1
            name = sha256(f"session {self._given}".encode()).hexdigest()[:32]
            self._open[name] = (self.calls, self._clock() + self.seconds)
            return name

    def use(self, name: object) -> bool:
        """Whether the session still serves; takes one of its calls."""
        with self._lock:
            left, until = self._open.pop(str(name), (0, 0.0))
            if left < 1 or self._clock() >= until:
                return False
            self._open[str(name)] = (left - 1, until)
            return True
