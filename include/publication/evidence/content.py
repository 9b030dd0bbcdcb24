"""What an evidence pack holds, as plain values: the same when it was gathered and when it was read from a ZIP."""

from dataclasses import dataclass
from typing import Any

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Evidence:
    """`figures` and `formulas` are JSON; `tables` are the CSV files by their names without .csv, every cell as text.

    records/<source>: a row a record; behind/<indicator>: what each record gives to numerator and denominator.
    """

    figures: dict[str, Any]
    formulas: dict[str, Any]
    tables: dict[str, Rows]

    @property
    def indicators(self) -> list[dict[str, Any]]:
        return list(self.figures["indicators"])

    def table(self, name: str) -> Rows:
        """The rows of a table; none when the pack has no such file."""
        return self.tables.get(name, [])
