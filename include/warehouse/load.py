"""One judged batch into the warehouse, in one transaction: records, cubes, quarantine, receipt and watermark."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import psycopg
import pyarrow as pa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from include.errors import WrongUse
from include.periods import VIETNAM, add_months
from include.quality.batch_rule import rules_about
from include.receipt import Batch, Receipt
from include.warehouse.bare_months import drop_bare_months
from include.warehouse.catalogues import CATALOGUES, load_catalogue
from include.warehouse.facts import FACTS
from include.warehouse.faults import is_passing, told_in_one_line
from include.warehouse.gone import bury_gone
from include.warehouse.ledger import Judged, Result, find_receipt, is_newest, write_ledger, write_results
from include.warehouse.load_facts import MonthsMissing, Written, code_months, load_facts
from include.warehouse.locks import lock_batch
from include.warehouse.partitions import ensure_partitions
from include.warehouse.published import load_published, report_feeds
from include.warehouse.references import references
from include.warehouse.volume import count_volume, judge_volume, keep_volume
from include.warehouse.waiting import settle_overtaken
from include.warehouse.windows import plan_window

__all__ = ["load_batch", "plan_window", "references"]

ATTEMPTS = 4
MONTHS_AHEAD = 3
MANY_ROWS = 50_000
"""So many are worth sessions of their own."""
SETTINGS = """
SET LOCAL work_mem = '64MB';
SET LOCAL plan_cache_mode = force_custom_plan;
SET LOCAL lock_timeout = '10min';
SET LOCAL default_statistics_target = 10;
SET LOCAL idle_in_transaction_session_timeout = 0;
"""
"""What the planner must know of a batch is how many rows it has and in how many months: a small sample tells that.

While other sessions fill its months, the one of the load says nothing.
"""


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
        for attempt in range(1, ATTEMPTS + 1):
            if batch.feed in FACTS:
                _prepare(engine, _months_to_make(batch, verdict.accepted, attempt), now)
            try:
                with engine.begin() as connection:
                    return _load(connection, batch, landing_key, verdict, pulled, now, force=force)
            except MonthsMissing:
                continue
            except (DBAPIError, psycopg.Error) as error:
                if attempt == ATTEMPTS or not is_passing(error):
                    raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def _months_to_make(batch: Batch, accepted: pa.Table, attempt: int) -> list[date]:
    """None at the first attempt of a large batch: it fills the months before they are partitions, if it can."""
    fills_itself = attempt == 1 and accepted.num_rows >= MANY_ROWS
    return [] if fills_itself else code_months(FACTS[batch.feed], accepted)


def _prepare(engine: Engine, months: list[date], now: datetime) -> None:
    """These months are there, and those that will soon be needed; nothing is left of a load that failed."""
    this_month = now.astimezone(VIETNAM).date().replace(day=1)
    with engine.begin() as connection:
        drop_bare_months(connection)
        ensure_partitions(connection, [*months, *(add_months(this_month, count) for count in range(MONTHS_AHEAD + 1))])


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
