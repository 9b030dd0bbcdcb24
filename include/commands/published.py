"""Pull what the portal publishes: every report that is due, of the country, then of every province.

It needs no account. The first refusal ends it; what was loaded before stays, and the next run goes on from there.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime

from include import street
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="CODE", action="append", help="the country (VN), or a province; repeatable")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    if args.root:
        for root in args.root:
            _walk(settings, street.plan_published(now, street.root_code(root)), now)
        return 0
    _walk(settings, street.plan_published(now), now)
    for asked in street.plan_provinces(settings, now):
        _walk(settings, asked, now)
    return 0


def _walk(settings: Settings, asked: Sequence[street.Asked], now: datetime) -> None:
    for batch in asked:
        print(street.describe_receipt(street.load(settings, street.pull(settings, batch, now), now)), flush=True)
