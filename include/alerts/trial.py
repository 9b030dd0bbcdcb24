"""What a rule would have told on the stored history, as if it had been there from the first month. Writes nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from include.alerts.decide import Decision
from include.alerts.facts import read_agencies, read_months
from include.alerts.life import Step, live_through
from include.alerts.recipients import named_for, read_recipients
from include.alerts.rule import RULES, Rule, read_rule
from include.errors import WrongUse
from include.periods import Period
from include.warehouse.faults import told_in_one_line


@dataclass(frozen=True)
class Told:
    """One letter that would have gone: `kind` is alert or recovery, `recipients` their addresses."""

    kind: str
    period: Period
    agency_code: str
    agency_name: str
    decision: Decision
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """The letters in the order of their months; how many agency-months were judged, by outcome; why some were not."""

    told: tuple[Told, ...]
    outcomes: Counter[str]
    causes: Counter[str]


def find_rule(name: str) -> Rule:
    """A shipped rule by its name, or a rule file by its path."""
    shipped = sorted(path.stem for path in RULES.glob("*.toml"))
    path = Path(name) if name.endswith(".toml") else RULES / f"{name}.toml"
    if not path.is_file():
        raise WrongUse(f"alarm rule {name!r}", "there is no such rule", f"name one of {', '.join(shipped)}, or a file")
    return read_rule(path)


def try_rule(engine: Engine, rule: Rule, since: Period, now: datetime, recipients_dir: Path | None = None) -> Trial:
    """Walks all months, and gives what concerns those from `since` on."""
    directory = read_recipients(recipients_dir)
    told: list[Told] = []
    outcomes: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    with told_in_one_line(f"trying rule {rule.name}"), engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        agencies = read_agencies(connection)
        for agency_code, history in read_months(connection, rule, whole=True).items():
            if not rule.covers(agency_code, agencies.levels.get(agency_code)):
                continue
            named = named_for(directory, agencies.lineage(agency_code))
            emails = tuple(recipient.email for recipient in named[1]) if named else ()
            for step in live_through(rule, history, {}, None, now):
                if step.period < since:
                    continue
                outcomes[step.outcome] += not step.is_open
                causes[step.decision.cause or ""] += step.outcome == "no_verdict"
                kind = _kind(step)
                if kind:
                    name = agencies.name(agency_code)
                    told.append(Told(kind, step.period, agency_code, name, step.decision, emails))
    ordered = sorted(told, key=lambda one: (one.period, one.agency_code, one.kind))
    return Trial(tuple(ordered), +outcomes, +causes)


def _kind(step: Step) -> str | None:
    if step.alert:
        return "alert"
    return "recovery" if step.ended and step.ended.state == "recovered" else None
