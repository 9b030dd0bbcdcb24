"""What the page of alerts and letters shows: rates that fell, who was told, what became of the letter, who looks on."""

from datetime import datetime
from typing import Any

from airflow.api_fastapi.auth.managers.models.base_user import BaseUser

from include.alerts import keep
from reform_index.page.forms import may_acknowledge, write_token
from reform_index.page.indicators import catalogue
from reform_index.page.reading import Reader, open_engine

LONGEST_NOTE = 500


def read(reader: Reader, user: BaseUser, now: datetime) -> dict[str, Any]:
    """Everything that the template needs; a form for each open alert, for who may acknowledge it."""
    alerts = reader.rows("alerts")
    is_open = {row["alert_id"] for row in alerts if row["state"] == "open"} if may_acknowledge(user) else set()
    names = {code: (indicator.name_vi, indicator.name_en) for code, indicator in catalogue().items()}
    return {
        "states": {row["state"]: row for row in reader.rows("letter_states")},
        "alerts": alerts,
        "tokens": {alert_id: write_token(user, form_of(alert_id), now) for alert_id in is_open},
        "longest_note": LONGEST_NOTE,
        "letters": reader.rows("letters"),
        "names": names,
    }


def form_of(alert_id: int) -> str:
    """What a form is for: this and nothing else may be done with its token."""
    return f"acknowledge {alert_id}"


def acknowledge(alert_id: int, user: BaseUser, note: str, now: datetime) -> None:
    """As `alerts acknowledge` does, in the name of the user. Refused when the alert is not open any more."""
    keep.acknowledge(open_engine(), alert_id, user.get_name(), note, now)
