"""Every rule for what units report does with its own examples what they say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from include.quality.rule import Rule
from include.records.workbench import open_workbench
from include.reform import judging
from include.reform.sheet import the_form

KNOWN = judging.Known({"H13.05"}, date(2024, 7, 2), {7})
PLAIN: Mapping[str, Any] = {"kind": "text", "wanted": "text", "required": False, "is_merged": False}
RULES = judging.all_rules()


def failed(rule: Rule, feed: str, examples: list[dict[str, Any]]) -> list[int]:
    """Which of the examples do not keep the rule; what an example leaves out is empty."""
    columns = judging.columns_of(the_form())[feed]
    filled = {"until_on": date(2024, 7, 1)} | (dict(PLAIN) if feed == "cells" else {})
    rows = [{name: (filled | row).get(name) for name in columns} for row in examples]
    with open_workbench() as con:
        judging.lay_known(con, KNOWN)
        judging.lay_shaped(con, columns, rows)
        judged = con.sql(f"SELECT {rule.verdict_sql} AS {rule.judged_column} FROM shaped").to_arrow_table()
    return [number for number, good in enumerate(judged[rule.judged_column].to_pylist()) if not good]


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_keeps_its_examples(rule: Rule) -> None:
    assert rule.examples["good"]
    assert rule.examples["bad"]
    for feed in rule.feeds:
        assert failed(rule, feed, rule.examples["good"]) == []
        bad = rule.examples["bad"]
        if rule.name == "item_once":
            assert failed(rule, feed, bad) == [0, 1]
        else:
            assert [failed(rule, feed, [row]) for row in bad] == [[0]] * len(bad), feed


def test_every_sheet_and_every_cell_is_judged() -> None:
    feeds = {feed for rule in RULES for feed in rule.feeds}
    assert feeds == {"cells", "cover", "answers", *(sheet.name for sheet in the_form().sheets)}
    assert {rule.severity for rule in RULES} == {"critical", "info"}
