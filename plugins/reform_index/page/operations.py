"""What the page for engineers shows: what ran, what is late, what was refused and why."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from include.quality.judge import RuleResult
from include.quality.report import render_report
from include.quality.rule import all_rules
from reform_index.page.reading import NotShown, Reader

# A night's run starts at 02:30 and has until the next morning; then it was missed.
LATE_AFTER = timedelta(hours=30)
EARLIER_BATCHES = 11


def read(reader: Reader, now: datetime) -> dict[str, Any]:
    """Everything that the template needs."""
    receipts = [{**row, "late_days": late_days(row, now)} for row in reader.rows("receipts")]
    return {
        "now": now,
        "receipts": receipts,
        "late_count": sum(receipt["late_days"] is not None for receipt in receipts),
        "quarantine": [{**row, **_sentences(row)} for row in reader.rows("quarantine")],
    }


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
