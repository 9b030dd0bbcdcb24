"""What a rule would say of a landed batch, whether or not it is in force. Writes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from include.errors import WrongUse
from include.periods import VIETNAM
from include.quality.expectations import evaluate
from include.quality.rule import RULES, Rule, compile_rule, read_rule
from include.records.columns import columns_of

MOST_KEYS = 3


@dataclass(frozen=True)
class Tried:
    """A month of a batch: how many rows the rule judged, how many would fail it, and the keys of the first of these."""

    month: str
    evaluated_count: int
    failed_count: int
    keys: tuple[str, ...]


def find_rule(name: str) -> Rule:
    """A rule in force by its name, or a rule file by its path; its predicate compiles."""
    path = Path(name) if name.endswith(".toml") else RULES / f"{name}.toml"
    if not path.is_file():
        raise WrongUse(f"rule {name!r}", "there is no such rule", "see `rules list`, or give the path of a rule file")
    rule = read_rule(path)
    compile_rule(rule)
    return rule


def try_rule(con: duckdb.DuckDBPyConnection, feed_name: str, rule: Rule, since: datetime) -> list[Tried]:
    """Judges `shaped` by one rule; by the month in which a row's version arose, or of `as_of` where it has none.

    Rows of before `since` are left out.
    """
    feed = columns_of(feed_name)
    dated = feed.newest == "updated_at"
    judged = f"{rule.verdict_sql} AS {rule.judged_column}" if rule.predicate else str(rule.column)
    version = f"COALESCE({feed.newest}, as_of)" if dated else "as_of"
    local_since = since.astimezone(VIETNAM).replace(tzinfo=None)
    frame = con.sql(
        f"SELECT record_key, STRFTIME({version}, '%Y-%m') AS month, {judged} FROM shaped "  # noqa: S608
        f"WHERE {version} >= $since",
        params={"since": local_since},
    ).to_arrow_table()
    if frame.num_rows == 0:
        return []
    [outcome] = evaluate(frame.select([rule.judged_column]), [replace(rule, severity="warning")])
    keys, months = frame["record_key"], frame["month"].to_pylist()
    failed: dict[str, list[int]] = {month: [] for month in sorted(set(months))}
    for row in sorted(outcome.failed_rows):
        failed[months[row]].append(row)
    return [
        Tried(month, months.count(month), len(rows), tuple(keys[row].as_py() or "(no key)" for row in rows[:MOST_KEYS]))
        for month, rows in failed.items()
    ]
