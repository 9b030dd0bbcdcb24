"""A filled workbook from a file of samples/*.toml: what a demonstration imports, and what tests break."""

from datetime import date
from pathlib import Path

from include.errors import WrongUse
from include.reform.layout import FIRST_ROW, Place, find_place
from include.reform.sheet import ANSWER, Column, Form, Sheet
from include.reform.writing import write_workbook
from include.strict import Table, read_table

FOLDER = Path(__file__).with_name("samples")


def all_samples() -> list[str]:
    """The names of the samples, such as H13.05-2024-06."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def write_sample(name: str, form: Form) -> bytes:
    """The workbook of one sample. WrongUse when there is none of that name, or when it does not fit the form."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise WrongUse(f"sample {name}", "there is none", f"name one of {', '.join(all_samples())}")
    return write_workbook(form, read_sample(path, form), {})


def read_sample(path: Path, form: Form) -> dict[Place, object]:
    """The values of a sample in their places. A sheet with rows counts as reported."""
    table = read_table(path)
    sheets = table.table("sheets")
    values: dict[Place, object] = {}
    for sheet in form.sheets:
        if sheet.name in sheets.values:
            values[find_place(form.cover, 0, f"{ANSWER}{sheet.name}")] = form.cover.answers["reported"]
            for row, below in enumerate(sheets.tables(sheet.name), FIRST_ROW):
                values |= _read_row(below, sheet, row)
    sheets.end()
    values |= _read_row(table.table("cover"), form.cover, 0)
    table.end()
    return values


def _read_row(table: Table, sheet: Sheet, row: int) -> dict[Place, object]:
    given = {}
    for column in sheet.columns:
        if column.name in table.values:
            given[find_place(sheet, row, column.name)] = _take(table, column)
    table.end()
    return given


def _take(table: Table, column: Column) -> object:
    if column.type in ("date", "month"):
        day: date = table.day(column.name)
        return day
    if column.type == "count":
        return int(table.number(column.name))
    if column.type == "list":
        return column.allowed[table.choice(column.name, tuple(column.allowed))]
    return table.text(column.name)
