"""The yardstick of an existing tool: dlt into Parquet files, as its REST source comes, and tuned as well as we could.

Tuned means: pages are read into Arrow tables by the engine that the program itself uses, which passes over the
personal fields, beside the download of the next ones; many pages make one table; names stay as they are and nothing is
added, so that dlt writes the tables through.
"""

import json
import os
from collections.abc import Iterator
from itertools import islice
from typing import Any

import dlt
import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
from dlt.destinations import filesystem
from dlt.sources.helpers.rest_client.paginators import PageNumberPaginator
from dlt.sources.rest_api import rest_api_source

from bench.pulling.asking import question, replies
from include.portal.feed import read_feed

QUIET = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "ERROR",
    "PROVIDERS__ENABLE_AIRFLOW_SECRETS": "false",
}
TUNED = {"SCHEMA__NAMING": "direct", "EXTRACT__WORKERS": "2", "EXTRACT__MAX_PARALLEL_ITEMS": "4"}
PAGES_A_TABLE = 16


def pull_with_rest_source(url: str, folder: str, count: int) -> int:
    """How many records landed; the personal fields are dropped by a step of the source."""
    personal = read_feed("dossiers").personal
    source = rest_api_source(
        {
            "client": {"base_url": url},
            "resources": [
                {
                    "name": "dossiers",
                    "endpoint": {
                        "path": "mapi/g",
                        "method": "POST",
                        "json": {**question(count), "trang": "1"},
                        "paginator": PageNumberPaginator(base_page=1, page_body_path="trang", total_path=None),
                        "data_selector": "result",
                    },
                    "processing_steps": [{"map": lambda record: _without(record, personal)}],
                }
            ],
        }
    )
    return _run(source, folder, QUIET)


def pull_with_arrow(url: str, folder: str, count: int) -> int:
    """How many records landed."""
    pages = dlt.resource(_bodies(url, count), name="pages", selected=False)
    return _run(pages | dlt.transformer(_Reader().read, name="dossiers"), folder, {**QUIET, **TUNED})


def _without(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def _bodies(url: str, count: int) -> Iterator[list[bytes]]:
    pages = (reply.content for reply in replies(url, count))
    while bodies := list(islice(pages, PAGES_A_TABLE)):
        yield bodies


class _Reader:
    """Reads pages into tables, in as many threads as dlt has for it."""

    def __init__(self) -> None:
        feed, self._engine = read_feed("dossiers"), duckdb.connect(":memory:", config={"threads": 2})
        shape: dict[str, object] = dict.fromkeys(feed.fields, "VARCHAR")
        shape |= {name: [dict.fromkeys(fields, "VARCHAR")] for name, fields in feed.nested.items()}
        whole = json.dumps({"result": [shape]})
        self._sql = f"SELECT r.* FROM (SELECT unnest(from_json(body, '{whole}').result) AS r FROM pages)"  # noqa: S608

    @dlt.defer  # type: ignore[untyped-decorator]
    def read(self, bodies: list[bytes]) -> pa.Table:
        pages = pa.table({"body": pa.chunked_array([[body] for body in bodies], pa.string())})
        with self._engine.cursor() as cursor:
            cursor.register("pages", pages)
            return cursor.sql(self._sql).to_arrow_table()


def _run(source: Any, folder: str, settings: dict[str, str]) -> int:
    os.environ.update(settings)
    pipeline = dlt.pipeline(
        "bench", pipelines_dir=f"{folder}/work", destination=filesystem(f"{folder}/landed"), dataset_name="landing"
    )
    pipeline.run(source, loader_file_format="parquet")
    return int(ds.dataset(f"{folder}/landed/landing/dossiers", format="parquet").count_rows())
