"""Writes what a watch found: verdicts, alerts, letters. In the caller's transaction; keys hold what must be once."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from include.alerts.letter import Letter
from include.alerts.life import Alert, Step
from include.alerts.rule import Rule
from include.alerts.statements import statement


def write_verdicts(
    connection: Connection, rule: Rule, found: Iterable[tuple[str, Step, tuple[int, int]]], now: datetime
) -> None:
    """Each (agency, step, the month's counts) that is a new verdict, or whose counts changed after its verdict."""
    new, revised, settled = [], [], []
    for agency_code, step, (numerator, denominator) in found:
        key = {"rule": rule.name, "agency_code": agency_code, "period": step.period.label, "now": now}
        counted = {**key, "numerator": numerator, "denominator": denominator}
        if step.vintage:
            judged = {"outcome": step.outcome, "cause": step.decision.cause, "vintage": step.vintage}
            settled.append({**counted, **judged})
        elif step.is_new:
            new.append({**counted, "outcome": step.outcome, "cause": step.decision.cause})
        elif step.is_revised:
            revised.append({**counted, "restated": step.restated})
    if new:
        connection.execute(statement("write_verdict"), new)
    for name, bound in (("revise_verdict", revised), ("settle_verdict", settled)):
        if bound:
            connection.execute(statement(name), bound)


def write_alert(connection: Connection, rule: Rule, agency_code: str, step: Step, now: datetime) -> int | None:
    """The number of a new alert; None when it is on record already, so that nobody is told twice."""
    alert, value, before = step.alert, step.decision.value, step.decision.before
    if alert is None or value is None:
        return None
    chances = [reason.chance for reason in step.decision.reasons if reason.chance is not None]
    bound = {
        "rule": rule.name,
        "agency_code": agency_code,
        "period": step.period.label,
        "vintage": step.vintage,
        "indicator": rule.indicator,
        "severity": rule.severity,
        "reasons": [reason.kind for reason in step.decision.reasons],
        "judged_since": value.since,
        "judged_until": value.until,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "before_numerator": before.numerator if before else None,
        "before_denominator": before.denominator if before else None,
        "chance": min(chances, default=None),
        "recover_at": float(alert.recover_at),
        "framework": value.months[-1].framework,
        "formula_version": value.months[-1].formula_version,
        "state": alert.state,
        "now": now,
    }
    number = connection.execute(statement("write_alert"), bound).scalar()
    return None if number is None else int(number)


def end_alert(connection: Connection, rule: Rule, agency_code: str, ended: Alert, now: datetime) -> int | None:
    """The number of the alert that ends; None when it was closed meanwhile."""
    bound = {
        "rule": rule.name,
        "agency_code": agency_code,
        "period": ended.period.label,
        "state": ended.state,
        "recovered_period": ended.recovered.label if ended.recovered else None,
        "now": now,
    }
    number = connection.execute(statement("end_alert"), bound).scalar()
    return None if number is None else int(number)


def withdraw_alert(connection: Connection, rule: Rule, agency_code: str, step: Step, now: datetime) -> int | None:
    """The number of the alert that a vintage has made none; None when there was none."""
    bound = {"rule": rule.name, "agency_code": agency_code, "period": step.period.label, "now": now}
    number = connection.execute(statement("withdraw_alert"), bound).scalar()
    return None if number is None else int(number)


def write_letter(connection: Connection, letter: Letter, now: datetime) -> bool:
    """Puts a letter into the outbox; False when the same letter is there already."""
    bound = {
        "letter_key": letter.key,
        "kind": letter.kind,
        "period": letter.period,
        "recipient_name": letter.recipient.name,
        "recipient_email": letter.recipient.email,
        "language": letter.language,
        "subject": letter.subject,
        "body_text": letter.text,
        "body_html": letter.html,
        "now": now,
    }
    outbox_id = connection.execute(statement("write_letter"), bound).scalar()
    if outbox_id is None:
        return False
    for position, part in enumerate(letter.enclosures):
        connection.execute(statement("write_part"), {"outbox_id": outbox_id, "position": position, **asdict(part)})
    link = {"kind": letter.kind, "recipient_email": letter.recipient.email, "outbox_id": outbox_id}
    for alert_id in letter.alert_ids:
        connection.execute(statement("link_letter"), {"alert_id": alert_id, **link})
    return True
