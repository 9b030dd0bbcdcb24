"""An agency's months under a rule: one alert a fall, silence, recovery, and each closed month once."""

from include.alerts.life import Alert, Judged, Step, live_through
from include.periods import Period
from tests.alerts.histories import LATER, at, history, month, run_of, shipped

RULE = shipped()
WELL, LOW, LOWER = (64, 70), (40, 70), (20, 70)


def told(steps: list[Step]) -> list[tuple[str, str]]:
    """What people hear, in order: (month, alert or recovered)."""
    heard = []
    for step in steps:
        if step.alert:
            heard.append((step.period.label, "alert"))
        elif step.ended:
            heard.append((step.period.label, step.ended.state))
    return heard


def test_a_fall_a_recovery_and_the_end() -> None:
    steps = live_through(RULE, run_of([WELL, LOW, WELL, WELL, WELL]), {}, None, LATER)
    assert told(steps) == [("2024-02", "alert"), ("2024-03", "recovered"), ("2024-04", "closed")]
    assert [step.outcome for step in steps] == ["well", "alert", "well", "well", "well"]


def test_staying_under_the_floor_is_silent_for_a_while() -> None:
    steps = live_through(RULE, run_of([WELL] + [LOW] * 5), {}, None, LATER)
    assert told(steps) == [("2024-02", "alert"), ("2024-05", "alert")]
    assert [step.outcome for step in steps][2:4] == ["silent", "silent"]


def test_a_new_fall_is_told_at_once() -> None:
    assert told(live_through(RULE, run_of([WELL, LOW, LOWER]), {}, None, LATER)) == [
        ("2024-02", "alert"),
        ("2024-03", "alert"),
    ]


def test_just_above_the_floor_does_not_end_an_alert() -> None:
    rule = shipped(falls_by={})
    steps = live_through(rule, run_of([(70, 100), (80, 100), (79, 100), (81, 100)]), {}, None, LATER)
    assert told(steps) == [("2024-01", "alert"), ("2024-04", "recovered")]


def test_judged_months_are_not_judged_again() -> None:
    months = run_of([WELL, LOW, WELL])
    judged = {
        period: Judged(outcome, one.numerator, one.denominator)
        for (period, one), outcome in zip(months.items(), ("well", "alert", "well"), strict=True)
    }
    assert live_through(RULE, months, judged, None, LATER) == []


def test_a_restated_month_that_would_be_judged_otherwise_is_for_engineers() -> None:
    months = run_of([WELL, LOW])
    judged = {
        Period.parse("2024-01"): Judged("well", 60, 66),
        Period.parse("2024-02"): Judged("well", 66, 70),
    }
    steps = live_through(RULE, months, judged, None, LATER)
    assert [(step.period.label, step.is_revised, step.restated, step.alert) for step in steps] == [
        ("2024-01", True, False, None),
        ("2024-02", True, True, None),
    ]


def test_a_late_verdict_sees_that_the_rate_has_come_back_since() -> None:
    months = run_of([WELL, LOW, WELL])
    judged = {
        Period.parse("2024-01"): Judged("well", *WELL),
        Period.parse("2024-02"): Judged("no_verdict", 0, 0),
        Period.parse("2024-03"): Judged("well", *WELL),
    }
    assert told(live_through(RULE, months, judged, None, LATER)) == [("2024-02", "alert"), ("2024-03", "recovered")]


def test_an_older_fall_found_by_a_backfill_does_not_replace_a_newer_alert() -> None:
    newer = Alert(Period.parse("2024-05"), "open", shipped().floor or 0)  # type: ignore[arg-type]
    steps = live_through(RULE, run_of([WELL, LOW]), {}, newer, LATER)
    assert [step.alert.state for step in steps if step.alert] == ["closed"]


def test_an_open_month_gets_no_verdict_but_may_alarm() -> None:
    months = history(month("2024-05", *WELL), month("2024-06", 5, 34, "preliminary"))
    steps = live_through(RULE, months, {}, None, at(2024, 6, 20))
    assert [(step.period.label, step.is_new, step.alert is not None) for step in steps] == [
        ("2024-05", True, False),
        ("2024-06", False, True),
    ]
    unwatched = live_through(shipped(open_month_significance=None), months, {}, None, at(2024, 6, 20))
    assert [step.period.label for step in unwatched] == ["2024-05"]


def test_months_taken_together_tell_a_fall_once() -> None:
    months = run_of([(14, 15)] * 6 + [(2, 15), (14, 15), (14, 15)])
    assert [step for step in told(live_through(RULE, months, {}, None, LATER)) if step[1] == "alert"] == [
        ("2024-07", "alert")
    ]


def test_a_month_that_was_too_small_is_judged_when_more_arrives() -> None:
    months = run_of([WELL, LOW])
    judged = {Period.parse("2024-01"): Judged("well", *WELL), Period.parse("2024-02"): Judged("too_few", 3, 7)}
    assert told(live_through(RULE, months, judged, None, LATER)) == [("2024-02", "alert")]
    unchanged = {
        Period.parse("2024-01"): Judged("not_applicable", 0, 0),
        Period.parse("2024-02"): Judged("too_few", 3, 7),
    }
    quiet = history(month("2024-01", 0, 0, "not_applicable"), month("2024-02", 3, 7))
    assert live_through(RULE, quiet, unchanged, None, LATER) == []
