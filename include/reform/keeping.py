"""Reports and files, in the warehouse: each submission beside the others, and what became of every file."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from include.errors import Refused
from include.periods import add_months, start_of
from include.reform.report import Report
from include.warehouse.faults import told_in_one_line
from include.warehouse.locks import LOCK

_SQL = Path(__file__).with_name("sql")


@cache
def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def find_versions(engine: Engine, report: Report) -> dict[int, str]:
    """The submissions of the report's agency and month that are kept, with the hash of what each says."""
    with told_in_one_line("reports of the warehouse"), engine.connect() as connection:
        return _find_versions(connection, report)


def _find_versions(connection: Connection, report: Report) -> dict[int, str]:
    asked = {"agency_code": report.agency_code, "month": report.month}
    return {int(number): str(known) for number, known in connection.execute(text(_read("versions")), asked)}


def is_kept(engine: Engine, file_hash: str) -> bool:
    """Whether the very same file was loaded before."""
    with told_in_one_line("files of the warehouse"), engine.connect() as connection:
        found = connection.execute(text(_read("file")), {"file_hash": file_hash}).one_or_none()
    return found is not None and found.outcome != "refused"


def settled_files(engine: Engine, judged_as: str) -> set[str]:
    """The hashes of the files that need not be looked at again."""
    with told_in_one_line("files of the warehouse"), engine.connect() as connection:
        return set(connection.execute(text(_read("settled_files")), {"judged_as": judged_as}).scalars())


def note_file(engine: Engine, noted: Mapping[str, Any]) -> None:
    """Remembers what became of a file that was not loaded."""
    with told_in_one_line("files of the warehouse"), engine.begin() as connection:
        connection.execute(text(_read("note_file")), dict(noted))


def keep_report(engine: Engine, report: Report, noted: Mapping[str, Any], now: datetime) -> bool:
    """Writes a submission and the note of its file in one transaction; False when it is kept already.

    It says how things stood at the end of its month, or now if the month is not over.
    """
    asked = f"report of {report.agency_code} for {report.month:%Y-%m}"
    with told_in_one_line(asked), engine.begin() as connection:
        connection.execute(LOCK, {"name": f"reform-index unit report {report.agency_code}"})
        known = _find_versions(connection, report).get(report.version)
        if known not in (None, report.content_hash):
            raise Refused(asked, f"submission {report.version} came with other contents meanwhile", "import it again")
        if known is None:
            _add(connection, report, now)
        connection.execute(text(_read("note_file")), {**noted, "outcome": "unchanged" if known else "loaded"})
    return known is None


def _add(connection: Connection, report: Report, now: datetime) -> None:
    key = {"agency_code": report.agency_code, "month": report.month, "version": report.version}
    connection.execute(text(_read("older_stand_back")), key)
    told = {
        "known_until": min(now, start_of(add_months(report.month, 1))),
        "template": report.template,
        "content_hash": report.content_hash,
        "now": now,
    }
    is_newest = connection.execute(text(_read("add_report")), key | told).scalar_one()
    items = [{"sheet": sheet, "row_number": number, "item": item} for sheet, number, item in report.items]
    for name, rows in (("add_sheets", report.counts), ("add_items", items)):
        connection.execute(text(_read(name)), key | {"rows": json.dumps(rows)})
    if is_newest:
        connection.execute(text(_read("touch")), {"agency_code": report.agency_code, "month": report.month})
