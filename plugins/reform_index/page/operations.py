"""What the page for engineers shows: what is wrong, what ran, what is late, what was asked and refused, and why."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from include.alerts.watchdog.look import Finding
from include.alerts.watchdog.rule import all_watch_rules
from include.quality.judge import RuleResult
from include.quality.report import render_report
from include.quality.rule import all_rules
from reform_index.page.reading import NotShown, Reader

# A night's run starts at 02:30 and has until the next morning; then it was missed.
LATE_AFTER = timedelta(hours=30)
EARLIER_BATCHES = 11
# The outbox is looked at every ten minutes, and the watchdog looks every thirty.
QUIET_AFTER = timedelta(hours=1)
UNWATCHED_AFTER = timedelta(hours=2)
OUTCOMES = {
    "answered": ("Đã trả lời", "Answered", "good"),
    "refused": ("Bị từ chối", "Refused", "bad"),
    "broken off": ("Bỏ dở", "Broken off", "bad"),
}


class Asked(NamedTuple):
    """Which requests of the ledger are wanted; None: all."""

    feed: str | None = None
    root: str | None = None
    outcome: str | None = None


def read(reader: Reader, now: datetime, asked: Asked) -> dict[str, Any]:
    """Everything that the template needs."""
    receipts = [{**row, "late_days": late_days(row, now)} for row in reader.rows("receipts")]
    return {
        "now": now,
        "pulse": read_pulse(reader, now),
        "findings": [_describe(row) for row in reader.rows("findings")],
        "receipts": receipts,
        "late_count": sum(receipt["late_days"] is not None for receipt in receipts),
        "quarantine": [{**row, **_sentences(row)} for row in reader.rows("quarantine")],
        "asked": asked,
        "outcomes": OUTCOMES,
        "roots": [row["root_agency"] for row in reader.rows("roots", now=now)],
        "fetch_counts": {row["outcome"]: row for row in reader.rows("fetch_counts", now=now)},
        "fetches": reader.rows("fetches", now=now, **asked._asdict()),
    }


def read_pulse(reader: Reader, now: datetime) -> dict[str, Any]:
    """When anything ran last, and when the watchdog looked; whether that is too long ago.

    It is asked here because a scheduler that is wholly quiet runs no watchdog either.
    """
    beats = {row["stage"]: row["last_at"] for row in reader.rows("heartbeats")}
    last, looked = max(beats.values(), default=None), beats.get("watchdog")
    return {
        "last_at": last,
        "looked_at": looked,
        "is_quiet": last is None or now - last > QUIET_AFTER,
        "is_unwatched": looked is None or now - looked > UNWATCHED_AFTER,
    }


def _describe(row: Mapping[str, Any]) -> dict[str, Any]:
    """A finding with its rule's sentences; one whose rule is no more says what it is about."""
    for rule in all_watch_rules():
        if rule.name == row["rule"]:
            found = Finding(rule, row["subject"], row["batch"], row["since"], row["number"], row["cause"])
            told = {"vi": found.sentence("vi"), "en": found.sentence("en")}
            return {**row, **told, "dag": rule.dag, "runbook": rule.runbook}
    return {**row, "vi": row["subject"], "en": row["subject"], "dag": "", "runbook": "README.md"}


def late_days(receipt: Mapping[str, Any], now: datetime) -> int | None:
    """Whole days that the data of a feed lag behind; None while they are fresh.

    Record feeds are as fresh as their watermark; catalogues have none, and are as fresh as their last load.
    """
    behind: timedelta = now - (receipt["complete_until"] or receipt["loaded_at"])
    return max(behind.days, 1) if behind > LATE_AFTER else None


def draw_report(reader: Reader, batch: str, landing_key: str, back_to: str) -> str:
    """The validation report of one batch, as a whole page. NotShown when there is no such receipt."""
    asked = {"batch": batch, "landing_key": landing_key}
    for receipt in reader.rows("receipt", **asked):
        results = [RuleResult(**row) for row in reader.rows("rule_results", **asked)]
        earlier = reader.rows("earlier_rates", **asked, batch_count=EARLIER_BATCHES)
        return render_report(batch, results, receipt, {row["rule"]: row["rates"] for row in earlier}, back_to)
    raise NotShown(f"batch {batch!r}", "there is no receipt of it", "open it from the table of receipts")


def _sentences(row: Mapping[str, Any]) -> dict[str, str]:
    """What the rule says, in both languages; a rule that is no longer in force says what was kept with the record."""
    for rule in all_rules():
        if rule.name == row["rule"]:
            return {"sentence_vi": rule.sentence_vi, "sentence_en": rule.sentence_en}
    return {"sentence_vi": row.get("sentence", ""), "sentence_en": ""}
