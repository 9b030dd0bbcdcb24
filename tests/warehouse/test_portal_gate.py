"""The gate before a portal, with real sessions of a real PostgreSQL: what several workers may do together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine

from include.errors import Refused
from include.warehouse.portal_gate import LONGEST_HELD_SECONDS, PortalGate

PORTAL = "https://portal.example"

HOLDER = """
import sys
from include.warehouse.connection import connect
from include.warehouse.portal_gate import PortalGate
with PortalGate(connect(sys.argv[1]), "https://portal.example", turns=1, pause_seconds=0).turn(1):
    print("held", flush=True)
    sys.stdin.read()
"""


class Gates:
    """Gates of one portal, each with a session of its own, and the pauses that they made."""

    def __init__(self, engine: Engine, stack: ExitStack) -> None:
        self._engine, self._stack = engine, stack
        self.pauses: list[float] = []

    def open(self, turns: int = 1, portal: str = PORTAL, door: str | None = None) -> PortalGate:
        gate = PortalGate(self._engine, portal, turns=turns, pause_seconds=0.2, door=door, pause=self.pauses.append)
        return self._stack.enter_context(gate)


@pytest.fixture
def gates(engine: Engine) -> Iterator[Gates]:
    with ExitStack() as stack:
        yield Gates(engine, stack)


class NoTurn(Exception):
    """Every turn is taken: the gate would look again."""


def has_turn(gate: PortalGate) -> bool:
    def refuse(seconds: float) -> None:
        raise NoTurn

    gate._pause = refuse
    try:
        with gate._hold_turn():
            return True
    except NoTurn:
        return False


def test_never_more_at_once_than_there_are_turns(gates: Gates) -> None:
    first, second, third = gates.open(2), gates.open(2), gates.open(2)
    with first.turn(1):
        with second.turn(1):
            assert not has_turn(third)
        assert has_turn(third)
    assert has_turn(gates.open(1, "https://other.example")), "another portal has turns of its own"


def test_the_reports_are_asked_one_at_a_time_in_a_turn_of_the_portal(gates: Gates) -> None:
    report, other, records = gates.open(2, door="reports"), gates.open(2, door="reports"), gates.open(2)
    with report.turn(1):
        assert not has_turn(other), "one report at a time, though the portal has a turn left"
        with records.turn(1):
            assert not has_turn(gates.open(2)), "what is asked of one door counts for the other"
    assert has_turn(other)
    with records.turn(1), gates.open(2).turn(1):
        assert not has_turn(report)


def test_a_pause_with_jitter_before_every_request(gates: Gates) -> None:
    gate = gates.open()
    for _ in range(20):
        with gate.turn(1):
            pass
    assert len(gates.pauses) == 20
    assert all(0.1 <= pause <= 0.3 for pause in gates.pauses)
    assert len(set(gates.pauses)) > 10


def test_a_retry_after_is_obeyed_by_all(gates: Gates) -> None:
    told, other = gates.open(), gates.open()
    told.hold_back(60)
    told.hold_back(5)
    with other.turn(120):
        pass
    assert 50 < gates.pauses[1] <= 60.3
    with (
        pytest.raises(Refused, match=r"a turn at https://portal\.example: it wants no request for (60|59|58) s"),
        other.turn(30),
    ):
        pass


def test_an_absurd_wait_is_not_for_ever(gates: Gates) -> None:
    gate = gates.open()
    gate.hold_back(float("1e300"))
    with gate.turn(LONGEST_HELD_SECONDS):
        pass
    assert LONGEST_HELD_SECONDS - 10 < gates.pauses[1] <= LONGEST_HELD_SECONDS + 0.3


def test_who_waits_looks_again_before_it_asks(gates: Gates) -> None:
    told, other = gates.open(), gates.open()

    def be_held_back_longer(seconds: float) -> None:
        gates.pauses.append(seconds)
        if len(gates.pauses) == 2:
            told.hold_back(90)

    other._pause = be_held_back_longer
    told.hold_back(30)
    with other.turn(150):
        pass
    assert [round(seconds, -1) for seconds in gates.pauses[1:]] == [30, 90]


def test_who_waits_does_not_ask_when_the_firewall_refuses_somebody_meanwhile(gates: Gates) -> None:
    told, other = gates.open(2), gates.open(2)
    other._pause = lambda seconds: told.close("HTTP 403")
    with pytest.raises(Refused, match="it refused lately"), other.turn(1):
        pass


@pytest.mark.parametrize("door", [None, "reports"])
def test_when_the_firewall_refuses_nobody_asks_on(gates: Gates, door: str | None) -> None:
    told, other = gates.open(), gates.open(door=door)
    told.close("HTTP 403")
    with (
        pytest.raises(Refused, match=r"it refused lately \(HTTP 403\) and is left alone; pull again after"),
        other.turn(1),
    ):
        pass
    assert has_turn(other), "who is refused gives its turn back"
    with gates.open(1, "https://other.example").turn(1):
        pass


def test_a_rest_ends(gates: Gates, engine: Engine) -> None:
    gate = gates.open()
    gate.close("HTTP 403")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ops.portal_gate SET closed_until = clock_timestamp()")
    with gate.turn(1):
        pass


def test_a_worker_that_is_killed_gives_its_turn_back(gates: Gates, warehouse_url: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, warehouse_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    gate = gates.open()
    assert not has_turn(gate)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    gate._pause = time.sleep
    with gate.turn(1):
        pass


def test_a_turn_ends_within_a_minute_of_its_host(gates: Gates) -> None:
    """A host that dies says nothing: the server asks after it by itself, sooner than the kernel's two hours."""
    asked = (
        "SELECT current_setting('tcp_keepalives_idle'), current_setting('tcp_keepalives_interval'),"
        " current_setting('tcp_keepalives_count'), current_setting('tcp_user_timeout'),"
        " current_setting('client_connection_check_interval')"
    )
    told = gates.open()._connection.exec_driver_sql(asked).one()
    assert tuple(told) == ("20", "10", "4", "60000", "10s"), "as the socket says"
