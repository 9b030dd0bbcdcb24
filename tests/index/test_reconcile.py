"""The parts of a difference sum to it, and nothing is called anything that nothing speaks for."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.errors import WrongUse
from include.index.framework import Framework, Group, all_frameworks
from include.index.portal_figures import FILE, all_portal_figures
from include.index.reconcile import CAUSES, Evidence, Side, reconcile_group, split_counts, sum_groups
from include.index.score import Ratio


def group(code: str) -> Group:
    return next(each for each in framework().groups if each.code == code)


def framework() -> Framework:
    return next(each for each in all_frameworks() if each.name == "766-2026")


def of_dossiers(published: tuple[int, int], ours: tuple[int, int], state: str = "ok", behind: int = 0) -> Side:
    return Side(Ratio(*published), Ratio(*ours), state, behind, counts="dossiers")


def moved(side: Side, evidence: Evidence) -> dict[str, tuple[int, int]]:
    parts = split_counts(side, evidence)
    return {cause: (int(part.numerator), int(part.denominator)) for cause, part in parts.items() if part != Ratio(0, 0)}


def test_every_component_of_the_portals_index_is_published_somewhere() -> None:
    inputs = {component.input for component in framework().components if component.formula != "fixed"}
    assert inputs == all_portal_figures().keys()


def test_dossiers_that_are_known_to_be_missing_take_their_numerators_along() -> None:
    side = of_dossiers((940, 1000), (875, 930))
    assert moved(side, Evidence(missing=70)) == {"missing": (-65, -70)}
    assert moved(side, Evidence(missing=35)) == {"missing": (-32, -35), "unexplained": (-33, -35)}
    assert moved(side, Evidence()) == {"unexplained": (-65, -70)}
    assert moved(side, Evidence(missing=60, duplicates=500)) == {"missing": (-55, -60), "duplicate": (-10, -10)}
    assert moved(replace(side, state="incomplete"), Evidence()) == {"missing": (-65, -70)}
    parts = moved(replace(side, behind=36), Evidence(missing=30))
    assert parts == {"missing": (-27, -30), "timing": (-34, -36), "unexplained": (-4, -4)}


def test_what_changed_since_is_timing_up_to_as_many_records() -> None:
    side = of_dossiers((90, 100), (80, 100))
    assert moved(side, Evidence(changed=50)) == {"timing": (-10, 0)}
    assert moved(side, Evidence(changed=4)) == {"timing": (-4, 0), "unexplained": (-6, 0)}
    more = of_dossiers((90, 100), (93, 104))
    assert moved(more, Evidence(changed=3)) == {"timing": (2, 3), "unexplained": (1, 1)}
    assert moved(more, Evidence(missing=9, duplicates=9)) == {"unexplained": (3, 4)}, (
        "they explain a lack, not a surplus"
    )


def test_a_rest_is_definition_only_where_a_difference_is_known() -> None:
    differing = Side(Ratio(406, 1968), Ratio(300, 700), differs=True)
    assert moved(differing, Evidence()) == {"definition": (-106, -1268)}
    assert moved(Side(Ratio(406, 1968), Ratio(300, 700)), Evidence()) == {"unexplained": (-106, -1268)}


def test_a_lost_dossier_may_have_been_the_only_one_of_its_procedure() -> None:
    side = Side(Ratio(93, 310), Ratio(90, 310), counts="procedures")
    assert moved(side, Evidence(missing=2)) == {"missing": (-2, 0), "unexplained": (-1, 0)}


def test_points_that_differ_by_the_same_counts_are_definition() -> None:
    found = reconcile_group(
        group("TDGQ"), Decimal("15.00"), {"on_time_rate": of_dossiers((80, 100), (80, 100))}, Evidence()
    )
    assert (found.published, found.ours, found.difference) == (Decimal("15.00"), Decimal("16.00"), Decimal("1.00"))
    assert found.parts is not None
    assert {cause: part for cause, part in found.parts.items() if part} == {"definition": Decimal("1.00")}


PAYMENT = {
    "online_payment_rate": Side(Ratio(173, 189), Ratio(173, 189), counts="fee_dossiers"),
    "fee_procedure_payment_rate": Side(Ratio(40, 65), Ratio(40, 65)),
}


def test_one_count_that_the_portal_keeps_to_itself_is_told_by_its_points() -> None:
    ours = {**PAYMENT, "fee_procedure_activity_rate": Side(None, Ratio(48, 65))}
    scored = Decimal("5.49") + Decimal("1.54") + Decimal("1.85")
    found = reconcile_group(group("TTTT"), scored, ours, Evidence())
    assert found.difference == 0
    lower = reconcile_group(group("TTTT"), scored - Decimal("0.35"), ours, Evidence())
    assert lower.parts is not None
    assert {cause: part for cause, part in lower.parts.items() if part} == {"unexplained": Decimal("0.35")}


def test_counts_that_the_portal_keeps_to_itself_leave_the_difference_unexplained() -> None:
    sides = {name: Side(None, Ratio(40, 65)) for name in (*PAYMENT, "fee_procedure_activity_rate")}
    found = reconcile_group(group("TTTT"), Decimal("7.00"), sides, Evidence(missing=90))
    assert found.parts is not None
    assert found.difference == Decimal("-0.23")
    assert {cause: part for cause, part in found.parts.items() if part} == {"unexplained": Decimal("-0.23")}


def test_what_the_portal_still_gathers_is_timing() -> None:
    petitions = {
        "reception_satisfaction_rate": of_dossiers((90, 100), (90, 100)),
        "petition_on_time_rate": Side(None, Ratio(1, 2), counts="petitions", is_null=True, is_pending=True),
        "petition_satisfaction_rate": Side(Ratio(1, 2), Ratio(1, 2), counts="petitions"),
    }
    found = reconcile_group(group("MDHL"), Decimal("9.00"), petitions, Evidence())
    assert found.parts is not None
    assert (found.difference, found.parts["timing"]) == (Decimal("3.00"), Decimal("3.00"))


def test_what_no_record_of_ours_tells_stands_on_both_sides() -> None:
    said = {name: Side(Ratio(1, 2), None) for name in ("published_on_time_rate", "publicised_on_time_rate")}
    said |= {"full_content_rate": Side(Ratio(1, 2), None), "dossier_sync_rate": Side(None, None, is_null=True)}
    found = reconcile_group(group("CKMB"), Decimal("6.00"), said, Evidence())
    assert (found.published, found.ours, found.difference) == (Decimal("6.00"), Decimal("6.00"), Decimal("0.00"))


def test_without_our_figures_there_is_no_difference() -> None:
    found = reconcile_group(group("TDGQ"), Decimal("15.00"), {"on_time_rate": Side(Ratio(80, 100), None)}, Evidence())
    assert (found.ours, found.difference, found.parts, found.state) == (None, None, None, "no_data")
    assert sum_groups({"TDGQ": found}, Decimal("15.00")).difference is None


counts = st.integers(0, 400)


@st.composite
def ratios(draw: st.DrawFn) -> Ratio:
    denominator = draw(counts)
    return Ratio(draw(st.integers(0, denominator)), denominator)


@given(
    published=ratios(),
    ours=ratios(),
    points=st.decimals(0, 20, places=2),
    evidence=st.builds(
        Evidence,
        missing=counts,
        duplicates=counts,
        changed=counts,
    ),
    state=st.sampled_from(["ok", "incomplete", "preliminary"]),
    behind=counts,
    differs=st.booleans(),
)
def test_parts_always_sum_to_the_difference(
    published: Ratio, ours: Ratio, points: Decimal, evidence: Evidence, *, state: str, behind: int, differs: bool
) -> None:
    side = Side(published, ours, state, behind, "dossiers", differs)
    found = reconcile_group(group("TDGQ"), points, {"on_time_rate": side}, evidence)
    assert found.parts is not None
    assert set(found.parts) == set(CAUSES)
    assert sum(found.parts.values()) == found.difference
    *counted, last = found.counts["on_time_rate"].values()
    assert sum(part.numerator for part in counted) == last.numerator == ours.numerator
    assert sum(part.denominator for part in counted) == last.denominator == ours.denominator
    total = sum_groups({"TDGQ": found}, points + 1)
    assert total.parts is not None
    assert sum(total.parts.values()) == total.difference


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('counts = "petitions"', 'counts = "letters"', "key petition_on_time_rate.counts: 'letters' came"),
        ('report = "transparency"', 'raport = "transparency"', "key published_on_time_rate.report: it is missing"),
        ("differs_en", "differs_fr", "key active_online_service_rate.differs_en: it is missing"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    wrong = tmp_path / "portal_figures.toml"
    wrong.write_text(FILE.read_text(encoding="utf-8").replace(was, becomes), encoding="utf-8")
    with pytest.raises(WrongUse, match=said):
        all_portal_figures(wrong)
