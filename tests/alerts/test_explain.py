"""The split of a difference: exact, readable, and right where groups come and go."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from include.alerts.explain import Count, Group, Split, gather, split_difference

A, B, C = (Group(code, "online", "H20.06") for code in ("1.000001", "1.000002", "1.000003"))
WORKED = [(A, Count(145, 150), Count(87, 90)), (B, Count(28, 39), Count(72, 100))]


def split(groups: list[tuple[Group, Count, Count]]) -> Split:
    found = split_difference(groups)
    assert found is not None
    return found


def in_points(fraction: Fraction) -> float:
    return round(float(fraction) * 100, 2)


def test_the_worked_case() -> None:
    found = split(WORKED)
    assert round(173 / 189, 3) == 0.915
    assert round(159 / 190, 3) == 0.837
    assert found.difference == Fraction(159, 190) - Fraction(173, 189)
    assert (in_points(found.mix), in_points(found.rate)) == (-7.93, 0.08)
    assert found.mix + found.rate == found.difference
    assert [in_points(part) for part in (found.told.difference, found.told.rate, found.told.mix)] == [
        -7.85,
        0.08,
        -7.93,
    ]


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
        min_size=1,
        max_size=3,
    )
)
def test_what_a_letter_says_of_the_parts_adds_up_as_it_is_written(counts: list[tuple[int, int, int, int]]) -> None:
    groups = [(g, Count(k, k + m), Count(x, x + y)) for g, (k, m, x, y) in zip((A, B, C), counts, strict=False)]
    found = split_difference(groups)
    if found is None:
        return
    said = found.told
    assert said.rate + said.mix == said.difference
    for exact, told in ((found.difference, said.difference), (found.rate, said.rate), (found.mix, said.mix)):
        assert (told * 10_000).denominator == 1
        assert abs(exact - told) <= Fraction(1, 10_000)


def test_only_the_mix_moved_and_nobody_got_worse() -> None:
    assert split(WORKED).only_mix
    assert not split([(A, Count(9, 10), Count(5, 10)), (B, Count(5, 10), Count(5, 10))]).only_mix


def test_a_new_and_a_vanished_group_are_mix() -> None:
    found = split([(A, Count(9, 10), Count(0, 0)), (B, Count(5, 10), Count(5, 10)), (C, Count(0, 0), Count(1, 10))])
    assert found.rate == 0
    assert found.mix == found.difference == Fraction(6, 20) - Fraction(14, 20)
    assert {part.group for part in found.parts} == {A, B, C}


def test_without_a_denominator_there_is_nothing_to_split() -> None:
    assert split_difference([]) is None
    assert split_difference([(A, Count(0, 0), Count(3, 4))]) is None
    assert split_difference([(A, Count(3, 4), Count(0, 0))]) is None


def test_the_largest_loss_stands_first_and_groups_gather() -> None:
    other_channel = Group(A.procedure_code, "direct", "H20.06")
    found = split(
        [(A, Count(9, 10), Count(1, 10)), (other_channel, Count(9, 10), Count(8, 10)), (B, Count(9, 10), Count(9, 10))]
    )
    assert [part.group for part in found.parts][:2] == [A, other_channel]
    assert [len(parts) for parts in gather(found, lambda part: part.group.procedure_code)] == [2, 1]


counts = st.integers(0, 60).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=8))
def test_the_parts_sum_to_the_difference_to_the_last_digit(pairs: list[tuple[Count, Count]]) -> None:
    groups = [(Group(str(number), "", "H20"), *pair) for number, pair in enumerate(pairs)]
    found = split_difference(groups)
    if found is None:
        assert not all(sum(pair[side].denominator for pair in pairs) for side in (0, 1))
        return
    assert sum(part.total for part in found.parts) == found.difference
    assert found.mix + found.rate == found.difference
