"""The yardstick of an existing tool: dlt into PostgreSQL, from records as it comes, and from Arrow as fast as it can.

From Arrow it hands Parquet to PostgreSQL's driver for Arrow, and neither judges nor merges anything.
"""

import os
import time
from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow.parquet as pq
from dlt.destinations import postgres

QUIET = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "ERROR",
    "PROVIDERS__ENABLE_AIRFLOW_SECRETS": "false",
}
TUNED = {"SCHEMA__NAMING": "direct"}
ROWS_A_TABLE = 100_000


def load_records_with_dlt(url: str, source: str, folder: str, count: int) -> dict[str, float]:
    """Seconds from records as dicts; the file is read before."""
    records = pq.read_table(source).slice(0, count).to_pylist()
    return _run(url, folder, QUIET, dlt.resource(records, name="dossier"), "insert_values", count)


def load_arrow_with_dlt(url: str, source: str, folder: str, count: int) -> dict[str, float]:
    """Seconds from Arrow tables; the file is read before."""
    records = pq.read_table(source).slice(0, count)

    def tables() -> Iterator[Any]:
        yield from (records.slice(start, ROWS_A_TABLE) for start in range(0, records.num_rows, ROWS_A_TABLE))

    return _run(url, folder, {**QUIET, **TUNED}, dlt.resource(tables(), name="dossier"), "parquet", count)


def _run(url: str, folder: str, settings: dict[str, str], source: Any, form: Any, count: int) -> dict[str, float]:
    os.environ.update(settings)
    pipeline = dlt.pipeline("bench", pipelines_dir=folder, destination=postgres(url), dataset_name=f"by_dlt_{form}")
    began = time.monotonic()
    pipeline.run(source, loader_file_format=form, write_disposition="append")
    spent = time.monotonic() - began
    with pipeline.sql_client() as client:
        [(loaded,)] = client.execute_sql(f"SELECT count(*) FROM by_dlt_{form}.dossier")  # noqa: S608
    if loaded != count:
        raise RuntimeError(f"dlt loaded {loaded} records of {count}")
    return {"wall_seconds": spent, "loaded": loaded}
