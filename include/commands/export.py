"""Write the marts as open data: CSV, Parquet and datapackage.json, small cells suppressed.

Numbers of few cases are hidden, and so is what they would follow from by subtraction.
"""

import argparse
from datetime import datetime
from pathlib import Path

from include.publication.open_data.export import export
from include.settings import Settings
from include.street import open_warehouse

MIN_COUNT = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new or an empty folder")
    parser.add_argument(
        "--min-count", type=int, default=MIN_COUNT, metavar="N", help=f"cases below which nothing is told [{MIN_COUNT}]"
    )


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    with open_warehouse(settings) as engine:
        for name, rows in export(engine, args.out.absolute(), args.min_count, now).items():
            print(f"{args.out / name}.csv, .parquet: {rows} rows")
    print(args.out / "datapackage.json")
    return 0
