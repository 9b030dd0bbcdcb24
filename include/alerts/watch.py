"""Looks at every rule, agency and month, and writes verdicts, alerts and letters in one transaction.

Watching again, after a retry, a second run or a backfill, writes nothing twice: a closed month has one verdict, an
alert and a letter have keys, and two watches at once wait for each other. Letters leave by `include.alerts.outbox`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from include.alerts.case import Case, build_case
from include.alerts.escalate import escalate
from include.alerts.facts import Agencies, read_agencies, read_judged, read_living_alerts, read_months
from include.alerts.letter import write_letter
from include.alerts.life import Step, live_through
from include.alerts.month import History
from include.alerts.notice import write_notices
from include.alerts.recipients import Directory, Recipient, named_for, read_recipients
from include.alerts.record import end_alert, withdraw_alert, write_alert, write_verdicts
from include.alerts.record import write_letter as put_into_outbox
from include.alerts.rule import Rule, all_rules
from include.alerts.statements import statement
from include.warehouse.faults import told_in_one_line


@dataclass(frozen=True)
class Watched:
    """How many alerts were found new, and how many letters were written."""

    alerts: int
    letters: int


@dataclass(frozen=True)
class Found:
    """A case to be told: `kind` is alert, recovery or correction."""

    kind: str
    case: Case


def watch(engine: Engine, now: datetime, page_url: str | None = None, recipients_dir: Path | None = None) -> Watched:
    """One transaction over all rules. `recipients_dir` None: the shipped folder."""
    rules, directory = all_rules(), read_recipients(recipients_dir)
    with told_in_one_line("watching the rates"), engine.begin() as connection:
        connection.execute(statement("lock_watch"))
        agencies = read_agencies(connection)
        found = [one for rule in rules for one in _watch_rule(connection, rule, agencies, now)]
        letters = _tell(connection, found, directory, agencies, now, page_url)
        letters += escalate(connection, rules, directory, agencies, now)
        letters += write_notices(connection, directory, agencies, _unnamed(found, directory, agencies), now)
    return Watched(sum(one.kind == "alert" for one in found), letters)


def _watch_rule(connection: Connection, rule: Rule, agencies: Agencies, now: datetime) -> Iterator[Found]:
    histories = read_months(connection, rule)
    if not histories:
        return
    judged = read_judged(connection, rule, min(period for history in histories.values() for period in history))
    living = read_living_alerts(connection, rule)
    verdicts = []
    for agency_code, history in histories.items():
        if not rule.covers(agency_code, agencies.levels.get(agency_code)):
            continue
        known = judged.get(agency_code, {})
        for step in live_through(rule, history, known, living.get(agency_code), now):
            verdicts.append((agency_code, step, history[step.period].counts))
            yield from _record(connection, rule, agency_code, step, history, agencies, now)
    write_verdicts(connection, rule, verdicts, now)


def _record(
    connection: Connection,
    rule: Rule,
    agency_code: str,
    step: Step,
    history: History,
    agencies: Agencies,
    now: datetime,
) -> Iterator[Found]:
    ended = end_alert(connection, rule, agency_code, step.ended, now) if step.ended else None
    if step.alert:
        alert_id = write_alert(connection, rule, agency_code, step, now)
        if alert_id is not None:
            yield Found("alert", build_case(connection, rule, agency_code, alert_id, step, history, agencies))
    elif step.is_withdrawn:
        withdrawn = withdraw_alert(connection, rule, agency_code, step, now)
        if withdrawn is not None:
            yield Found("correction", build_case(connection, rule, agency_code, withdrawn, step, history, agencies))
    elif ended is not None and step.ended and step.ended.state == "recovered":
        yield Found("recovery", build_case(connection, rule, agency_code, ended, step, history, agencies))


def _unnamed(found: list[Found], directory: Directory, agencies: Agencies) -> list[str]:
    """Agencies with an alert that no file names anybody for."""
    codes = {one.case.agency_code for one in found}
    return sorted(code for code in codes if named_for(directory, agencies.lineage(code)) is None)


def _tell(
    connection: Connection,
    found: list[Found],
    directory: Directory,
    agencies: Agencies,
    now: datetime,
    page_url: str | None,
) -> int:
    """One letter a recipient, month and kind: several agencies or rules together are a digest."""
    together: defaultdict[tuple[str, str, Recipient, str], list[Case]] = defaultdict(list)
    for one in found:
        named = named_for(directory, agencies.lineage(one.case.agency_code))
        for recipient in named[1] if named else ():
            language = recipient.language or one.case.rule.language
            together[one.case.period.label, one.kind, recipient, language].append(one.case)
    letters = [
        write_letter(kind, cases, recipient, language, now, page_url)
        for (_, kind, recipient, language), cases in sorted(together.items(), key=lambda item: str(item[0]))
    ]
    return sum(put_into_outbox(connection, letter, now) for letter in letters)
