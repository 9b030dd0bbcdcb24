"""Points: bounded, monotone, rounded half-up by component, and never a part for the whole."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from include.index.framework import Component, all_frameworks
from include.index.score import Ratio, score, score_component

FRAMEWORK = all_frameworks()[0]
CODES = [component.input for component in FRAMEWORK.components]

counts = st.integers(0, 10**7)
components = st.builds(
    Component,
    input=st.just("any_rate"),
    origin=st.just("records"),
    points=st.decimals(Decimal("0.5"), 20, places=1),
    full_at=st.decimals(Decimal("0.01"), 1, places=2),
    when_zero=st.sampled_from(["zero", "full"]),
    formula=st.sampled_from(["capped_linear", "fixed"]),
)


@st.composite
def ratios(draw: st.DrawFn) -> Ratio:
    denominator = draw(counts)
    return Ratio(draw(st.integers(0, denominator)), denominator)


@given(components, ratios())
def test_a_component_lies_between_nothing_and_its_points(component: Component, ratio: Ratio) -> None:
    points = score_component(component, ratio)
    assert points is not None
    assert 0 <= points <= component.points


@given(components, ratios(), st.integers(1, 1000))
def test_more_is_never_worth_less(component: Component, ratio: Ratio, more: int) -> None:
    before = score_component(component, ratio)
    after = score_component(component, Ratio(ratio.numerator + more, ratio.denominator))
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.fixed_dictionaries({code: ratios() for code in CODES}))
def test_every_group_and_the_total_stay_within_their_points(inputs: dict[str, Ratio]) -> None:
    scores = score(FRAMEWORK, inputs)
    assert list(scores.groups) == [group.code for group in FRAMEWORK.groups]
    for found in (*scores.groups.values(), scores.total):
        assert found.points is not None
        assert 0 <= found.points <= found.max_points
    assert scores.total.points == sum(group.points or 0 for group in scores.groups.values())


def test_nothing_and_everything() -> None:
    nothing = score(FRAMEWORK, {code: Ratio(0, 10) for code in CODES})
    everything = score(FRAMEWORK, {code: Ratio(10, 10) for code in CODES})
    assert nothing.total.points == Decimal(2)  # the certified copy that everybody is given
    assert everything.total.points == Decimal(100)
    assert {code: group.points for code, group in everything.groups.items()} == {
        group.code: group.points for group in FRAMEWORK.groups
    }


def test_halves_are_rounded_up_before_they_are_added() -> None:
    on_time = next(component for component in FRAMEWORK.components if component.input == "on_time_rate")
    assert score_component(on_time, Ratio(1, 4000)) == Decimal("0.01")  # 0.005
    payment = next(group for group in FRAMEWORK.groups if group.code == "TTTT")
    inputs = {component.input: Ratio(1, 9) for component in payment.components}
    assert score(FRAMEWORK, inputs).groups["TTTT"].points == Decimal("1.23")  # 0.67 + 0.28 + 0.28, not 1.2222


def test_one_missing_input_leaves_its_group_and_the_total_open() -> None:
    inputs = {code: Ratio(1, 2) for code in CODES if code != "personal_store_rate"}
    scores = score(FRAMEWORK, inputs)
    assert {code: group.state for code, group in scores.groups.items() if group.state != "ok"} == {"MDSH": "incomplete"}
    assert scores.groups["MDSH"].points is None
    assert (scores.total.points, scores.total.state) == (None, "incomplete")
    assert scores.components["digitised_rate"] == Decimal(2)


def test_no_petition_is_no_fault() -> None:
    inputs = {code: Ratio(0, 0) for code in CODES}
    scores = score(FRAMEWORK, inputs)
    assert scores.groups["MDHL"].points == Decimal(12)
    assert (scores.groups["TTTT"].points, scores.groups["TTTT"].state) == (Decimal(0), "not_applicable")
