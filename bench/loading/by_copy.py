"""The yardstick of loading: a ready file in PostgreSQL's binary form, by COPY into a table without key or index."""

import time
from pathlib import Path

import psycopg

BLOCK_BYTES = 1 << 18


def export_ready(url: str, target: str) -> int:
    """Writes what stands in core.dossier into a file; how many bytes."""
    out = "COPY (SELECT * FROM core.dossier) TO STDOUT (FORMAT binary)"
    with psycopg.connect(url) as connection, Path(target).open("wb") as file, connection.cursor().copy(out) as copy:
        for block in copy:
            file.write(block)
    return Path(target).stat().st_size


def copy_ready(url: str, source: str) -> dict[str, float]:
    """Seconds of the COPY and its commit."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bare")
        connection.execute("CREATE TABLE bare AS SELECT * FROM core.dossier WITH NO DATA")
        connection.execute("CHECKPOINT")
        began = time.monotonic()
        with Path(source).open("rb") as file, connection.cursor().copy("COPY bare FROM STDIN (FORMAT binary)") as copy:
            while block := file.read(BLOCK_BYTES):
                copy.write(block)
        return {"wall_seconds": time.monotonic() - began}
