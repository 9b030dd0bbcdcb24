"""Measure and score every period that loads have touched since the last measure.

With --rebuild the sums of all records are counted anew first, and every period of every agency after them. Figures
that differ then were wrong: a rebuild of what is right changes nothing, and says so.
"""

import argparse
from datetime import datetime

from include import street
from include.publication.missing import find_missing
from include.settings import Settings
from include.warehouse.cubes import rebuild_cubes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="count everything anew, and say what differed")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    if args.rebuild:
        with street.open_warehouse(settings) as engine:
            differing = rebuild_cubes(engine)
        print(f"cubes that differed from the records: {', '.join(differing) or 'none'}", flush=True)
    measured = street.measure(settings, now, rebuild=args.rebuild)
    print("{periods} periods, {agencies} agencies looked at; {rows} figures differ now".format(**measured))
    with street.open_warehouse(settings) as engine:
        print(find_missing(engine))
    return 0
