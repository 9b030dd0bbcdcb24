"""One judged batch into the warehouse, in one transaction: records, cubes, quarantine, receipt and watermark."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import psycopg
import pyarrow as pa
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from include.errors import WrongUse
from include.periods import VIETNAM, add_months
from include.quality.batch_rule import rules_about
from include.receipt import Batch, Receipt
from include.warehouse.catalogues import CATALOGUES, load_catalogue
from include.warehouse.facts import FACTS
from include.warehouse.faults import is_passing, told_in_one_line
from include.warehouse.gone import bury_gone
from include.warehouse.ledger import Judged, Result, find_receipt, is_newest, write_ledger, write_results
from include.warehouse.load_facts import Written, code_months, load_facts
from include.warehouse.locks import lock_batch
from include.warehouse.published import load_published, report_feeds
from include.warehouse.references import references
from include.warehouse.volume import count_volume, judge_volume, keep_volume
from include.warehouse.waiting import settle_overtaken
from include.warehouse.windows import plan_window

__all__ = ["ensure_partitions", "load_batch", "plan_window", "references"]

ATTEMPTS = 4
MONTHS_AHEAD = 3
SETTINGS = """
SET LOCAL work_mem = '64MB';
SET LOCAL plan_cache_mode = force_custom_plan;
SET LOCAL lock_timeout = '10min';
SET LOCAL default_statistics_target = 10;
"""
"""What the planner must know of a batch is how many rows it has and in how many months: a small sample tells that."""


def load_batch(
    engine: Engine,
    batch: Batch,
    landing_key: str,
    verdict: Judged,
    pulled: int,
    now: datetime,
    force: bool = False,
) -> Receipt:
    """Loads what was accepted, quarantines what was refused, and gives the receipt.

    The same landed object loaded again changes nothing, and gives the receipt of the first time. With `force` its
    verdict is another one now: what passes is added to what was loaded of it, unless another object of the same batch
    was loaded since, whose verdict stands. Refused when anything fails: then the warehouse is as it was.
    """
    if batch.feed not in {*FACTS, *CATALOGUES, *report_feeds()}:
        raise WrongUse(f"load {batch.name}", "the warehouse has no table for this feed", "name a feed that it knows")
    with told_in_one_line(f"load {batch.name}"):
        _make_partitions(engine, batch, verdict, now)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with engine.begin() as connection:
                    return _load(connection, batch, landing_key, verdict, pulled, now, force=force)
            except (DBAPIError, psycopg.Error) as error:
                if attempt == ATTEMPTS or not is_passing(error):
                    raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def ensure_partitions(connection: Connection, months: list[date]) -> int:
    """Makes the partitions of these months (first days) that are not there; gives how many tables were made."""
    made = connection.execute(text("SELECT ops.ensure_partitions(CAST(:months AS date []))"), {"months": months})
    return int(made.scalar_one())


def _make_partitions(engine: Engine, batch: Batch, verdict: Judged, now: datetime) -> None:
    """In a transaction of its own: an empty partition does no harm, and nobody waits for its lock."""
    if batch.feed in FACTS:
        this_month = now.astimezone(VIETNAM).date().replace(day=1)
        ahead = [add_months(this_month, count) for count in range(MONTHS_AHEAD + 1)]
        with engine.begin() as connection:
            ensure_partitions(connection, [*code_months(FACTS[batch.feed], verdict.accepted), *ahead])


def _load(
    connection: Connection,
    batch: Batch,
    landing_key: str,
    verdict: Judged,
    pulled: int,
    now: datetime,
    *,
    force: bool,
) -> Receipt:
    connection.exec_driver_sql(SETTINGS)
    lock_batch(connection, batch)
    known = find_receipt(connection, batch, landing_key)
    if known is not None and not (force and is_newest(connection, batch, landing_key)):
        return known
    accepted = verdict.accepted
    again = known is not None
    written = _write(connection, batch, accepted, now, again=again)
    loaded = written.loaded if known is None else min(known.loaded + written.loaded, accepted.num_rows)
    unchanged = accepted.num_rows - loaded
    receipt = Receipt(batch.name, pulled, loaded, unchanged, verdict.duplicate_count, verdict.quarantined.num_rows)
    write_ledger(connection, batch, landing_key, receipt, verdict, now, wrote=written.loaded > 0, again=again)
    if not again:
        write_results(connection, batch, landing_key, _look_around(connection, batch, landing_key, written, now))
    if batch.feed in FACTS:
        settle_overtaken(connection, batch, landing_key, FACTS[batch.feed], written, receipt.quarantined)
    return find_receipt(connection, batch, landing_key) or receipt


def _write(connection: Connection, batch: Batch, accepted: pa.Table, now: datetime, *, again: bool) -> Written:
    """The records into the tables of their feed."""
    if batch.feed in FACTS:
        with ThreadPoolExecutor(1) as counter:
            counted = counter.submit(count_volume, batch, accepted)
            written = load_facts(connection, FACTS[batch.feed], accepted, batch, again=again)
        keep_volume(connection, batch, counted.result())
        return written
    if batch.feed in CATALOGUES:
        return Written(load_catalogue(connection, batch, accepted))
    return Written(load_published(connection, batch, accepted, now))


def _look_around(
    connection: Connection, batch: Batch, landing_key: str, written: Written, now: datetime
) -> list[Result]:
    """What can be said only of the batch beside what is stored: its volume, and what it lacks."""
    found: list[Result] = [*judge_volume(connection, batch, rules_about("volume", batch.feed), now)]
    if batch.feed in FACTS:
        found += bury_gone(connection, batch, landing_key, FACTS[batch.feed], written, now)
    return found
