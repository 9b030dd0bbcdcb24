"""Whose records count for whom: by the agencies of the time."""

from sqlalchemy import Connection

from include.publication.statements import read_sql
from include.warehouse.statements import run_script


def lay_tree(connection: Connection) -> None:
    """Leaves the temporary table of_the_time until the transaction ends; the statements of records/ stand on it."""
    run_script(connection, read_sql("of_the_time"))
