"""Keeps what the watchdog finds: each finding is one row while it lasts, and the engineers are told once.

All of it is one transaction, with the letters in the outbox. Looking again changes nothing but when it was seen last.
What comes back within its rule's quiet time is the same finding: neither its end nor its return is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, TextClause

from include.alerts.engineers import Line, tell_engineers
from include.alerts.recipients import read_recipients
from include.alerts.statements import statement
from include.alerts.watchdog.look import Finding, find
from include.alerts.watchdog.rule import all_watch_rules
from include.warehouse.faults import told_in_one_line


@dataclass(frozen=True)
class Kept:
    """How many findings are new, how many last, how many have ended since, and how many letters were written."""

    new: int
    lasting: int
    over: int
    letters: int


@dataclass(frozen=True)
class Known:
    """A finding on record. `finding` None: its rule is no more."""

    finding_id: int
    finding: Finding | None
    found_at: datetime
    ended_at: datetime | None

    def may_be_told(self, now: datetime) -> bool:
        """Whether it has stayed over for the quiet time of its rule."""
        return self.finding is None or now - (self.ended_at or now) >= self.finding.rule.quiet


Name = tuple[str, str]


def keep_watch(
    engine: Engine, roots: Sequence[str], now: datetime, page_url: str | None = None, recipients_dir: Path | None = None
) -> Kept:
    """Looks at every rule, and writes what is new and what is over. `recipients_dir` None: the shipped folder."""
    directory = read_recipients(recipients_dir)
    with told_in_one_line("the watchdog"), engine.begin() as connection:
        connection.execute(_sql("lock_watchdog"))
        known, wrong = _read_known(connection), {_name(one): one for one in find(connection, roots, now)}
        new = [one for name, one in wrong.items() if name not in known]
        for name, one in wrong.items():
            _write(connection, one, known.get(name), now)
        over = [one for name, one in known.items() if name not in wrong]
        told = [one for one in over if one.may_be_told(now)]
        for ended in over:
            bound = {"finding_id": ended.finding_id, "told": ended in told, "now": now}
            connection.execute(_sql("end_finding"), bound)
        letters = sum(
            tell_engineers(connection, directory, kind, partial(_lines, lines), now, page_url)
            for kind, lines in (
                ("found", [(one, now) for one in new]),
                ("over", [(one.finding, one.found_at) for one in told if one.finding]),
            )
        )
    return Kept(len(new), len(wrong), sum(one.ended_at is None for one in over), letters)


def _sql(name: str) -> TextClause:
    return statement(name, "watchdog/sql")


def _name(finding: Finding) -> Name:
    return finding.rule.name, finding.subject


def _read_known(connection: Connection) -> dict[Name, Known]:
    rules = {rule.name: rule for rule in all_watch_rules()}
    known = {}
    for row in connection.execute(_sql("read_findings")):
        rule = rules.get(row.rule)
        finding = Finding(rule, row.subject, row.batch, row.since, row.number, row.cause) if rule else None
        known[row.rule, row.subject] = Known(row.finding_id, finding, row.found_at, row.ended_at)
    return known


def _write(connection: Connection, finding: Finding, known: Known | None, now: datetime) -> None:
    bound = {
        "batch": finding.batch,
        "since": finding.since,
        "number": finding.number,
        "cause": finding.cause,
        "now": now,
    }
    if known:
        connection.execute(_sql("see_finding"), {**bound, "finding_id": known.finding_id})
    else:
        connection.execute(_sql("write_finding"), {**bound, "rule": finding.rule.name, "subject": finding.subject})


def _lines(findings: Iterable[tuple[Finding, datetime]], language: str) -> list[Line]:
    """One line a finding; its key holds when it was found, so that the next of its kind is told again."""
    return [
        Line(
            key=f"{one.rule.name}|{one.subject}|{found_at.isoformat()}",
            what=one.sentence(language),
            cause=one.cause,
            dag=one.rule.dag,
            batch=one.batch,
            runbook=one.rule.runbook,
        )
        for one, found_at in findings
    ]
