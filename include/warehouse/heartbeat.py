"""The trace that a stage leaves when it ran, also when it found nothing to do: the watchdog misses it otherwise."""

from datetime import datetime

from sqlalchemy import Engine, text

from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql


def beat(engine: Engine, stage: str, now: datetime) -> None:
    """Notes that the stage ran at `now`, in a transaction of its own."""
    with told_in_one_line(f"heartbeat of {stage}"), engine.begin() as connection:
        connection.execute(text(read_sql("beat")), {"stage": stage, "now": now})
