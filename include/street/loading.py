"""From landing into the warehouse: type, judge and load one batch, for the first time or again."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import TypedDict

from duckdb import DuckDBPyConnection
from sqlalchemy import Engine

from include.errors import Refused
from include.landing import landed_file, read_landed
from include.portal.feed import read_feed
from include.quality.batch_rule import judge_fields
from include.quality.judge import judge
from include.quality.rule import all_rules
from include.receipt import Batch
from include.records.shape import shape
from include.records.workbench import open_workbench
from include.settings import Settings
from include.street.asked import Landed, ask, batch_of, open_warehouse
from include.warehouse.heartbeat import beat
from include.warehouse.history import LoadedBatch, quarantined_batches, waiting_positions
from include.warehouse.ledger import find_receipt
from include.warehouse.load import load_batch
from include.warehouse.references import references


class Replayed(TypedDict):
    """The receipt of a batch before it was judged again, and after."""

    before: dict[str, str | int]
    after: dict[str, str | int]


def load(settings: Settings, landed: Landed, now: datetime, *, force: bool = False) -> dict[str, str | int]:
    """Types, judges and loads one landed batch in one transaction; gives its receipt.

    What was loaded before from the same landed object is not judged again; `force` judges it by the rules of today.
    """
    batch, key = batch_of(landed), landed["landing_key"]
    with open_warehouse(settings) as engine:
        with engine.connect() as connection:
            receipt = find_receipt(connection, batch, key)
        if receipt is None or force:
            waiting = waiting_positions(engine, batch) if receipt else None
            with shaped(settings, engine, batch, key) as workbench:
                verdict = judge(workbench, read_feed(batch.feed).records, waiting)
            verdict = replace(verdict, results=(*verdict.results, *judge_fields(batch.feed, landed["drift"])))
            receipt = load_batch(engine, batch, key, verdict, landed["pulled"], now, force=force)
        beat(engine, "load", now)
    return asdict(receipt)


@contextmanager
def shaped(settings: Settings, engine: Engine, batch: Batch, key: str) -> Iterator[DuckDBPyConnection]:
    """A workbench with the view of that name over a landed batch, by what the warehouse knows now."""
    with landed_file(settings.landing_url, key) as path, open_workbench() as workbench:
        shape(workbench, read_feed(batch.feed).records, path, references(engine), as_of=batch.window.until)
        yield workbench


def plan_replay(
    settings: Settings, feed: str | None = None, root: str | None = None, rules: Collection[str] | None = None
) -> list[Landed]:
    """The batches with records in quarantine, as they stand in landing: catalogues first, then by their windows."""
    with open_warehouse(settings) as engine:
        return [_landed(settings, known) for known in quarantined_batches(engine, feed, root, rules)]


def plan_waiting(settings: Settings, receipts: Iterable[Mapping[str, str | int]]) -> list[Landed]:
    """The batches with records that waited for an agency or a procedure, when a catalogue brought anything new."""
    if not any(receipt["loaded"] for receipt in receipts):
        return []
    return plan_replay(settings, rules=[rule.name for rule in all_rules() if rule.asks_catalogue])


def _landed(settings: Settings, known: LoadedBatch) -> Landed:
    asked = ask(read_feed(known.batch.feed), known.batch.root_agency, known.batch.window)
    kept = read_landed(settings.landing_url, known.landing_key)
    return {**asked, "landing_key": kept.key, "pulled": kept.pulled, "drift": list(kept.drift)}


def replay(settings: Settings, landed: Landed, now: datetime) -> Replayed:
    """Judges one landed batch again by the rules and the catalogue of today, and loads what now passes.

    Nothing new goes into quarantine; an older version never replaces a newer one; again it changes nothing.
    """
    with open_warehouse(settings) as engine, engine.connect() as connection:
        before = find_receipt(connection, batch_of(landed), landed["landing_key"])
    if before is None:
        came, todo = "it was never loaded", "load it, or name a batch that has records in quarantine"
        raise Refused(f"replay of {landed['landing_key']}", came, todo)
    return {"before": asdict(before), "after": load(settings, landed, now, force=True)}
