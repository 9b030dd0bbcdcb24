"""What is written beside the records, in their transaction: receipt, rule results, quarantine, watermark."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, text

from include.periods import VIETNAM
from include.quality.batch_rule import rules_about
from include.receipt import Batch, Receipt
from include.warehouse.copy_in import copy_arrow, copy_rows
from include.warehouse.statements import read_sql
from include.warehouse.waiting import settle_alike

FIND_RECEIPT = text("""
SELECT pulled, loaded, unchanged, duplicate, quarantined FROM ops.receipt
WHERE batch = :batch AND landing_key = :landing_key
""")
NEWEST_KEY = text("""
SELECT landing_key FROM ops.receipt WHERE batch = :batch ORDER BY loaded_at DESC, landing_key DESC LIMIT 1
""")


class Result(Protocol):
    """How many records a rule judged, and how many of them failed; what failed by name, if it judges no records."""

    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def evaluated_count(self) -> int: ...
    @property
    def failed_count(self) -> int: ...
    @property
    def found(self) -> Sequence[str]: ...


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


def is_newest(connection: Connection, batch: Batch, landing_key: str) -> bool:
    """Whether no other landed object of the batch was loaded after this one."""
    return bool(connection.execute(NEWEST_KEY, {"batch": batch.name}).scalar() == landing_key)


def write_ledger(
    connection: Connection,
    batch: Batch,
    landing_key: str,
    receipt: Receipt,
    verdict: Judged,
    now: datetime,
    *,
    wrote: bool,
    again: bool,
) -> None:
    """Everything about the batch but its records; what an earlier load of it left is replaced.

    `wrote` tells whether any record was written. `again`: the same landed object as before was judged; then its records
    stay in quarantine since when they were, and what was said of its volume stands.
    """
    _write_receipt(connection, batch, landing_key, receipt, newest_record(verdict.accepted), now, wrote=wrote)
    _forget_results(connection, batch, landing_key, again=again)
    write_results(connection, batch, landing_key, verdict.results)
    _write_quarantine(connection, batch, verdict.quarantined, now, again=again)
    connection.execute(text(read_sql("watermark")), {"feed": batch.feed, "root_agency": batch.root_agency})


def newest_record(accepted: pa.Table) -> datetime | None:
    """When the newest of the records changed at the portal, in Vietnam's time; None where records do not say."""
    if "updated_at" not in accepted.column_names:
        return None
    newest: datetime | None = pc.max(accepted["updated_at"]).as_py()
    return newest.replace(tzinfo=VIETNAM) if newest else None


def _write_receipt(
    connection: Connection,
    batch: Batch,
    landing_key: str,
    receipt: Receipt,
    newest_record_at: datetime | None,
    now: datetime,
    *,
    wrote: bool,
) -> None:
    values = {
        "batch": batch.name,
        "landing_key": landing_key,
        "feed": batch.feed,
        "root_agency": batch.root_agency,
        "window_start": batch.window.since,
        "window_end": batch.window.until,
        "newest_record_at": newest_record_at,
        "loaded_at": now,
        "wrote": wrote,
        **{name: getattr(receipt, name) for name in ("pulled", "loaded", "unchanged", "duplicate", "quarantined")},
    }
    connection.execute(text(read_sql("receipt")), values)


def _forget_results(connection: Connection, batch: Batch, landing_key: str, *, again: bool) -> None:
    of_warehouse = (*rules_about("volume", batch.feed), *rules_about("absence", batch.feed))
    standing = [rule.name for rule in of_warehouse] if again else []
    delete = (
        "DELETE FROM ops.rule_result WHERE batch = :batch AND landing_key = :landing_key AND rule <> ALL(:standing)"
    )
    connection.execute(text(delete), {"batch": batch.name, "landing_key": landing_key, "standing": standing})


def write_results(connection: Connection, batch: Batch, landing_key: str, results: Sequence[Result]) -> None:
    """What rules found in the batch, one row a rule."""
    columns = ("batch", "landing_key", "rule", "severity", "evaluated_count", "failed_count", "found")
    values = ((e.rule, e.severity, e.evaluated_count, e.failed_count, list(e.found)) for e in results)
    copy_rows(connection, "ops.rule_result", columns, ((batch.name, landing_key, *value) for value in values))


def _write_quarantine(
    connection: Connection, batch: Batch, quarantined: pa.Table, now: datetime, *, again: bool
) -> None:
    if again:
        settle_alike(connection, batch, quarantined["position"].to_pylist())
    delete = "DELETE FROM quarantine.record WHERE batch = :batch RETURNING position, quarantined_at"
    taken = connection.execute(text(delete), {"batch": batch.name}).all()
    since = {row.position: row.quarantined_at for row in taken} if again else {}
    waiting = quarantined.select(["position", "record_key", "rules", "sentences", "record"])
    waiting = waiting.append_column("feed", pa.repeat(batch.feed, waiting.num_rows))
    waiting = waiting.append_column("quarantined_at", _in_vietnam(quarantined["position"], since, now))
    copy_arrow(connection, "quarantine.record", waiting, batch=batch.name)


def _in_vietnam(positions: pa.ChunkedArray, since: Mapping[int, datetime], now: datetime) -> pa.Array:
    """When each record was refused first."""
    moments = [since.get(position, now) for position in positions.to_pylist()]
    return pa.array([moment.astimezone(VIETNAM).replace(tzinfo=None) for moment in moments], pa.timestamp("us"))
