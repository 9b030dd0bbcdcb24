"""Pull one window of one feed, judge it and load it.

The window must lie in the past. The same window pulled again changes nothing.
"""

import argparse
from datetime import datetime

from include import street
from include.errors import WrongUse
from include.periods import Window, parse_moment
from include.portal.feed import all_feeds, read_feed
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("feed", metavar="FEED", help="dossiers, payments, petitions, agencies or procedures")
    parser.add_argument("--root", required=True, metavar="CODE", help="root agency of the subtree, e.g. H13.05")
    parser.add_argument("--since", metavar="T", help="start of the window, 2024-01-01 or 2024-01-01T08:00")
    parser.add_argument("--until", metavar="T", help="end of the window, not included")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    known = {feed.name for feed in all_feeds()}
    if args.feed not in known:
        raise WrongUse(f"feed {args.feed!r}", "there is no such feed", f"name one of {', '.join(sorted(known))}")
    roots = [street.root_code(args.root)]
    if read_feed(args.feed).shape == "catalogue":
        asked = street.plan_catalogue(settings, now, roots)
    elif args.since and args.until:
        window = Window(parse_moment(args.since), parse_moment(args.until))
        asked = street.plan(settings, since=window.since, until=window.until, roots=roots)
    else:
        raise WrongUse(f"pull {args.feed}", "a record feed without a window", "give --since and --until")
    for batch in asked:
        if batch["feed"] == args.feed:
            print(street.describe_receipt(street.load(settings, street.pull(settings, batch, now), now)), flush=True)
    return 0
