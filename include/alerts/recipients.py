"""Who gets the letters: one TOML file an agency, named by its code; the nearest agency above serves those without.

`engineers.toml` in the same folder names those who keep the system; without it nobody gets notices by letter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from include.alerts.rule import LANGUAGES
from include.errors import WrongUse
from include.strict import Table, read_table

RECIPIENTS = Path(__file__).parent / "recipients"
ENGINEERS = "engineers"

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,250}[A-Za-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True)
class Recipient:
    """A mailbox of an office. `language` None: the rule's own."""

    name: str
    email: str
    language: str | None


Directory = Mapping[str, tuple[Recipient, ...]]


def read_recipients(folder: Path | None = None) -> Directory:
    """Every file of the folder (the shipped one by default), by agency code. WrongUse names the file and the key."""
    folder = folder or RECIPIENTS
    if not folder.is_dir():
        raise WrongUse(f"recipients {folder}", "no such folder", "name a folder with one TOML file an agency code")
    return {path.stem: _read_file(path) for path in sorted(folder.glob("*.toml"))}


def _read_file(path: Path) -> tuple[Recipient, ...]:
    told = read_table(path)
    listed = tuple(_read_one(one) for one in told.tables("recipients"))
    told.end()
    emails = [one.email.lower() for one in listed]
    for email in emails:
        if emails.count(email) > 1:
            raise told.refuse("recipients", f"{email} is named twice", "name each mailbox once")
    return listed


def _read_one(told: Table) -> Recipient:
    name, email = told.text("name").strip(), told.text("email")
    if _CONTROL.search(name):
        raise told.refuse("name", f"{name!r} came", "give the role on one line")
    if not _EMAIL.fullmatch(email):
        raise told.refuse("email", f"{email!r} came", "give one address like van-phong@so.example")
    language = told.choice("language", LANGUAGES) if "language" in told.values else None
    told.end()
    return Recipient(name, email, language)


def named_for(directory: Directory, lineage: Sequence[str]) -> tuple[str, tuple[Recipient, ...]] | None:
    """The nearest file and its recipients; `lineage` is an agency's code and then those above it, nearest first."""
    for code in lineage:
        if code in directory and code != ENGINEERS:
            return code, directory[code]
    return None
