"""Pages that are too large or too many: refused, with little in memory and nothing on the disk."""

import multiprocessing
import resource
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from include.errors import Refused
from include.landing import keep
from include.portal.client import Portal
from include.portal.client.limits import MEBIBYTE
from include.portal.feed import read_feed
from tests.portal import misbehaving as faulty
from tests.portal.conftest import BATCH, PATIENT, WINDOW, Bench
from tests.portal.misbehaving import PASSWORD, USERNAME

SPAWN = multiprocessing.get_context("spawn")
MOST_MORE_BYTES = 200 * MEBIBYTE
"""Less than the page that comes; a body may be held whole, and once more while it is put together."""


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def pull_measured(url: str, landing: str, times: int, out: Connection) -> None:
    """Pulls by the program's own limits; tells how each pull was refused, and how much memory that took."""
    for _ in range(times):
        before = peak_bytes()
        with Portal(url, USERNAME, PASSWORD, pause=lambda seconds: None) as portal:
            try:
                keep(landing, BATCH, read_feed("petitions"), portal.read(read_feed("petitions"), "H13.05", WINDOW))
                out.send(("kept", 0))
            except Refused as refusal:
                out.send((refusal.came, peak_bytes() - before))


def test_memory_stays_small(bench: Bench) -> None:
    bench.server.records = bench.server.records[:50]
    bench.server.faults = {2: faulty.large, 3: faulty.large_bomb}
    told, out = SPAWN.Pipe(duplex=False)
    child = SPAWN.Process(target=pull_measured, args=(bench.server.url, bench.landing.as_uri(), 3, out))
    child.start()
    assert told.recv() == ("kept", 0)
    for what in ("200 MB of text", "200 MB in a small gzip"):
        came, more_bytes = told.recv()
        assert came == "a body of more than 64 MiB", what
        assert more_bytes < MOST_MORE_BYTES, what
    child.join()


def test_all_pages_of_a_run_are_bounded(bench: Bench) -> None:
    with pytest.raises(
        Refused, match=r"page 2: more than 0 MiB in one run; nothing of it was kept; pull shorter windows"
    ):
        bench.pull(replace(PATIENT, run_bytes=30_000))
    assert [path for path in Path(bench.landing).rglob("*") if path.suffix in {".parquet", ".part"}] == []
