"""The words of the sheet, from words.toml, and how numbers, days and formulas are written in Vietnamese."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from include.periods import VIETNAM, Period


@cache
def read_words() -> dict[str, dict[str, str]]:
    """Every table of words.toml."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def say(table: str, word: str) -> str:
    """The Vietnamese of a code; the code itself when there is none."""
    return read_words()[table].get(word, word)


def name_period(period: Period) -> str:
    """For example `6 tháng đầu năm 2024`."""
    year, part = period.since.year, (period.since.month - 1) // period.months + 1
    return {
        1: f"Tháng {part} năm {year}",
        3: f"Quý {part} năm {year}",
        6: f"6 tháng {'đầu' if part == 1 else 'cuối'} năm {year}",
        12: f"Năm {year}",
    }[period.months]


def write_moment(cell: str) -> str:
    """01/07/2024 00:00 from an ISO moment; a dash where there is none."""
    return f"{datetime.fromisoformat(cell).astimezone(VIETNAM):%d/%m/%Y %H:%M}" if cell else "–"


def write_number(cell: str) -> str:
    """1.234,5 as Vietnam writes it; a dash where there is none."""
    if not cell:
        return "–"
    written = f"{Decimal(cell).normalize():,f}"
    return written.translate(str.maketrans(",.", ".,"))


def write_percent(cell: str) -> str:
    """A rate as a percentage with one decimal."""
    return f"{Decimal(cell) * 100:.1f} %".replace(".", ",") if cell else "–"


def write_points(cell: str) -> str:
    """Points with two decimals."""
    return f"{Decimal(cell):.2f}".replace(".", ",") if cell else "–"


def write_count(count: Mapping[str, Any], source: str) -> str:
    """What a formula adds up over a source, in words."""
    counted = _translate(count["sum"], source)
    return f"{counted}, trong đó: {_translate(count['where'], source)}" if count["where"] else counted


def _translate(expression: str, source: str) -> str:
    words = read_words()["formula"] | read_words().get(source, {})
    longest_first = sorted(words, key=len, reverse=True)
    pattern = "|".join(rf"(?<![\w']){re.escape(word)}(?![\w'])" for word in longest_first)
    return re.sub(pattern, lambda match: words[match[0]], expression)
