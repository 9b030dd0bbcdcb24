"""What a watch has to tell engineers: months without a verdict, restated months, agencies that name nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from include.alerts.engineers import Line, tell_engineers
from include.alerts.facts import Agencies
from include.alerts.recipients import ENGINEERS, Directory
from include.alerts.statements import statement

PATIENCE = timedelta(hours=24)  # a load that is on its way brings the verdict by itself


def write_notices(
    connection: Connection, directory: Directory, agencies: Agencies, unnamed: Sequence[str], now: datetime
) -> int:
    """Each trouble once, all in one letter; gives the number of letters. No engineers named: none."""
    if ENGINEERS not in directory:
        return 0
    verdicts = connection.execute(statement("take_missing_verdicts"), {"now": now, "before": now - PATIENCE}).all()
    found = [(f"{row.agency_code} {row.period} {row.rule}", str(row.cause)) for row in verdicts]
    found += [(f"{code} {agencies.name(code)}", "nobody") for code in unnamed]
    lines = [Line(f"{what}|{cause}", what, cause) for what, cause in found]
    return tell_engineers(connection, directory, "no_verdict", lambda _: lines, now)
