"""Measuring: a national month, a batch of a thousand records, and everything anew beside one plain GROUP BY.

All indicators, all periods, all agencies and their sums; the dossiers are loaded already. The months and the catalogue
are of the country's size whatever the scale, the records alone follow it.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measuring.ours import group_facts, load_batch, make_country, measure_country, rebuild_country
from bench.timing import Cost, Ratio, time_step
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import migrate

SCALE = 4_000_000
ROUNDS = 3
AGENCIES = 3877
MONTH_SECONDS, BATCH_SECONDS = 10, 2


def compare(scale: int) -> Iterator[Ratio]:
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server does not run as root
        with EmbeddedPostgres(folder / "postgres", 0) as server:
            url = server.create_database("country")
            migrate(url)
            time_step(make_country, url=url, scale=scale)
            yield from _compare(url, server.process_id)


def _compare(url: str, server: int | None) -> Iterator[Ratio]:
    month = _time(measure_country, url, server)
    if month.value["agencies"] != AGENCIES:
        raise RuntimeError(f"not every agency was measured: {month.value}")
    yield from _hold("a national month", month, MONTH_SECONDS)
    batches = []
    for _ in range(ROUNDS):
        load_batch(url)
        batches.append(_time(measure_country, url, server))
    yield from _hold("after a batch of 1,000", min(batches, key=_wall), BATCH_SECONDS)
    yield from _compare_rebuild(url, server)


def _hold(what: str, cost: Cost, limit_seconds: int) -> Iterator[Ratio]:
    yield Ratio(f"{what}, to its limit", _wall(cost), limit_seconds, "s", at_most=1)
    yield Ratio(f"CPU of {what}, to the same", cost.server_cpu_seconds + cost.cpu_seconds, limit_seconds, "s")


def _compare_rebuild(url: str, server: int | None) -> Iterator[Ratio]:
    plain = [_time(group_facts, url, server) for _ in range(ROUNDS)]
    anew = _time(rebuild_country, url, server)
    yield Ratio("rebuild, to one GROUP BY", _wall(anew), min(_wall(cost) for cost in plain), "s", at_most=2)
    ours, theirs = anew.server_cpu_seconds, min(cost.server_cpu_seconds for cost in plain)
    yield Ratio("CPU of the rebuild, to one GROUP BY", ours, theirs, "s")


def _time(step: Any, url: str, server: int | None) -> Cost:
    return time_step(step, server_pid=server, url=url)


def _wall(cost: Cost) -> float:
    return float(cost.value["wall_seconds"])
