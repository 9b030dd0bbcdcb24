"""Judged batches in a few words: records as keyword arguments, everything else as a plain department has it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine

from include.periods import VIETNAM, Window
from include.receipt import Batch, Receipt
from include.warehouse.load import load_batch

NOW = datetime(2024, 7, 1, 8, tzinfo=VIETNAM)
TEXT, DAY, MOMENT, FLAG, SMALL, BIG = (
    pa.string(),
    pa.date32(),
    pa.timestamp("us"),
    pa.bool_(),
    pa.int16(),
    pa.int64(),
)
DOSSIER = {
    "dossier_code": TEXT,
    "code_month": DAY,
    "procedure_code": TEXT,
    "field_code": TEXT,
    "agency_code": TEXT,
    "receiving_agency_code": TEXT,
    "channel": TEXT,
    "applicant_kind": SMALL,
    "received_at": MOMENT,
    "due_at": MOMENT,
    "finished_at": MOMENT,
    "returned_at": MOMENT,
    "refused_at": MOMENT,
    "ended_at": MOMENT,
    "breached_on": DAY,
    "status": SMALL,
    "supplement_count": SMALL,
    "has_fee": FLAG,
    "fee_vnd": BIG,
    "payable_online": FLAG,
    "digitised": FLAG,
    "reused": FLAG,
    "electronic_result": FLAG,
    "citizen_data": FLAG,
    "has_complaint": FLAG,
    "updated_at": MOMENT,
}
PAYMENT = {
    "payment_reference": TEXT,
    "transaction_code": TEXT,
    "dossier_code": TEXT,
    "code_month": DAY,
    "procedure_code": TEXT,
    "agency_code": TEXT,
    "amount_vnd": BIG,
    "method": TEXT,
    "gateway": TEXT,
    "status": TEXT,
    "refunded_vnd": BIG,
    "paid_at": MOMENT,
    "refunded_at": MOMENT,
    "updated_at": MOMENT,
}
PETITION = {
    "petition_code": TEXT,
    "agency_code": TEXT,
    "received_at": MOMENT,
    "due_at": MOMENT,
    "handled_at": MOMENT,
    "status": TEXT,
    "satisfied": FLAG,
    "breached_on": DAY,
    "updated_at": MOMENT,
}
AGENCY = {
    "agency_code": TEXT,
    "agency_name": TEXT,
    "level": SMALL,
    "parent_code": TEXT,
    "effective_on": DAY,
    "expired_on": DAY,
    "predecessor_codes": pa.list_(TEXT),
}
PROCEDURE = {
    "procedure_code": TEXT,
    "procedure_name": TEXT,
    "field_code": TEXT,
    "field_name": TEXT,
    "agency_codes": pa.list_(TEXT),
    "online_level": SMALL,
    "has_fee": FLAG,
    "payable_online": FLAG,
    "effective_on": DAY,
    "expired_on": DAY,
}
QUARANTINED = {
    "position": BIG,
    "record_key": TEXT,
    "rules": pa.list_(TEXT),
    "sentences": pa.list_(TEXT),
    "record": TEXT,
}
COLUMNS = {
    "dossiers": DOSSIER,
    "payments": PAYMENT,
    "petitions": PETITION,
    "agencies": AGENCY,
    "procedures": PROCEDURE,
}


@dataclass(frozen=True)
class Result:
    """What one rule found."""

    rule: str
    severity: str
    evaluated_count: int
    failed_count: int
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What loading gets from judging."""

    accepted: pa.Table
    quarantined: pa.Table
    duplicate_count: int
    results: list[Result]


def local(*parts: int) -> datetime:
    """Vietnam's time without a zone, as judging gives it."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def dossier(number: int, day: date = date(2024, 3, 5), **changes: Any) -> dict[str, Any]:
    """A dossier received on `day`, open, due ten days later, with a fee."""
    received = local(day.year, day.month, day.day, 9)
    plain = {
        "dossier_code": f"000.00.05.H13-{day:%y%m%d}-{number:04d}",
        "code_month": day.replace(day=1),
        "procedure_code": "1.004645",
        "agency_code": "H13.05",
        "channel": "online",
        "received_at": received,
        "due_at": received + timedelta(days=10),
        "status": 4,
        "has_fee": True,
        "fee_vnd": 50_000,
        "updated_at": received,
    }
    return plain | changes


def payment(number: int, of: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """An online payment that succeeded, for a dossier, an hour after it was received."""
    paid = of["received_at"] + timedelta(hours=1)
    plain = {
        "payment_reference": f"TC{number:06d}",
        "dossier_code": of["dossier_code"],
        "code_month": of["code_month"],
        "procedure_code": of["procedure_code"],
        "agency_code": of["agency_code"],
        "amount_vnd": 50_000,
        "method": "online",
        "gateway": "DVCQG",
        "status": "succeeded",
        "refunded_vnd": 0,
        "paid_at": paid,
        "updated_at": paid,
    }
    return plain | changes


def table(feed: str, records: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The records as the feed's typed columns; what is not given is missing."""
    rows = list(records)
    columns = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in COLUMNS[feed].items()}
    contents = [hashlib.md5(repr([row.get(name) for name in columns]).encode()).hexdigest() for row in rows]
    return pa.table({**columns, "content_hash": pa.array(contents, TEXT)})


def verdict(
    feed: str,
    records: Iterable[Mapping[str, Any]],
    quarantined: Iterable[Mapping[str, Any]] = (),
    duplicate_count: int = 0,
    results: Iterable[Result] = (),
) -> Verdict:
    """A batch as judging leaves it."""
    refused = list(quarantined)
    rows = {name: pa.array([row[name] for row in refused], kind) for name, kind in QUARANTINED.items()}
    return Verdict(table(feed, records), pa.table(rows), duplicate_count, list(results))


def batch_of(feed: str, number: int = 0, root: str = "H13.05") -> Batch:
    """The batch of one day: day 0 is 1 January 2024."""
    since = datetime(2024, 1, 1, tzinfo=VIETNAM) + timedelta(days=number)
    return Batch(feed, root, Window(since, since + timedelta(days=1)))


def load(
    engine: Engine, feed: str, records: Iterable[Mapping[str, Any]], number: int = 0, root: str = "H13.05"
) -> Receipt:
    """Loads the records as the batch of one day; each time as another landed object."""
    judged = verdict(feed, records)
    key = hashlib.md5(repr(judged.accepted.to_pylist()).encode()).hexdigest()
    return load_batch(engine, batch_of(feed, number, root), key, judged, judged.accepted.num_rows, NOW)
