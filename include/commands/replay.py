"""Judge batches with records in quarantine again, by the rules and the catalogue of today, and load what now passes.

A record that a newer version has overtaken does not come back, and nothing new goes into quarantine. Run again it
changes nothing.
"""

import argparse
from datetime import datetime

from include import street
from include.portal.feed import read_feed
from include.quality.rule import all_rules
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--feed", metavar="F", help="batches of this feed alone")
    parser.add_argument("--root", metavar="CODE", help="batches of this root agency alone")
    parser.add_argument("--rule", metavar="NAME", help="batches with records that this rule refused alone")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    all_rules()
    feed = read_feed(args.feed).name if args.feed else None
    root = street.root_code(args.root) if args.root else None
    freed = 0
    planned = street.plan_replay(settings, feed, root, [args.rule] if args.rule else None)
    for landed in planned:
        replayed = street.replay(settings, landed, now)
        freed += int(replayed["before"]["quarantined"]) - int(replayed["after"]["quarantined"])
        print(f"before {street.describe_receipt(replayed['before'])}")
        print(f"after  {street.describe_receipt(replayed['after'])}", flush=True)
    print(f"{len(planned)} batches judged again, {freed} records left quarantine")
    return 0
