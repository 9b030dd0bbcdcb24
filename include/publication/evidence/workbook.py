"""The sheet as a workbook: one sheet a table, every cell a text or number of ours, never a formula."""

import io
import re
import zipfile
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from include.publication.evidence.sheet import Sheet, SheetTable

DAY = (1980, 1, 1, 0, 0, 0)
CHARACTERS_ACROSS = 130
HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")


def draw_workbook(sheet: Sheet) -> bytes:
    """The .xlsx; the same sheet gives the same bytes."""
    workbook = Workbook()
    for place, table in enumerate(sheet.tables):
        page = workbook.active if place == 0 else workbook.create_sheet()
        assert isinstance(page, Worksheet)
        page.title = table.name
        _write_table(page, table, sheet if place == 0 else None)
    raw = io.BytesIO()
    workbook.save(raw)
    return _without_clock(raw.getvalue())


def _write_table(page: Worksheet, table: SheetTable, head_of: Sheet | None) -> None:
    if head_of:
        _write(page.cell(1, 1), head_of.title).font = Font(bold=True, size=14)
        for said, value in head_of.head:
            row = page.max_row + 1
            _write(page.cell(row, 1), said).font = Font(bold=True)
            _write(page.cell(row, 2), value)
    row = page.max_row + (2 if head_of else 0)
    for column, (head, width) in enumerate(zip(table.heads, table.widths, strict=True), 1):
        cell = _write(page.cell(row, column), head)
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
        page.column_dimensions[get_column_letter(column)].width = max(10, CHARACTERS_ACROSS * width / sum(table.widths))
    for values in table.rows:
        row += 1
        for column, value in enumerate(values, 1):
            cell = _write(page.cell(row, column), value)
            right = "right" if column - 1 in table.numbers else "left"
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=right)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _write(cell: Cell, value: str) -> Cell:
    """A text stays a text, also when it begins as a formula does."""
    cell.value = value
    cell.data_type = "s"
    return cell


def _without_clock(raw: bytes) -> bytes:
    """The same workbook without the time at which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                moment = datetime(*DAY[:3], tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, content)
            new.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
