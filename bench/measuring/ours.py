"""The steps that are timed, each against a warehouse that already holds the country."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from include.index.framework import all_weights
from include.indicators.measure import Measured, measure
from include.periods import VIETNAM
from include.warehouse.connection import connect
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.statements import run_script

HERE = Path(__file__).parent
NOW = datetime(2026, 7, 1, 3, tzinfo=VIETNAM)


def make_country(url: str, scale: int) -> None:
    """Facts, cubes, and what loads note of them; the planner's statistics with them."""
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("SELECT SET_CONFIG('bench.scale', :scale, TRUE)"), {"scale": str(scale)})
        run_script(connection, _read("country"))
    rebuild_cubes(engine)
    _clean(url)


def load_batch(url: str) -> None:
    """What a batch of a thousand records leaves."""
    with connect(url).begin() as connection:
        run_script(connection, _read("batch"))


def measure_country(url: str) -> dict[str, float]:
    """Seconds of a measure, and what it looked at."""
    began = time.monotonic()
    measured = measure(connect(url), NOW + timedelta(days=1), all_weights())
    return _tell(began, measured)


def rebuild_country(url: str) -> dict[str, float]:
    """Seconds of `measure --rebuild`: every record counted anew, every figure after them. Nothing may differ."""
    began, engine = time.monotonic(), connect(url)
    if differing := rebuild_cubes(engine):
        raise RuntimeError(f"the recount differs: {differing}")
    measured = measure(engine, NOW + timedelta(days=1), all_weights(), rebuild=True)
    if measured.rows:
        raise RuntimeError(f"{measured.rows} figures differ after a rebuild")
    return _tell(began, measured)


def group_facts(url: str) -> dict[str, float]:
    """Seconds of the yardstick."""
    began = time.monotonic()
    with connect(url).begin() as connection:
        run_script(connection, _read("group_by"))
    return {"wall_seconds": time.monotonic() - began}


def _tell(began: float, measured: Measured) -> dict[str, float]:
    counts = {"periods": measured.periods, "agencies": measured.agencies, "rows": measured.rows}
    return {"wall_seconds": time.monotonic() - began, **counts}


def _read(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def _clean(url: str) -> None:
    with connect(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
