"""Whose records count for whom: by the agencies of the time, from the same history as the measure."""

from sqlalchemy import Connection

from include.indicators.render import read_step
from include.publication.statements import read_sql
from include.warehouse.statements import run_script


def lay_tree(connection: Connection) -> None:
    """Leaves the temporary table of_the_time until the transaction ends; the statements of records/ stand on it."""
    for script in (read_sql("begin_tree"), read_step("2_lineage"), read_sql("of_the_time")):
        run_script(connection, script)
