"""The letter to a unit whose workbook was refused: what is to be corrected, and where the marked copy lies.

It goes to those who are named for the unit, never to an address that a file gives. It holds nothing that the unit wrote
but its code, the month and the submission: neither a value of a cell nor the name of the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from include.alerts.engineers import Line, tell_engineers
from include.alerts.facts import read_agencies
from include.alerts.letter import Letter, environment, letter_key, one_line, speak
from include.alerts.recipients import Recipient, named_for, read_recipients
from include.alerts.record import write_letter
from include.periods import Period
from include.warehouse.faults import told_in_one_line

SHOWN_CORRECTIONS = 50
RUNBOOK = "report-refused.md"


@dataclass(frozen=True)
class Correction:
    """What is to be corrected in one cell, by language. `cell`: E12; empty when it is the file as a whole."""

    sheet: Mapping[str, str]
    cell: str
    sentence: Mapping[str, str]


@dataclass(frozen=True)
class Returned:
    """A refused file, known by its hash. `agency_code` None: nobody can tell whose it is. `copy`: how the name ends of
    what was put back.
    """

    file_hash: str
    agency_code: str | None
    month: date | None
    submission: int | None
    copy: str
    corrections: Sequence[Correction]

    @property
    def key(self) -> str:
        """The same while the same file is refused for the same reasons."""
        return "\n".join([self.file_hash, *(f"{c.sheet['en']}|{c.cell}|{c.sentence['en']}" for c in self.corrections)])


def tell_unit(engine: Engine, returned: Returned, now: datetime, recipients_dir: Path | None = None) -> int:
    """One letter to each who is named for the unit, or for the nearest agency above it; to engineers where nobody is.

    The same file refused for the same reasons is told once. Gives how many letters were written.
    """
    directory = read_recipients(recipients_dir)
    with told_in_one_line("telling a unit of its workbook"), engine.begin() as connection:
        agencies = read_agencies(connection)
        unit = returned.agency_code
        named = named_for(directory, agencies.lineage(unit)) if unit else None
        if unit is None or named is None:
            return tell_engineers(connection, directory, "unsent", lambda _: [_describe(returned)], now)
        letters = [_write(returned, agencies.name(unit), one, now) for one in named[1]]
        return sum(write_letter(connection, letter, now) for letter in letters)


def _describe(returned: Returned) -> Line:
    """Without its name: people name files after themselves."""
    month = f" {returned.month:%Y-%m}" if returned.month else ""
    what = f"{returned.agency_code}{month}" if returned.agency_code else f"#{returned.file_hash[:12]}"
    return Line(returned.key, what, "nobody" if returned.agency_code else "no_sender", "reports", runbook=RUNBOOK)


def _write(returned: Returned, agency_name: str, recipient: Recipient, now: datetime) -> Letter:
    language = recipient.language or "vi"
    period = Period(returned.month, 1) if returned.month else None
    told = {
        "returned": returned,
        "agency_name": agency_name,
        "period": period,
        "corrections": returned.corrections[:SHOWN_CORRECTIONS],
        "count": len(returned.corrections),
        "recipient": recipient,
        "language": language,
        "now": now,
    }
    subject = one_line(speak(language, "subject_returned", agency_name, period, told=told))
    return Letter(
        key=letter_key("returned", recipient, [returned.key]),
        kind="returned",
        period=period.label if period else None,
        recipient=recipient,
        language=language,
        subject=subject,
        text=environment(language, is_html=False).get_template("returned.txt").render(told),
        html=environment(language, is_html=True).get_template("returned.html").render(told, subject=subject),
        enclosures=(),
        alert_ids=(),
    )
