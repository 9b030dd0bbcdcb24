"""The street, step by step: what the DAG tasks and `python -m include run` both call.

Every step takes the settings, the time and a small dict, and gives a small dict; records never travel between
steps. Every step may be run again: what is done already changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict

from duckdb import DuckDBPyConnection
from sqlalchemy import Engine

from include.alerts.outbox import send as send_letters
from include.alerts.watch import watch as watch_rates
from include.errors import Refused, WrongUse
from include.index.framework import all_weights
from include.indicators.measure import measure as measure_indicators
from include.landing import keep, landed_file, read_landed
from include.periods import VIETNAM, Period, Window, refuse_future, start_of
from include.portal.feed import Feed, all_feeds, check_period, read_feed
from include.portal.report import COUNTRY
from include.quality.batch_rule import all_batch_rules, judge_fields
from include.quality.judge import judge
from include.quality.rule import all_rules
from include.receipt import Batch
from include.records.agency_code import normalise
from include.records.shape import shape
from include.records.workbench import open_workbench
from include.settings import Settings
from include.warehouse.connection import connect
from include.warehouse.history import LoadedBatch, quarantined_batches, waiting_positions
from include.warehouse.ledger import find_receipt
from include.warehouse.load import load_batch
from include.warehouse.portals import open_records, open_reports
from include.warehouse.published import find_department, known_provinces
from include.warehouse.references import references
from include.warehouse.windows import find_gaps, plan_window


class Asked(TypedDict):
    """A batch to be pulled; the ends of its window as ISO times in Vietnam's zone.

    A report is asked for on the day that is its window, and is about a period.
    """

    feed: str
    root_agency: str
    since: str
    until: str
    period: NotRequired[str]


class Landed(Asked):
    """A batch that has been pulled and kept."""

    landing_key: str
    pulled: int
    drift: list[str]


class Replayed(TypedDict):
    """The receipt of a batch before it was judged again, and after."""

    before: dict[str, str | int]
    after: dict[str, str | int]


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[Engine]:
    engine = connect(settings.warehouse_url)
    try:
        yield engine
    finally:
        engine.dispose()


def root_code(written: str) -> str:
    """One agency code, normalised, or VN for the country; WrongUse when it is none."""
    try:
        return COUNTRY if written == COUNTRY else normalise(written)
    except ValueError:
        raise WrongUse(f"root agency {written!r}", "not an agency code", "write a code like H13 or H13.05") from None


def root_codes(settings: Settings) -> list[str]:
    """The root agencies of the settings, normalised."""
    return [root_code(written) for written in settings.roots]


def _ask(feed: Feed, root: str, window: Window) -> Asked:
    since, until = (moment.astimezone(VIETNAM).isoformat() for moment in (window.since, window.until))
    return {"feed": feed.name, "root_agency": root, "since": since, "until": until}


def _batch(asked: Asked) -> Batch:
    since, until = datetime.fromisoformat(asked["since"]), datetime.fromisoformat(asked["until"])
    period = Period.parse(asked["period"]) if "period" in asked else None
    return Batch(asked["feed"], asked["root_agency"], Window(since, until), period)


def _today(now: datetime) -> Window:
    day = start_of(now.astimezone(VIETNAM).date())
    return Window(day, day + timedelta(days=1))


def plan_catalogue(settings: Settings, now: datetime, roots: Sequence[str] | None = None) -> list[Asked]:
    """The agencies and procedures of every root agency, as they stand on the day of `now`."""
    feeds = [feed for feed in all_feeds() if feed.shape == "catalogue"]
    return [_ask(feed, root, _today(now)) for root in roots or root_codes(settings) for feed in feeds]


def plan_published(
    now: datetime, root: str = COUNTRY, feeds: Sequence[Feed] | None = None, period: Period | None = None
) -> list[Asked]:
    """What to ask the public reports of a root: those due on the day of `now`, or those of one period.

    The catalogue of procedures is the country's. The first report is the one that names every department's code.
    """
    day, asked = now.astimezone(VIETNAM).date(), list[Asked]()
    reports = [feed for feed in feeds or all_feeds() if feed.report]
    for feed in sorted(reports, key=lambda feed: feed.name != "service_results"):
        if feed.report and feed.report.time_types:
            periods = [period] if period else feed.report.due_periods(day)
            asked += [{**_ask(feed, root, _today(now)), "period": due.label} for due in periods]
        elif root == COUNTRY:
            asked.append(_ask(feed, root, _today(now)))
    return asked


def plan_provinces(settings: Settings, now: datetime) -> list[list[Asked]]:
    """The same for every province that the reports of the country have named, one list a province."""
    with open_warehouse(settings) as engine:
        return [plan_published(now, root) for root in known_provinces(engine)]


def plan(
    settings: Settings,
    now: datetime,
    *,
    until: datetime,
    since: datetime | None = None,
    interval_start: datetime | None = None,
    roots: Sequence[str] | None = None,
) -> list[Asked]:
    """What is to be pulled of every record feed up to `until`, per root agency.

    Starts at `since` when it is given. Otherwise at the watermark (or the first day of history), less the lag
    in which the portal still adds records, and never after `interval_start`: a backfill pulls its own day again.
    WrongUse when `until` lies after `now`.
    """
    refuse_future(f"window until {until.astimezone(VIETNAM):%Y-%m-%d %H:%M}", until, now)
    asked = []
    with open_warehouse(settings) as engine:
        for root in roots or root_codes(settings):
            for feed in all_feeds():
                if feed.shape == "record":
                    begin = since or _begin(engine, settings, feed, root, until, interval_start)
                    asked += [_ask(feed, root, window) for window in _cut(begin, until, settings, feed)]
    return asked


def plan_gaps(settings: Settings, feed: Feed, root: str, now: datetime, since: datetime | None = None) -> list[Asked]:
    """The windows between `since` (or the first day of history) and the newest load that were never loaded."""
    with open_warehouse(settings) as engine:
        gaps = find_gaps(engine, feed.name, root, since or start_of(settings.history_since), now)
    return [_ask(feed, root, window) for gap in gaps for window in _cut(gap.since, gap.until, settings, feed)]


def _begin(
    engine: Engine, settings: Settings, feed: Feed, root: str, until: datetime, interval_start: datetime | None
) -> datetime:
    missing = plan_window(engine, feed.name, root, start_of(settings.history_since), until, feed.lag)
    begin = missing.since if missing else until
    return min(begin, interval_start) if interval_start else begin


def _cut(begin: datetime, until: datetime, settings: Settings, feed: Feed) -> Iterator[Window]:
    """Windows no longer than the feed (or the settings) allow, so that a batch stays small."""
    longest = timedelta(days=settings.window_days or feed.max_window_days)
    while begin < until:
        end = min(begin + longest, until)
        yield Window(begin, end)
        begin = end


def pull(settings: Settings, asked: Asked, now: datetime) -> Landed:
    """Reads one batch from the portal and keeps it in landing, without any personal field.

    A rule file that is wrong is refused here, before anything is asked of the portal.
    """
    all_rules()
    all_batch_rules()
    batch, feed = _batch(asked), read_feed(asked["feed"])
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


def load(settings: Settings, landed: Landed, now: datetime, *, force: bool = False) -> dict[str, str | int]:
    """Types, judges and loads one landed batch in one transaction; gives its receipt.

    What was loaded before from the same landed object is not judged again; `force` judges it by the rules of today.
    """
    batch, key = _batch(landed), landed["landing_key"]
    with open_warehouse(settings) as engine:
        with engine.connect() as connection:
            receipt = find_receipt(connection, batch, key)
        if receipt is None or force:
            waiting = waiting_positions(engine, batch) if receipt else None
            with shaped(settings, engine, batch, key) as workbench:
                verdict = judge(workbench, read_feed(batch.feed).records, waiting)
            verdict = replace(verdict, results=(*verdict.results, *judge_fields(batch.feed, landed["drift"])))
            receipt = load_batch(engine, batch, key, verdict, landed["pulled"], now, force=force)
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
    asked = _ask(read_feed(known.batch.feed), known.batch.root_agency, known.batch.window)
    kept = read_landed(settings.landing_url, known.landing_key)
    return {**asked, "landing_key": kept.key, "pulled": kept.pulled, "drift": list(kept.drift)}


def replay(settings: Settings, landed: Landed, now: datetime) -> Replayed:
    """Judges one landed batch again by the rules and the catalogue of today, and loads what now passes.

    Nothing new goes into quarantine; an older version never replaces a newer one; again it changes nothing.
    """
    with open_warehouse(settings) as engine, engine.connect() as connection:
        before = find_receipt(connection, _batch(landed), landed["landing_key"])
    if before is None:
        came, todo = "it was never loaded", "load it, or name a batch that has records in quarantine"
        raise Refused(f"replay of {landed['landing_key']}", came, todo)
    return {"before": asdict(before), "after": load(settings, landed, now, force=True)}


def describe_receipt(receipt: Mapping[str, str | int]) -> str:
    """One line for people: what became of a batch."""
    counts = ", ".join(f"{receipt[key]} {key}" for key in ("pulled", "loaded", "unchanged", "duplicate", "quarantined"))
    return f"{receipt['batch']}: {counts}"


def measure(settings: Settings, now: datetime, *, rebuild: bool = False) -> dict[str, int]:
    """Computes and scores every period that loads have touched since the last measure."""
    with open_warehouse(settings) as engine:
        return asdict(measure_indicators(engine, now, all_weights(), rebuild=rebuild))


def watch(settings: Settings, now: datetime) -> dict[str, int]:
    """Looks for payment rates that fell, and writes the letters into the outbox."""
    with open_warehouse(settings) as engine:
        return asdict(watch_rates(engine, now, settings.page_url, settings.recipients_dir))


def send(settings: Settings, now: datetime) -> dict[str, int]:
    """Sends what waits in the outbox."""
    with open_warehouse(settings) as engine:
        return asdict(send_letters(engine, settings.smtp_url, settings.mail_from, now))
