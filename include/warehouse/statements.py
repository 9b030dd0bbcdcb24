"""The SQL files of the warehouse, by name; identifiers are filled in from our own lists only."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "sql"


def read_sql(name: str, **identifiers: str) -> str:
    """The text of sql/<name>.sql with its {placeholders} filled in."""
    written = _read(name)
    return written.format(**identifiers) if identifiers else written


@cache
def _read(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run_script(connection: Connection, script: str) -> None:
    """Runs a text of any number of statements as it is written, without parameters."""
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})
