"""What units report, from the place where they put it into the warehouse: one file at a time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import TypedDict

from include.alerts.returned import Correction, Returned, tell_unit
from include.errors import Refused
from include.landing.inbox import Inbox
from include.records.agency_code import normalise
from include.reform.importing import Imported, fingerprint, hash_file, import_file, known_now
from include.reform.keeping import settled_files
from include.reform.layout import all_tabs
from include.reform.opening import MOST_BYTES
from include.reform.sheet import the_form
from include.settings import Settings
from include.street.asked import open_warehouse
from include.warehouse.heartbeat import beat


class Found(TypedDict):
    """A file that is to be looked at: its name below the inbox."""

    name: str


class Told(Found):
    """What became of it: loaded, unchanged or refused; `put_back` names the copy with the faults."""

    outcome: str
    said: str
    put_back: str


def plan_reports(settings: Settings, now: datetime) -> list[Found]:
    """The files in REFORM_REPORTS_URL that were not looked at yet, or that may be judged otherwise now."""
    if settings.reports_url is None:
        return []
    inbox = Inbox(settings.reports_url)
    with open_warehouse(settings) as engine:
        beat(engine, "reports", now)
        settled = settled_files(engine, fingerprint(known_now(engine, now)))
    waiting = [each.name for each in inbox.list()]
    return [{"name": name} for name in waiting if hash_file(inbox.read(name, MOST_BYTES)) not in settled]


def import_report(settings: Settings, found: Found, now: datetime) -> Told:
    """Imports one file of the inbox; it stays as it is.

    What was refused goes back into `errors` beside it and a letter tells the unit, before the file counts as looked at.
    """
    if settings.reports_url is None:
        raise Refused(f"report {found['name']}", "REFORM_REPORTS_URL is not set", "set it, or name a file")
    inbox, name = Inbox(settings.reports_url), found["name"]
    data = inbox.read(name, MOST_BYTES)
    put_back: list[str] = []
    with open_warehouse(settings) as engine:

        def give_back(refused: Imported) -> None:
            put_back.append(inbox.put_back(name, hash_file(data), refused.returned_as, refused.returned))
            tell_unit(engine, describe_returned(refused, name, hash_file(data)), now, settings.recipients_dir)

        imported = import_file(engine, name, data, now, give_back)
    return {"name": name, "outcome": imported.outcome, "said": imported.said, "put_back": "".join(put_back)}


def describe_returned(refused: Imported, name: str, file_hash: str) -> Returned:
    """What the letter tells. A file whose cover cannot be read is of the unit whose code its folder has."""
    return Returned(
        file_hash=file_hash,
        agency_code=refused.agency_code or _code_of_folder(name),
        month=refused.month,
        submission=refused.report.version if refused.report else None,
        copy=f".{file_hash[:8]}.{refused.returned_as}",
        corrections=list(_list_corrections(refused)),
    )


def _code_of_folder(name: str) -> str | None:
    for folder in reversed(PurePosixPath(name).parts[:-1]):
        try:
            return normalise(folder)
        except ValueError:
            continue
    return None


def _list_corrections(refused: Imported) -> Iterator[Correction]:
    if refused.unread:
        whole = {"vi": "Cả tệp", "en": "The file as a whole"}
        yield Correction(
            whole, "", {"vi": refused.unread.sentence_vi, "en": f"{refused.unread.came}; {refused.unread.todo}"}
        )
    titles = {sheet.name: {"vi": sheet.title_vi, "en": sheet.title_en} for sheet in all_tabs(the_form())}
    for fault in refused.faults:
        if fault.rule.severity == "critical":
            sentence = {"vi": fault.rule.sentence_vi, "en": fault.rule.sentence_en}
            yield Correction(titles[fault.place.sheet], fault.place.cell, sentence)


def import_bytes(settings: Settings, name: str, data: bytes, now: datetime) -> Imported:
    """Imports a file that somebody has at hand."""
    with open_warehouse(settings) as engine:
        return import_file(engine, name, data, now)
