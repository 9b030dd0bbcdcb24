"""What follows from loads: indicators and scores, the watch over the rates, letters, the watchdog over it all."""

from dataclasses import asdict
from datetime import datetime

from include.alerts.outbox import send as send_letters
from include.alerts.watch import watch as watch_rates
from include.alerts.watchdog.keep import keep_watch
from include.index.framework import all_weights
from include.indicators.measure import measure as measure_indicators
from include.publication.aims import keep_aims
from include.settings import Settings
from include.street.asked import open_warehouse, root_codes
from include.warehouse.heartbeat import beat


def measure(settings: Settings, now: datetime, *, rebuild: bool = False) -> dict[str, int]:
    """Computes and scores every period that loads have touched since the last measure."""
    weights = all_weights()
    with open_warehouse(settings) as engine:
        measured = asdict(measure_indicators(engine, now, weights, rebuild=rebuild))
        keep_aims(engine, weights)
        beat(engine, "measure", now)
    return measured


def watch(settings: Settings, now: datetime) -> dict[str, int]:
    """Looks for payment rates that fell, and writes the letters into the outbox."""
    with open_warehouse(settings) as engine:
        watched = asdict(watch_rates(engine, now, settings.page_url, settings.recipients_dir))
        beat(engine, "watch", now)
    return watched


def send(settings: Settings, now: datetime) -> dict[str, int]:
    """Sends what waits in the outbox."""
    with open_warehouse(settings) as engine:
        sent = asdict(send_letters(engine, settings.smtp_url, settings.mail_from, now))
        beat(engine, "send", now)
    return sent


def watchdog(settings: Settings, now: datetime) -> dict[str, int]:
    """Notices what did not happen, and writes letters to the engineers into the outbox."""
    with open_warehouse(settings) as engine:
        beat(engine, "watchdog", now)
        return asdict(keep_watch(engine, root_codes(settings), now, settings.page_url, settings.recipients_dir))
