"""The program's own way: from a landed object to a verdict, and from a verdict into the warehouse."""

import time
from datetime import timedelta
from typing import Any

import pyarrow.parquet as pq

from bench.loading.landing import KNOWN, Landing
from bench.timing.processes import cpu_seconds_of
from include.quality.judge import Verdict, judge
from include.quality.rule import all_rules
from include.records.shape import shape
from include.records.workbench import open_workbench
from include.warehouse.connection import connect
from include.warehouse.load import load_batch


def judge_landed(path: str, landing: dict[str, Any]) -> dict[str, float]:
    """Seconds of judging, the library being there already, and what became of the records."""
    _be_ready()
    began, verdict = _Clock(), _judge(path, Landing(**landing))
    return {**began.stop(), "accepted": verdict.accepted.num_rows, "quarantined": verdict.quarantined.num_rows}


def keep_accepted(path: str, landing: dict[str, Any], target: str) -> int:
    """What judging accepted as one Parquet file, which the yardsticks load; how many records."""
    _be_ready()
    accepted = _judge(path, Landing(**landing)).accepted
    pq.write_table(accepted, target)
    return int(accepted.num_rows)


def load_landed(path: str, landing: dict[str, Any], key: str, url: str, server: int) -> dict[str, float]:
    """Seconds of loading a judged batch, those of the server with them, and the receipt's counts."""
    _be_ready()
    described = Landing(**landing)
    verdict = _judge(path, described)
    pulled = verdict.accepted.num_rows + verdict.quarantined.num_rows + verdict.duplicate_count
    engine, now = connect(url), described.batch.window.until + timedelta(hours=3)
    began = _Clock(server)
    receipt = load_batch(engine, described.batch, key, verdict, pulled, now)
    return {**began.stop(), "loaded": receipt.loaded, "unchanged": receipt.unchanged}


def _be_ready() -> None:
    """What a task has imported and compiled before its first record."""
    import great_expectations  # noqa: F401, PLC0415

    all_rules()


def _judge(path: str, landing: Landing) -> Verdict:
    with open_workbench() as workbench:
        shape(workbench, "dossiers", path, KNOWN, as_of=landing.batch.window.until)
        return judge(workbench, "dossiers")


class _Clock:
    """Seconds by the wall, and of the CPU: this process's, and a server's if there is one."""

    def __init__(self, server: int | None = None) -> None:
        self._server = server
        self._began = self._read()

    def stop(self) -> dict[str, float]:
        spent = [now - then for now, then in zip(self._read(), self._began, strict=True)]
        return dict(zip(("wall_seconds", "cpu_seconds"), spent, strict=True))

    def _read(self) -> tuple[float, float]:
        of_server = cpu_seconds_of(self._server) if self._server else 0.0
        return time.monotonic(), time.process_time() + of_server
