"""Reads a table of a TOML file strictly: a key that is missing, unknown or of another kind is named with its file."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from include.errors import WrongUse


@dataclass
class Table:
    """A table that is emptied key by key; `end` refuses what nobody asked for."""

    file: str
    place: str
    values: dict[str, Any]
    asked: list[str] = field(default_factory=list)

    def refuse(self, key: str, came: str, todo: str) -> WrongUse:
        return WrongUse(f"{self.file}, key {self.place}{key}", came, todo)

    def _take(self, key: str, kind: type | tuple[type, ...], wanted: str, default: Any) -> Any:
        self.asked.append(key)
        if key not in self.values:
            if default is not None:
                return default
            raise self.refuse(key, "it is missing", f"write {wanted}")
        value = self.values.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.refuse(key, f"{value!r} came", f"write {wanted}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self._take(key, str, "a text in quotes", default)
        if not value.strip() and default is None:
            raise self.refuse(key, "it is empty", "write a text")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.refuse(key, f"{value!r} came", f"write one of {', '.join(allowed)}")
        return value

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        return Decimal(self._take(key, (int, Decimal), "a number", default))

    def day(self, key: str) -> date:
        value: date = self._take(key, date, "a date such as 2026-01-01", None)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self._take(key, bool, "true or false", default))

    def texts(self, key: str) -> list[str]:
        values: list[str] = self._take(key, list, "a list of texts", None)
        if not values or not all(isinstance(value, str) for value in values):
            raise self.refuse(key, f"{values!r} came", "write a list of texts")
        return values

    def rows(self, key: str) -> list[dict[str, Any]]:
        values: list[dict[str, Any]] = self._take(key, list, "a list of tables", None)
        if not values or not all(isinstance(value, dict) for value in values):
            raise self.refuse(key, f"{values!r} came", "write a list of tables")
        return values

    def table(self, key: str) -> "Table":
        return Table(self.file, f"{self.place}{key}.", dict(self._take(key, dict, "a table", None)))

    def tables(self, key: str) -> "list[Table]":
        return [Table(self.file, f"{self.place}{key}[{n}].", dict(row)) for n, row in enumerate(self.rows(key), 1)]

    def end(self) -> None:
        for key in self.values:
            raise self.refuse(key, "nobody knows this key", f"use one of {', '.join(self.asked)}")


def read_table(path: Path) -> Table:
    """The whole file as one table; fractions as Decimal. WrongUse when it is no TOML."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(path.name, f"not a TOML file ({error})", "correct the file") from None
    return Table(path.name, "", values)
