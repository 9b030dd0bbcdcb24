"""Opens a file that somebody sent: nothing in it is unpacked before it is known to be small and without macros."""

import io
import warnings
import zipfile

import openpyxl
from openpyxl.workbook import Workbook

from include.reform.refusal import NotRead

MOST_BYTES = 5_000_000
MOST_UNPACKED_BYTES = 8_000_000
MOST_PARTS = 200
_DECLARED = "[Content_Types].xml"
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")


def open_workbook(data: bytes) -> Workbook:
    """The workbook with its formulas as text. NotRead in one line when it is none, or none that is safe to open."""
    if len(data) > MOST_BYTES:
        raise NotRead("too_large", f"{len(data):,} > {MOST_BYTES:,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise NotRead("not_a_workbook") from None
    return _load(data)


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED_BYTES or len(parts) > MOST_PARTS:
        raise NotRead("too_large", f"{unpacked:,} bytes, {len(parts):,} parts")
    names = {part.filename for part in parts}
    if _DECLARED not in names or "xl/workbook.xml" not in names:
        raise NotRead("not_a_workbook")
    if b"macroEnabled" in archive.read(_DECLARED) or any("vbaProject" in name for name in names):
        raise NotRead("macros")
    for part in parts:
        with archive.open(part) as head:
            if any(mark in head.read(4096) for mark in _ENTITIES):
                raise NotRead("damaged", "it declares entities of its own")


def _load(data: bytes) -> Workbook:
    """openpyxl fails on a damaged part with whatever its reader happens to meet: all of it means the same."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
        except Exception as error:  # noqa: BLE001
            raise NotRead("damaged", type(error).__name__) from None
