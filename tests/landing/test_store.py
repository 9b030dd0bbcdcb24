"""An object is there whole or not at all: after a full disk, after a kill, and in a bucket."""

import multiprocessing
import resource
import signal
import uuid
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
import pytest

from include.errors import Refused
from include.landing import keep, landed_file, read_landed
from include.landing.store import FolderStore
from include.portal.client.page import Page
from tests.landing.conftest import BATCH, FEED, dossier, pages_of

SPAWN = multiprocessing.get_context("spawn")
RECORDS = [dossier(number) for number in range(300)]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "turn")


def keep_with_little_room(landing_url: str, sizes: list[int], out: Connection) -> None:
    """Keeps the batch with every size in turn as the largest that a file may have, as on a disk that runs full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in sizes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            keep(landing_url, BATCH, FEED, pages_of(RECORDS))
            out.send("kept")
        except Refused as refusal:
            out.send(str(refusal))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def test_no_room_at_any_byte_leaves_nothing(landing_url: str, tmp_path: Path) -> None:
    whole = keep(f"file://{tmp_path}/whole", BATCH, FEED, pages_of(RECORDS))
    length = (tmp_path / "whole" / whole.key).stat().st_size
    sizes = [0, 3, 4, 5, *range(10, length, length // 20), length - 4, length - 1]
    results, out = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=keep_with_little_room, args=(landing_url, [*sizes, length], out))
    process.start()
    said = [results.recv() for _ in sizes]
    assert set(said) == {
        f"landing of {BATCH.name}: cannot be written (File too large); "
        "nothing was kept; see to REFORM_LANDING_URL and pull again"
    }
    assert results.recv() == "kept", "with room again the batch is kept"
    process.join()
    assert [path.name for path in files(tmp_path / "landing")] == [Path(whole.key).name]


def keep_and_wait(landing_url: str, out: Connection) -> None:
    def pages() -> Iterator[Page]:
        yield from pages_of(RECORDS)
        out.send("written in part")
        signal.pause()

    keep(landing_url, BATCH, FEED, pages())


def test_a_writer_that_is_killed_leaves_no_object_and_its_part_is_swept(landing_url: str, tmp_path: Path) -> None:
    results, out = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=keep_and_wait, args=(landing_url, out))
    process.start()
    assert results.recv() == "written in part"
    [part] = files(tmp_path / "landing")
    assert part.suffix == ".part"
    with FolderStore(tmp_path / "landing").part():
        assert part.exists(), "the part of a writer that lives is left alone"
    process.kill()
    process.join()
    landed = keep(landing_url, BATCH, FEED, pages_of(RECORDS))
    assert files(tmp_path / "landing") == [tmp_path / "landing" / landed.key]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "landing").write_text("a file")
    with pytest.raises(Refused, match=r"landing of dossiers:H13\.05:.*: cannot be written \((File exists|Not a dir)"):
        keep(f"file://{tmp_path}/landing", BATCH, FEED, [])


def test_a_folder_with_a_blank_in_its_name(tmp_path: Path) -> None:
    landed = keep((tmp_path / "thư mục đích").as_uri(), BATCH, FEED, pages_of(RECORDS))
    assert files(tmp_path) == [tmp_path / "thư mục đích" / landed.key]


@pytest.fixture
def bucket_url() -> Iterator[str]:
    """A bucket in memory, reached like one that is far away."""
    name = f"/{uuid.uuid4().hex}"
    yield f"memory:/{name}"
    fsspec.filesystem("memory").rm(name, recursive=True)


def test_a_bucket_keeps_the_same_object(bucket_url: str, landing_url: str) -> None:
    landed = keep(bucket_url, BATCH, FEED, pages_of(RECORDS))
    assert landed == keep(landing_url, BATCH, FEED, pages_of(RECORDS))
    assert keep(bucket_url, BATCH, FEED, pages_of(RECORDS)) == landed
    assert read_landed(bucket_url, landed.key) == landed
    with landed_file(bucket_url, landed.key) as path:
        assert pq.read_table(path).num_rows == 300
    assert not path.exists()


def test_an_object_that_is_not_in_the_bucket(bucket_url: str) -> None:
    key = keep(bucket_url, BATCH, FEED, pages_of(RECORDS)).key
    other = key.replace("H13.05", "H20")
    with pytest.raises(Refused, match="it is not there"), landed_file(bucket_url, other):
        pass
