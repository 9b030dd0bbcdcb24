"""Passes on what nobody acknowledged: the same letter, with a sentence before it, to the agency above."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import escape
from sqlalchemy import Connection

from include.alerts.facts import Agencies
from include.alerts.letter import Enclosure, Letter, letter_key, one_line, speak
from include.alerts.recipients import Directory, Recipient, named_for
from include.alerts.record import write_letter
from include.alerts.rule import Rule
from include.alerts.statements import statement

PREFACE = "<!--preface-->"


def escalate(
    connection: Connection, rules: Sequence[Rule], directory: Directory, agencies: Agencies, now: datetime
) -> int:
    """Letters written about alerts that are open longer than their rule allows; each alert is passed on once."""
    return sum(_escalate(connection, rule, directory, agencies, now) for rule in rules if rule.escalate_after_days)


def _escalate(connection: Connection, rule: Rule, directory: Directory, agencies: Agencies, now: datetime) -> int:
    days = rule.escalate_after_days or 0
    bound = {"rule": rule.name, "now": now, "before": now - timedelta(days=days)}
    together: defaultdict[tuple[int, Recipient, str], list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(statement("take_unacknowledged"), bound):
        told, above = _above(directory, agencies, row.agency_code)
        for recipient in above:
            key = f"{row.rule}|{row.agency_code}|{row.period}|{row.vintage}"
            together[row.outbox_id, recipient, told].append((row.alert_id, key))
    return sum(
        write_letter(connection, _preface(connection, outbox_id, recipient, told, days, alerts), now)
        for (outbox_id, recipient, told), alerts in together.items()
    )


def _above(directory: Directory, agencies: Agencies, agency_code: str) -> tuple[str, tuple[Recipient, ...]]:
    """Those who were told, by name, and the recipients of the nearest other file above."""
    lineage = agencies.lineage(agency_code)
    served = named_for(directory, lineage)
    if served is None:
        return "", ()
    above = named_for(directory, lineage[lineage.index(served[0]) + 1 :])
    return "; ".join(recipient.name for recipient in served[1]), above[1] if above else ()


def _preface(
    connection: Connection, outbox_id: int, recipient: Recipient, told: str, days: int, alerts: list[tuple[int, str]]
) -> Letter:
    first = connection.execute(statement("read_letter"), {"outbox_id": outbox_id}).one()
    parts = connection.execute(statement("read_parts"), {"outbox_id": outbox_id}).all()
    sentence = speak(first.language, "escalated", told, days)
    paragraph = f'<p style="margin:0 0 12px 0;font-weight:bold;">{escape(sentence)}</p>'
    return Letter(
        key=letter_key("escalation", recipient, [key for _, key in alerts]),
        kind="escalation",
        period=first.period,
        recipient=recipient,
        language=first.language,
        subject=one_line(speak(first.language, "subject_escalation", first.subject)),
        text=f"{sentence}\n\n{first.body_text}",
        html=first.body_html.replace(PREFACE, paragraph, 1),
        enclosures=tuple(Enclosure(part.disposition, part.content_type, part.name, part.content) for part in parts),
        alert_ids=tuple(alert_id for alert_id, _ in alerts),
    )
