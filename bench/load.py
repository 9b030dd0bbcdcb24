"""From a verdict into the warehouse: key, indexes, cubes and receipt included, everything on one server's settings.

Held to a binary COPY of a ready file into a bare table, to pandas and to dlt, which neither judge nor merge; dlt as it
comes is given a part of the records. Ten times the records are loaded as ten half-years, one after another. What is
compared is loaded in turns, for an hour of the machine differs from the next by more than a limit does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from bench.loading.by_copy import copy_ready, export_ready
from bench.loading.by_dlt import load_arrow_with_dlt, load_records_with_dlt
from bench.loading.by_pandas import load_with_pandas
from bench.loading.landing import Landing
from bench.loading.ours import keep_accepted, load_landed
from bench.timing import Cost, Ratio, time_step
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import migrate

SCALE = 1_000_000
ROUNDS = 3
HALVES = 10
CHANGED = 1000
MEGABYTE = 1_000_000
COPY = "to a binary COPY of a ready file"


def compare(scale: int) -> Iterator[Ratio]:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server does not run as root
        with EmbeddedPostgres(folder / "postgres", 0) as server:
            bench = _Bench(folder, server)
            yield from _compare_with_copy(bench, scale)
            yield from _compare_with_others(bench, scale)
            yield from _compare_with_size(bench, scale)


class _Bench:
    """A folder of landed files, and a server with one database after another."""

    def __init__(self, folder: Path, server: EmbeddedPostgres) -> None:
        self.folder, self.server, self._databases = folder, server, 0

    @contextmanager
    def warehouse(self) -> Iterator[str]:
        """The name of a new one, migrated and empty; gone afterwards, so that the server has nothing left to vacuum."""
        self._databases += 1
        name = f"warehouse_{self._databases}"
        migrate(self.server.create_database(name))
        yield name
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def land(self, landing: Landing) -> dict[str, Any]:
        """A landed file as arguments of a step; written when it is not there."""
        path = self.folder / f"{landing.first}-{landing.count}-{landing.half}-{landing.changed}.parquet"
        if not path.exists():
            landing.write(path)
        return {"path": str(path), "landing": asdict(landing)}

    def load(self, landing: Landing, database: str, key: str) -> Cost:
        landed, url = self.land(landing), self.server.url(database)
        return self.time(load_landed, **landed, key=key, url=url, server=self.server.process_id)

    def time(self, step: Any, **arguments: Any) -> Cost:
        """What it costs from a checkpoint on: nobody pays for what was written before."""
        self._run(sql.SQL("CHECKPOINT"))
        return time_step(step, server_pid=self.server.process_id, **arguments)

    def plain_url(self, database: str) -> str:
        return self.server.url(database, driver="")

    def vacuum(self, database: str) -> None:
        """What the server does by itself between two nights, so that no load pays for the one before it."""
        self._run(sql.SQL("VACUUM (ANALYZE)"), database)

    def _run(self, statement: sql.SQL | sql.Composed, database: str = "postgres") -> None:
        with psycopg.connect(self.plain_url(database), autocommit=True) as connection:
            connection.execute(statement)


def _compare_with_copy(bench: _Bench, scale: int) -> Iterator[Ratio]:
    whole, most, ready = Landing(scale), Landing(scale * 9 // 10), str(bench.folder / "ready.bin")
    empty, again, bare = list[Cost](), list[Cost](), list[Cost]()
    for _ in range(ROUNDS):
        with bench.warehouse() as full:
            empty.append(bench.load(whole, full, "whole"))
            time_step(export_ready, url=bench.plain_url(full), target=ready)
            bare.append(bench.time(copy_ready, url=bench.plain_url(full), source=ready))
        with bench.warehouse() as partly:
            bench.load(most, partly, "most")
            again.append(bench.load(whole, partly, "whole"))
    for what, costs, at_most in (("an empty warehouse", empty, 3.0), ("one with 90 % of it", again, 1.5)):
        ours, theirs = min(_wall(cost) for cost in costs), min(_wall(cost) for cost in bare)
        yield Ratio(f"load into {what}, {COPY}", ours, theirs, "s", at_most=at_most)
        ours, theirs = min(_cpu(cost) for cost in costs), min(cost.server_cpu_seconds for cost in bare)
        yield Ratio(f"CPU of client and server into {what}, {COPY}", ours, theirs, "s")
    peak = max(cost.peak_bytes for cost in (*empty, *again))
    yield Ratio("peak memory, judging included", peak / MEGABYTE, 1000, "MB", at_most=1)


def _compare_with_others(bench: _Bench, scale: int) -> Iterator[Ratio]:
    source = str(bench.folder / "accepted.parquet")
    accepted = time_step(keep_accepted, **bench.land(Landing(scale)), target=source).value
    part = min(accepted, max(scale // 20, 10_000))
    ours, arrow = list[Cost](), list[Cost]()
    for number in range(ROUNDS):
        folder = str(bench.folder / f"dlt-{number}")
        ours.append(_load_alone(bench, Landing(scale)))
        with bench.warehouse() as other:
            url = bench.plain_url(other)
            arrow.append(bench.time(load_arrow_with_dlt, url=url, source=source, folder=folder, count=accepted))
    with bench.warehouse() as other:
        url, pandas_url = bench.plain_url(other), bench.server.url(other)
        frame = bench.time(load_with_pandas, url=pandas_url, source=source, count=accepted)
        records = bench.time(load_records_with_dlt, url=url, source=source, folder=folder, count=part)
    rate = max(_rate(cost) for cost in ours)
    for what, others, at_least in (
        ("dlt from Arrow", arrow, 1),
        ("dlt as it comes", [records], 6),
        ("pandas.to_sql", [frame], 10),
    ):
        yield Ratio(f"rate, to {what}", rate, max(_rate(cost) for cost in others), "records/s", at_least=at_least)


def _load_alone(bench: _Bench, landing: Landing) -> Cost:
    with bench.warehouse() as warehouse:
        return bench.load(landing, warehouse, "alone")


def _compare_with_size(bench: _Bench, scale: int) -> Iterator[Ratio]:
    with bench.warehouse() as warehouse:
        for half in range(HALVES - ROUNDS):
            bench.load(Landing(scale, half=half), warehouse, f"half {half}")
        beside, alone = list[Cost](), list[Cost]()
        for half in range(HALVES - ROUNDS, HALVES):
            bench.vacuum(warehouse)
            beside.append(bench.load(Landing(scale, half=half), warehouse, f"half {half}"))
            bench.vacuum(warehouse)
            alone.append(_load_alone(bench, Landing(scale, half=half)))
        changed = bench.load(Landing(CHANGED, half=HALVES - 1, changed=True), warehouse, "changed")
    if changed.value["loaded"] < CHANGED * 0.9:
        raise RuntimeError(f"the changed records were not loaded: {changed.value}")
    size = f"{scale * HALVES:,} dossiers"
    for what, measure, at_most in (("CPU", _cpu, 1.2), ("time", _wall, None)):
        ours, theirs = (min(measure(cost) for cost in costs) for costs in (beside, alone))
        yield Ratio(f"{what} of the last of {size}, to loading them alone", ours, theirs, "s", at_most=at_most)
    yield Ratio(f"{CHANGED} changed records into {size}", _wall(changed), 2, "s", at_most=1)


def _rate(cost: Cost) -> float:
    return float(cost.value["loaded"]) / _wall(cost)


def _wall(cost: Cost) -> float:
    return float(cost.value["wall_seconds"])


def _cpu(cost: Cost) -> float:
    return float(cost.value["cpu_seconds"])
