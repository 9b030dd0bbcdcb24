"""What the portal no longer has: missed by two looks at its window, it leaves its table and stands as a tombstone.

The portal sends no sign of a deletion. A record that is absent from a window pulled again may have changed and stand in
a later window, or in a reply that was short: so one look says nothing yet, and a look that misses many says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from include.quality.batch_rule import rules_about
from include.receipt import Batch
from include.warehouse.facts import Fact
from include.warehouse.known import stage_known
from include.warehouse.load_facts import Written, take_out
from include.warehouse.statements import read_sql

FEW_ABSENT = 10
MOST_ABSENT_RATE = 0.05
"""So many of the stored records of a window, or this share of them, may be absent; a look that misses more is short."""


@dataclass(frozen=True)
class AbsenceResult:
    """How many stored records of a window a look should have seen, and how many it did not."""

    rule: str
    severity: str
    evaluated_count: int
    failed_count: int
    found: tuple[str, ...]


def bury_gone(
    connection: Connection, batch: Batch, landing_key: str, fact: Fact, written: Written, now: datetime
) -> tuple[AbsenceResult, ...]:
    """Takes out what this batch and an earlier look missed; gives what the rules about absence say, if it looked."""
    asked = {
        "feed": batch.feed,
        "root_agency": batch.root_agency,
        "since": batch.window.since,
        "until": batch.window.until,
        "batch": batch.name,
        "landing_key": landing_key,
        "now": now,
        "months": list(written.new_months),
    }
    _run(connection, read_sql("missed_forgotten", key=fact.key), asked)
    if not _ask(connection, "is_looked_at_again", asked):
        return ()
    stored_count, absent_count, gone_count = _ask(connection, "stored_in_window", asked, table=fact.table), 0, 0
    if stored_count > written.seen:
        absent_count = _find_absent(connection, fact, written, asked)
    if 0 < absent_count <= max(FEW_ABSENT, MOST_ABSENT_RATE * stored_count):
        gone_count = _bury(connection, fact, asked)
    found = (f"{gone_count} gone",) if gone_count else ()
    rules = rules_about("absence", batch.feed)
    return tuple(AbsenceResult(rule.name, rule.severity, stored_count, absent_count, found) for rule in rules)


def _find_absent(connection: Connection, fact: Fact, written: Written, asked: Mapping[str, object]) -> int:
    """The table `absent`, and how many it holds. Not asked when the batch has as many records as the window stores."""
    new = fact.partitions if written.new_months else "FALSE"
    keys = ", ".join(f"stored.{name}" for name in fact.keys)
    stage_known(connection, written.arrived)
    _run(connection, read_sql("absent", table=fact.table, keys=keys, key=fact.key, new_partitions=new), asked)
    return _ask(connection, "absent_count", asked)


def _bury(connection: Connection, fact: Fact, asked: Mapping[str, object]) -> int:
    """The newly missed are noted first: their look is this one, and so none of them is buried yet."""
    _run(connection, read_sql("missed_noted"), asked)
    absent_keys = ", ".join(f"absent.{name}" for name in fact.keys)
    _run(connection, read_sql("leaving_gone", keys=", ".join(fact.keys), absent_keys=absent_keys), asked)
    month = "stored.code_month" if fact.is_partitioned else "NULL"
    names = {"table": fact.table, "key": fact.key, "code_month": month, "same_key": fact.same_key_as("leaving")}
    gone_count = _run(connection, read_sql("buried_now", **names), asked)
    take_out(connection, fact)
    return gone_count


def _run(connection: Connection, written: str, asked: Mapping[str, object]) -> int:
    statement = text(written)
    return connection.execute(statement, {key: asked[key] for key in statement.compile().params}).rowcount


def _ask(connection: Connection, name: str, asked: Mapping[str, object], **identifiers: str) -> int:
    statement = text(read_sql(name, **identifiers))
    return int(connection.execute(statement, {key: asked[key] for key in statement.compile().params}).scalar_one())
