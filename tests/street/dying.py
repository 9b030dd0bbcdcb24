"""A run of the street in a process of its own that kills itself, as the kernel would, at one step."""

import importlib
import inspect
import multiprocessing
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from include import street
from include.quality.judge import Verdict
from include.settings import Settings
from include.street import loading
from tests.street.street_portal import walk

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["include.street", "include.warehouse.portals", "s3fs", "tests.street.dying"])


@dataclass(frozen=True)
class Step:
    """Right before or after the n-th call of a function; `place` is its module, and its class if it has one.

    `part_bytes`: a bucket is given its objects in parts of that size, as it is given large ones.
    """

    place: str
    name: str
    after: bool = False
    call: int = 1
    part_bytes: int = 0


STEPS = {
    "before the first question": Step("include.portal.client.account:Account", "_log_in"),
    "logged in": Step("include.portal.client.account:Account", "_log_in", after=True),
    "one page read": Step("include.portal.client.account:Account", "call", after=True),
    "all pages read": Step("include.portal.client.account:Account", "call", after=True, call=3),
    "records written in part": Step("include.landing.landed:ObjectWriter", "write", after=True),
    "the object written, not yet named": Step("include.landing.store:FolderStore", "commit"),
    "the object about to be named": Step("pathlib:Path", "rename"),
    "the object named": Step("pathlib:Path", "rename", after=True),
    "before the ledger of fetches": Step("include.warehouse.portals", "write_fetches"),
    "pulled": Step("include.warehouse.portals", "write_fetches", after=True),
    "before judging": Step("include.street.loading", "judge"),
    "judged": Step("include.street.loading", "judge", after=True),
    "partitions made": Step("include.warehouse.load", "_prepare", after=True),
    "the lock taken": Step("include.warehouse.load", "lock_batch", after=True),
    "records copied": Step("include.warehouse.load_facts", "copy_arrow", after=True),
    "cubes kept": Step("include.warehouse.load", "load_facts", after=True),
    "volume kept": Step("include.warehouse.load", "keep_volume", after=True),
    "receipt written": Step("include.warehouse.ledger", "_write_receipt", after=True),
    "watermark moved": Step("include.warehouse.load", "write_ledger", after=True),
    "before the commit": Step("include.warehouse.load", "_load", after=True),
    "after the commit": Step("include.street.loading", "load_batch", after=True),
}

PARTS = "_upload_file_part_concurrent"
BUCKET_STEPS = {
    "no part uploaded yet": Step("s3fs.core:S3FileSystem", PARTS, part_bytes=1024),
    "parts uploaded, not yet put together": Step("s3fs.core:S3FileSystem", PARTS, after=True, part_bytes=1024),
    "the object uploaded": Step("include.landing.store:BucketStore", "_put", after=True),
}


def die_at(step: Step, environ: Mapping[str, str], planned: list[street.Asked], verdict: Verdict) -> int | None:
    """Runs the street in a child that is killed at the step; gives its exit code. `environ` becomes its own as well."""
    child = PROCESSES.Process(target=_walk_into_death, args=(step, dict(environ), planned, verdict))
    child.start()
    child.join()
    return child.exitcode


def _walk_into_death(step: Step, environ: Mapping[str, str], planned: list[street.Asked], verdict: Verdict) -> None:
    """The verdict of Great Expectations comes along: importing it takes longer than all the rest."""
    vars(loading)["judge"] = lambda *_: verdict
    os.environ.update(environ)
    if step.part_bytes:
        vars(importlib.import_module("s3fs.core"))["calculate_chunksize"] = lambda *_, **__: step.part_bytes
    module, _, owner = step.place.partition(":")
    place = importlib.import_module(module)
    place = getattr(place, owner) if owner else place
    real, calls = getattr(place, step.name), [0]

    def die(*, after: bool) -> None:
        if calls[0] == step.call and step.after == after:
            os.kill(os.getpid(), signal.SIGKILL)

    def deadly(*args: Any, **named: Any) -> Any:
        calls[0] += 1
        die(after=False)
        given = real(*args, **named)
        die(after=True)
        return given

    async def deadly_async(*args: Any, **named: Any) -> Any:
        calls[0] += 1
        die(after=False)
        given = await real(*args, **named)
        die(after=True)
        return given

    setattr(place, step.name, deadly_async if inspect.iscoroutinefunction(real) else deadly)
    refused = walk(Settings(environ), planned)
    raise AssertionError(f"it lived on; refused: {refused}")
