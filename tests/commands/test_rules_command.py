"""A rule is tried on what landed before it is switched on, and nothing is written."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from include.quality.batch_rule import all_batch_rules
from include.quality.rule import all_rules
from include.warehouse.table_hashes import table_hashes
from tests.commands.conftest import Say

RULE = """
feeds = ["dossiers"]
predicate = "channel <> 'direct'"
when_missing = "pass"
severity = "warning"
sentence_vi = "Hồ sơ phải nộp trực tuyến."
sentence_en = "The dossier must come online."
source = "A test"
"""
EVERYTHING = ("core", "quarantine", "ops", "mart")


def test_every_rule_is_listed(say: Say) -> None:
    listed = [line.split()[0] for line in say("rules", "list")]
    names = [rule.name for rule in all_rules()] + [rule.name for rule in all_batch_rules()]
    assert listed == sorted(names)
    assert any(line.split()[:2] == ["agency_known", "warning"] for line in say("rules", "list"))


def test_a_rule_is_tried_on_history(say: Say, engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "must_come_online.toml"
    path.write_text(RULE, encoding="utf-8")
    for feed in ("agencies", "procedures"):
        say("pull", feed, "--root", "H20.06")
    say("pull", "dossiers", "--root", "H20.06", "--since", "2024-01-01", "--until", "2024-03-01")
    before = table_hashes(engine, EVERYTHING)

    *months, total = say("rules", "try", str(path), "--since", "2024-01-01")
    assert [line.split()[:3] for line in months] == [["dossiers", "H20.06", f"2024-0{month}"] for month in (1, 2)]
    failed, judged = (sum(int(line.split()[place]) for line in months) for place in (3, 5))
    assert total == f"must_come_online (warning): {failed} of {judged} rows since 2024-01-01 would be refused"
    assert 0 < failed < judged
    assert all("e.g. H20.06" in line or "e.g. 000.00.06.H20" in line for line in months)

    [february, _] = say("rules", "try", str(path), "--since", "2024-02-01", "--root", "H20.06")
    assert february.split(",")[0] == months[1].split(",")[0]
    assert say("rules", "try", str(path), "--since", "2024-01-01", "--root", "H61")[-1].endswith(
        "0 of 0 rows since 2024-01-01 would be refused"
    )
    known = say("rules", "try", "applicant_kind_known", "--since", "2024-01-01")
    assert known[-1].startswith("applicant_kind_known (info): ")
    assert known[-1].endswith("would be counted")
    assert say("rules", "try", "amount_given", "--since", "2024-01-01")[-1].startswith("amount_given (warning): 0 of 0")
    assert table_hashes(engine, EVERYTHING) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("channel", "chanel", "it does not compile"),
        ("severity", "severty", "unknown key 'severty'"),
    ],
)
def test_a_wrong_rule_is_refused_before_anything_is_read(
    say: Say, tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = tmp_path / "must_come_online.toml"
    path.write_text(RULE.replace(old, new, 1), encoding="utf-8")
    [line] = say("rules", "try", str(path), "--since", "2024-01-01", status=2)
    assert line.startswith("rule must_come_online.toml")
    assert told in line


def test_a_rule_that_is_not_there_is_wrong_use(say: Say) -> None:
    assert say("rules", "try", "no_such_rule", "--since", "2024-01-01", status=2)[0].startswith("rule 'no_such_rule'")
