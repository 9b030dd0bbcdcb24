"""Which batches are to be pulled: catalogues, records since the watermark, gaps, public reports."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine

from include.periods import VIETNAM, Period, Window, refuse_future, start_of
from include.portal.feed import Feed, all_feeds
from include.portal.report import COUNTRY
from include.settings import Settings
from include.street.asked import Asked, ask, open_warehouse, root_codes
from include.warehouse.heartbeat import beat
from include.warehouse.published import known_provinces
from include.warehouse.windows import find_gaps, plan_window


def _today(now: datetime) -> Window:
    day = start_of(now.astimezone(VIETNAM).date())
    return Window(day, day + timedelta(days=1))


def plan_catalogue(settings: Settings, now: datetime, roots: Sequence[str] | None = None) -> list[Asked]:
    """The agencies and procedures of every root agency, as they stand on the day of `now`."""
    with open_warehouse(settings) as engine:
        beat(engine, "catalogue", now)
    feeds = [feed for feed in all_feeds() if feed.shape == "catalogue"]
    return [ask(feed, root, _today(now)) for root in roots or root_codes(settings) for feed in feeds]


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
            asked += [{**ask(feed, root, _today(now)), "period": due.label} for due in periods]
        elif root == COUNTRY:
            asked.append(ask(feed, root, _today(now)))
    return asked


def plan_provinces(settings: Settings, now: datetime) -> list[list[Asked]]:
    """The same for every province that the reports of the country have named, one list a province."""
    with open_warehouse(settings) as engine:
        beat(engine, "published", now)
        return [plan_published(now, root) for root in known_provinces(engine)]


def plan(
    settings: Settings,
    now: datetime,
    *,
    until: datetime,
    since: datetime | None = None,
    interval_start: datetime | None = None,
    roots: Sequence[str] | None = None,
    stage: str = "collect",
) -> list[Asked]:
    """What is to be pulled of every record feed up to `until`, per root agency.

    Starts at `since` when it is given. Otherwise at the watermark (or the first day of history), less the lag
    in which the portal still adds records, and never after `interval_start`: a backfill pulls its own day again.
    WrongUse when `until` lies after `now`. `stage`: collect or sweep, whose heartbeat it is.
    """
    refuse_future(f"window until {until.astimezone(VIETNAM):%Y-%m-%d %H:%M}", until, now)
    asked = []
    with open_warehouse(settings) as engine:
        beat(engine, stage, now)
        for root in roots or root_codes(settings):
            for feed in all_feeds():
                if feed.shape == "record":
                    begin = since or _begin(engine, settings, feed, root, until, interval_start)
                    asked += [ask(feed, root, window) for window in _cut(begin, until, settings, feed)]
    return asked


def plan_gaps(settings: Settings, feed: Feed, root: str, now: datetime, since: datetime | None = None) -> list[Asked]:
    """The windows between `since` (or the first day of history) and the newest load that were never loaded."""
    with open_warehouse(settings) as engine:
        gaps = find_gaps(engine, feed.name, root, since or start_of(settings.history_since), now)
    return [ask(feed, root, window) for gap in gaps for window in _cut(gap.since, gap.until, settings, feed)]


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
