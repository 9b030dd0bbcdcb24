"""Pull one window of one feed, or one report for a period, judge it and load it.

Records need a root agency and a window that lies in the past. Reports of the public interface need no account: a
period (2026-08, 2026-Q3, 2026), and a root agency unless the country is meant; without a period, all that are due.
What was pulled before, pulled again, changes nothing.
"""

import argparse
from datetime import datetime

from include import street
from include.errors import WrongUse
from include.periods import Period, parse_moment, parse_window
from include.portal.feed import Feed, all_feeds, check_period, read_feed
from include.portal.report import COUNTRY
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(feed.service if feed.report else feed.name for feed in all_feeds())
    parser.add_argument("feed", metavar="FEED", help=names)
    parser.add_argument("--root", metavar="CODE", help="root agency of the subtree, e.g. H13.05; VN is the country")
    parser.add_argument("--since", metavar="T", help="start of the window, 2024-01-01 or 2024-01-01T08:00")
    parser.add_argument("--until", metavar="T", help="end of the window, not included")
    parser.add_argument("--period", metavar="P", help="of a report: 2026-08, 2026-Q3 or 2026 [all that are due]")
    parser.add_argument("--gaps", action="store_true", help="only the windows before the newest load never loaded")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    for batch in _plan(args, read_feed(args.feed.replace("-", "_")), settings, now):
        print(street.describe_receipt(street.load(settings, street.pull(settings, batch, now), now)), flush=True)
    return 0


def _plan(args: argparse.Namespace, feed: Feed, settings: Settings, now: datetime) -> list[street.Asked]:
    if feed.report:
        return _plan_report(args, feed, now)
    if not args.root or args.period:
        came = "a period" if args.period else "no root agency"
        raise WrongUse(f"pull {feed.name}", came, "give --root, and --since and --until for records")
    roots = [street.root_code(args.root)]
    if feed.shape == "catalogue":
        asked = street.plan_catalogue(settings, now, roots)
    elif args.gaps:
        since = parse_moment(args.since) if args.since else None
        asked = street.plan_gaps(settings, feed, roots[0], now, since)
    elif args.since and args.until:
        window = parse_window(args.since, args.until, now)
        asked = street.plan(settings, now, since=window.since, until=window.until, roots=roots)
    else:
        raise WrongUse(f"pull {feed.name}", "a record feed without a window", "give --since and --until, or --gaps")
    return [batch for batch in asked if batch["feed"] == feed.name]


def _plan_report(args: argparse.Namespace, feed: Feed, now: datetime) -> list[street.Asked]:
    if args.since or args.until:
        raise WrongUse(f"pull {feed.service}", "a window", "give --period, or nothing for the periods that are due")
    period = Period.parse(args.period) if args.period else None
    if period:
        check_period(feed, period, now)
    asked = street.plan_published(now, street.root_code(args.root or COUNTRY), [feed], period)
    if not asked:
        raise WrongUse(f"pull {feed.service} of {args.root}", "it is the country's alone", "leave out --root")
    return asked
