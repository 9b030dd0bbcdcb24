"""From a verdict into the warehouse: key, indexes, cubes and receipt included, everything on one server's settings.

Held to a binary COPY of a ready file into a bare table, to pandas and to dlt, which neither judge nor merge; dlt as it
comes is given a part of the records. Ten times the records are loaded as ten half-years, one after another.
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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

    def make_warehouse(self) -> str:
        """The name of a new one, migrated and empty."""
        self._databases += 1
        name = f"warehouse_{self._databases}"
        migrate(self.server.create_database(name))
        return name

    def land(self, landing: Landing) -> dict[str, Any]:
        """A landed file as arguments of a step; written when it is not there."""
        path = self.folder / f"{landing.first}-{landing.count}-{landing.half}-{landing.changed}.parquet"
        if not path.exists():
            landing.write(path)
        return {"path": str(path), "landing": asdict(landing)}

    def load(self, landing: Landing, database: str, key: str) -> Cost:
        url, server = self.server.url(database), self.server.process_id
        return time_step(load_landed, **self.land(landing), key=key, url=url, server=server)

    def plain_url(self, database: str) -> str:
        return self.server.url(database, driver="")


def _compare_with_copy(bench: _Bench, scale: int) -> Iterator[Ratio]:
    whole, most, ready = Landing(scale), Landing(scale * 9 // 10), str(bench.folder / "ready.bin")
    empty, again, bare = list[Cost](), list[Cost](), list[Cost]()
    for _ in range(ROUNDS):
        full, partly = bench.make_warehouse(), bench.make_warehouse()
        empty.append(bench.load(whole, full, "whole"))
        time_step(export_ready, url=bench.plain_url(full), target=ready)
        bare.append(_time(copy_ready, bench, url=bench.plain_url(full), source=ready))
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
    whole, source = Landing(scale), str(bench.folder / "accepted.parquet")
    accepted = time_step(keep_accepted, **bench.land(whole), target=source).value
    cost = min((bench.load(whole, bench.make_warehouse(), "whole") for _ in range(ROUNDS)), key=_wall)
    rate, others = cost.value["loaded"] / _wall(cost), bench.make_warehouse()
    url, folder = bench.plain_url(others), str(bench.folder / "dlt")
    part = min(accepted, max(scale // 20, 10_000))
    theirs = [
        ("dlt from Arrow", _time(load_arrow_with_dlt, bench, url=url, source=source, folder=folder, count=accepted), 1),
        ("dlt as it comes", _time(load_records_with_dlt, bench, url=url, source=source, folder=folder, count=part), 6),
        (
            "pandas.to_sql",
            _time(load_with_pandas, bench, url=bench.server.url(others), source=source, count=accepted),
            10,
        ),
    ]
    for what, other, at_least in theirs:
        yield Ratio(f"rate, to {what}", rate, other.value["loaded"] / _wall(other), "records/s", at_least=at_least)


def _compare_with_size(bench: _Bench, scale: int) -> Iterator[Ratio]:
    warehouse = bench.make_warehouse()
    costs = [bench.load(Landing(scale, half=half), warehouse, f"half {half}") for half in range(HALVES)]
    first, last = costs[0], costs[-1]
    size = f"{scale * HALVES:,} dossiers"
    yield Ratio(f"CPU of the last of {size}, to the first", _cpu(last), _cpu(first), "s", at_most=1.2)
    yield Ratio(f"time of the last of {size}, to the first", _wall(last), _wall(first), "s")
    changed = bench.load(Landing(CHANGED, half=HALVES - 1, changed=True), warehouse, "changed")
    if changed.value["loaded"] < CHANGED * 0.9:
        raise RuntimeError(f"the changed records were not loaded: {changed.value}")
    yield Ratio(f"{CHANGED} changed records into {size}", _wall(changed), 2, "s", at_most=1)


def _time(step: Any, bench: _Bench, **arguments: Any) -> Cost:
    return time_step(step, server_pid=bench.server.process_id, **arguments)


def _wall(cost: Cost) -> float:
    return float(cost.value["wall_seconds"])


def _cpu(cost: Cost) -> float:
    return float(cost.value["cpu_seconds"])
