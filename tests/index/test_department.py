"""The index of a department: tiers, rates of which less is better, and a table that a city replaces by one file."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from include.errors import WrongUse
from include.index.framework import FOLDER, Component, Framework, all_weights, read_framework
from include.index.score import Ratio, score, score_component

SHIPPED = FOLDER / "department-2024.toml"
WRONG = [
    ("at_least = 0.80, points = 8", "at_least = 1, points = 8", "3 tiers that do not fall from there"),
    ("at_least = 1, points = 12", "at_least = 1, points = 11", "the first with all 12 points"),
    ("at_least = 0.60, points = 4", "at_least = 0.60, points = 9", "3 tiers that do not fall from there"),
    ("at_least = 0.60, points = 4", "at_most = 0.60, points = 4", "tier[3].at_least: it is missing"),
    ("inverted  = true", 'inverted  = "yes"', "'yes' came; write true or false"),
    ("\npoints  = 20\n", "\npoints  = 21\n", "group[1].component: they sum to 20; make them sum to 21"),
]


@pytest.fixture(scope="module")
def department() -> Framework:
    return read_framework(SHIPPED)


def component_of(department: Framework, code: str) -> Component:
    return next(component for component in department.components if component.input == code)


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_wrong_table_is_refused(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    written = SHIPPED.read_text(encoding="utf-8")
    assert right in written
    path = tmp_path / SHIPPED.name
    path.write_text(written.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(WrongUse) as refusal:
        read_framework(path)
    assert SHIPPED.name in str(refusal.value)
    assert said in str(refusal.value)


@pytest.mark.parametrize(("done", "points"), [(27, 12), (26, 8), (22, 8), (21, 4), (17, 4), (16, 0), (0, 0)])
def test_a_tier_is_reached_or_not(department: Framework, done: int, points: int) -> None:
    assert score_component(component_of(department, "plan_task_rate"), Ratio(done, 27)) == points


@pytest.mark.parametrize(("overdue", "due", "points"), [(0, 14, "10"), (3, 14, "7.86"), (14, 14, "0"), (0, 0, "10")])
def test_what_is_overdue_takes_points_away(department: Framework, overdue: int, due: int, points: str) -> None:
    assert score_component(component_of(department, "overdue_document_rate"), Ratio(overdue, due)) == Decimal(points)


def test_it_is_assumed_and_for_departments_alone(department: Framework) -> None:
    assert department.standing == "assumed"
    assert "2198/QĐ-UBND" in department.source
    assert department.agency_level == 2
    assert sum(group.points for group in department.groups) == department.points == 100
    best = {c.input: Ratio(0 if c.is_inverted else 10, 10) for c in department.components}
    assert score(department, best).total.points == 100
    del best["survey_satisfaction_rate"]
    assert (score(department, best).total.points, score(department, best).total.state) == (None, "incomplete")


def test_a_city_puts_its_own_table_in_place_of_it(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "frameworks"))
    written = (
        (folder / SHIPPED.name).read_text(encoding="utf-8").replace('standing     = "assumed"', 'standing = "text"')
    )
    (folder / "department-h13-2024.toml").write_text(written, encoding="utf-8")
    with pytest.raises(WrongUse, match="key valid_from: department-h13-2024 still holds on 2024-01-01"):
        all_weights(folder)
    (folder / SHIPPED.name).unlink()
    held = {weight.framework for weight in all_weights(folder) if weight.holds_from <= date(2024, 6, 1)}
    assert held == {"766-2026", "department-h13-2024"}
