"""Walk the whole street for a stretch of days: catalogue, pull, judge, load, measure, score, watch.

It does what the DAGs do, into the same tables; what units report comes in where REFORM_REPORTS_URL is set. Letters
wait in the outbox until `outbox send`.
"""

import argparse
from datetime import datetime

from include import street
from include.periods import parse_window
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="CODE", action="append", help="root agency; may be repeated [REFORM_ROOTS]")
    parser.add_argument("--since", required=True, metavar="DATE", help="first day, e.g. 2024-01-01")
    parser.add_argument("--until", required=True, metavar="DATE", help="the day after the last, e.g. 2024-07-01")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    window = parse_window(args.since, args.until, now)
    roots = [street.root_code(code) for code in args.root] if args.root else street.root_codes(settings)
    asked = street.plan_catalogue(settings, now, roots)
    asked += street.plan(settings, now, since=window.since, until=window.until, roots=roots)
    for batch in asked:
        print(street.describe_receipt(street.load(settings, street.pull(settings, batch, now), now)), flush=True)
    for found in street.plan_reports(settings, now):
        print("{name}: {outcome}, {said}".format(**street.import_report(settings, found, now)), flush=True)
    measured = street.measure(settings, now)
    print(f"measured: {measured}", flush=True)
    watched = street.watch(settings, now)
    print(f"watched: {watched}")
    return 0
