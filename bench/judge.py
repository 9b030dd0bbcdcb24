"""Judging a landed batch: typed, every rule by Great Expectations, and split; the library's own import aside."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.loading.by_hand import count_by_hand
from bench.loading.landing import Landing
from bench.loading.ours import judge_landed
from bench.timing import Cost, Ratio, time_step

SCALE = 1_000_000
ROUNDS = 3
MEGABYTE = 1_000_000
HAND = "to one hand-written pass of DuckDB"


def compare(scale: int) -> Iterator[Ratio]:
    landing = Landing(scale)
    with TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "landed.parquet"
        landing.write(path)
        rounds = [tuple(_time(step, path, landing) for step in (judge_landed, count_by_hand)) for _ in range(ROUNDS)]
    for judged, counted in rounds:
        if judged.value["quarantined"] != counted.value["failed"]:
            raise RuntimeError(f"judged {judged.value}, counted {counted.value}: not the same predicates")
    for what, unit, at_most in (("wall_seconds", "s", 5.0), ("cpu_seconds", "s", None)):
        ours, theirs = (min(round_[side].value[what] for round_ in rounds) for side in (0, 1))
        yield Ratio(f"{what.removesuffix('_seconds')} time, {HAND}", ours, theirs, unit, at_most=at_most)
    yield Ratio("peak memory", max(judged.peak_bytes for judged, _ in rounds) / MEGABYTE, 1000, "MB", at_most=1)


def _time(step: Callable[..., dict[str, float]], path: Path, landing: Landing) -> Cost:
    return time_step(step, path=str(path), landing=asdict(landing))
