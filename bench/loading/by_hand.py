"""The yardstick of judging: the same predicates, counted by one statement of DuckDB over the landed file."""

import time
from typing import Any

from bench.loading.landing import KNOWN, Landing
from include.quality.rule import Rule, rules_of
from include.records.shape import shape
from include.records.workbench import open_workbench


def count_by_hand(path: str, landing: dict[str, Any]) -> dict[str, float]:
    """Seconds of the one pass, and how many rows failed any rule."""
    conditions = [_condition(rule) for rule in rules_of("dossiers")]
    counts = ", ".join(f"COUNT(*) FILTER (WHERE NOT ({condition}))" for condition in conditions)
    with open_workbench() as workbench:
        shape(workbench, "dossiers", path, KNOWN, as_of=Landing(**landing).batch.window.until)
        began, cpu = time.monotonic(), time.process_time()
        [found] = workbench.execute(f"SELECT {counts} FROM shaped").fetchall()  # noqa: S608
        return {
            "wall_seconds": time.monotonic() - began,
            "cpu_seconds": time.process_time() - cpu,
            "failed": sum(found),
        }


def _condition(rule: Rule) -> str:
    """What the rule asks of one row, as SQL; a missing value passes all expectations but one."""
    column, asked = rule.column, rule.kwargs
    if rule.predicate:
        return rule.verdict_sql
    if rule.expectation == "expect_column_values_to_not_be_null":
        return f"{column} IS NOT NULL"
    if rule.expectation == "expect_column_values_to_be_in_set":
        return f"COALESCE({column} IN ({', '.join(map(repr, asked['value_set']))}), TRUE)"
    return f"COALESCE({column} BETWEEN {asked['min_value']} AND {asked['max_value']}, TRUE)"
