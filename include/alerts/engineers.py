"""Letters to those who keep the system: one for all lines of a kind, in the language of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from include.alerts.letter import Letter, environment, letter_key, one_line, speak
from include.alerts.recipients import ENGINEERS, Directory, Recipient
from include.alerts.record import write_letter

SHOWN_LINES = 50
RUNBOOKS = "docs/runbooks"


@dataclass(frozen=True)
class Line:
    """One thing that is told. `key` is the same whenever it is the same thing.

    `cause`: by its name in words.jinja, or the first line of what was said. `runbook`: a page of docs/runbooks.
    `link`: the log.
    """

    key: str
    what: str
    cause: str = ""
    dag: str | None = None
    batch: str | None = None
    runbook: str | None = None
    link: str | None = None


def tell_engineers(
    connection: Connection,
    directory: Directory,
    kind: str,
    write_lines: Callable[[str], Sequence[Line]],
    now: datetime,
    page_url: str | None = None,
) -> int:
    """Puts the letter into the outbox, once; `write_lines` gives the lines in a language.

    `kind` is no_verdict, found, over, failed or late. Gives how many letters; without
    engineers or lines there are none.
    """
    letters = 0
    for engineer in directory.get(ENGINEERS, ()):
        language = engineer.language or "en"
        lines = write_lines(language)
        if lines:
            letters += write_letter(connection, write_notice(kind, lines, engineer, language, now, page_url), now)
    return letters


def write_notice(
    kind: str, lines: Sequence[Line], recipient: Recipient, language: str, now: datetime, page_url: str | None
) -> Letter:
    """One letter about all the lines; it shows the first fifty of them."""
    told = {
        "kind": kind,
        "lines": lines[:SHOWN_LINES],
        "count": len(lines),
        "recipient": recipient,
        "language": language,
        "runbooks": RUNBOOKS,
        "page": f"{page_url}/operations" if page_url else None,
        "now": now,
    }
    subject = one_line(speak(language, "subject_notice", kind, lines))
    return Letter(
        key=letter_key("notice", recipient, [f"{kind}|{line.key}" for line in lines]),
        kind="notice",
        period=None,
        recipient=recipient,
        language=language,
        subject=subject,
        text=environment(language, is_html=False).get_template("notice.txt").render(told),
        html=environment(language, is_html=True).get_template("notice.html").render(told, subject=subject),
        enclosures=(),
        alert_ids=(),
    )
