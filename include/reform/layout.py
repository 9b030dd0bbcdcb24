"""Where things stand on a sheet: the writer puts them there, the reader looks for them there."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from include.reform.sheet import Cover, Form, Sheet

GUIDE_ROW, HEAD_ROW, FIRST_ROW = 1, 2, 3
LAST_ROW = 1002
COVER_FIRST_ROW, LABEL_COLUMN, VALUE_COLUMN, HINT_COLUMN, COVER_FIX_COLUMN = 3, 1, 2, 3, 4


@dataclass(frozen=True, order=True)
class Place:
    """One cell of one sheet."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """As people say it: E12."""
        return f"{get_column_letter(self.column)}{self.row}"


def find_place(sheet: Sheet, row: int, name: str) -> Place:
    """Where a column's value of a row stands; on the cover every field has its own row."""
    number = [column.name for column in sheet.columns].index(name)
    if isinstance(sheet, Cover):
        return Place(sheet.name, COVER_FIRST_ROW + number, VALUE_COLUMN)
    return Place(sheet.name, row, number + 1)


def fix_column(sheet: Sheet) -> int:
    """The column in which a returned copy says what is to be corrected."""
    return COVER_FIX_COLUMN if isinstance(sheet, Cover) else len(sheet.columns) + 1


def all_tabs(form: Form) -> tuple[Sheet, ...]:
    return (form.cover, *form.sheets)
