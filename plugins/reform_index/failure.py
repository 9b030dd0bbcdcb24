"""The letter to the engineers when a task has failed for good.

It goes to the people of include/alerts/recipients/engineers.toml, through REFORM_SMTP_URL or the connection
`smtp_default`. Without a mail server there is no letter; what did not happen at all is the watchdog's to notice.
"""

import html
import json
import logging
import os
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from airflow.providers.smtp.notifications.smtp import SmtpNotifier

from include.alerts.recipients import ENGINEERS, read_recipients
from include.errors import WrongUse
from reform_index import doors

_LOG = logging.getLogger(__name__)
_RUNBOOK = re.compile(r"docs/runbooks/[a-z-]+\.md")

_SUBJECT = "[Reform Index] {{ ti.dag_id }}.{{ ti.task_id }} failed{{ of }}"
_BODY = """\
<p><b>{{ ti.dag_id }}.{{ ti.task_id }}</b>{{ of }} failed at attempt {{ ti.try_number }}.</p>
<p>{{ cause }}</p>
<p>What to do: {{ runbook }}</p>
<p>Run: {{ run_id }}. Log: <a href="{{ ti.log_url }}">{{ ti.log_url }}</a></p>
"""


def tell_engineers(context: dict[str, Any]) -> None:
    """Sends one letter with the DAG, the batch, the first line of the cause and the runbook page."""
    addresses = [engineer.email for engineer in read_recipients().get(ENGINEERS, ())]
    told = doors.settings()
    try:
        server, sender = told.smtp_url, told.mail_from
    except WrongUse as error:
        _LOG.info("no letter about this failure: %s", error)
        return
    if addresses:
        _lend(server)
        notifier = SmtpNotifier(to=addresses, from_email=sender, subject=_SUBJECT, html_content=_BODY)
        notifier({**context, **describe(context)})


def describe(context: dict[str, Any]) -> dict[str, str]:
    """`of` which batch, the first line of the `cause`, the `runbook` page; safe to stand in HTML."""
    ti, dag = context["ti"], context["dag"]
    name = getattr(ti, "rendered_map_index", None)
    lines = str(context.get("exception") or "no cause was given").strip().splitlines() or [""]
    page = _RUNBOOK.search(dag.doc_md or "")
    return {
        "of": html.escape(f" ({name})") if name else "",
        "cause": html.escape(lines[0]),
        "runbook": page[0] if page else "docs/runbooks/README.md",
    }


def _lend(smtp_url: str) -> None:
    """Gives the notifier, which knows only Airflow connections, the mail server of the environment."""
    if "REFORM_SMTP_URL" not in os.environ and "REFORM_SMTP_URL_FILE" not in os.environ:
        return
    server = urlsplit(smtp_url)
    connection = {
        "conn_type": "smtp",
        "host": server.hostname,
        "port": server.port,
        "login": unquote(server.username or ""),
        "password": unquote(server.password or ""),
        "extra": {"disable_ssl": server.scheme == "smtp", "disable_tls": not server.username, "timeout": 30},
    }
    os.environ["AIRFLOW_CONN_SMTP_DEFAULT"] = json.dumps(connection)
