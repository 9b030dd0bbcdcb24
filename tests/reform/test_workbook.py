"""The workbook as a file: what is in the template, and every way in which somebody sends something else."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from include.errors import WrongUse
from include.reform.layout import LAST_ROW, Place, all_tabs
from include.reform.opening import MOST_BYTES, open_workbook
from include.reform.reading import read_book
from include.reform.refusal import NotRead
from include.reform.sheet import FOLDER, the_form
from include.reform.writing import write_workbook
from tests.reform.conftest import Change, changed


@pytest.fixture(scope="module")
def template() -> bytes:
    return write_workbook(the_form(), {}, {})


def test_the_template_has_every_sheet_with_its_headings_and_lists(template: bytes) -> None:
    workbook, form = openpyxl.load_workbook(io.BytesIO(template)), the_form()
    assert len(form.sheets) == 8
    assert workbook.sheetnames == [sheet.title_vi for sheet in all_tabs(form)]
    for sheet in form.sheets:
        tab = workbook[sheet.title_vi]
        assert [tab.cell(2, number).value for number in range(1, len(sheet.columns) + 1)] == [
            column.heading_vi for column in sheet.columns
        ]
        lists = {str(one.sqref).partition(":")[0]: one.formula1 for one in tab.data_validations.dataValidation}
        wanted = [column for column in sheet.columns if column.allowed]
        assert len(lists) == len(wanted)
        for column in wanted:
            letter = openpyxl.utils.get_column_letter(sheet.columns.index(column) + 1)
            assert lists[f"{letter}3"] == f'"{",".join(column.allowed.values())}"'
    written = "\n".join(str(cell.value) for row in workbook["Bìa"].iter_rows() for cell in row if cell.value)
    assert "Mã định danh cơ quan" in written
    assert form.version in written
    assert all(step in written for step in form.cover.steps_vi)
    assert len(workbook["Bìa"].data_validations.dataValidation) == len(form.sheets)


def test_no_column_asks_for_a_person() -> None:
    names = [column.name for sheet in the_form().sheets for column in sheet.columns]
    assert len(names) > 40
    assert [name for name in names if any(word in name for word in ("person", "phone", "mail", "citizen"))] == []


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped(parts | {name: content})


def heading(workbook: Workbook) -> None:
    workbook["2. Văn bản"]["B2"] = "Tên"


def column_added(workbook: Workbook) -> None:
    workbook["2. Văn bản"]["J2"] = "Họ tên người xử lý"


def sheet_added(workbook: Workbook) -> None:
    workbook.create_sheet("Ghi chép riêng")


def sheet_gone(workbook: Workbook) -> None:
    del workbook["8. Khảo sát"]


def other_version(workbook: Workbook) -> None:
    workbook["Bìa"]["B6"] = "0badc0de"


def row_far_below(workbook: Workbook) -> None:
    workbook["1. Nhiệm vụ"].cell(LAST_ROW + 1, 1, "x")


@pytest.mark.parametrize(
    ("change", "came"),
    [
        (heading, "a heading of the sheet 2. Văn bản is not the template's"),
        (column_added, "a heading of the sheet 2. Văn bản is not the template's"),
        (sheet_added, "it has a sheet that the template has not"),
        (sheet_gone, "the sheet 8. Khảo sát is not there"),
        (other_version, "it was made from the template 0badc0de"),
        (row_far_below, "the sheet 1. Nhiệm vụ has cells below the last row"),
    ],
)
def test_another_form_is_refused_in_one_line(article: bytes, change: Change, came: str) -> None:
    with pytest.raises(NotRead) as refusal:
        read_book(open_workbook(changed(article, change)), the_form())
    assert refusal.value.came.startswith(came)
    assert refusal.value.sentence_vi.count("\n") == 0
    assert "Họ tên" not in str(refusal.value) + refusal.value.sentence_vi


BROKEN: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda _: b"", "no .xlsx workbook"),
    (lambda _: b"%PDF-1.7", "no .xlsx workbook"),
    (lambda data: data[: len(data) // 2], "no .xlsx workbook"),
    (lambda _: zipped({"word/document.xml": b"<w/>"}), "no .xlsx workbook"),
    (lambda data: with_part(data, "xl/vbaProject.bin", b"\0"), "it carries macros"),
    (lambda _: b"PK" + bytes(MOST_BYTES), "it is too large"),
    (lambda data: with_part(data, "xl/media/bomb.bin", bytes(60_000_000)), "it is too large: 60,"),
    (lambda data: with_part(data, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "cannot be read"),
    (lambda data: with_part(data, "xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "entities"),
]


@pytest.mark.parametrize(("spoil", "came"), BROKEN)
def test_what_is_no_safe_workbook_is_never_opened(article: bytes, spoil: Callable[[bytes], bytes], came: str) -> None:
    with pytest.raises(NotRead) as refusal:
        open_workbook(spoil(article))
    assert came in refusal.value.came
    assert refusal.value.status == 1


def test_what_runs_in_spreadsheets_goes_back_as_text() -> None:
    place = Place("tasks", 3, 2)
    for written in ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "a\x07b"):
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(the_form(), {place: written}, {})))
        cell = book["1. Nhiệm vụ"]["B3"]
        assert cell.data_type == "s"
        assert cell.value == written.replace("\x07", "�")


def test_a_column_is_added_in_one_file(tmp_path: Path, article: bytes) -> None:
    """The form, its version and what is read all follow from it; what was filled in before is not taken for it."""
    import shutil

    from include.reform.sheet import read_form

    folder = Path(shutil.copytree(FOLDER, tmp_path / "reform", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    path = folder / "sheets" / "surveys.toml"
    added = (
        '\n[[column]]\nname = "place"\nheading_vi = "Nơi"\nmeaning_vi = "Nơi."\nmeaning_en = "Where."\ntype = "text"\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    form = read_form(folder)
    assert form.version != the_form().version
    book = read_book(open_workbook(write_workbook(form, {Place("surveys", 3, 7): "Cần Thơ"}, {})), form)
    assert book.rows["surveys"][0]["place"].value == "Cần Thơ"
    with pytest.raises(NotRead, match="it was made from the template"):
        read_book(open_workbook(article), form)
    path.write_text(path.read_text(encoding="utf-8").replace('type = "text"', 'type = "name"'), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"surveys.toml, key column\[7\].type: 'name' came"):
        read_form(folder)
