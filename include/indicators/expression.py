"""The small language of formulas: columns of a source, numbers, texts, comparisons, AND, OR, NOT, + and -.

What it lets through stands in the rendered SQL as it is written.
"""

import re
from collections.abc import Mapping

TOKEN = re.compile(r"\s+|(?P<name>[a-z_]+)|(?P<word>[A-Z]+)|(?P<value>\d+|'[^'\\]*')|(?P<sign><>|<=|>=|[-+<>=()])")
WORDS = {"AND", "OR", "NOT", "IN", "IS", "NULL", "TRUE", "FALSE"}


def find_fault(expression: str, columns: Mapping[str, str]) -> str | None:
    """What is wrong with an expression over these columns; None when nothing is."""
    place, depth = 0, 0
    while place < len(expression):
        token = TOKEN.match(expression, place)
        if token is None:
            return f"{expression[place:]!r} is no part of a formula"
        if token["name"] and token["name"] not in columns:
            return f"there is no column {token['name']}"
        if token["word"] and token["word"] not in WORDS:
            return f"{token['word']} is no word of a formula"
        depth += {"(": 1, ")": -1}.get(token["sign"] or "", 0)
        if depth < 0:
            break
        place = token.end()
    return "its brackets do not match" if depth else None
