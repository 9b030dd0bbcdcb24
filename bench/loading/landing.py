"""Landed batches of dossiers, made ready for the benchmarks: one half-year each."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from include.periods import Window, start_of
from include.receipt import Batch
from include.records.shape import References

SQL = Path(__file__).with_name("landed.sql")
ROWS_A_GROUP = 50_000
DAYS = 181
KNOWN = References(
    agency_codes=frozenset(f"H13.{number:02d}" for number in range(1, 20)),
    procedure_codes=frozenset(f"1.{4000 + number:06d}" for number in range(1300)),
)


@dataclass(frozen=True)
class Landing:
    """So many dossiers of one half-year from one number on, and, if `changed`, all of them changed just after it."""

    count: int
    first: int = 0
    half: int = 0
    changed: bool = False

    @property
    def since(self) -> date:
        return date(2021 + self.half // 2, 1 + 6 * (self.half % 2), 1)

    @property
    def batch(self) -> Batch:
        begin, end = start_of(self.since), start_of(self.since + timedelta(days=DAYS))
        return Batch("dossiers", "H13", Window(end, end + timedelta(hours=1)) if self.changed else Window(begin, end))

    def write(self, path: Path) -> int:
        """The landed file; gives how many records are in it."""
        asked = {"count": self.count, "first": self.first, "since": self.since, "changed": self.changed}
        with duckdb.connect() as con:
            found = con.sql(SQL.read_text(encoding="utf-8"), params=asked).to_arrow_reader(ROWS_A_GROUP)
            with pq.ParquetWriter(path, found.schema, compression="zstd", use_dictionary=False) as writer:
                for rows in found:
                    writer.write_batch(rows)
        return int(pq.read_metadata(path).num_rows)
