"""datapackage.json: what the files hold, in the words of the dictionary (Frictionless Data Package 1.0)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from include.publication.open_data.columns import Kind
from include.publication.open_data.resource import Resource

MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
CHUNK_BYTES = 1 << 20


def describe_package(
    folder: Path, resources: Sequence[tuple[Resource, Mapping[str, Kind]]], min_count: int, now: datetime
) -> dict[str, Any]:
    """The descriptor of the files that stand in the folder: <view>.csv and <view>.parquet of each resource."""
    return {
        "profile": "data-package",
        "name": "reform-index",
        "title": "Chỉ số cải cách hành chính | Administrative-reform indicators",
        "description": (
            f"Không công bố số liệu dưới {min_count} trường hợp: trạng thái suppressed, dòng gộp `*` hoặc ô trống."
            f" | Numbers of fewer than {min_count} cases are not told: state suppressed, rows gathered as `*`, empty."
        ),
        "created": now.isoformat(timespec="seconds"),
        "resources": [_describe(folder, *resource, ending) for resource in resources for ending in MEDIA],
    }


def _describe(folder: Path, resource: Resource, kinds: Mapping[str, Kind], ending: str) -> dict[str, Any]:
    path = folder / f"{resource.view.name}.{ending}"
    described: dict[str, Any] = {
        "profile": "tabular-data-resource" if ending == "csv" else "data-resource",
        "type": "table" if ending == "csv" else "file",
        "name": resource.view.name if ending == "csv" else f"{resource.view.name}-{ending}",
        "path": path.name,
        "title": resource.view.meaning.vi,
        "description": resource.view.meaning.en,
        "format": ending,
        "mediatype": MEDIA[ending],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hash_file(path)}",
    }
    if ending == "csv":
        described |= {"encoding": "utf-8", "schema": _describe_columns(resource, kinds)}
    return described


def _describe_columns(resource: Resource, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    fields = [
        {"name": name, "type": kinds[name].field, "title": meaning.vi, "description": meaning.en}
        for name, meaning in resource.view.columns.items()
    ]
    return {"fields": fields, "primaryKey": list(resource.primary_key), "missingValues": [""]}


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
