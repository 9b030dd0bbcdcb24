"""The gate before a portal, shared by all workers: turns are advisory locks, which a worker that dies gives back.

Also shared: how long the portal wants no request (Retry-After), and that its firewall refused somebody.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, text

from include.errors import Refused
from include.periods import VIETNAM
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql

REST_SECONDS = 900.0
LONGEST_HELD_SECONDS = 3600.0
_LOOK_AGAIN_SECONDS = 0.1
_TRY = text("SELECT pg_try_advisory_lock(hashtext('reform-index portal ' || :portal), :turn)")
_LEAVE = text("SELECT pg_advisory_unlock(hashtext('reform-index portal ' || :portal), :turn)")


class PortalGate:
    """At most `turns` requests at once to `portal`, each after a pause with jitter. Holds one connection; close it."""

    def __init__(
        self,
        engine: Engine,
        portal: str,
        *,
        turns: int,
        pause_seconds: float,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._portal, self._turns, self._pause_seconds, self._pause = portal, turns, pause_seconds, pause
        self._asked = f"a turn at {portal}"
        with told_in_one_line(self._asked):
            self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.invalidate()  # ends the session, and with it whatever turn it holds
        self._connection.close()

    @contextmanager
    def turn(self, longest_wait: float) -> Iterator[None]:
        """See Gate. The wait is for the portal's own wish; for a turn that others hold it waits as long as they do."""
        turn = self._take_turn()
        try:
            self._wait_until_wanted(longest_wait)
            self._pause(self._pause_seconds * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load, guards nothing
            yield
        finally:
            self._ask(_LEAVE, turn=turn)

    def hold_back(self, seconds: float) -> None:
        self._ask(text(read_sql("portal_hold_back")), seconds=min(seconds, LONGEST_HELD_SECONDS))

    def close(self, reason: str) -> None:
        self._ask(text(read_sql("portal_close")), seconds=REST_SECONDS, reason=reason)

    def _take_turn(self) -> int:
        while True:
            for turn in random.sample(range(self._turns), self._turns):
                if self._ask(_TRY, turn=turn).scalar_one():
                    return turn
            self._pause(_LOOK_AGAIN_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311

    def _wait_until_wanted(self, longest_wait: float) -> None:
        told = self._ask(text(read_sql("portal_wait"))).one_or_none()
        if told is None:
            return
        if told.closed_because:
            came = f"it refused lately ({told.closed_because}) and is left alone"
            until = told.closed_until.astimezone(VIETNAM)
            raise Refused(self._asked, came, f"pull again after {until:%Y-%m-%d %H:%M}, or clear it with the portal")
        if told.wait_seconds and told.wait_seconds > longest_wait:
            raise Refused(self._asked, f"it wants no request for {told.wait_seconds:.0f} s", "pull again after that")
        if told.wait_seconds:
            self._pause(told.wait_seconds)

    def _ask(self, statement: Any, **values: Any) -> Any:
        with told_in_one_line(self._asked):
            return self._connection.execute(statement, {"portal": self._portal, **values})
