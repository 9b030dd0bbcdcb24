"""From a workbook to cells: what stands where, of which kind, and the value that it has as its column's type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from include.records.agency_code import normalise
from include.reform.layout import FIRST_ROW, HEAD_ROW, LABEL_COLUMN, LAST_ROW, Place, all_tabs, find_place, fix_column
from include.reform.refusal import NotRead
from include.reform.sheet import Column, Cover, Form, Sheet, clean

MONTH = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})|(?P<m2>\d{1,2})/(?P<y2>\d{4}))")
MOST_WRITTEN = 2000
_KINDS = {"n": "number", "s": "text", "inlineStr": "text", "str": "text", "d": "date", "b": "flag", "f": "formula"}


@dataclass(frozen=True)
class Cell:
    """A cell of the form. `kind` is what stands there; `value` what it means as its column's type, None if nothing."""

    place: Place
    column: Column
    kind: str
    is_merged: bool
    written: str
    value: Any = None


@dataclass(frozen=True)
class Book:
    """Every cell of every row in which anything stands; the cover's are one row."""

    rows: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for rows in self.rows.values() for row in rows for cell in row.values())

    def said(self, name: str) -> Any:
        """The value of a field of the cover."""
        [cover] = self.rows["cover"]
        return cover[name].value


def read_book(workbook: Workbook, form: Form) -> Book:
    """The cells of the form. NotRead when its sheets, headings or version are not the form's."""
    tabs = {clean(title): workbook[title] for title in workbook.sheetnames}
    for sheet in all_tabs(form):
        if not isinstance(tabs.get(sheet.title_vi), Worksheet):
            raise NotRead("sheet_missing", sheet.title_vi)
    if added := [number for number, title in enumerate(tabs, 1) if title not in {s.title_vi for s in all_tabs(form)}]:
        raise NotRead("sheet_added", str(added[0]))
    cover = _read_rows(tabs[form.cover.title_vi], form.cover)
    version = cover[0]["template"].written
    if version != form.version:
        raise NotRead("other_template", version if re.fullmatch(r"[0-9a-f]{8}", version) else "?")
    return Book({"cover": cover} | {sheet.name: _read_rows(tabs[sheet.title_vi], sheet) for sheet in form.sheets})


def _read_rows(tab: Worksheet, sheet: Sheet) -> list[dict[str, Cell]]:
    """The rows of a sheet in which anything stands; the cover is one."""
    if tab.max_row > LAST_ROW:
        raise NotRead("rows", sheet.title_vi)
    merged = {place for spread in tab.merged_cells.ranges for place in spread.cells}
    _check_headings(tab, sheet)
    if isinstance(sheet, Cover):
        return [_read_row(tab, sheet, 0, merged)]
    rows = (_read_row(tab, sheet, row, merged) for row in range(FIRST_ROW, tab.max_row + 1))
    return [row for row in rows if any(cell.kind != "empty" for cell in row.values())]


def _check_headings(tab: Worksheet, sheet: Sheet) -> None:
    if isinstance(sheet, Cover):
        places = [find_place(sheet, 0, column.name).row for column in sheet.columns]
        found = [_write(tab.cell(row, LABEL_COLUMN).value) for row in places]
    else:
        found = [_write(tab.cell(HEAD_ROW, number).value) for number in range(1, len(sheet.columns) + 1)]
        beyond = (tab.cell(HEAD_ROW, number).value for number in range(fix_column(sheet) + 1, tab.max_column + 1))
        if any(value is not None for value in beyond):
            raise NotRead("heading", sheet.title_vi)
    if found != [column.heading_vi for column in sheet.columns]:
        raise NotRead("heading", sheet.title_vi)


def _read_row(tab: Worksheet, sheet: Sheet, row: int, merged: set[tuple[int, int]]) -> dict[str, Cell]:
    found = {}
    for column in sheet.columns:
        place = find_place(sheet, row, column.name)
        found[column.name] = _read_cell(
            tab.cell(place.row, place.column), column, place, (place.row, place.column) in merged
        )
    return found


def _read_cell(cell: SheetCell, column: Column, place: Place, is_merged: bool) -> Cell:
    written = _write(cell.value)
    kind = "empty" if not written else _KINDS.get(str(getattr(cell, "data_type", "n")), "error")
    if kind == "number" and isinstance(cell.value, date):
        kind = "date"
    value = None if kind in {"empty", "formula", "error"} else _READERS[column.type](cell.value, written, column)
    return Cell(place, column, kind, is_merged, written, value)


def _write(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(getattr(value, "text", value)))[:MOST_WRITTEN] if value is not None else ""


def _read_text(_value: object, written: str, _column: Column) -> str:
    return written


def _read_agency(_value: object, written: str, _column: Column) -> str | None:
    try:
        return normalise(written)
    except ValueError:
        return None


def _read_date(value: object, _written: str, _column: Column) -> date | None:
    return value.date() if isinstance(value, datetime) else None


def _read_count(value: object, _written: str, _column: Column) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if float(value).is_integer() and 0 <= value < 10**15 else None


def _read_list(_value: object, written: str, column: Column) -> str | None:
    return next((code for code, shown in column.allowed.items() if clean(shown) == written), None)


def _read_month(value: object, written: str, _column: Column) -> date | None:
    if isinstance(value, datetime):
        return value.date().replace(day=1)
    match = MONTH.fullmatch(written)
    year, month = (int(match["y"] or match["y2"]), int(match["m"] or match["m2"])) if match else (0, 0)
    return date(year, month, 1) if 2000 <= year < 2100 and 1 <= month <= 12 else None


_READERS = {
    "text": _read_text,
    "agency": _read_agency,
    "date": _read_date,
    "count": _read_count,
    "list": _read_list,
    "month": _read_month,
}
