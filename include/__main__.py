"""Every step of Reform Index from the command line, without Airflow."""

import argparse
import importlib
import os
import pkgutil
import sys
from datetime import datetime

from include import commands
from include.errors import Refused
from include.periods import VIETNAM
from include.settings import Settings


def build_parser() -> argparse.ArgumentParser:
    """One subcommand a file in include/commands, described by the file's docstring."""
    parser = argparse.ArgumentParser(prog="python -m include", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda module: module.name):
        command = importlib.import_module(f"include.commands.{found.name}")
        summary = (command.__doc__ or "").strip().splitlines()[0]
        subparser = subparsers.add_parser(found.name, help=summary, description=command.__doc__)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 refused or failed with one line, 2 wrong use."""
    args = build_parser().parse_args(arguments)
    try:
        return int(args.run(args, Settings(os.environ), datetime.now(VIETNAM)))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.status
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
