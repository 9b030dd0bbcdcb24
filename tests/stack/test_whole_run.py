"""One whole run: everything started, the street walked by Airflow's own scheduler, and all of it ended again."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
import requests
from reform_index.stack import services
from reform_index.stack.place import ROOT, Place
from reform_index.stack.ports import Ports, read_ports, variable
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from include.warehouse.connection import connect
from include.warehouse.table_hashes import table_hashes

pytestmark = pytest.mark.timeout(1200)

BY_LOAD = {"mart.data_quality", "mart.freshness"}
LAST_LINE = "Logs "
FREE = dict.fromkeys((variable(name) for name in asdict(Ports())), "0")


@dataclass(frozen=True)
class Up:
    """The stack after its answer: still up, what it printed, and which processes it is made of."""

    process: subprocess.Popen[str]
    place: Place
    ports: Ports
    printed: str
    process_ids: list[int]

    @property
    def warehouse_url(self) -> str:
        return (self.place.secrets / "warehouse_url").read_text(encoding="utf-8")

    @property
    def answer(self) -> list[str]:
        return [" ".join(line.split()) for line in self.printed.splitlines()]


@pytest.fixture(scope="module")
def up(open_folder: Path) -> Iterator[Up]:
    place, ports = Place(open_folder / "stack"), read_ports(FREE)
    chosen = {variable(name): str(port) for name, port in asdict(ports).items()}
    told = {**os.environ, **chosen, "PYTHONPATH": f"{ROOT}:{ROOT}/plugins", "REFORM_STATE": str(place.state)}
    program = [sys.executable, "-m", "reform_index.stack", "run"]
    with subprocess.Popen(
        program, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as stack:
        assert stack.stdout is not None
        lines: list[str] = []
        for line in stack.stdout:
            lines.append(line)
            if line.startswith(LAST_LINE):
                break
        yield Up(stack, place, ports, "".join(lines), processes_in(place.state))
        stack.send_signal(signal.SIGTERM)
        stack.wait(120)


def processes_in(state: Path) -> list[int]:
    """The processes that were told of this state directory, and the servers that work in it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "environ").read_bytes() + bytes((entry / "cwd").readlink())
        except OSError:
            continue
        if bytes(state) in told:
            found.append(int(entry.name))
    return found


def test_the_department_of_the_report_is_printed(up: Up) -> None:
    assert "Sở Văn hóa, Thể thao và Du lịch TP Cần Thơ (H13.05), 2024-H1" in up.answer, up.printed
    assert "Reform plan tasks done 81.5% 22 / 27" in up.answer
    assert "Online public services 120 54 full, 66 partial" in up.answer
    assert "Dossiers late 0 of 420 received" in up.answer
    assert "Payment transactions made online 91.5% 173 / 189" in up.answer
    assert any(re.fullmatch(r"Fee procedures that can be paid online 100.0% (\d+) / \1", line) for line in up.answer)


def test_what_the_department_reported_itself_is_printed(up: Up) -> None:
    assert "Inspections, round 1 8 of 8 6 divisions, 2 attached units" in up.answer, up.printed
    assert "Inspections, round 2 0 of 6 open, due 2024-09-30" in up.answer
    assert any(line.startswith("Documents overdue 3 of 14") for line in up.answer)
    assert any(line.startswith("Level dossiers that lack approval 2 ") for line in up.answer)
    assert any(line.startswith("Level dossiers that lack upload 1 ") for line in up.answer)


def test_the_letter_about_the_second_department_went_out(up: Up) -> None:
    letter = [line for line in up.answer if line.startswith("| ")]
    assert any("H20.06" in line for line in letter), up.printed
    assert any("1.902809" in line for line in letter), "the procedure in which the rate fell"


def test_every_record_is_accounted_for(up: Up) -> None:
    counts = [re.findall(r"([\d,]+) (?:pulled|loaded|unchanged|duplicate|quarantined)", line) for line in up.answer]
    receipts = [[int(count.replace(",", "")) for count in found] for found in counts if len(found) == 5]
    assert len(receipts) == 5, "one a feed"
    assert [receipt for receipt in receipts if receipt[0] != sum(receipt[1:])] == []
    assert sum(receipt[4] for receipt in receipts) > 0, "the simulated faults are found"


def test_the_command_line_does_the_same_and_changes_nothing(up: Up) -> None:
    before = hashes(up.warehouse_url)
    environ = services.environment(up.place, up.ports, os.environ)
    del environ["REFORM_WINDOW_DAYS"]
    command = [sys.executable, "-m", "include", "run", "--since", "2024-01-01", "--until", "2024-07-01"]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert hashes(up.warehouse_url) == before


def hashes(warehouse_url: str) -> dict[str, str]:
    engine = connect(warehouse_url)
    try:
        found = table_hashes(engine)
    finally:
        engine.dispose()
    assert {"core.dossier", "core.dossier_cube", "mart.indicator", "mart.index"} <= set(found)
    return {name: value for name, value in found.items() if name not in BY_LOAD}


def test_the_street_is_walked_as_the_loader_and_read_as_the_analyst(up: Up) -> None:
    walker, reader = (
        make_url((up.place.secrets / name).read_text("utf-8")) for name in ("warehouse_url", "analyst_url")
    )
    assert (walker.username, reader.username) == ("reform_walker", "reform_reader")
    engine = create_engine(reader)
    try:
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM mart.indicator")).scalar_one() > 0
            with pytest.raises(ProgrammingError, match="permission denied for schema core"):
                connection.execute(text("SELECT count(*) FROM core.dossier"))
    finally:
        engine.dispose()


def test_what_is_served_asks_who_is_there(up: Up) -> None:
    base = f"http://127.0.0.1:{up.ports.airflow}"
    for path in ("/api/v2/dags", "/reform/", "/reform/letters", "/reform/operations"):
        answered = requests.get(base + path, timeout=60, allow_redirects=False)
        assert answered.status_code == 401, path
    assert requests.get(f"http://127.0.0.1:{up.ports.mail_page}/", timeout=60).status_code == 200


def test_no_secret_stands_in_what_was_printed_or_logged(up: Up) -> None:
    secrets = {path.name: path.read_text(encoding="utf-8") for path in up.place.secrets.iterdir()}
    secrets |= {name: str(make_url(url).password) for name, url in secrets.items() if name.endswith("_url")}
    logs = [path for folder in (up.place.logs, up.place.airflow / "logs") for path in folder.rglob("*.log")]
    assert len(secrets) >= 6
    assert len(logs) > 20
    told = {str(path): path.read_text(encoding="utf-8", errors="replace") for path in logs} | {"printed": up.printed}
    assert [(name, place) for name, secret in secrets.items() for place, text in told.items() if secret in text] == []


def test_files_with_secrets_are_readable_to_their_owner_only(up: Up) -> None:
    private = [*up.place.secrets.iterdir(), up.place.airflow / "airflow.cfg"]
    assert [path.name for path in private if path.stat().st_mode & 0o077] == []


def test_ctrl_c_ends_all_of_it(up: Up, wait_gone: Callable[[list[int]], None]) -> None:
    assert len(up.process_ids) > 8
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(120) == 0
    wait_gone(up.process_ids)
    assert processes_in(up.place.state) == []
