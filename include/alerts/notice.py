"""What engineers are told by letter: months without a verdict, restated months, letters that do not arrive."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from include.alerts.facts import Agencies
from include.alerts.letter import Line, Notice, write_notice
from include.alerts.recipients import ENGINEERS, Directory
from include.alerts.record import write_letter
from include.alerts.statements import statement

PATIENCE = timedelta(hours=24)  # a load that is on its way brings the verdict by itself
UNDELIVERED = timedelta(hours=4)
SHOWN_LINES = 50


def write_notices(
    connection: Connection, directory: Directory, agencies: Agencies, unnamed: Sequence[str], now: datetime
) -> int:
    """Each trouble once, all of one kind in one letter; gives the number of letters. No engineers named: none."""
    if ENGINEERS not in directory:
        return 0
    verdicts = connection.execute(statement("take_missing_verdicts"), {"now": now, "before": now - PATIENCE}).all()
    lines = [Line(f"{row.agency_code} {row.period} {row.rule}", row.cause) for row in verdicts]
    lines += [Line(f"{code} {agencies.name(code)}", "nobody") for code in unnamed]
    stuck = connection.execute(statement("take_stuck_letters"), {"now": now, "before": now - UNDELIVERED}).all()
    undelivered = [Line(f"{row.recipient_email}: {row.subject}", row.last_error or row.state) for row in stuck]
    return sum(
        write_letter(connection, write_notice(notice, recipient, recipient.language or "en", now), now)
        for notice in (_notice("no_verdict", lines), _notice("undelivered", undelivered))
        if notice.lines
        for recipient in directory[ENGINEERS]
    )


def _notice(kind: str, lines: Sequence[Line]) -> Notice:
    return Notice(kind, tuple(lines[:SHOWN_LINES]), len(lines))
