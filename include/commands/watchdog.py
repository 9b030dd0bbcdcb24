"""Say what did not happen, or stands still: for a clock outside Airflow, where Airflow itself may be what is quiet.

It writes nothing. Exit status 1 when anything is wrong.
"""

import argparse
from datetime import datetime

from include import street
from include.alerts.watchdog.look import look
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=("vi", "en"), default="en", help="language of the sentences [en]")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    with street.open_warehouse(settings) as engine:
        found = look(engine, street.root_codes(settings), now)
    for one in found:
        batch = f" [{one.batch}]" if one.batch else ""
        cause = f": {one.cause}" if one.cause else ""
        print(f"{one.rule.name}: {one.sentence(args.language)}{batch}{cause} → docs/runbooks/{one.rule.runbook}")
    if not found:
        print("nothing is wrong")
    return 1 if found else 0
