"""Write the evidence of one agency and period as one ZIP, for an inspector.

It holds the indicator sheet, formulas and sources, the codes of the records behind every number, receipts, validation,
vintages and the SHA-256 of each file. The same evidence gives the same bytes. `verify` counts it again.
"""

import argparse
from datetime import datetime
from pathlib import Path

from include.errors import Refused
from include.periods import Period
from include.publication.evidence.gather import gather
from include.publication.evidence.pack import hash_file, pack
from include.settings import Settings
from include.street import open_warehouse, root_code


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", required=True, metavar="CODE", help="agency, with everything below it")
    parser.add_argument("--period", required=True, metavar="P", help="2024-06, 2024-Q2, 2024-H1 or 2024")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the ZIP; what is there is replaced")
    parser.add_argument(
        "--vintage", type=int, metavar="N", help="an earlier vintage [the newest; live if there is none]"
    )


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    with open_warehouse(settings) as engine:
        evidence = gather(engine, root_code(args.agency), Period.parse(args.period), now, args.vintage)
    content = pack(evidence)
    try:
        args.out.write_bytes(content)
    except OSError as error:
        raise Refused(f"write {args.out}", error.strerror or "failed", "name a file that can be written") from None
    vintage = evidence.figures["vintage"]
    print(f"{args.out}: {len(content)} bytes, {f'vintage {vintage}' if vintage else 'live, not published'}")
    print(f"sha256 {hash_file(content)}")
    return 0
