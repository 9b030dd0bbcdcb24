"""The ZIP: the same evidence gives the same bytes, and a ZIP gives its evidence back."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from include.errors import Refused
from include.publication.evidence.content import Evidence, Rows
from include.publication.evidence.pdf import draw_pdf
from include.publication.evidence.sheet import write_sheet
from include.publication.evidence.workbook import draw_workbook

SUMS = "SHA256SUMS"
PDF, WORKBOOK = "phieu-chi-so.pdf", "phieu-chi-so.xlsx"
LARGEST_BYTES = 4 << 30
_DAY = (1980, 1, 1, 0, 0, 0)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIGNED = {"numerator_change", "denominator_change"}


def pack(evidence: Evidence) -> bytes:
    """The ZIP of an evidence, its files in order, with a SHA-256 of each in SHA256SUMS."""
    files = list_files(evidence)
    files[SUMS] = "".join(f"{hash_file(content)}  {name}\n" for name, content in sorted(files.items())).encode()
    return zip_files(files)


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files, in order and without the time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _DAY)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def draw_sheets(evidence: Evidence) -> dict[str, bytes]:
    """The indicator sheet as PDF and as workbook, by their names."""
    sheet = write_sheet(evidence)
    return {PDF: draw_pdf(sheet), WORKBOOK: draw_workbook(sheet)}


def list_files(evidence: Evidence) -> dict[str, bytes]:
    """Every file but the sums, by its name."""
    return {
        "DOC-TRUOC.txt": Path(__file__).with_name("read_me.txt").read_bytes(),
        **draw_sheets(evidence),
        "figures.json": _write_json(evidence.figures),
        "formulas.json": _write_json(evidence.formulas),
        **{f"{name}.csv": write_csv(rows) for name, rows in evidence.tables.items()},
    }


def read_pack(path: Path) -> dict[str, bytes]:
    """The files of a ZIP by name; Refused when it is none, too large, or names a file twice."""
    asked = f"evidence pack {path.name}"
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise Refused(asked, "it names a file twice", "get the pack anew")
            if sum(info.file_size for info in archive.infolist()) > LARGEST_BYTES:
                raise Refused(asked, "it is larger than any pack", "get the pack anew")
            return {name: archive.read(name) for name in names}
    except OSError as error:
        raise Refused(asked, error.strerror or "it cannot be read", "name a readable file") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise Refused(asked, "it is no whole ZIP", "get the pack anew") from None


def read_evidence(files: Mapping[str, bytes]) -> Evidence:
    """The evidence that the files of a pack hold; ValueError or KeyError when they do not."""
    tables = {name.removesuffix(".csv"): read_csv(files[name]) for name in files if name.endswith(".csv")}
    return Evidence(json.loads(files["figures.json"]), json.loads(files["formulas.json"]), tables)


def hash_file(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_csv(rows: Rows) -> bytes:
    """CSV that a spreadsheet opens with its Vietnamese letters, and in which no cell becomes a formula."""
    written = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(written, rows.names, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({key: _guard(key, cell) for key, cell in row.items()} for row in rows)
    return written.getvalue().encode("utf-8-sig")


def read_csv(content: bytes) -> Rows:
    """The rows of `write_csv`."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    return Rows.of({key: _unguard(cell) for key, cell in row.items()} for row in rows)


def _guard(key: str, cell: str) -> str:
    """An apostrophe before what a spreadsheet would compute; a negative change stays a number."""
    if not cell.startswith((*_BEGINS_A_FORMULA, "'")) or key in _SIGNED:
        return cell
    return f"'{cell}"


def _unguard(cell: str) -> str:
    return cell.removeprefix("'")


def _write_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
