"""The gate before a portal, shared by all workers: turns are advisory locks, which a worker that dies gives back.

Also shared: how long the portal wants no request (Retry-After), and that its firewall refused somebody. Both hold for
both doors of a portal, because whoever refuses there looks at who asks and not at what is asked.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, text

from include.errors import NotYet
from include.periods import VIETNAM
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql

REST_SECONDS = 900.0
LONGEST_HELD_SECONDS = 3600.0
_LOOK_AGAIN_SECONDS = 0.1
_ANSWERS_IN_TIME = "SET tcp_user_timeout = '60s'"
"""Its session ends when an answer does not arrive; of this session alone, for who reads much may rest for longer."""
_TRY = text("SELECT pg_try_advisory_lock(hashtext('reform-index portal ' || :queue), :place)")
_LEAVE = text("SELECT pg_advisory_unlock(hashtext('reform-index portal ' || :queue), :place)")


class PortalGate:
    """At most `turns` requests at once to `portal`, each after a pause with jitter. Holds one connection; close it.

    Of those who share a `door`, one asks at a time; its turn is one of the portal's.
    """

    def __init__(
        self,
        engine: Engine,
        portal: str,
        *,
        turns: int,
        pause_seconds: float,
        door: str | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._door = door and f"{portal} {door}"
        self._portal, self._turns, self._pause_seconds, self._pause = portal, turns, pause_seconds, pause
        self._asked = f"a turn at {portal}"
        with told_in_one_line(self._asked):
            self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection.exec_driver_sql(_ANSWERS_IN_TIME)

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
        with self._hold_turn():
            self._pause(self._draw_pause())
            self._wait_until_wanted(longest_wait)
            yield

    def hold_back(self, seconds: float) -> None:
        self._ask(text(read_sql("portal_hold_back")), portal=self._portal, seconds=min(seconds, LONGEST_HELD_SECONDS))

    def close(self, reason: str) -> None:
        self._ask(text(read_sql("portal_close")), portal=self._portal, seconds=REST_SECONDS, reason=reason)

    @contextmanager
    def _hold_turn(self) -> Iterator[None]:
        """Always in this order, the door before the portal, so that no two wait for each other."""
        with self._place(self._door, 1) if self._door else nullcontext(), self._place(self._portal, self._turns):
            yield

    @contextmanager
    def _place(self, queue: str, places: int) -> Iterator[None]:
        """One of so many places, held until the block ends."""
        place = self._take_place(queue, places)
        try:
            yield
        finally:
            self._ask(_LEAVE, queue=queue, place=place)

    def _take_place(self, queue: str, places: int) -> int:
        while True:
            for place in random.sample(range(places), places):
                if self._ask(_TRY, queue=queue, place=place).scalar_one():
                    return place
            self._pause(_LOOK_AGAIN_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311

    def _wait_until_wanted(self, longest_wait: float) -> None:
        """Looks again after a wait: somebody else may have been refused meanwhile."""
        waited_for = None
        while (wish := self._read_wish()) and wish.not_before != waited_for:
            if wish.wait_seconds > longest_wait:
                came = f"it wants no request for {wish.wait_seconds:.0f} s"
                raise NotYet(self._asked, came, "pull again after that")
            self._pause(wish.wait_seconds + self._draw_pause())
            waited_for, longest_wait = wish.not_before, longest_wait - wish.wait_seconds

    def _read_wish(self) -> Any:
        """Until when the portal wants no request, None when it wants them. NotYet when it is left alone."""
        told = self._ask(text(read_sql("portal_wait")), portal=self._portal).one_or_none()
        if told and told.closed_because:
            came = f"it refused lately ({told.closed_because}) and is left alone"
            until = told.closed_until.astimezone(VIETNAM)
            raise NotYet(self._asked, came, f"pull again after {until:%Y-%m-%d %H:%M}, or clear it with the portal")
        return told if told and told.wait_seconds else None

    def _draw_pause(self) -> float:
        return self._pause_seconds * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, guards nothing

    def _ask(self, statement: Any, **values: Any) -> Any:
        with told_in_one_line(self._asked):
            return self._connection.execute(statement, values)
