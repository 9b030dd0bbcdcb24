"""Targets are read strictly, and each says where it comes from."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from include.errors import WrongUse
from include.index.aims import list_aims
from include.index.framework import all_weights
from include.index.targets import all_targets
from include.indicators.catalogue import read_catalogue
from include.indicators.source import all_sources

FILE = """
source = "a decision"
standing = "text"
valid_from = 2024-01-01
[rates]
reuse_rate = 0.6
"""


def test_the_shipped_targets_name_their_source() -> None:
    targets = all_targets(read_catalogue())
    assert targets
    assert all(target.source and target.standing in ("text", "assumed") for target in targets)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("reuse_rate", "reuse", "key rates.reuse: there is no such indicator"),
        ("0.6", "60", "key rates.reuse_rate: 60 came; write a rate from 0 to 1"),
        ("standing", "stand", "key standing: it is missing"),
        ('standing = "text"', 'standing = "text"\nwhose = "H13"', "key whose: nobody knows this key"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    (tmp_path / "city.toml").write_text(FILE.replace(was, becomes), encoding="utf-8")
    with pytest.raises(WrongUse, match=rf"city\.toml, {said}"):
        all_targets({"reuse_rate"}, tmp_path)


def test_two_files_that_say_one_thing_are_refused(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.toml").write_text(FILE, encoding="utf-8")
    with pytest.raises(WrongUse, match="reuse_rate of everybody from 2024-01-01 comes twice"):
        all_targets({"reuse_rate"}, tmp_path)


def test_every_indicator_has_its_worth_at_all_times() -> None:
    catalogue = read_catalogue()
    aims = list(list_aims(catalogue, all_sources(), all_weights()))
    assert {aim.indicator for aim in aims} == catalogue.keys()
    for code in catalogue:
        stretches = [(aim.holds_from, aim.holds_until) for aim in aims if aim.indicator == code]
        assert stretches[0][0] == date.min
        assert stretches[-1][1] == date.max
        assert all(one[1] == other[0] for one, other in pairwise(stretches))
    payment = next(aim for aim in aims if aim.indicator == "online_payment_rate" and aim.framework)
    assert (payment.max_points, payment.full_at, payment.grows) == (Decimal(6), Decimal(1), True)
