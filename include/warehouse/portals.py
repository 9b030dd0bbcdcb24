"""Both doors of the portal as the workers share them: behind a gate, and with a ledger of what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Engine

from include.portal.client import Portal
from include.portal.client.reporting import POLITE, ReportingPortal
from include.portal.client.transport import read_host
from include.receipt import Batch
from include.settings import Settings
from include.warehouse.fetches import write_fetches
from include.warehouse.portal_gate import PortalGate


@contextmanager
def open_records(settings: Settings, engine: Engine, batch: Batch) -> Iterator[Portal]:
    """The record feed, for one batch; the ledger is written when the block ends, however it ends."""
    host = read_host(settings.portal_url)
    account = (settings.portal_url, settings.portal_username, settings.portal_password)
    turns, pause_seconds = settings.portal_requests, settings.request_pause_seconds
    with (
        PortalGate(engine, host, turns=turns, pause_seconds=pause_seconds) as gate,
        Portal(*account, gate=gate) as portal,
    ):
        try:
            yield portal
        finally:
            write_fetches(engine, host, batch, portal.fetches)


@contextmanager
def open_reports(settings: Settings, engine: Engine, batch: Batch) -> Iterator[ReportingPortal]:
    """The public reports, one page at a time for all workers together; the ledger as for records."""
    host, limits = read_host(settings.portal_url), replace(POLITE, gap_seconds=0)
    turns, pause_seconds = settings.portal_requests, settings.portal_pause_seconds
    with (
        PortalGate(engine, host, turns=turns, pause_seconds=pause_seconds, door="reports") as gate,
        ReportingPortal(settings.portal_url, limits=limits, gate=gate) as portal,
    ):
        try:
            yield portal
        finally:
            write_fetches(engine, host, batch, portal.fetches)
