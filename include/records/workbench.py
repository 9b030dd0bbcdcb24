"""The DuckDB connection in which records are typed and judged: bounded memory, its own place to spill to."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def open_workbench(memory_mb: int = 192, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills beyond `memory_mb` to a folder of its own, gone with it.

    `threads` defaults to the machine's cores. Rows keep the order of the file that they came from.
    """
    with tempfile.TemporaryDirectory(prefix="reform-workbench-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            config["threads"] = threads
        with duckdb.connect(config=config) as con:
            yield con
