from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.errors import Refused
from include.periods import Window, start_of
from include.receipt import Batch, Receipt

COUNTS = st.integers(0, 10**9)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_receipt_that_adds_up_is_kept(loaded: int, unchanged: int, duplicate: int, quarantined: int) -> None:
    pulled = loaded + unchanged + duplicate + quarantined
    assert Receipt("b", pulled, loaded, unchanged, duplicate, quarantined).pulled == pulled


@given(COUNTS, COUNTS, st.integers(-5, 5).filter(bool))
def test_a_receipt_that_does_not_add_up_is_refused(loaded: int, quarantined: int, lost: int) -> None:
    with pytest.raises(Refused, match="nothing was loaded"):
        Receipt("b", loaded + quarantined + lost, loaded, 0, 0, quarantined)


def test_a_batch_is_named_by_feed_root_and_window() -> None:
    window = Window(start_of(date(2024, 1, 1)), start_of(date(2024, 7, 1)))
    assert Batch("dossiers", "H13.05", window).name == "dossiers:H13.05:20240101T000000-20240701T000000"
