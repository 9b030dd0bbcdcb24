"""Rule files are checked when they are read."""

from fractions import Fraction
from pathlib import Path

import pytest

from include.alerts.rule import PARTS, RULES, all_rules, read_rule
from include.errors import WrongUse
from include.indicators.catalogue import read_catalogue

SHIPPED = (RULES / "online_payment_rate.toml").read_text(encoding="utf-8")


def refusal(tmp_path: Path, written: str) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(WrongUse) as refused:
        read_rule(path)
    return str(refused.value)


def test_the_shipped_rules_watch_the_two_payment_rates() -> None:
    rules = {rule.name: rule for rule in all_rules()}
    assert {"online_payment_rate", "online_transaction_rate"} <= rules.keys()
    assert all(rule.indicator in read_catalogue() for rule in rules.values())
    assert {rule.parts for rule in rules.values()} <= {path.stem for path in PARTS.glob("*.sql")}
    assert rules["online_payment_rate"].floor == Fraction(4, 5)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("severity  =", "severety  =", "severity"),
        ("floor = 0.80", "floor = 0.80\ncolour = 1", "colour"),
        ("floor = 0.80", "floor = 80", "floor"),
        ("floor = 0.80", 'floor = "much"', "floor"),
        ('parts     = "dossiers_paid_online"', 'parts = "elsewhere"', "parts"),
        ('agencies  = "all"', 'agencies = "some"', "agencies"),
        ('agencies  = "all"', "agencies = { }", "agencies"),
        ('agencies  = "all"', "agencies = { depth = [2] }", "depth"),
        ("month_before = 0.05", "week_before = 0.05", "week_before"),
        ("month_before = 0.05", "month_before = 0", "month_before"),
        ("minimum_denominator = 20", "minimum_denominator = 2.5", "minimum_denominator"),
        ('vi = "hồ sơ có nghĩa vụ tài chính"', "", "unit"),
        ("floor = 0.80", "floor = ", "mine.toml"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in SHIPPED
    line = refusal(tmp_path, SHIPPED.replace(before, after, 1))
    assert "mine.toml" in line
    assert said in line


def test_a_rule_that_can_never_alarm_is_refused(tmp_path: Path) -> None:
    written = SHIPPED.replace("floor = 0.80", "").replace("[falls_by]", "").replace("month_before = 0.05", "")
    assert "neither a floor nor falls_by" in refusal(tmp_path, written)


def test_a_rule_may_choose_levels_and_codes(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    chosen = 'agencies = { levels = [2], codes = ["H61"] }'
    path.write_text(SHIPPED.replace('agencies  = "all"', chosen), encoding="utf-8")
    rule = read_rule(path)
    assert [rule.covers(*agency) for agency in (("H13.05", 2), ("H61", 1), ("H20", 1), ("H1.2", None))] == [
        *(True, True, False, False)
    ]


def test_no_rule_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"no file \*\.toml"):
        all_rules(tmp_path)
