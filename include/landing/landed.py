"""A landed object as it is written and described: Parquet whose name follows from its records alone."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import pyarrow as pa
import pyarrow.parquet as pq

from include.landing.groups import MOST_RECORDS
from include.periods import VIETNAM
from include.receipt import Batch


@dataclass(frozen=True)
class Landed:
    """A batch that is kept: where, how many records and pages came, how many the portal announced, and what was new.

    `drift` names fields: `+name` is not listed, `~name` is of another kind than listed, `-name` came in no record.
    """

    key: str
    pulled: int
    pages: int
    announced_total: int | None
    drift: tuple[str, ...]


class _HashedFile(io.RawIOBase):
    """Hashes what goes through it into a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.hash = file, hashlib.sha256()
        self.abandoned = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if not self.abandoned:
            self._file.write(data)
            self.hash.update(data)
        return len(data)


class ObjectWriter:
    """Writes tables as row groups. Before `finish` what stands in the file is no readable object."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._file = _HashedFile(file)
        self._file.hash.update(schema.to_string().encode())
        self._writer = pq.ParquetWriter(
            self._file,
            schema,
            compression="zstd",
            use_dictionary=False,
            write_statistics=False,
            write_batch_size=MOST_RECORDS,
        )
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whatever was not finished is abandoned; pyarrow closes its writer in any case, with a footer to nowhere."""
        self._file.abandoned = True
        self._writer.close()

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)
        self.rows += table.num_rows

    def content_hash(self) -> str:
        """Hash in hex of all row groups written so far. The footer is not in it, so neither is the metadata."""
        return self._file.hash.hexdigest()

    def finish(self, metadata: Mapping[str, str]) -> None:
        self._writer.add_key_value_metadata(metadata)
        self._writer.close()


def describe(batch: Batch, landed: Landed) -> dict[str, str]:
    """The metadata of an object. No time of writing: the same batch gives the same bytes."""
    since, until = (moment.astimezone(VIETNAM).isoformat() for moment in (batch.window.since, batch.window.until))
    return {
        "feed": batch.feed,
        "root": batch.root_agency,
        "since": since,
        "until": until,
        "pulled": str(landed.pulled),
        "total_announced": json.dumps(landed.announced_total),
        "pages": str(landed.pages),
        "drift": json.dumps(landed.drift),
    }


def read_description(key: str, file: BinaryIO) -> Landed:
    """The reverse of `describe`. KeyError or pyarrow.ArrowException when it is no landed object."""
    metadata = cast("dict[bytes, bytes]", pq.read_metadata(file).metadata or {})
    return Landed(
        key=key,
        pulled=int(metadata[b"pulled"]),
        pages=int(metadata[b"pages"]),
        announced_total=json.loads(metadata[b"total_announced"]),
        drift=tuple(json.loads(metadata[b"drift"])),
    )
