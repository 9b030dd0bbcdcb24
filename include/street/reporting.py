"""What units report, from the place where they put it into the warehouse: one file at a time."""

from datetime import datetime
from typing import TypedDict

from include.errors import Refused
from include.landing.inbox import Inbox
from include.reform.importing import Imported, fingerprint, hash_file, import_file, known_now
from include.reform.keeping import settled_files
from include.reform.opening import MOST_BYTES
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
    """Imports one file of the inbox; what was refused goes back into `errors` beside it. The file stays as it is."""
    if settings.reports_url is None:
        raise Refused(f"report {found['name']}", "REFORM_REPORTS_URL is not set", "set it, or name a file")
    inbox = Inbox(settings.reports_url)
    data = inbox.read(found["name"], MOST_BYTES)
    imported = import_bytes(settings, found["name"], data, now)
    put_back = ""
    if imported.returned:
        put_back = inbox.put_back(found["name"], hash_file(data), imported.returned_as, imported.returned)
    return {"name": found["name"], "outcome": imported.outcome, "said": imported.said, "put_back": put_back}


def import_bytes(settings: Settings, name: str, data: bytes, now: datetime) -> Imported:
    """Imports a file that somebody has at hand."""
    with open_warehouse(settings) as engine:
        return import_file(engine, name, data, now)
