"""What an evidence pack holds, as plain values: the same when it was gathered and when it was read from a ZIP."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

import pyarrow as pa

PART = 10_000


class Rows:
    """Rows of named cells, every cell a text; in Arrow, for millions of records stand behind a province's figures."""

    def __init__(self, cells: pa.Table) -> None:
        """`cells`: columns of text without nulls."""
        self.cells = cells

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """Rows of the same names; KeyError when one lacks a name of the first."""
        parts, waiting = list[pa.Table](), iter(rows)
        while part := list(islice(waiting, PART)):
            names = parts[0].column_names if parts else list(part[0])
            parts.append(pa.table({name: pa.array([row[name] for row in part], pa.string()) for name in names}))
        return cls(pa.concat_tables(parts) if parts else pa.table({}))

    @property
    def names(self) -> list[str]:
        return list(self.cells.column_names)

    def column(self, name: str) -> pa.ChunkedArray:
        """The cells of one name; empty texts when the rows have none of it."""
        if name in self.names:
            return self.cells[name]
        return pa.chunked_array([pa.repeat("", len(self))])

    def add_up(self, name: str) -> int:
        """The sum of the whole numbers of one name; ValueError when a cell is none."""
        return sum(int(cell) for part in self.column(name).chunks for cell in part.to_pylist())

    def __len__(self) -> int:
        return int(self.cells.num_rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        for part in self.cells.to_batches(max_chunksize=PART):
            yield from part.to_pylist()

    def __eq__(self, other: object) -> bool:
        """The same cells; who has no rows has no names either."""
        if not isinstance(other, Rows) or len(self) != len(other):
            return False
        return not self or bool(self.cells.equals(other.cells))

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Evidence:
    """`figures` and `formulas` are JSON; `tables` are the CSV files by their names without .csv.

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
        return self.tables.get(name) or Rows.of(())
