"""One workbook on its way in: opened, read, judged, kept; or refused, with a copy that says where and why."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from include.periods import VIETNAM
from include.reform.judging import Fault, Known, all_rules, judge_book
from include.reform.keeping import find_versions, is_kept, keep_report, note_file
from include.reform.layout import Place
from include.reform.opening import open_workbook
from include.reform.reading import Book, read_book
from include.reform.refusal import NotRead
from include.reform.report import Report, read_report
from include.reform.sheet import Form, the_form
from include.reform.writing import write_workbook
from include.warehouse.references import references

PERSONAL = "cell_no_personal_data"


@dataclass(frozen=True)
class Imported:
    """What became of a file: loaded, unchanged or refused; `said` is one line for people.

    `returned` is what goes back to the unit when it was refused, and `returned_as` the ending of its name.
    `unread`: why the file as a whole is refused. `agency_code` and `month` as far as the cover says them.
    """

    outcome: str
    said: str
    faults: Sequence[Fault] = ()
    returned: bytes = field(default=b"", repr=False)
    returned_as: str = ""
    report: Report | None = field(default=None, repr=False)
    unread: NotRead | None = None
    agency_code: str | None = None
    month: date | None = None


def import_file(
    engine: Engine, name: str, data: bytes, now: datetime, give_back: Callable[[Imported], None] | None = None
) -> Imported:
    """Reads, judges and keeps one file. A file that was loaded before changes nothing, nor does one that says the same.

    What is wrong in the file is an outcome; Refused is raised only when the warehouse fails. `give_back` is called
    before a refused file is noted: when it fails, the file is looked at again.
    """
    form, known, file_hash = the_form(), known_now(engine, now), hash_file(data)
    if is_kept(engine, file_hash):
        return Imported("unchanged", "the same file was loaded before")
    found = _judge(engine, data, form, known)
    noted = {"file_hash": file_hash, "file_name": name, "judged_as": fingerprint(known), "now": now, **_note(found)}
    if found.outcome == "refused" or found.report is None:
        if give_back:
            give_back(found)
        note_file(engine, noted)
        return found
    if not keep_report(engine, found.report, noted, now):
        return replace(found, outcome="unchanged", said=f"{found.said}: it says what was loaded before")
    return found


def hash_file(data: bytes) -> str:
    """By which a file is known again."""
    return hashlib.sha256(data).hexdigest()


def known_now(engine: Engine, now: datetime) -> Known:
    """What files are judged against at this moment."""
    return Known(references(engine).agency_codes, now.astimezone(VIETNAM).date())


def fingerprint(known: Known) -> str:
    """Changes when a refused file may be judged otherwise: another form, other rules, other agencies."""
    parts = (the_form().version, [repr(rule) for rule in all_rules()], sorted(known.agency_codes))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _judge(engine: Engine, data: bytes, form: Form, known: Known) -> Imported:
    try:
        book = read_book(open_workbook(data), form)
    except NotRead as refusal:
        said = f"{refusal.came}; {refusal.todo}"
        return Imported("refused", said, returned=refusal.sentence_vi.encode(), returned_as="txt", unread=refusal)
    report = read_report(book, form)
    if report:
        others = {number for number, said in find_versions(engine, report).items() if said != report.content_hash}
        known = replace(known, taken_submissions=others)
    faults = judge_book(book, form, known)
    stopping = [fault for fault in faults if fault.rule.severity == "critical"]
    if stopping:
        returned = mark_book(book, form, stopping)
        sender, month = book.said("agency_code"), book.said("month")
        return Imported("refused", _describe(stopping), faults, returned, "xlsx", report, None, sender, month)
    return Imported("loaded", _name(report), faults, report=report)


def _describe(faults: Sequence[Fault]) -> str:
    first, count = faults[0], len({fault.place for fault in faults})
    cells = f"{count} cells are" if count > 1 else "1 cell is"
    return f"{cells} not right, first {first.place.sheet} {first.place.cell}: {first.rule.sentence_en}"


def _name(report: Report | None) -> str:
    if report is None:
        return ""
    return f"{report.agency_code} {report.month:%Y-%m}, submission {report.version}, {len(report.items)} rows"


def _note(found: Imported) -> dict[str, Any]:
    report = found.report
    return {
        "outcome": found.outcome,
        "agency_code": report.agency_code if report else None,
        "month": report.month if report else None,
        "version": report.version if report else None,
        "fault_count": len(found.faults),
        "said": found.said,
    }


def mark_book(book: Book, form: Form, faults: Iterable[Fault]) -> bytes:
    """The copy that goes back: the same values, the faulty cells marked; what may be personal data is left out."""
    sentences: dict[Place, list[str]] = {}
    personal = set()
    for fault in faults:
        sentences.setdefault(fault.place, []).append(fault.rule.sentence_vi)
        personal |= {fault.place} if fault.rule.name == PERSONAL else set()
    values: dict[Place, object] = {}
    for cell in book.cells:
        if cell.kind != "empty" and cell.place not in personal:
            is_typed = cell.value is not None and cell.column.type in ("date", "month", "count")
            values[cell.place] = cell.value if is_typed else cell.written
    return write_workbook(form, values, sentences)
