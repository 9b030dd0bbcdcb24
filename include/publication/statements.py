"""The SQL of vintages and evidence: one statement a file; placeholders are filled from our own files only."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.engine import CursorResult

HERE = Path(__file__).parent


@cache
def read_sql(name: str, folder: str = "sql") -> str:
    """The text of include/publication/{folder}/{name}.sql."""
    return (HERE / folder / f"{name}.sql").read_text(encoding="utf-8")


def ask(connection: Connection, statement: str | TextClause, values: dict[str, object]) -> CursorResult[tuple[object]]:
    """Runs a statement with those of the values that it names."""
    bound = text(statement) if isinstance(statement, str) else statement
    return connection.execute(bound, {name: values[name] for name in bound.compile().params})
