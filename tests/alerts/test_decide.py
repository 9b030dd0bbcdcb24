"""The verdict on one month."""

from fractions import Fraction

import pytest

from include.alerts.decide import decide
from include.alerts.month import Month
from include.periods import Period
from tests.alerts.histories import history, month, run_of, shipped

RULE = shipped()
MAY = Period.parse("2024-05")


@pytest.mark.parametrize(("paid", "outcome"), [(40, "well"), (39, "alert"), (80, "well")])
def test_equal_to_the_floor_is_no_alarm(paid: int, outcome: str) -> None:
    fee = 100 if paid == 80 else 50
    assert decide(RULE, history(month("2024-05", paid, fee)), MAY, is_open=False).outcome == outcome


def test_a_small_month_under_the_floor_must_not_be_luck() -> None:
    assert decide(RULE, history(month("2024-05", 23, 30)), MAY, is_open=False).outcome == "well"
    decision = decide(RULE, history(month("2024-05", 12, 30)), MAY, is_open=False)
    assert decision.outcome == "alert"
    assert decision.reasons[0].chance is not None


def test_a_fall_must_be_far_enough_and_not_luck() -> None:
    fallen = decide(RULE, run_of([(173, 189), (154, 189)], "2024-04"), MAY, is_open=False)
    assert [reason.kind for reason in fallen.reasons] == ["month_before"]
    small = decide(RULE, run_of([(18, 20), (16, 20)], "2024-04"), MAY, is_open=False)
    assert small.outcome == "well"
    certain_but_near = decide(RULE, run_of([(91_500, 100_000), (87_000, 100_000)], "2024-04"), MAY, is_open=False)
    assert certain_but_near.outcome == "well"


def test_a_fall_of_exactly_the_limit_counts() -> None:
    assert decide(RULE, run_of([(9_000, 10_000), (8_500, 10_000)], "2024-04"), MAY, is_open=False).fell


def test_a_month_that_is_too_small_is_judged_as_a_quarter() -> None:
    told = run_of([(14, 15)] * 3 + [(12, 15), (3, 15)], "2024-01")
    decision = decide(RULE, told, MAY, is_open=False)
    assert decision.value is not None
    assert [one.period.label for one in decision.value.months] == ["2024-03", "2024-04", "2024-05"]
    assert decision.value.counts == (29, 45)
    assert decision.outcome == "alert"


def test_a_quarter_that_is_too_small_is_judged_as_the_year_to_date() -> None:
    decision = decide(RULE, run_of([(5, 5)] * 5), MAY, is_open=False)
    assert decision.value is not None
    assert len(decision.value.months) == 5
    assert decision.outcome == "well"


def test_what_stays_too_small_has_no_verdict() -> None:
    decision = decide(RULE, run_of([(1, 3)] * 5), MAY, is_open=False)
    assert decision.outcome == "too_few"


def test_a_small_month_before_is_widened() -> None:
    decision = decide(RULE, run_of([(14, 15)] * 3 + [(100, 189)], "2024-02"), MAY, is_open=False)
    assert decision.before is not None
    assert decision.before.counts == (42, 45)


@pytest.mark.parametrize("state", ["incomplete", "no_data"])
def test_incomplete_data_have_no_verdict(state: str) -> None:
    told = history(month("2024-04", 64, 70), month("2024-05", 4, 70, state))
    decision = decide(RULE, told, MAY, is_open=False)
    assert (decision.outcome, decision.cause) == ("no_verdict", "incomplete")


def test_a_month_that_is_over_but_still_preliminary_has_no_verdict() -> None:
    told = history(month("2024-05", 4, 70, "preliminary"))
    assert decide(RULE, told, MAY, is_open=False).cause == "incomplete"


def test_nothing_is_compared_across_formula_versions() -> None:
    told = history(month("2024-04", 70, 70, version="2025"), month("2024-05", 58, 70, version="2026"))
    decision = decide(RULE, told, MAY, is_open=False)
    assert (decision.outcome, decision.cause) == ("no_verdict", "formula_changed")


@pytest.mark.parametrize("april", [None, month("2024-04", 64, 70, "incomplete"), month("2024-04", 0, 0, "no_data")])
def test_without_the_month_before_there_is_no_fall(april: Month | None) -> None:
    months = [month("2024-03", 64, 70), month("2024-05", 58, 70)]
    told = history(*months, *([april] if april else []))
    decision = decide(RULE, told, MAY, is_open=False)
    assert (decision.outcome, decision.cause) == ("no_verdict", "previous_missing")


def test_the_floor_needs_no_month_before() -> None:
    assert (
        decide(RULE, history(month("2024-03", 64, 70), month("2024-05", 4, 70)), MAY, is_open=False).outcome == "alert"
    )


def test_the_first_month_of_history_is_well() -> None:
    assert decide(RULE, history(month("2024-05", 64, 70)), MAY, is_open=False).outcome == "well"


def test_no_fee_dossiers_is_not_a_rate_of_zero() -> None:
    told = history(month("2024-05", 0, 0, "not_applicable"))
    assert decide(RULE, told, MAY, is_open=False).outcome == "not_applicable"


def test_an_open_month_must_be_surer() -> None:
    told = history(month("2024-04", 64, 70), month("2024-05", 25, 34, "preliminary"))
    assert decide(RULE, told, MAY, is_open=True).outcome == "well"
    told = history(month("2024-04", 64, 70), month("2024-05", 5, 34, "preliminary"))
    assert decide(RULE, told, MAY, is_open=True).outcome == "alert"


def test_the_other_baselines() -> None:
    rule = shipped(floor=None, falls_by={"same_month_last_year": Fraction(1, 10), "own_usual": Fraction(1, 10)})
    told = run_of([(180, 200)] * 12 + [(140, 200)], "2023-05")
    kinds = [reason.kind for reason in decide(rule, told, MAY, is_open=False).reasons]
    assert kinds == ["same_month_last_year", "own_usual"]
    assert decide(rule, run_of([(180, 200)] * 3 + [(140, 200)], "2024-02"), MAY, is_open=False).outcome == "well"


def test_a_month_after_a_lucky_month_is_no_fall() -> None:
    """92 of 101 is the usual; it is only the month before that stood out."""
    usual = [(92, 101)] * 6
    assert decide(RULE, run_of([*usual, (100, 101), (92, 101)], "2023-10"), MAY, is_open=False).outcome == "well"
    assert decide(RULE, run_of([(100, 101), (92, 101)], "2024-04"), MAY, is_open=False).outcome == "alert"
    assert decide(RULE, run_of([*usual, (101, 101), (80, 101)], "2023-10"), MAY, is_open=False).outcome == "alert"


def test_months_before_history_begins_are_not_missing() -> None:
    quarter = run_of([(14, 15)] * 5)
    assert decide(RULE, quarter, Period.parse("2024-04"), is_open=False).outcome == "well"


def test_a_small_month_beside_one_that_is_not_complete_waits() -> None:
    told = history(month("2024-04", 0, 0, "incomplete"), month("2024-05", 5, 6))
    decision = decide(RULE, told, MAY, is_open=False)
    assert (decision.outcome, decision.cause) == ("no_verdict", "incomplete")
