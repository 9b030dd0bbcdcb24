"""What every benchmark uses: `time_step` runs a step in a process of its own, `Ratio` holds two figures side by side.

ours = time_step(load_batch, url=url)
theirs = time_step(load_with_pandas, url=url)
yield Ratio("time, against pandas", ours.wall_seconds, theirs.wall_seconds, "s", at_most=0.2)
"""

from bench.timing.ratio import HEADING, Ratio
from bench.timing.step import Cost, time_step

__all__ = ["HEADING", "Cost", "Ratio", "time_step"]
