"""Where landed objects lie: a folder (`file:`) or a bucket (`s3:`). An object is there whole or not at all."""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import unquote, urlsplit

import fsspec
from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]


class Store(Protocol):
    """Parts become objects in one step. Whatever goes wrong is an OSError."""

    def part(self) -> AbstractContextManager[BinaryIO]:
        """A file to write to, gone after the block unless it was committed."""

    def commit(self, part: BinaryIO, key: str) -> None:
        """Makes the part the object of that key; leaves an object that is there already as it is."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """The object as a local file, as long as the block lasts. FileNotFoundError when there is none."""


def open_store(landing_url: str) -> Store:
    """The store of a landing URL: `file:`, or anything else that fsspec reaches."""
    parts = urlsplit(landing_url)
    return FolderStore(Path(unquote(parts.path))) if parts.scheme == "file" else BucketStore(landing_url)


class FolderStore:
    """A folder. Parts lie in its `.parts`, locked by their writers; parts whose writer died are swept away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def part(self) -> Iterator[BinaryIO]:
        parts = self._folder / ".parts"
        parts.mkdir(parents=True, exist_ok=True)
        path = parts / f"{uuid.uuid4().hex}.part"
        with (parts / "turn").open("wb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            _sweep(parts)
            file = path.open("xb")
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            with file:
                yield file
        finally:
            path.unlink(missing_ok=True)

    def commit(self, part: BinaryIO, key: str) -> None:
        part.flush()
        os.fsync(part.fileno())
        target = self._folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            Path(part.name).rename(target)
            _sync_folder(target.parent)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        path = self._folder / key
        path.stat()
        yield path


class BucketStore:
    """A bucket. Parts lie on this machine and are uploaded whole; the bucket shows an upload when it is complete."""

    def __init__(self, landing_url: str) -> None:
        with bucket_faults_as_os_errors():
            self._system, self._root = fsspec.core.url_to_fs(landing_url)

    @contextmanager
    def part(self) -> Iterator[BinaryIO]:
        with tempfile.NamedTemporaryFile(suffix=".part") as file:
            yield cast(BinaryIO, file)

    def commit(self, part: BinaryIO, key: str) -> None:
        part.flush()
        path = f"{self._root}/{key}"
        with bucket_faults_as_os_errors():
            if not self._system.exists(path):
                self._put(part.name, path)

    def _put(self, name: str, path: str) -> None:
        try:
            self._system.put_file(name, path)
        except FileNotFoundError:
            raise OSError(None, "there is no such bucket") from None

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            with bucket_faults_as_os_errors(), self._system.open(f"{self._root}/{key}", "rb") as remote:
                shutil.copyfileobj(remote, file)
            file.flush()
            yield Path(file.name)


@contextmanager
def bucket_faults_as_os_errors() -> Iterator[None]:
    """What the bucket's own library raises, as OSError like everything else."""
    fault = None
    try:
        yield
    except BotoCoreError as error:
        fault = type(error).__name__
    if fault is not None:
        raise OSError(None, f"the bucket cannot be used ({fault})")


def _sweep(parts: Path) -> None:
    for path in parts.glob("*.part"):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
