"""Publish a period: freeze one vintage of its indicators and index scores, and say what it restates.

A figure that is incomplete is kept as incomplete. Published again with the same figures, nothing changes. With --draft
nothing is published: it is said what would be.
"""

import argparse
import getpass
from datetime import datetime

from include.index.framework import all_weights
from include.periods import Period
from include.publication.publish import draft, publish
from include.publication.summary import describe_draft, describe_published
from include.settings import Settings
from include.street import open_warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, metavar="P", help="2024-06, 2024-Q2, 2024-H1 or 2024")
    parser.add_argument("--by", metavar="NAME", help="who publishes [the account on this machine]")
    parser.add_argument("--draft", action="store_true", help="only say what would be published")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    period = Period.parse(args.period)
    with open_warehouse(settings) as engine:
        if args.draft:
            print(describe_draft(draft(engine, period, now, all_weights())))
            return 0
        print(describe_published(publish(engine, period, now, args.by or getpass.getuser(), all_weights())))
    return 0
