"""The stack's processes: whatever ends it, nothing it started stays; a child that dies is named in one line."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from reform_index.stack.children import Children, Part
from reform_index.stack.place import ROOT

from include.errors import Refused

Family = tuple[subprocess.Popen[str], list[int]]


@contextmanager
def start_family(folder: Path, at_hang_up: signal.Handlers) -> Iterator[Family]:
    """Whether the tests themselves were started with nohup says nothing of the program: it is told what it inherits."""
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT}/plugins"}
    program = [sys.executable, str(Path(__file__).with_name("family.py")), str(folder)]
    told = partial(signal.signal, signal.SIGHUP, at_hang_up)
    with subprocess.Popen(program, env=environ, stdout=subprocess.PIPE, text=True, preexec_fn=told) as parent:  # noqa: PLW1509
        assert parent.stdout is not None
        yield parent, [int(word) for word in parent.stdout.readline().split()]
        parent.kill()


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    with start_family(tmp_path, signal.SIG_DFL) as family:
        yield family


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_end_leaves_no_process(family: Family, wish: int, wait_gone: Callable[[list[int]], None]) -> None:
    parent, started = family
    assert len(started) == 3
    parent.send_signal(wish)
    assert parent.wait(30) == 128 + wish
    wait_gone(started)


def test_with_nohup_it_outlives_its_terminal(tmp_path: Path, wait_gone: Callable[[list[int]], None]) -> None:
    with start_family(tmp_path, signal.SIG_IGN) as (parent, started):
        parent.send_signal(signal.SIGHUP)
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(30) == 128 + signal.SIGTERM
        wait_gone(started)


def test_a_second_ctrl_c_does_not_break_the_end(family: Family, wait_gone: Callable[[list[int]], None]) -> None:
    parent, started = family
    for _ in range(3):
        parent.send_signal(signal.SIGINT)
    parent.wait(30)
    wait_gone(started)


def test_children_end_even_when_the_stack_is_killed(family: Family, wait_gone: Callable[[list[int]], None]) -> None:
    parent, started = family
    parent.kill()
    parent.wait(30)
    wait_gone(started)


def test_a_killed_child_is_named_with_its_log_and_takes_the_others_along(
    family: Family, wait_gone: Callable[[list[int]], None]
) -> None:
    parent, started = family
    os.kill(started[0], signal.SIGKILL)
    assert parent.stdout is not None
    lines = parent.stdout.read().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("worker: killed by SIGKILL; see ")
    assert lines[0].endswith("worker.log, then start again")
    assert parent.wait(30) == 1
    wait_gone(started)


def test_a_program_that_fails_is_told_with_its_last_word(tmp_path: Path) -> None:
    failing = Part("migrate", (sys.executable, "-c", "print('first'); print('no such database'); raise SystemExit(3)"))
    with Children(tmp_path, tmp_path) as children, pytest.raises(Refused) as told:
        children.finish([Part("other", ("true",)), failing], 30.0)
    assert str(told.value).startswith("migrate: ended by itself with status 3 (no such database); see ")


def test_a_child_that_is_never_ready_is_told_after_the_limit(tmp_path: Path) -> None:
    part = Part("simulator", ("sleep", "600"), lambda: False)
    with Children(tmp_path, tmp_path) as children:
        children.start(part)
        with pytest.raises(Refused, match="simulator: not ready after 0 seconds"):
            children.wait_ready([part], 0.0)


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    with Children(tmp_path, tmp_path) as children, pytest.raises(Refused, match=r"airflow: .*; run `make setup`"):
        children.start(Part("airflow", (str(tmp_path / "airflow"), "scheduler")))


def test_a_process_that_somebody_else_started_is_watched_too(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "600"]) as other, Children(tmp_path, tmp_path) as children:
        children.watch("PostgreSQL", other.pid, tmp_path / "postgres.log")
        children.check()
        other.kill()
        other.wait()
        with pytest.raises(Refused, match="PostgreSQL: has ended; see "):
            children.check()


def test_when_asking_fails_because_a_child_died_the_child_is_named(tmp_path: Path) -> None:
    def ask() -> bool:
        os.kill(children.process_ids()[0], signal.SIGKILL)
        os.waitid(os.P_PID, children.process_ids()[0], os.WEXITED | os.WNOWAIT)
        raise Refused("api-server", "no answer", "see its log")

    with Children(tmp_path, tmp_path) as children:
        children.start(Part("api-server", ("sleep", "600")))
        with pytest.raises(Refused, match="api-server: killed by SIGKILL"):
            children.wait("api-server", ask, 30.0)
