"""The SQL of this part: one statement a file, parameters bound, read once."""

from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text

HERE = Path(__file__).parent


@cache
def statement(name: str, folder: str = "sql") -> TextClause:
    """The statement of include/alerts/{folder}/{name}.sql."""
    return text((HERE / folder / f"{name}.sql").read_text(encoding="utf-8"))
