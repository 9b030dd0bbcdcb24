"""A folder (`file:`) or bucket (`s3:`) into which others put files: read, never moved, never changed.

What goes back to them is put beside their file, into a folder `errors`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

import fsspec

from include.errors import Refused
from include.landing.store import bucket_faults_as_os_errors

ERRORS = "errors"
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


@dataclass(frozen=True)
class Waiting:
    """A file that lies there: its name below the inbox, and how large it is."""

    name: str
    bytes_count: int


class Inbox:
    """The inbox of a URL. Refused, in one line that names the setting, when it cannot be reached."""

    def __init__(self, url: str) -> None:
        with _told(url):
            self._url = url
            self._system, self._root = fsspec.core.url_to_fs(url)

    def list(self) -> list[Waiting]:
        """The workbooks that lie there, in folders of any depth, by name; not what went back, nothing half saved."""
        with _told(self._url):
            self._system.invalidate_cache()
            found = self._system.find(self._root, detail=True) if self._system.exists(self._root) else None
        if found is None:
            raise Refused(f"reports in {self._url}", "there is no such folder", "make it, or correct its URL")
        names = {path.removeprefix(self._root).lstrip("/"): entry["size"] for path, entry in found.items()}
        return [Waiting(name, int(size or 0)) for name, size in sorted(names.items()) if _is_workbook(name)]

    def read(self, name: str, most_bytes: int) -> bytes:
        """The file, or its first `most_bytes` and one more."""
        with _told(self._url), self._system.open(f"{self._root}/{name}", "rb") as file:
            data: bytes = file.read(most_bytes + 1)
            return data

    def put_back(self, name: str, file_hash: str, ending: str, data: bytes) -> str:
        """Puts what goes back beside the file of that name, and gives the name that it has there."""
        path = PurePosixPath(name)
        beside = str(path.parent / ERRORS / f"{path.stem}.{file_hash[:8]}.{ending}")
        with _told(self._url):
            self._system.makedirs(f"{self._root}/{path.parent}/{ERRORS}", exist_ok=True)
            self._system.pipe_file(f"{self._root}/{beside}", data)
        return beside


def _is_workbook(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in ENDINGS and ERRORS not in path.parts and not path.name.startswith((".", "~$"))


@contextmanager
def _told(url: str) -> Iterator[None]:
    try:
        with bucket_faults_as_os_errors():
            yield
    except OSError as error:
        came = error.strerror or type(error).__name__
        raise Refused(f"reports in {url}", came, "check REFORM_REPORTS_URL and the rights on it") from None
