"""Write docs/dictionary.md anew: every view for analysts with its columns, and every indicator.

It is made from the comments of the views and from the indicators' own files; the tests find it when it is out of date.
"""

import argparse
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from include.indicators.catalogue import Indicator, read_catalogue
from include.settings import Settings
from include.warehouse.views import View, all_views

DICTIONARY = Path(__file__).parents[2] / "docs" / "dictionary.md"
_HEAD = """# Dictionary

Made by `make docs` from the comments of the views and the files of the indicators; corrections belong there.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=DICTIONARY, metavar="FILE", help="[docs/dictionary.md]")


def run(args: argparse.Namespace, _settings: Settings, _now: datetime) -> int:
    args.out.write_text(write_dictionary(all_views(), read_catalogue().values()), encoding="utf-8")
    return 0


def write_dictionary(views: Iterable[View], indicators: Iterable[Indicator]) -> str:
    """The whole dictionary in Markdown, English and Vietnamese side by side."""
    parts = [_HEAD, "## Views\n", *map(_describe_view, views), "## Indicators\n", _list_indicators(indicators)]
    return "\n".join(parts)


def _describe_view(view: View) -> str:
    columns = [(f"`{name}`", meaning.en, meaning.vi) for name, meaning in view.columns.items()]
    head = f"### mart.{view.name}\n\n{view.meaning.en}\n\n{view.meaning.vi}\n\n"
    return head + _table(("Column", "Meaning", "Ý nghĩa"), columns)


def _list_indicators(indicators: Iterable[Indicator]) -> str:
    rows = [
        (f"`{indicator.code}`", indicator.name_en, indicator.name_vi, indicator.meaning, formula.source)
        for indicator in indicators
        for formula in indicator.formulas[-1:]
    ]
    return _table(("Code", "Name", "Tên", "Meaning", "Source"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
