"""Every step of Reform Index from the command line, without Airflow."""

import argparse
import ast
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from include import commands
from include.errors import Refused
from include.periods import VIETNAM
from include.settings import Settings


def build_parser(named: str | None) -> argparse.ArgumentParser:
    """One subcommand a file in include/commands, described by its docstring; only the named one is imported."""
    parser = argparse.ArgumentParser(prog="python -m include", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for path in sorted(Path(commands.__path__[0]).glob("[!_]*.py")):
        described = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        subparser = subparsers.add_parser(path.stem, help=described.partition("\n")[0], description=described)
        if path.stem == named:
            command = importlib.import_module(f"include.commands.{path.stem}")
            command.add_arguments(subparser)
            subparser.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 1 refused or failed with one line, 2 wrong use."""
    named = next((argument for argument in arguments if not argument.startswith("-")), None)
    args = build_parser(named).parse_args(arguments)
    try:
        return int(args.run(args, Settings(os.environ), datetime.now(VIETNAM)))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.status
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
