"""Print one hash for each table and view of some schemas: equal before and after means that nothing changed.

Which load wrote a row, and when, does not count.
"""

import argparse
from datetime import datetime

from include.settings import Settings
from include.street import open_warehouse
from include.warehouse.table_hashes import table_hashes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("schemas", nargs="*", default=["core", "mart"], metavar="SCHEMA", help="[core mart]")


def run(args: argparse.Namespace, settings: Settings, _now: datetime) -> int:
    with open_warehouse(settings) as engine:
        for relation, content in table_hashes(engine, args.schemas).items():
            print(f"{content}  {relation}")
    return 0
