"""Send the letters that wait in the outbox, or list those that have not arrived.

A letter that a server refused for good is not tried again; every other waits and is tried again, after ever longer
pauses.
"""

import argparse
from datetime import datetime

from include import street
from include.alerts.local_form import moment
from include.alerts.outbox import send, troubles
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("send", "list"), help="send what is due, or list what has not arrived")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    with street.open_warehouse(settings) as engine:
        if args.action == "send":
            sent = send(engine, settings.smtp_url, settings.mail_from, now)
            print(f"{sent.sent} sent, {sent.waiting} waiting, {sent.refused} refused")
        for trouble in troubles(engine):
            when = moment(trouble.written_at, "en")
            print(f"{trouble.state} since {when}, tried {trouble.attempt_count} times: {trouble.recipient_email}")
            print(f"  {trouble.subject}\n  {trouble.last_error}")
    return 0
