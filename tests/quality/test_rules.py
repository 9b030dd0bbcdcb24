"""Each rule in force, by the examples in its own file; each is tried on the good row of every feed that it judges."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from include.quality.rule import Rule, all_rules, rules_of
from include.records.columns import all_columns
from tests.records.landed_rows import landed_schema, row, shape_rows

PREDICATES = [(rule, feed) for rule in all_rules() if rule.predicate for feed in rule.feeds]
WHOLE_BATCH = [(rule, feed) for rule, feed in PREDICATES if rule.severity == "critical"]
ROW_BY_ROW = [(rule, feed) for rule, feed in PREDICATES if rule.severity != "critical"]

Case = tuple[Rule, str, dict[str, Any]]


def name_case(value: object) -> str:
    return value.name if isinstance(value, Rule) else str(value)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[tuple[dict[str, Any], bool]]]:
    """What each rule says about each of its examples, good ones first, by rule and feed."""
    found: dict[tuple[str, str], list[tuple[dict[str, Any], bool]]] = {}
    for feed in all_columns():
        cases: list[Case] = [
            (rule, label, example)
            for rule, judged in ROW_BY_ROW
            if judged == feed
            for label in ("good", "bad")
            for example in rule.examples[label]
        ]
        with duckdb.connect() as con:
            shape_rows(con, tmp_path_factory.mktemp(feed), feed, [row(feed, **example) for _, _, example in cases])
            rules = list(dict.fromkeys(rule.name for rule, _, _ in cases))
            by_name = {rule.name: rule for rule, _, _ in cases}
            selected = ", ".join(by_name[name].verdict_sql for name in rules)
            answers = con.execute(f"SELECT {selected} FROM shaped ORDER BY position").fetchall()
        for (rule, _, example), answer in zip(cases, answers, strict=True):
            found.setdefault((rule.name, feed), []).append((example, answer[rules.index(rule.name)]))
    return found


@pytest.mark.parametrize(("rule", "feed"), ROW_BY_ROW, ids=name_case)
def test_examples_pass_and_fail(verdicts: Any, rule: Rule, feed: str) -> None:
    good, bad = rule.examples["good"], rule.examples["bad"]
    assert good
    assert bad
    for example in bad:
        assert example.keys() & set(landed_schema(feed).names), f"{example} changes nothing of {feed}"
    said = verdicts[rule.name, feed]
    assert said == [*((example, True) for example in good), *((example, False) for example in bad)]


@pytest.mark.parametrize(("rule", "feed"), WHOLE_BATCH, ids=name_case)
def test_a_batch_of_twenty_must_hold_every_required_field(tmp_path: Path, rule: Rule, feed: str) -> None:
    [bad] = rule.examples["bad"]
    with duckdb.connect() as con:
        for rows, verdict in [
            ([row(feed, **bad)] * 20, False),
            ([row(feed, **bad)] * 19, True),
            ([row(feed, **bad)] * 19 + [row(feed)], True),
        ]:
            shape_rows(con, tmp_path, feed, rows)
            assert con.execute(f"SELECT DISTINCT {rule.verdict_sql} FROM shaped").fetchall() == [(verdict,)]


def test_no_record_without_its_key_is_accepted(tmp_path: Path) -> None:
    fields = {"agencies": "MaDonVi", "procedures": "MaTTHC", "dossiers": "MaHoSo", "payments": "MaThamChieu"}
    for feed, field in (fields | {"petitions": "MaPAKN"}).items():
        warnings = [rule.verdict_sql for rule in rules_of(feed) if rule.severity == "warning" and rule.predicate]
        with duckdb.connect() as con:
            shape_rows(con, tmp_path, feed, [row(feed, **{field: ""})])
            found = con.execute(f"SELECT record_key, {' AND '.join(warnings)} FROM shaped").fetchall()
        assert found == [(None, False)]


def test_a_sentence_for_people_in_both_languages() -> None:
    rules = all_rules()
    assert len(rules) > 50
    for rule in rules:
        for sentence in (rule.sentence_vi, rule.sentence_en):
            assert sentence.endswith("."), rule.name
            assert len(sentence) < 160, rule.name
        assert rule.sentence_vi != rule.sentence_en
    assert len({rule.sentence_vi for rule in rules if "Unicode" not in rule.sentence_vi}) > len(rules) - 6


def test_only_what_the_whole_batch_lacks_stops_it() -> None:
    critical = [rule.name for rule in all_rules() if rule.severity == "critical"]
    assert critical
    assert all(name.startswith("field_arrives_") for name in critical)
