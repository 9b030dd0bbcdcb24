"""Keeps what the portal said of a batch, less the personal fields, and finds it again."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from include.errors import Refused
from include.landing.drift import DriftWatch
from include.landing.groups import gather
from include.landing.key import check_key, key_of
from include.landing.landed import Landed, ObjectWriter, describe, read_description
from include.landing.projection import Projection
from include.landing.store import open_store
from include.portal.client import Page
from include.portal.feed import Feed
from include.receipt import Batch

_GROUPS_UNDER_WAY = 3  # one is written, one projected, and one waits, so that the engine always has its next


def keep(landing_url: str, batch: Batch, feed: Feed, pages: Iterable[Page]) -> Landed:
    """Keeps a batch as one object that is never changed; the same records give the same key.

    Refused, with nothing kept, when the pages end in a refusal or the object cannot be written.
    """
    asked = f"landing of {batch.name}"
    try:
        store = open_store(landing_url)
        with store.part() as part:
            landed = _write(part, batch, feed, pages, asked)
            store.commit(part, landed.key)
            return landed
    except OSError as error:
        fault = error.strerror or type(error).__name__
    raise Refused(asked, f"cannot be written ({fault})", "nothing was kept; see to REFORM_LANDING_URL and pull again")


@contextmanager
def landed_file(landing_url: str, key: str) -> Iterator[Path]:
    """A landed object as a local Parquet file, as long as the block lasts. Refused when there is none."""
    with ExitStack() as stack:
        yield _enter(stack, landing_url, key)


def read_landed(landing_url: str, key: str) -> Landed:
    """What `keep` reported of an object when it was written. Refused when there is none, or it is damaged."""
    with landed_file(landing_url, key) as path, path.open("rb") as file:
        try:
            return read_description(key, file)
        except (KeyError, ValueError, OSError, pa.ArrowException):
            pass
    raise Refused(f"landing object {key}", "it cannot be read", "remove it and pull the batch again")


def _enter(stack: ExitStack, landing_url: str, key: str) -> Path:
    check_key(key)
    try:
        return stack.enter_context(open_store(landing_url).local(key))
    except FileNotFoundError:
        fault = "it is not there"
    except OSError as error:
        fault = f"it cannot be read ({error.strerror or type(error).__name__})"
    raise Refused(f"landing object {key}", fault, "see to REFORM_LANDING_URL, or pull the batch again")


class _Intake:
    """Pages as they pass: counted, and looked at for drift."""

    def __init__(self, feed: Feed) -> None:
        self.drift = DriftWatch(feed)
        self.pages = 0
        self.announced_total: int | None = None

    def pass_on(self, pages: Iterable[Page]) -> Iterator[pa.StringArray]:
        for page in pages:
            self.announced_total = page.announced_total if self.pages == 0 else self.announced_total
            self.pages += 1
            self.drift.look_at(page.records)
            yield page.records


def _write(part: BinaryIO, batch: Batch, feed: Feed, pages: Iterable[Page], asked: str) -> Landed:
    """Reads one group while another is projected and a third is written; no more are in memory, however many come."""
    intake = _Intake(feed)
    with (
        Projection(feed, asked) as projection,
        ObjectWriter(part, projection.schema) as writer,
        ThreadPoolExecutor(1) as projecting,
        ThreadPoolExecutor(1) as writing,
    ):

        def write_group(projected: Future[pa.Table]) -> None:
            table = projected.result()
            intake.drift.note_kept(table)
            writer.write(table)

        under_way: deque[Future[None]] = deque()
        for records in gather(intake.pass_on(pages)):
            under_way.append(writing.submit(write_group, projecting.submit(projection.of, records)))
            if len(under_way) == _GROUPS_UNDER_WAY:
                under_way.popleft().result()
        for written in under_way:
            written.result()
        key = key_of(batch, feed, writer.content_hash())
        landed = Landed(key, writer.rows, intake.pages, intake.announced_total, intake.drift.names(writer.rows))
        writer.finish(describe(batch, landed))
    return landed
