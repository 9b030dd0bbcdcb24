"""What a book that was found right says, without the workbook around it. Values in, values out."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from include.reform.reading import Book
from include.reform.sheet import ANSWER, Form


@dataclass(frozen=True)
class Report:
    """A submission of an agency for a month: `answers` by sheet, and the rows of each sheet with their row numbers."""

    agency_code: str
    month: date
    version: int
    template: str
    answers: dict[str, str]
    items: tuple[tuple[str, int, dict[str, Any]], ...] = field(repr=False)

    @property
    def content_hash(self) -> str:
        """The same for every file that says the same."""
        said = json.dumps((self.answers, self.items), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def counts(self) -> list[dict[str, Any]]:
        """Of each sheet: its answer, and how many rows it has."""
        sheets = [sheet for sheet, _, _ in self.items]
        return [{"sheet": s, "answer": a, "item_count": sheets.count(s)} for s, a in self.answers.items()]


def read_report(book: Book, form: Form) -> Report | None:
    """The report of a book; None when its cover does not say whose, of which month, or which submission it is."""
    agency_code, month, version = (book.said(name) for name in ("agency_code", "month", "submission"))
    if agency_code is None or month is None or not version:
        return None
    items = tuple(
        (sheet.name, number, {name: _plain(cell.value) for name, cell in row.items() if cell.value is not None})
        for sheet in form.sheets
        for number, row in enumerate(book.rows[sheet.name], 1)
    )
    answers = {sheet.name: book.said(f"{ANSWER}{sheet.name}") for sheet in form.sheets}
    return Report(agency_code, month, version, form.version, answers, items)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
