"""From the portal into landing: dossiers over HTTP to landed Parquet, personal fields dropped on the way.

The portal is a local server that has its pages ready. dlt's REST source, the slowest, is given a tenth of the records.
"""

from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory

from bench.pulling.by_dlt import pull_with_arrow, pull_with_rest_source
from bench.pulling.by_pandas import pull_with_pandas
from bench.pulling.download import throw_away
from bench.pulling.ours import pull_dossiers
from bench.pulling.server import ready_portal
from bench.timing import Cost, Ratio, time_step

SCALE = 1_000_000
ROUNDS = 3
MEGABYTE = 1_000_000


def compare(scale: int) -> Iterator[Ratio]:
    tenth = max(scale // 10, min(scale, 10_000))
    with ready_portal(scale) as url:
        plain, ours = _take_turns(url, scale)
        yield Ratio("time, to downloading the same pages", ours.wall_seconds, plain.wall_seconds, "s", at_most=3)
        yield Ratio("CPU time, to downloading the same pages", ours.cpu_seconds, plain.cpu_seconds, "s")
        yield Ratio("peak memory", ours.peak_bytes / MEGABYTE, 400, "MB", at_most=1)
        less = _pull(pull_dossiers, url, tenth)
        yield Ratio("peak memory, to that of a tenth", ours.peak_bytes / MEGABYTE, less.peak_bytes / MEGABYTE, "MB")
        rate, unit = scale / ours.wall_seconds, "records/s"
        for what, step, count, at_least in (
            ("dlt at its best", pull_with_arrow, scale, 1),
            ("requests and pandas", pull_with_pandas, scale, 8),
            ("dlt's REST source", pull_with_rest_source, tenth, 8),
        ):
            theirs = _pull(step, url, count)
            yield Ratio(f"rate, to {what}", rate, count / theirs.wall_seconds, unit, at_least=at_least)
            yield Ratio(f"records a CPU second, to {what}", scale / ours.cpu_seconds, count / theirs.cpu_seconds, unit)


def _take_turns(url: str, count: int) -> tuple[Cost, Cost]:
    """The best of some rounds of the plain download and of ours, in turn: the machine may be busy in one of them."""
    rounds = [(time_step(throw_away, url=url, count=count), _pull(pull_dossiers, url, count)) for _ in range(ROUNDS)]
    plain, ours = zip(*rounds, strict=True)
    return min(plain, key=_wall), min(ours, key=_wall)


def _wall(cost: Cost) -> float:
    return cost.wall_seconds


def _pull(step: Callable[[str, str, int], int], url: str, count: int) -> Cost:
    """RuntimeError when it did not land every record: such a time means nothing."""
    with TemporaryDirectory(prefix="bench-") as folder:
        cost = time_step(step, url=url, folder=folder, count=count)
    if cost.value != count:
        raise RuntimeError(f"{step.__name__} landed {cost.value} records of {count}")
    return cost
