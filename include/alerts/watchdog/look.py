"""Looks at every rule: what is wrong now. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from include.alerts.local_form import moment
from include.alerts.statements import statement
from include.alerts.watchdog.rule import CHECKS, GIVEN, WatchRule, all_watch_rules
from include.portal.feed import all_feeds
from include.warehouse.faults import told_in_one_line


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: `rule` and `subject` name it. `cause`: one line of the outside's words, or empty."""

    rule: WatchRule
    subject: str
    batch: str | None
    since: datetime | None
    number: int | None
    cause: str

    def sentence(self, language: str) -> str:
        """What the rule says of it, for people."""
        since = moment(self.since, language) if self.since else _NEVER[language]
        told = {"subject": self.subject, "batch": self.batch or "", "since": since, "cause": self.cause}
        return self.rule.told[language].format(number=self.number, **told)


_NEVER = {"vi": "chưa có lần nào", "en": "never so far"}


def look(engine: Engine, roots: Sequence[str], now: datetime) -> list[Finding]:
    """Everything that is wrong at `now`; `roots` are the root agencies that are to be pulled."""
    with told_in_one_line("the watchdog's look"), engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        return list(find(connection, roots, now))


def find(connection: Connection, roots: Sequence[str], now: datetime) -> Iterator[Finding]:
    """The same, in the caller's transaction."""
    feeds = [feed.name for feed in all_feeds() if feed.shape == "record"]
    for rule in all_watch_rules():
        due = rule.expected.due(now) if rule.expected else None
        given = {"now": now, "due": due, "roots": list(roots), "feeds": feeds}
        check = statement(rule.check, CHECKS)
        bound = {name: value for name, value in given.items() if name in GIVEN & check.compile().params.keys()}
        for row in connection.execute(check, {**rule.limits, **bound}):
            yield Finding(rule, row.subject, row.batch, row.since, row.number, _first_line(row.cause))


def _first_line(cause: str) -> str:
    lines = cause.strip().splitlines()
    return lines[0] if lines else ""
