"""The workbook as a file: empty, filled in, or with the cells marked that are to be corrected."""

import io
from collections.abc import Iterable, Mapping
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from include.reform.layout import (
    COVER_FIRST_ROW,
    FIRST_ROW,
    GUIDE_ROW,
    HEAD_ROW,
    HINT_COLUMN,
    LABEL_COLUMN,
    LAST_ROW,
    Place,
    all_tabs,
    find_place,
    fix_column,
)
from include.reform.sheet import Column, Cover, Form, Sheet

Values = Mapping[Place, object]
Sentences = Mapping[Place, Iterable[str]]

_HEAD, _INPUT, _WRONG = (PatternFill("solid", fgColor=colour) for colour in ("1F4E79", "FFF9DB", "F8B4B4"))
_FORMATS = {"date": "dd/mm/yyyy", "month": "mm/yyyy", "count": "#,##0"}
_WIDTHS = {"text": 36, "list": 26, "date": 16, "count": 16, "agency": 36, "month": 36}
_RUN_BY_SPREADSHEETS = tuple("=+-@\t\r")
_WRITER = "Reform Index"


def write_workbook(form: Form, values: Values, sentences: Sentences) -> bytes:
    """An .xlsx file: the form with its drop-down lists, the values in their places, and each sentence at its cell.

    What somebody wrote is put there as text that nothing runs, whatever it begins with.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = _WRITER
    for sheet in all_tabs(form):
        tab = workbook.create_sheet(sheet.title_vi)
        if isinstance(sheet, Cover):
            _lay_cover(tab, sheet)
        else:
            _lay_sheet(tab, sheet)
        for place, value in values.items():
            if place.sheet == sheet.name:
                _put(tab.cell(place.row, place.column), value)
        _mark(tab, sheet, form.cover.fix_vi, sentences)
    _put(workbook[form.cover.title_vi].cell(*_cell_of(form.cover, "template")), form.version)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _cell_of(cover: Cover, name: str) -> tuple[int, int]:
    place = find_place(cover, 0, name)
    return place.row, place.column


def _lay_cover(tab: Worksheet, cover: Cover) -> None:
    _put(tab.cell(GUIDE_ROW, LABEL_COLUMN), cover.guide_vi)
    tab.cell(GUIDE_ROW, LABEL_COLUMN).font = Font(bold=True, size=14)
    for column in cover.columns:
        row, number = _cell_of(cover, column.name)
        _put(tab.cell(row, LABEL_COLUMN), column.heading_vi)
        _put(tab.cell(row, HINT_COLUMN), column.meaning_vi)
        if column.name != "template":
            tab.cell(row, number).fill = _INPUT
        tab.cell(row, number).number_format = _FORMATS.get(column.type, "General")
        _offer(tab, column, f"{get_column_letter(number)}{row}")
    for number, step in enumerate(cover.steps_vi, COVER_FIRST_ROW + len(cover.columns) + 1):
        _put(tab.cell(number, LABEL_COLUMN), step)
    for letter, width in (("A", 34), ("B", 30), ("C", 60), ("D", 60)):
        tab.column_dimensions[letter].width = width


def _lay_sheet(tab: Worksheet, sheet: Sheet) -> None:
    _put(tab.cell(GUIDE_ROW, 1), sheet.guide_vi)
    tab.cell(GUIDE_ROW, 1).font = Font(italic=True)
    for number, column in enumerate(sheet.columns, 1):
        letter, head = get_column_letter(number), tab.cell(HEAD_ROW, number)
        _put(head, column.heading_vi)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        required = "Bắt buộc. " if column.required else ""
        head.comment = Comment(f"{required}{column.meaning_vi}", _WRITER)
        tab.column_dimensions[letter].width = _WIDTHS[column.type]
        tab.column_dimensions[letter].number_format = _FORMATS.get(column.type, "General")
        _offer(tab, column, f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    tab.freeze_panes = tab.cell(FIRST_ROW, 2)


def _offer(tab: Worksheet, column: Column, cells: str) -> None:
    """A drop-down list, in the cells' own validation: no hidden sheet is needed."""
    if column.allowed:
        choices = ",".join(column.allowed.values())
        validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
        validation.add(cells)
        tab.add_data_validation(validation)


def _mark(tab: Worksheet, sheet: Sheet, fix_vi: str, sentences: Sentences) -> None:
    """Fill, comment, and the sentences of a row beside it."""
    beside: dict[int, list[str]] = {}
    for place, said in sentences.items():
        if place.sheet == sheet.name:
            cell = tab.cell(place.row, place.column)
            cell.fill, cell.comment = _WRONG, Comment("\n".join(said), _WRITER, height=120, width=320)
            beside.setdefault(place.row, []).extend(f"{place.cell}: {sentence}" for sentence in said)
    number = fix_column(sheet)
    if beside and not isinstance(sheet, Cover):
        _put(tab.cell(HEAD_ROW, number), fix_vi)
        tab.cell(HEAD_ROW, number).fill = _WRONG
    for row, said in beside.items():
        _put(tab.cell(row, number), " ".join(said))
        tab.column_dimensions[get_column_letter(number)].width = 80


def _put(cell: Cell, value: object) -> None:
    """A number or a date as it is, a text as nothing but text."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in _RUN_BY_SPREADSHEETS
    else:
        cell.value = value
        if isinstance(value, date) and cell.number_format not in _FORMATS.values():
            cell.number_format = _FORMATS["date"]
