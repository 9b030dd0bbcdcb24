"""The letter to the engineers when a task has failed for good.

It goes to the people of include/alerts/recipients/engineers.toml, the way of all letters (REFORM_SMTP_URL or the
connection `smtp_default`), but not through the outbox: the warehouse may be what failed. Without a mail server there is
no letter; what did not happen at all is the watchdog's to notice.
"""

import logging
import re
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from include.alerts.mail_server import open_mail_server
from include.alerts.recipients import ENGINEERS, read_recipients
from include.errors import WrongUse
from reform_index import doors

_LOG = logging.getLogger(__name__)
_RUNBOOK = re.compile(r"docs/runbooks/[a-z-]+\.md")


def tell_engineers(context: Mapping[str, Any]) -> None:
    """Sends one letter with the DAG, the batch, the first line of the cause and the runbook page."""
    told = doors.settings()
    try:
        smtp_url, sender = told.smtp_url, told.mail_from
    except WrongUse as error:
        _LOG.info("no letter about this failure: %s", error)
        return
    engineers = read_recipients().get(ENGINEERS, ())
    if engineers:
        letter = write_letter(context)
        letter["From"], letter["To"] = sender, ", ".join(engineer.email for engineer in engineers)
        with open_mail_server(smtp_url) as server:
            server.send_message(letter)


def write_letter(context: Mapping[str, Any]) -> EmailMessage:
    """The letter without its sender and recipients."""
    task, batch = context["ti"], getattr(context["ti"], "rendered_map_index", None)
    failed = f"{task.dag_id}.{task.task_id}" + (f" ({batch})" if batch else "")
    page = _RUNBOOK.search(context["dag"].doc_md or "")
    letter = EmailMessage()
    letter["Subject"] = f"[Reform Index] {_first_line(failed)} failed"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(
        f"{_first_line(failed)} failed at attempt {task.try_number}.\n\n"
        f"{_first_line(context.get('exception') or 'It ended without a word: killed, or out of time.')}\n\n"
        f"What to do: {page[0] if page else 'docs/runbooks/README.md'}\n"
        f"Run: {context['run_id']}\n"
        f"Log: {task.log_url}\n"
    )
    return letter


def _first_line(told: object) -> str:
    lines = str(told).strip().splitlines()
    return lines[0] if lines else type(told).__name__
