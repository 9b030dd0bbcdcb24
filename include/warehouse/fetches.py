"""The ledger of fetches: what a pull asked of the portal, written when it is over, however it ended."""

import time
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Engine, text

from include.portal.client import Fetch
from include.receipt import Batch
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql


def write_fetches(engine: Engine, portal: str, batch: Batch, fetches: Sequence[Fetch]) -> None:
    """One row a request, in a transaction of its own. `portal` is its address as it may be shown."""
    pulled = {
        "portal": portal,
        "batch": batch.name,
        "feed": batch.feed,
        "root_agency": batch.root_agency,
        "window_start": batch.window.since,
        "window_end": batch.window.until,
    }
    rows = [{**pulled, **asdict(fetch), "ended_ago": time.monotonic() - fetch.ended} for fetch in fetches]
    if rows:
        with told_in_one_line(f"ledger of {batch.name}"), engine.begin() as connection:
            connection.execute(text(read_sql("write_fetch")), rows)
