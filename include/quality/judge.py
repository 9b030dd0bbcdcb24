"""One batch before its rules: what is accepted, what goes into quarantine and why, what came twice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from include.errors import Refused
from include.quality.expectations import Outcome, evaluate
from include.quality.rule import Rule, rules_of
from include.records.columns import FeedColumns, columns_of

_SQL = Path(__file__).with_name("sql")
_REFUSAL = pa.schema({"position": pa.int64(), "rule": pa.string(), "sentence": pa.string()})
_QUARANTINED = pa.schema(
    {
        "position": pa.int64(),
        "record_key": pa.string(),
        "rules": pa.list_(pa.string()),
        "sentences": pa.list_(pa.string()),
        "record": pa.string(),
    }
)


@dataclass(frozen=True)
class RuleResult:
    """How many rows a rule looked at and how many failed it.

    A rule about the whole batch counts what it judges in place of rows, and names in `found` what failed.
    """

    rule: str
    severity: str
    evaluated_count: int
    failed_count: int
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """A batch, split: every pulled row is accepted, a duplicate, or quarantined.

    `accepted` has the feed's typed columns and content_hash, one row a key. `quarantined` has position (0-based row of
    the landed file), record_key, rules, sentences (Vietnamese, in the order of the rules) and record (JSON of the row
    as it landed).
    """

    accepted: pa.Table
    quarantined: pa.Table
    duplicate_count: int
    results: tuple[RuleResult, ...]


def judge(con: duckdb.DuckDBPyConnection, feed_name: str, waiting: Sequence[int] | None = None) -> Verdict:
    """Judges `shaped` by every rule of its feed and splits it by the rows that failed a warning.

    Of several accepted versions of one key the newest stays (then the greater content_hash), in any order of rows.
    `waiting` are the positions in quarantine when a batch is judged again: no other row goes there any more, for what
    was accepted is in the warehouse already; the results count it all the same.
    Refused when a critical rule failed, or when Great Expectations did not judge every row by every rule.
    """
    feed, rules = columns_of(feed_name), rules_of(feed_name)
    con.execute(_render_judged(feed, rules))
    positions, outcomes = _evaluate(con, rules)
    _stop_if_critical(feed_name, outcomes)
    _tabulate_refusals(con, positions, outcomes)
    if waiting is not None:
        con.execute(_read_sql("keep_waiting"), {"waiting": list(waiting)})
    con.execute(_read_sql("superseded"))
    accepted = con.sql(_render_accepted(feed)).to_arrow_table()
    quarantined = _read_quarantined(con)
    [(duplicate_count,)] = con.execute("SELECT COUNT(*) FROM superseded").fetchall()
    con.execute("DROP TABLE judged")
    return Verdict(
        accepted=accepted,
        quarantined=quarantined,
        duplicate_count=duplicate_count,
        results=tuple(RuleResult(o.rule.name, o.rule.severity, o.evaluated_count, o.failed_count) for o in outcomes),
    )


@cache
def _read_sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _render_judged(feed: FeedColumns, rules: Sequence[Rule]) -> str:
    """One pass over the landed file: its typed columns, and each predicate as a boolean column."""
    verdicts = [f"{rule.verdict_sql} AS {rule.judged_column}" for rule in rules if rule.predicate]
    columns = ["position", "record_key", f"{feed.newest} AS version_at", *feed.names, "content_hash", *verdicts]
    return f"CREATE OR REPLACE TEMP TABLE judged AS SELECT {', '.join(columns)} FROM shaped"  # noqa: S608


def _render_accepted(feed: FeedColumns) -> str:
    columns = ", ".join([*feed.names, "content_hash"])
    return f"SELECT {columns} FROM judged ANTI JOIN refusal USING (position) ANTI JOIN superseded USING (position)"  # noqa: S608


def _evaluate(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> tuple[pa.ChunkedArray, list[Outcome]]:
    """The positions of the judged rows, and each rule's outcome over them."""
    columns = sorted({rule.judged_column for rule in rules})
    frame = con.sql(f"SELECT position, {', '.join(columns)} FROM judged").to_arrow_table()  # noqa: S608
    if frame.num_rows == 0:
        return frame["position"], [Outcome(rule, 0, 0) for rule in rules]
    return frame["position"], evaluate(frame.select(columns), rules)


def _stop_if_critical(feed_name: str, outcomes: Sequence[Outcome]) -> None:
    broken = [outcome for outcome in outcomes if outcome.failed_count and outcome.rule.severity == "critical"]
    if broken:
        came = " ".join(
            f"{o.rule.sentence_en} ({o.rule.name}: {o.failed_count} of {o.evaluated_count} rows)" for o in broken
        )
        todo = "nothing of the batch was loaded; have the portal's operator send what is missing, then load it again"
        raise Refused(f"batch of {feed_name}", came, todo)


def _tabulate_refusals(con: duckdb.DuckDBPyConnection, positions: pa.ChunkedArray, outcomes: Sequence[Outcome]) -> None:
    """The table `refusal`: one row for each row of the batch and each warning that it failed."""
    refusals = [_REFUSAL.empty_table()]
    for outcome in outcomes:
        failed = pc.take(positions, pa.array(outcome.failed_rows, pa.int64()))
        texts = (pa.repeat(text, len(failed)) for text in (outcome.rule.name, outcome.rule.sentence_vi))
        refusals.append(pa.table([failed, *texts], schema=_REFUSAL))
    con.register("refusals_found", pa.concat_tables(refusals))
    con.execute("CREATE OR REPLACE TEMP TABLE refusal AS FROM refusals_found")
    con.unregister("refusals_found")


def _read_quarantined(con: duckdb.DuckDBPyConnection) -> pa.Table:
    found = con.sql(_read_sql("quarantined")).to_arrow_table().cast(_QUARANTINED)
    if not pc.any(pc.match_substring(found["record"], "\\u0000")).as_py():
        return found
    records = pa.array([_without_nul(record) for record in found["record"].to_pylist()], pa.string())
    return found.set_column(found.column_names.index("record"), "record", records)


def _without_nul(record: str) -> str:
    """The same JSON without NUL in its texts, which PostgreSQL cannot hold."""

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: clean(member) for key, member in value.items()}
        if isinstance(value, list):
            return [clean(member) for member in value]
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value

    return json.dumps(clean(json.loads(record)), ensure_ascii=False)
