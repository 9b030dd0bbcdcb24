from pathlib import Path

import pytest

from include.errors import WrongUse
from include.quality.rule import read_rule, read_rules

PREDICATE = """
feeds = ["payments"]
predicate = "amount_vnd > 0"
when_missing = "pass"
severity = "warning"
sentence_vi = "Số tiền phải lớn hơn 0."
sentence_en = "The amount must be above zero."
source = "A test"
"""
EXPECTATION = """
feeds = ["agencies"]
expectation = "expect_column_values_to_be_in_set"
column = "level"
kwargs = { value_set = [1, 2] }
severity = "info"
sentence_vi = "Cấp phải là 1 hoặc 2."
sentence_en = "The level must be 1 or 2."
source = "A test"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "amount_above_nought.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_is_read(tmp_path: Path) -> None:
    [rule] = read_rules(write(tmp_path, PREDICATE).parent)
    assert (rule.name, rule.feeds, rule.judged_column) == (
        "amount_above_nought",
        ("payments",),
        "rule__amount_above_nought",
    )
    assert read_rule(write(tmp_path, EXPECTATION)).judged_column == "level"


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (PREDICATE, "severity =", "severty =", "unknown key 'severty'"),
        (PREDICATE, 'source = "A test"', "", "no 'source'"),
        (PREDICATE, 'when_missing = "pass"', "", "no 'when_missing'"),
        (PREDICATE, '"pass"', '"maybe"', "when_missing 'maybe'"),
        (PREDICATE, '"warning"', '"bad"', "severity 'bad'"),
        (PREDICATE, '["payments"]', '["letters"]', "unknown feed 'letters'"),
        (PREDICATE, '["payments"]', '"payments"', "give a list"),
        (PREDICATE, '["payments"]', "[]", "no 'feeds'"),
        (PREDICATE, "amount_vnd > 0", "amount > 0", "does not compile"),
        (PREDICATE, "amount_vnd > 0", "amount_vnd >", "does not compile"),
        (PREDICATE, "amount_vnd > 0", "amount_vnd + 1", "it gives BIGINT"),
        (PREDICATE, '["payments"]', '["payments", "dossiers"]', "predicate over dossiers"),
        (PREDICATE, "feeds = [", "feeds = ", "cannot be read"),
        (PREDICATE, 'predicate = "amount_vnd > 0"', 'expectation = "expect_x"', "unknown key 'when_missing'"),
        (EXPECTATION, "be_in_set", "be_nice", "'expect_column_values_to_be_nice'"),
        (EXPECTATION, "value_set", "values", "unknown kwargs 'values'"),
        (EXPECTATION, '"level"', '"rank"', "agencies has no column 'rank'"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_and_reason(tmp_path: Path, text: str, old: str, new: str, said: str) -> None:
    assert old in text
    path = write(tmp_path, text.replace(old, new, 1))
    with pytest.raises(WrongUse, match=r"rule amount_above_nought\.toml") as refusal:
        read_rules(path.parent)
    assert said in str(refusal.value)
    assert refusal.value.status == 2


def test_the_wrong_rule_is_named_among_right_ones(tmp_path: Path) -> None:
    write(tmp_path, PREDICATE)
    (tmp_path / "zero.toml").write_text(PREDICATE.replace("amount_vnd", "amout_vnd"), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"rule zero\.toml, predicate over payments: .*amout_vnd"):
        read_rules(tmp_path)


def test_a_folder_without_rules_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="there is none"):
        read_rules(tmp_path)
