"""What stops the stack before it starts: one line that says what was asked, what came and what to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from reform_index.stack.place import ROOT, open_place
from reform_index.stack.ports import Ports, read_ports, variable

from include.errors import Refused, WrongUse

FREE = {variable(service): "0" for service in ("airflow", "postgres", "simulator", "mail_page", "smtp")}


def run_once(state: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, **FREE, "PYTHONPATH": f"{ROOT}:{ROOT}/plugins", "REFORM_STATE": str(state), **environ}
    program = [sys.executable, "-m", "reform_index.stack", "run-once"]
    return subprocess.run(program, env=told, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("service", ["airflow", "postgres", "simulator", "mail_page", "smtp"])
def test_a_taken_port_is_one_line_and_starts_nothing(service: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run_once(tmp_path, **{variable(service): str(port)})
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"port {port} for {service.replace('_', ' ')}: taken by another program; "
        f"free it, or set {variable(service)} to another port\n"
    )
    assert not (tmp_path / "postgres").exists()


def test_a_port_that_is_no_port_is_wrong_use(tmp_path: Path) -> None:
    done = run_once(tmp_path, REFORM_SMTP_PORT="mail")
    assert done.returncode == 2
    assert done.stderr == "REFORM_SMTP_PORT: 'mail' is no port; write a number up to 65535, for example 1025\n"


def test_two_services_on_one_port_are_wrong_use() -> None:
    with pytest.raises(WrongUse, match="REFORM_SMTP_PORT: 8080 is also the port of airflow"):
        read_ports({"REFORM_SMTP_PORT": "8080"})


def test_ports_are_the_documented_ones_and_zero_takes_free_ones() -> None:
    assert read_ports({}) == Ports(airflow=8080, postgres=5433, simulator=8765, mail_page=8025, smtp=1025)
    free = read_ports(FREE)
    chosen = {free.airflow, free.postgres, free.simulator, free.mail_page, free.smtp}
    assert len(chosen) == 5
    assert 0 not in chosen


def test_a_second_stack_in_the_same_state_is_refused(tmp_path: Path) -> None:
    with open_place({"REFORM_STATE": str(tmp_path)}):
        done = run_once(tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"state directory {tmp_path}: another stack runs in it (process {os.getpid()}); stop that one first\n"
    )


def test_a_state_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="make it writable, or name another directory in REFORM_STATE"):
        open_place({"REFORM_STATE": str(tmp_path / "file" / "state")}).__enter__()
