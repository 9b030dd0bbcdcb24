from pathlib import Path

import pytest

from include.errors import WrongUse
from include.quality.batch_rule import all_batch_rules, judge_fields, read_batch_rule
from include.quality.rule import all_rules

RULE = """
feeds = ["dossiers"]
judges = "volume"
severity = "info"
sentence_vi = "…"
sentence_en = "…"
source = "A test"
[volume]
weeks = 8
least_weeks = 4
least_usual = 10
settled_days = 30
"""


def test_the_rules_in_force_are_read_and_have_names_of_their_own() -> None:
    names = [rule.name for rule in all_batch_rules()]
    assert names == ["fields_as_listed", "no_empty_day", "still_at_portal", "volume_as_usual"]
    assert not {rule.name for rule in all_rules()} & set(names)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("severity", "severty", "unknown key 'severty'"),
        ('"info"', '"critical"', "severity 'critical'"),
        ('"volume"', '"weather"', "judges 'weather'"),
        ('["dossiers"]', '["letters"]', "unknown feed 'letters'"),
        ('source = "A test"', "", "source = None"),
        ("weeks = 8", "weeks = -8", "weeks = -8"),
        ("weeks = 8", "weeks = 8.5", "weeks = 8.5"),
        ("weeks = 8", "months = 2", r"unknown key 'months' in \[volume\]"),
        ("weeks = 8\n", "", r"\[volume\] is not whole"),
        ("[volume]", "[vol]", "unknown key 'vol'"),
        ('"volume"', '"fields"', r"\[volume\] in a rule that does not judge it"),
        ("feeds = [", "feeds = ", "cannot be read"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_and_reason(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "quiet_days.toml"
    path.write_text(RULE, encoding="utf-8")
    assert read_batch_rule(path).volume is not None
    assert old in RULE
    path.write_text(RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WrongUse, match=rf"batch rule quiet_days\.toml: .*{told}"):
        read_batch_rule(path)


def test_drift_is_counted_over_the_fields_that_were_seen() -> None:
    [none] = judge_fields("petitions", [])
    [some] = judge_fields("petitions", ["+New", "~HaiLong", "-MaPAKN"])
    assert (none.failed_count, none.found) == (0, ())
    assert (some.evaluated_count - none.evaluated_count, some.failed_count) == (1, 3)
    assert some.found == ("+New", "~HaiLong", "-MaPAKN")
