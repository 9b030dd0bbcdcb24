"""`report`: the workbook out, the workbook in, one clear line when it is refused, and the folder that is watched."""

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, create_engine, text

from include.__main__ import main
from include.warehouse.table_hashes import table_hashes
from tests.reform.conftest import AGENCY

SAMPLE = "H13.05-2024-06"
SCHEMAS = ("core", "mart", "ops")
Say = Callable[..., list[str]]


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.execute(AGENCY, {"code": "H13.05", "parent": None, "level": 2})
    yield engine
    engine.dispose()


@pytest.fixture
def say(
    engine: Engine,
    warehouse_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Say:
    """Runs a command and gives what it printed; the one line of a refusal comes last."""
    (tmp_path / "inbox").mkdir()
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    monkeypatch.setenv("REFORM_REPORTS_URL", (tmp_path / "inbox").as_uri())

    def run(*words: str, status: int = 0) -> list[str]:
        capsys.readouterr()
        assert main(["report", *words]) == status
        told = capsys.readouterr()
        assert len(told.err.splitlines()) == (status != 0)
        return [*told.out.splitlines(), *told.err.splitlines()]

    return run


def spoil(path: Path, cell: str, value: object) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["1. Nhiệm vụ"][cell] = value
    workbook.save(path)


def test_template_sample_import_and_import_again(say: Say, engine: Engine, tmp_path: Path) -> None:
    template, workbook = tmp_path / "template.xlsx", tmp_path / "june.xlsx"
    assert say("template", "--out", str(template))[0].startswith(f"{template}: written, template ")
    say("sample", SAMPLE, "--out", str(workbook))
    assert say("import", str(workbook)) == [f"{workbook}: loaded, H13.05 2024-06, submission 1, 69 rows"]
    before = table_hashes(engine, SCHEMAS)
    assert before
    assert say("import", str(workbook)) == [f"{workbook}: unchanged, the same file was loaded before"]
    assert table_hashes(engine, SCHEMAS) == before
    [line] = say("import", str(tmp_path / "none.xlsx"), status=2)
    assert line.endswith("No such file or directory; name the workbook that a unit filled in")
    [line] = say("sample", "H99", "--out", str(workbook), status=2)
    assert line == f"sample H99: there is none; name one of {SAMPLE}"


def test_a_refused_workbook_is_told_by_cells_and_comes_back_marked(say: Say, engine: Engine, tmp_path: Path) -> None:
    workbook = tmp_path / "june.xlsx"
    say("sample", SAMPLE, "--out", str(workbook))
    spoil(workbook, "D3", "30/06/2024")
    told = say("import", str(workbook), status=1)
    copy = tmp_path / "june.errors.xlsx"
    assert told[0].startswith("1. Nhiệm vụ!D3: Ngày gõ thành chữ hoặc số")
    assert told[-1] == (
        f"report {workbook}: 1 cell is not right, first tasks D3: The date is typed as text or as a number.;"
        f" nothing was loaded; correct the marked cells of {copy}"
    )
    assert openpyxl.load_workbook(copy)["1. Nhiệm vụ"]["D3"].comment.text.startswith("Ngày gõ thành chữ")
    workbook.write_bytes(b"no workbook")
    assert say("import", str(workbook), status=1)[-1].startswith(f"report {workbook}: it is no .xlsx workbook; save it")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM core.unit_report")).scalar_one() == 0


def test_the_watched_folder_is_read_once_and_left_as_it_is(say: Say, engine: Engine, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "H13.05").mkdir()
    good, wrong, other = inbox / "H13.05" / "june.xlsx", inbox / "wrong.xlsx", inbox / "old.xls"
    for path in (good, wrong):
        say("sample", SAMPLE, "--out", str(path))
    spoil(wrong, "E4", "=1+1")
    other.write_bytes(b"\xd0\xcf\x11\xe0")
    (inbox / "~$june.xlsx").write_bytes(b"open in a spreadsheet")
    (inbox / "readme.txt").write_text("no report", encoding="utf-8")
    before = {path: path.read_bytes() for path in inbox.rglob("*") if path.is_file()}

    told = say("watch", status=1)
    assert [line.partition(",")[0] for line in told] == [
        "H13.05/june.xlsx: loaded",
        "old.xls: refused",
        "wrong.xlsx: refused",
        f"reports in {inbox.as_uri()}: 2 were refused; see errors beside each of them",
    ]
    assert {path: path.read_bytes() for path in before} == before
    returned = sorted(path.name for path in (inbox / "errors").iterdir())
    assert [(name.partition(".")[0], name.rpartition(".")[2]) for name in returned] == [
        ("old", "txt"),
        ("wrong", "xlsx"),
    ]
    assert "Tệp không phải là bảng tính" in (inbox / "errors" / returned[0]).read_text(encoding="utf-8")
    assert say("watch") == []

    with engine.begin() as connection:
        connection.execute(AGENCY, {"code": "H13.06", "parent": None, "level": 2})
    told = say("watch", status=1)
    assert told[0].startswith("old.xls: refused"), "another agency is known now: what was refused is judged once more"


def test_without_a_folder_it_says_so(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFORM_REPORTS_URL", (tmp_path / "nowhere").as_uri())
    [line] = say("watch", status=1)
    assert line.endswith("there is no such folder; make it, or correct its URL")
    monkeypatch.delenv("REFORM_REPORTS_URL")
    [line] = say("watch", status=2)
    assert line.startswith("REFORM_REPORTS_URL: not set; set it, for example ")
