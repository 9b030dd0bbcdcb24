"""The small language of formulas: columns of a source, numbers, texts, comparisons, IN, AND, OR, NOT, + and -.

What it lets through stands in the rendered SQL as it is written, and runs there: grammar and types are looked at here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"\s*(?:(?P<name>[a-z_]+)|(?P<word>[A-Z]+)|(?P<value>\d+|'[^'\\]*')|(?P<sign><>|<=|>=|[-+<>=(),]))")
WORDS = {"AND", "OR", "NOT", "IN", "IS", "NULL", "TRUE", "FALSE"}
SIGNS = {"=", "<>", "<", ">", "<=", ">="}
KINDS = {"bigint": "number", "smallint": "number", "boolean": "condition", "text": "text"}


class _Fault(Exception):
    """What is wrong with an expression."""


def find_fault(expression: str, columns: Mapping[str, str], wanted: str) -> str | None:
    """What is wrong with an expression over these columns that is to give a number or a condition; None: nothing."""
    try:
        reader = _Reader(_split(expression), columns)
        kind = reader.read_or()
        if reader.next:
            return f"{reader.next!r} cannot stand behind {reader.before!r}"
    except _Fault as fault:
        return str(fault)
    return None if kind == wanted else f"it gives a {kind}, not a {wanted}"


def _split(expression: str) -> list[str]:
    place, tokens = 0, []
    while place < len(expression.rstrip()):
        token = TOKEN.match(expression, place)
        if token is None:
            raise _Fault(f"{expression[place:].lstrip()!r} is no part of a formula")
        if token["word"] and token["word"] not in WORDS:
            raise _Fault(f"{token['word']} is no word of a formula")
        tokens.append(token[0].strip())
        place = token.end()
    if tokens.count("(") != tokens.count(")"):
        raise _Fault("its brackets do not match")
    return tokens


@dataclass
class _Reader:
    """Goes through the tokens; each read_ takes what it names and gives its kind: number, condition or text."""

    tokens: list[str]
    columns: Mapping[str, str]
    place: int = 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    @property
    def before(self) -> str:
        return self.tokens[self.place - 1] if self.place else "the beginning"

    def take(self, *allowed: str) -> str:
        """The next token when it is one of these, and nothing otherwise."""
        if self.next not in allowed or not self.next:
            return ""
        self.place += 1
        return self.before

    def want(self, *allowed: str) -> None:
        if not self.take(*allowed):
            came = f"{self.next!r} came" if self.next else "the end came"
            raise _Fault(f"{came} behind {self.before!r}, where {' or '.join(allowed)} must stand")

    def read_or(self) -> str:
        return self._read_joined("OR", lambda: self._read_joined("AND", self.read_not))

    def _read_joined(self, word: str, read: Callable[[], str]) -> str:
        kind = read()
        while self.take(word):
            self._need("condition", kind, f"before {word}")
            self._need("condition", kind := read(), f"behind {word}")
        return kind

    def read_not(self) -> str:
        if self.take("NOT"):
            self._need("condition", self.read_not(), "behind NOT")
            return "condition"
        return self.read_comparison()

    def read_comparison(self) -> str:
        kind = self.read_sum()
        if sign := self.take(*SIGNS):
            self._need(kind, self.read_sum(), f"behind {sign}")
            return "condition"
        if self.take("IS"):
            self.take("NOT")
            if not self.take("NULL"):
                self._need("condition", kind, "before IS")
                self.want("TRUE", "FALSE", "NULL")
            return "condition"
        if self.take("IN"):
            self._read_list(kind)
            return "condition"
        return kind

    def _read_list(self, kind: str) -> None:
        self.want("(")
        self._need(kind, self.read_atom(), "in the list behind IN")
        while self.take(","):
            self._need(kind, self.read_atom(), "in the list behind IN")
        self.want(")", ",")

    def read_sum(self) -> str:
        kind = self.read_atom()
        while sign := self.take("+", "-"):
            self._need("number", kind, f"before {sign}")
            self._need("number", kind := self.read_atom(), f"behind {sign}")
        return kind

    def read_atom(self) -> str:
        if self.take("("):
            kind = self.read_or()
            self.want(")")
            return kind
        token = self.next
        self.place += 1
        if token in ("TRUE", "FALSE"):
            return "condition"
        if token.isdecimal():
            return "number"
        if token.startswith("'"):
            return "text"
        if token.islower():
            return self._look_up(token)
        self.place -= 1
        came = f"{token!r} came" if token else "the end came"
        raise _Fault(f"{came} behind {self.before!r}, where a column, a number or a text must stand")

    def _look_up(self, name: str) -> str:
        if name not in self.columns:
            raise _Fault(f"there is no column {name}")
        return KINDS[self.columns[name]]

    @staticmethod
    def _need(wanted: str, kind: str, where: str) -> None:
        if kind != wanted:
            raise _Fault(f"a {kind} stands {where}, where a {wanted} must")
