"""The watchdog's rule files: what is wrong in one is named, and when something is due."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from include.alerts.watchdog.rule import RULES, Expected, read_watch_rule
from include.errors import WrongUse
from include.periods import VIETNAM

SHIPPED = (RULES / "sweep_did_not_run.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('dag         = "sweep"', 'dag = "sweep"\ncolour = "red"', "colour"),
        ('"stage_late"', '"stage_lost"', "check"),
        ('"05:00"', '"5 in the morning"', "expected.at"),
        ('"sunday"', '"chủ nhật"', "expected.weekday"),
        ("optional = false", "", "limits.optional"),
        ("optional = false", "optional = false\nhours = 3", "limits.hours"),
        ("{since}", "{secret}", "told."),
        ("grace_hours = 6", "grace_hours = -1", "expected.grace_hours"),
    ],
)
def test_a_wrong_file_is_refused_by_its_name_and_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = tmp_path / "mine.toml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(WrongUse) as refused:
        read_watch_rule(path)
    assert "mine.toml" in str(refused.value)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("expected", "now", "due"),
    [
        (Expected(time(2, 30), None, timedelta(hours=2)), (2024, 7, 3, 10), (2024, 7, 3, 2, 30)),
        (Expected(time(2, 30), None, timedelta(hours=2)), (2024, 7, 3, 4), (2024, 7, 2, 2, 30)),
        (Expected(time(2, 30), None, timedelta(hours=2)), (2024, 7, 3, 1), (2024, 7, 2, 2, 30)),
        (Expected(time(5), 6, timedelta(hours=6)), (2024, 7, 7, 12), (2024, 7, 7, 5)),
        (Expected(time(5), 6, timedelta(hours=6)), (2024, 7, 7, 10), (2024, 6, 30, 5)),
        (Expected(None, None, timedelta(hours=1)), (2024, 7, 3, 10), (2024, 7, 3, 9)),
    ],
)
def test_what_is_due_is_the_newest_moment_whose_time_has_passed(
    expected: Expected, now: tuple[int, ...], due: tuple[int, ...]
) -> None:
    assert expected.due(datetime(*now, tzinfo=VIETNAM)) == datetime(*due, tzinfo=VIETNAM)  # type: ignore[misc, arg-type]
