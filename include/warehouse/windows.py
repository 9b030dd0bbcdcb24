"""What is still to be pulled: from where the loaded windows end without a hole."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, text

from include.periods import VIETNAM, Window
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql


def plan_window(
    engine: Engine, feed: str, root_agency: str, since: datetime, until: datetime, lag: timedelta
) -> Window | None:
    """The time up to `until` that has not been loaded; None when all of it has.

    It begins where the windows loaded since `since` (the first day of history) come to their first hole, less the
    `lag` in which the portal still adds records to the past, and never before `since`.
    """
    asked = {"feed": feed, "root_agency": root_agency, "since": since}
    with told_in_one_line(f"plan of {feed} of {root_agency}"), engine.connect() as connection:
        complete_until = connection.execute(text(read_sql("complete_from")), asked).scalar_one()
    if complete_until is None:
        return Window(since, until) if since < until else None
    begin = max(since, complete_until.astimezone(VIETNAM) - lag)
    return Window(begin, until) if complete_until < until else None


def find_gaps(engine: Engine, feed: str, root_agency: str, since: datetime, until: datetime) -> list[Window]:
    """The stretches from `since` to the newest load, or to `until`, that no window covers, oldest first."""
    asked = {"feed": feed, "root_agency": root_agency, "since": since, "until": until}
    with told_in_one_line(f"gaps of {feed} of {root_agency}"), engine.connect() as connection:
        found = connection.execute(text(read_sql("gaps")), asked).all()
    return [Window(begin.astimezone(VIETNAM), end.astimezone(VIETNAM)) for begin, end in found]
