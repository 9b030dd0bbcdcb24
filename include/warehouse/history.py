"""Which batches stand in landing: those to be judged again, and those that a rule may be tried on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, text

from include.periods import VIETNAM, Window
from include.receipt import Batch, Receipt
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql

FEEDS_IN_ORDER = ("agencies", "procedures", "dossiers", "payments", "petitions")
"""Records name agencies and procedures: these come first. What the portal publishes as reports is not among them."""


@dataclass(frozen=True)
class LoadedBatch:
    """The newest landed object of a batch, and what became of it."""

    batch: Batch
    landing_key: str
    receipt: Receipt


@dataclass(frozen=True)
class Waiting:
    """How many records in quarantine broke a rule; without feed and rule: how many there are in all."""

    feed: str | None
    rule: str | None
    sentence: str | None
    record_count: int


def loaded_batches(engine: Engine, feeds: Collection[str], since: datetime, root: str | None) -> list[LoadedBatch]:
    """Every batch of the feeds whose window ends after `since`, catalogues first, then by their windows."""
    asked = {"feeds": sorted(set(feeds) & set(FEEDS_IN_ORDER)), "since": since, "root": root}
    return _read(engine, "loaded_batches", asked)


def quarantined_batches(
    engine: Engine, feed: str | None, root: str | None, rules: Collection[str] | None
) -> list[LoadedBatch]:
    """Every batch that has records in quarantine, of a feed, a root agency or some rules alone if they are given."""
    feeds = [feed] if feed else list(FEEDS_IN_ORDER)
    asked = {"feeds": feeds, "root": root, "rules": None if rules is None else list(rules)}
    return _read(engine, "quarantined_batches", asked)


def waiting_by_rule(engine: Engine, feed: str | None, root: str | None) -> list[Waiting]:
    """What waits in quarantine, of a feed or a root agency alone if they are given; a record in two batches is one."""
    with told_in_one_line("quarantine by rule"), engine.connect() as connection:
        found = connection.execute(text(read_sql("waiting_by_rule")), {"feed": feed, "root": root}).all()
    return [Waiting(*row) for row in found]


def waiting_positions(engine: Engine, batch: Batch) -> list[int]:
    """The positions of a batch's records in quarantine."""
    question = text("SELECT position FROM quarantine.record WHERE batch = :batch ORDER BY position")
    with told_in_one_line(f"quarantine of {batch.name}"), engine.connect() as connection:
        return [int(position) for position in connection.execute(question, {"batch": batch.name}).scalars()]


def _read(engine: Engine, name: str, asked: Mapping[str, object]) -> list[LoadedBatch]:
    with told_in_one_line("history of the batches"), engine.connect() as connection:
        found = connection.execute(text(read_sql(name)), asked).all()
    batches = [_describe(*row) for row in found]
    return sorted(batches, key=lambda one: (FEEDS_IN_ORDER.index(one.batch.feed), one.batch.window.since))


def _describe(
    batch: str, landing_key: str, feed: str, root: str, since: datetime, until: datetime, *counts: int
) -> LoadedBatch:
    window = Window(since.astimezone(VIETNAM), until.astimezone(VIETNAM))
    return LoadedBatch(Batch(feed, root, window), landing_key, Receipt(batch, *counts))
