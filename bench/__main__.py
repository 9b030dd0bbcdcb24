"""`python -m bench [--only NAME] [--scale RECORDS]`: takes the benchmarks and prints their ratios.

Status 1 when a limit does not hold, 2 when there is no such benchmark.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import cast

from bench.timing import HEADING, Ratio

FOLDER = Path(__file__).parent
Compare = Callable[[int], Iterable[Ratio]]


def names() -> list[str]:
    """Every benchmark that has a file."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("__"))


def take(name: str, scale: int | None) -> list[Ratio]:
    """Takes one benchmark, and prints each ratio as soon as it is known."""
    module = import_module(f"bench.{name}")
    records = scale or cast(int, module.SCALE)
    compare = cast(Compare, module.compare)
    print(f"\n{name}, {records:,} records\n\n{HEADING}", flush=True)
    ratios = []
    for ratio in compare(records):
        print(ratio.line(), flush=True)
        ratios.append(ratio)
    return ratios


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Takes the benchmarks and prints their ratios.")
    parser.add_argument("--only", choices=names(), metavar="NAME", help=f"one of {', '.join(names())}")
    parser.add_argument("--scale", type=int, metavar="RECORDS", help="how many records, in place of each one's own")
    asked = parser.parse_args()
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load of the machine before it began: {load} (1, 5, 15 minutes); wall ratios mean little on a busy one")
    ratios = [ratio for name in ([asked.only] if asked.only else names()) for ratio in take(name, asked.scale)]
    limited = [ratio for ratio in ratios if ratio.holds is not None]
    broken = [ratio for ratio in limited if not ratio.holds]
    print(f"\n{len(limited) - len(broken)} of {len(limited)} limits hold")
    for ratio in broken:
        print(f"does not hold: {ratio.what}: {ratio.ratio:.2f}, {ratio.limit}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
