"""What is written beside the records, in their transaction: receipt, rule results, quarantine, watermark."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import pyarrow as pa
from sqlalchemy import Connection, text

from include.receipt import Batch, Receipt
from include.warehouse.copy_in import copy_rows
from include.warehouse.statements import read_sql

FIND_RECEIPT = text("""
SELECT pulled, loaded, unchanged, duplicate, quarantined FROM ops.receipt
WHERE batch = :batch AND landing_key = :landing_key
""")
QUARANTINE_COLUMNS = ("feed", "batch", "position", "record_key", "rules", "sentences", "record", "quarantined_at")


class Result(Protocol):
    """How many records a rule judged, and how many of them failed."""

    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def evaluated_count(self) -> int: ...
    @property
    def failed_count(self) -> int: ...


class Judged(Protocol):
    """What loading needs of a verdict.

    `accepted` has the feed's typed columns and `content_hash`, each key once. `quarantined` has position, record_key,
    rules, sentences and record (JSON text).
    """

    @property
    def accepted(self) -> pa.Table: ...
    @property
    def quarantined(self) -> pa.Table: ...
    @property
    def duplicate_count(self) -> int: ...
    @property
    def results(self) -> Sequence[Result]: ...


def find_receipt(connection: Connection, batch: Batch, landing_key: str) -> Receipt | None:
    """The receipt of an earlier load of the same landed object; None when there was none."""
    found = connection.execute(FIND_RECEIPT, {"batch": batch.name, "landing_key": landing_key}).one_or_none()
    return Receipt(batch.name, *found) if found else None


def write_ledger(
    connection: Connection, batch: Batch, landing_key: str, receipt: Receipt, verdict: Judged, now: datetime
) -> None:
    """Everything about the batch but its records; what an earlier load of it left is replaced."""
    _write_receipt(connection, batch, landing_key, receipt, now)
    _write_results(connection, batch, landing_key, verdict.results)
    _write_quarantine(connection, batch, verdict.quarantined, now)
    connection.execute(text(read_sql("watermark")), {"feed": batch.feed, "root_agency": batch.root_agency})


def _write_receipt(connection: Connection, batch: Batch, landing_key: str, receipt: Receipt, now: datetime) -> None:
    values = {
        "batch": batch.name,
        "landing_key": landing_key,
        "feed": batch.feed,
        "root_agency": batch.root_agency,
        "window_start": batch.window.since,
        "window_end": batch.window.until,
        "loaded_at": now,
        **{name: getattr(receipt, name) for name in ("pulled", "loaded", "unchanged", "duplicate", "quarantined")},
    }
    connection.execute(text(read_sql("receipt")), values)


def _write_results(connection: Connection, batch: Batch, landing_key: str, results: Sequence[Result]) -> None:
    load = {"batch": batch.name, "landing_key": landing_key}
    connection.execute(
        text("DELETE FROM ops.rule_result WHERE batch = :batch AND landing_key = :landing_key"),
        load,
    )
    columns = ("batch", "landing_key", "rule", "severity", "evaluated_count", "failed_count")
    rows = ((*load.values(), each.rule, each.severity, each.evaluated_count, each.failed_count) for each in results)
    copy_rows(connection, "ops.rule_result", columns, rows)


def _write_quarantine(connection: Connection, batch: Batch, quarantined: pa.Table, now: datetime) -> None:
    connection.execute(text("DELETE FROM quarantine.record WHERE batch = :batch"), {"batch": batch.name})
    columns = [quarantined[name].to_pylist() for name in ("position", "record_key", "rules", "sentences", "record")]
    rows = ((batch.feed, batch.name, *values, now) for values in zip(*columns, strict=True))
    copy_rows(connection, "quarantine.record", QUARANTINE_COLUMNS, rows)
