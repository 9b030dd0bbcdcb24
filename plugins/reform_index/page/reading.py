"""Reads the warehouse for the page: statements from queries/, read only, and not for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from include.errors import WrongUse
from include.warehouse.connection import connect
from include.warehouse.faults import told_in_one_line
from reform_index import doors

QUERIES = Path(__file__).parent / "queries"


class NotShown(WrongUse):
    """Somebody asked for an agency, a period or a batch that the warehouse does not have."""


class Reader:
    """One read-only transaction; every statement sees the same state of the warehouse."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of queries/<query>.sql, by column."""
        return [dict(row) for row in self._connection.execute(text(_statement(query)), parameters).mappings()]


@contextmanager
def open_reader() -> Iterator[Reader]:
    """Refused, in one line, when the warehouse does not answer or has not been prepared."""
    engine = open_engine()
    with told_in_one_line("the page's question to the warehouse"), engine.connect() as connection:
        reading = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        reading.execute(text("SET LOCAL statement_timeout = '20s'"))
        yield Reader(reading)


def open_engine() -> Engine:
    """The engine of this process. Refused when the warehouse does not answer."""
    return _engine(doors.settings().warehouse_url)


@cache
def _engine(url: str) -> Engine:
    return connect(url)


@cache
def _statement(query: str) -> str:
    return (QUERIES / f"{query}.sql").read_text(encoding="utf-8")
