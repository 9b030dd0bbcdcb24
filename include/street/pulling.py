"""From the portal into landing: one batch."""

from datetime import datetime

from include.landing import keep
from include.periods import VIETNAM, refuse_future
from include.portal.feed import Feed, check_period, read_feed
from include.quality.batch_rule import all_batch_rules
from include.quality.rule import all_rules
from include.receipt import Batch
from include.settings import Settings
from include.street.asked import Asked, Landed, batch_of, open_warehouse
from include.warehouse.portals import open_records, open_reports
from include.warehouse.published import find_department


def pull(settings: Settings, asked: Asked, now: datetime) -> Landed:
    """Reads one batch from the portal and keeps it in landing, without any personal field.

    A rule file that is wrong is refused here, before anything is asked of the portal.
    """
    all_rules()
    all_batch_rules()
    batch, feed = batch_of(asked), read_feed(asked["feed"])
    if feed.report:
        return _pull_report(settings, asked, batch, feed, now)
    if feed.shape == "record":
        refuse_future(f"window of {batch.name}", batch.window.until, now)
    window = batch.window if feed.shape == "record" else None
    with open_warehouse(settings) as engine, open_records(settings, engine, batch) as portal:
        kept = keep(settings.landing_url, batch, feed, portal.read(feed, batch.root_agency, window))
    return {**asked, "landing_key": kept.key, "pulled": kept.pulled, "drift": list(kept.drift)}


def _pull_report(settings: Settings, asked: Asked, batch: Batch, feed: Feed, now: datetime) -> Landed:
    """Needs no account; one page at a time for all workers together, and the pause between pages is a setting."""
    check_period(feed, batch.period, now)
    day = batch.window.since.astimezone(VIETNAM).date()
    with open_warehouse(settings) as engine:
        department_id = find_department(engine, batch.root_agency)
        with open_reports(settings, engine, batch) as portal:
            pages = portal.read(feed, batch.root_agency, department_id, batch.period, day)
            kept = keep(settings.landing_url, batch, feed, pages)
    return {**asked, "landing_key": kept.key, "pulled": kept.pulled, "drift": list(kept.drift)}
