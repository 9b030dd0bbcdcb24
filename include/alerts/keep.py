"""What people do with alerts: see them, acknowledge them with a note, close them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Engine

from include.alerts.statements import statement
from include.errors import Refused, WrongUse
from include.warehouse.faults import told_in_one_line


class NotInState(Refused):
    """The alert is not there, or somebody was faster."""


@dataclass(frozen=True)
class Kept:
    """An alert on record."""

    alert_id: int
    rule: str
    agency_code: str
    period: str
    state: str
    rate: Decimal
    found_at: datetime
    acknowledged_by: str | None
    note: str | None


def list_alerts(engine: Engine) -> list[Kept]:
    """Those that are not closed, the newest month first."""
    with told_in_one_line("reading the alerts"), engine.connect() as connection:
        return [Kept(**row._mapping) for row in connection.execute(statement("list_alerts"))]


def acknowledge(engine: Engine, alert_id: int, by: str, note: str, now: datetime) -> None:
    """Says who looks after an open alert; it is not passed on then. Refused when it is not open."""
    if not by.strip() or not note.strip():
        raise WrongUse(f"alert {alert_id}", "no name or no note", "say who acknowledges it, and what is done")
    _change(engine, "acknowledge_alert", alert_id, "open", {"by": by.strip(), "note": note.strip(), "now": now})


def close(engine: Engine, alert_id: int, note: str, now: datetime) -> None:
    """Ends an alert by hand; the same month is not told again. Refused when it is closed."""
    _change(engine, "close_alert", alert_id, "open, acknowledged or recovered", {"note": note.strip(), "now": now})


def _change(engine: Engine, name: str, alert_id: int, wanted: str, bound: dict[str, object]) -> None:
    with told_in_one_line(f"alert {alert_id}"), engine.begin() as connection:
        if connection.execute(statement(name), {"alert_id": alert_id, **bound}).first() is None:
            raise NotInState(f"alert {alert_id}", f"it is not {wanted}, or not there", "look at `alerts list`")
