"""Rows of an evidence pack: the same cells in the same order, however many there are."""

import pytest

from include.publication.evidence.content import PART, Rows


def test_rows_come_back_as_they_went_in() -> None:
    written = [{"record_code": f"H13-{number}", "numerator": str(number % 2)} for number in range(2 * PART + 1)]
    rows = Rows.of(iter(written))
    assert (len(rows), list(rows)) == (len(written), written)
    assert rows.add_up("numerator") == PART
    assert rows == Rows.of(written)
    assert rows != Rows.of(written[1:])
    assert rows != Rows.of([{**row, "numerator": "2"} for row in written])


def test_no_rows_are_the_same_whatever_their_names() -> None:
    empty = Rows(Rows.of([{"record_code": "H13-1"}]).cells.slice(0, 0))
    assert empty == Rows.of(())
    assert (list(empty), empty.add_up("numerator"), bool(empty)) == ([], 0, False)


def test_a_name_that_the_rows_lack_reads_as_nothing() -> None:
    assert Rows.of([{"a": "1"}, {"a": "2"}]).column("b").to_pylist() == ["", ""]


def test_what_is_no_number_is_not_added_up() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Rows.of([{"numerator": "1"}, {"numerator": "one"}]).add_up("numerator")


def test_a_row_that_lacks_a_name_of_the_first_is_refused() -> None:
    with pytest.raises(KeyError, match="b"):
        Rows.of([{"a": "1", "b": "2"}, {"a": "1"}])
