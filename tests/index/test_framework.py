"""A framework file is read strictly, and every period finds its formulas."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from include.errors import WrongUse
from include.index.framework import FOLDER, all_frameworks, all_weights, read_framework

WRONG = [
    ('code     = "TDGQ"', 'code     = "TDGQ"\nweight = 3', "key group[2].weight", "nobody knows this key"),
    ("points = 20\n", "points = 19\n", "key group[2].component", "sum to 19; make them sum to 20"),
    ("points   = 20\n", "points   = 21\n", "key group[2].component", "sum to 20; make them sum to 21"),
    ("points        = 100", "points        = 99", "key group", "the groups sum to 100"),
    ('input = "on_time_rate"', 'input = "reuse_rate"', "key group.component.input", "reuse_rate twice"),
    ('applies_by        = "online_payment_rate"', 'applies_by = "on_time_rate"', "group[4].applies_by", "no component"),
    ("full_at = 0.90", "full_at = 90", "group[6].component[1].points", "at 90"),
    ('formula = "fixed"', 'formula = "random"', "group[5].component[7].formula", "'random' came"),
    ("valid_from    = 2026-01-01", 'valid_from = "2026"', "key valid_from", "'2026' came; write a date"),
    ('title_en      = "Index', 'title = "Index', "key title_en", "it is missing"),
    ("points        = 100", "points = [", "766-2026.toml", "not a TOML file"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "frameworks"))


def frameworks_of(folder: Path, since: date) -> set[str]:
    """The frameworks of the portal that score a period that begins on a day."""
    weights = [weight for weight in all_weights(folder) if weight.framework.startswith("766")]
    return {weight.framework for weight in weights if weight.holds_from <= since < weight.holds_until}


@pytest.mark.parametrize(("right", "wrong", "place", "came"), WRONG)
def test_a_wrong_file_is_named_with_its_key(folder: Path, right: str, wrong: str, place: str, came: str) -> None:
    path = folder / "766-2026.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(WrongUse) as refusal:
        read_framework(path)
    assert "766-2026.toml" in str(refusal.value)
    assert place in str(refusal.value)
    assert came in str(refusal.value)


def test_two_of_one_family_never_hold_on_the_same_day(folder: Path) -> None:
    text = (folder / "766-2026.toml").read_text(encoding="utf-8")
    (folder / "766-2027.toml").write_text(text.replace("2026-01-01", "2027-01-01"), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"766-2027\.toml, key valid_from: 766-2026 still holds on 2027-01-01"):
        all_frameworks(folder)
    until = text.replace("retrospective = true", "retrospective = true\nvalid_until = 2027-01-01")
    (folder / "766-2026.toml").write_text(until, encoding="utf-8")
    chosen = {year: frameworks_of(folder, date(year, 1, 1)) for year in (2024, 2026, 2027, 2030)}
    assert chosen == {2024: {"766-2026"}, 2026: {"766-2026"}, 2027: {"766-2027"}, 2030: {"766-2027"}}


def test_a_framework_that_may_not_look_back_scores_nothing_before_it(folder: Path) -> None:
    path = folder / "766-2026.toml"
    text = path.read_text(encoding="utf-8").replace("retrospective = true", "retrospective = false")
    path.write_text(text, encoding="utf-8")
    assert frameworks_of(folder, date(2024, 6, 1)) == set()
    assert frameworks_of(folder, date(2026, 6, 1)) == {"766-2026"}


def test_the_shipped_frameworks_give_what_their_groups_promise() -> None:
    frameworks = all_frameworks()
    assert frameworks
    for framework in frameworks:
        assert framework.components
        assert sum(group.points for group in framework.groups) == framework.points
    assert {g.code: g.points for g in frameworks[0].groups} == {
        "CKMB": Decimal(18),
        "TDGQ": Decimal(20),
        "CLGQ": Decimal(12),
        "TTTT": Decimal(10),
        "MDSH": Decimal(22),
        "MDHL": Decimal(18),
    }
