"""Count an evidence pack again, from the ZIP alone, and say whether every number follows.

It needs no warehouse. Exit status 1 when a file or a number does not follow; each is named.
"""

import argparse
from datetime import datetime
from pathlib import Path

from include.publication.evidence.verify import verify
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the ZIP that `evidence` wrote")


def run(args: argparse.Namespace, _settings: Settings, _now: datetime) -> int:
    verified = verify(args.file)
    print(verified.title)
    if verified.values_sha256:
        print(f"published values: sha256 {verified.values_sha256}; compare with mart.vintage")
    print(f"{verified.files} files, {verified.counted} indicators counted again from their records")
    if verified.taken:
        print(f"taken as reported, without records: {', '.join(verified.taken)}")
    if not verified.sheets_compared:
        print("the sheets were drawn by other versions: compared by their SHA-256 alone")
    for finding in verified.findings:
        print(f"does not follow: {finding}")
    print("every number follows" if not verified.findings else f"{len(verified.findings)} findings")
    return 1 if verified.findings else 0
