"""Judges a book by rules/*.toml, with the judge of the feeds: every cell, then every row.

What a rule stands on, `shaped`, is one of these: `cells` (every cell of the book), `cover`, `answers` (what the cover
says of each sheet), and each sheet with its typed columns and `until_on`, the first day after the month. A rule over
rows marks the cells of the columns that it names; where one of these could not be read, it says nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from include.errors import WrongUse
from include.periods import add_months
from include.quality.expectations import evaluate
from include.quality.rule import Ground, Rule, read_rules
from include.records.workbench import open_workbench
from include.reform.layout import Place, all_tabs
from include.reform.reading import Book, Cell
from include.reform.sheet import ANSWER, Form, the_form

RULES = Path(__file__).with_name("rules")
_ARROW = {"VARCHAR": pa.string(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "BIGINT": pa.int64()}
_TYPES = {"text": "VARCHAR", "agency": "VARCHAR", "list": "VARCHAR", "date": "DATE", "month": "DATE", "count": "BIGINT"}
_OF_CELLS = {
    "wanted": "VARCHAR",
    "required": "BOOLEAN",
    "kind": "VARCHAR",
    "is_merged": "BOOLEAN",
    "written": "VARCHAR",
    "has_value": "BOOLEAN",
    "on_date": "DATE",
}
_OF_ANSWERS = {"answer": "VARCHAR", "row_count": "BIGINT"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What a book is judged against: the agencies that there are, the day, the submissions that came otherwise."""

    agency_codes: Collection[str]
    today: date
    taken_submissions: Collection[int] = ()


@dataclass(frozen=True)
class Fault:
    """A rule that a cell or a row does not keep, at one of the cells that the rule names."""

    place: Place
    rule: Rule


@dataclass(frozen=True)
class _Frame:
    """Rows as a rule sees them, and where the columns of each stand in the workbook."""

    feed: str
    rows: list[Row]
    places: list[Mapping[str, Place]]


def judge_book(book: Book, form: Form, known: Known) -> list[Fault]:
    """Every fault of the book, in the order of its sheets and cells; those of severity `info` do not stop it."""
    with open_workbench() as con:
        lay_known(con, known)
        wrong = _find_faults(con, _frame_cells(book), form, ())
        faulty = {fault.place for fault in wrong}
        frames = [*_frame_rows(book, form), _frame_answers(book, form)]
        found = [fault for frame in frames for fault in _find_faults(con, frame, form, faulty)]
    order = {sheet.name: number for number, sheet in enumerate(all_tabs(form))}
    return sorted([*wrong, *found], key=lambda f: (order[f.place.sheet], f.place.row, f.place.column, f.rule.name))


def columns_of(form: Form) -> dict[str, dict[str, str]]:
    """The columns of every frame, with their types."""
    frames = {sheet.name: {column.name: _TYPES[column.type] for column in sheet.columns} for sheet in all_tabs(form)}
    for sheet in form.sheets:
        frames[sheet.name]["until_on"] = "DATE"
    return {"cells": dict(_OF_CELLS), "answers": dict(_OF_ANSWERS), **frames}


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules in force, read once. WrongUse names a file that is wrong, or that would leave rows out."""
    columns = columns_of(the_form())

    def lay(con: duckdb.DuckDBPyConnection, feed: str) -> None:
        lay_known(con, Known((), date.min))
        lay_shaped(con, columns[feed], [])

    rules = read_rules(RULES, Ground(columns, lay))
    for rule in rules:
        if rule.severity == "warning":
            todo = "use critical or info: a rate without the rows that are left out would be wrong"
            raise WrongUse(f"rule {rule.name}.toml", "severity 'warning'", todo)
    return rules


def lay_known(con: duckdb.DuckDBPyConnection, known: Known) -> None:
    """What predicates may ask for: known_agency, taken_submission, and the variable `today`."""
    con.execute("SET VARIABLE today = ?::DATE", [known.today])
    codes = pa.table({"agency_code": pa.array(sorted(known.agency_codes), pa.string())})
    taken = pa.table({"submission": pa.array(sorted(known.taken_submissions), pa.int64())})
    for table, rows in (("known_agency", codes), ("taken_submission", taken)):
        _lay_table(con, table, rows)


def lay_shaped(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """The table `shaped` over these rows."""
    given = pa.Table.from_pylist(list(rows), pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()]))
    _lay_table(con, "shaped", given)


def _lay_table(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("rows_given", rows)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM rows_given")
    con.unregister("rows_given")


def _find_faults(
    con: duckdb.DuckDBPyConnection, frame: _Frame, form: Form, faulty: Collection[Place]
) -> Iterable[Fault]:
    rules = [rule for rule in all_rules() if frame.feed in rule.feeds]
    if not frame.rows or not rules:
        return []
    lay_shaped(con, columns_of(form)[frame.feed], frame.rows)
    verdicts = ", ".join(f"{rule.verdict_sql} AS {rule.judged_column}" for rule in rules)
    judged = con.sql(f"SELECT {verdicts} FROM shaped").to_arrow_table()  # noqa: S608
    outcomes = evaluate(judged, [replace(rule, severity="warning") for rule in rules])
    faults = []
    for rule, outcome in zip(rules, outcomes, strict=True):
        named = set(re.findall(r"\w+", rule.predicate or ""))
        for row in outcome.failed_rows:
            places = frame.places[row]
            marked = [place for name, place in places.items() if len(places) == 1 or name in named]
            faults += [Fault(place, rule) for place in marked if not any(place in faulty for place in marked)]
    return faults


def _frame_cells(book: Book) -> _Frame:
    cells = list(book.cells)
    return _Frame("cells", [_describe(cell) for cell in cells], [{"written": cell.place} for cell in cells])


def _describe(cell: Cell) -> Row:
    return {
        "wanted": cell.column.type,
        "required": cell.column.required,
        "kind": cell.kind,
        "is_merged": cell.is_merged,
        "written": cell.written,
        "has_value": cell.value is not None,
        "on_date": cell.value if isinstance(cell.value, date) else None,
    }


def _frame_rows(book: Book, form: Form) -> Iterable[_Frame]:
    month = book.said("month")
    until = {"until_on": add_months(month, 1) if month else None}
    for sheet in all_tabs(form):
        rows = book.rows[sheet.name]
        values = [{name: cell.value for name, cell in row.items()} | until for row in rows]
        yield _Frame(sheet.name, values, [{name: cell.place for name, cell in row.items()} for row in rows])


def _frame_answers(book: Book, form: Form) -> _Frame:
    [cover] = book.rows["cover"]
    asked = [(cover[f"{ANSWER}{sheet.name}"], len(book.rows[sheet.name])) for sheet in form.sheets]
    rows = [{"answer": cell.value, "row_count": count} for cell, count in asked]
    return _Frame("answers", rows, [{"answer": cell.place} for cell, _ in asked])
