"""What provinces offer of one national procedure is theirs; what it is called is one thing, whoever is loaded last."""

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import batch_of, load

DAY = batch_of("procedures").window.since.date()
OFFERS = """
SELECT agency_code, valid_from, valid_to, online_level, has_fee, payable_online FROM core.procedure_agency
WHERE valid_to IS NULL OR valid_to > valid_from ORDER BY 1, 2
"""
NAMES = "SELECT procedure_name, valid_from, valid_to FROM core.procedure ORDER BY valid_from"
FULL = {"online_level": 2, "has_fee": True, "payable_online": True}
PARTIAL = {"online_level": 1, "has_fee": True, "payable_online": False}
LISTED: dict[str, dict[str, Any]] = {
    "H13": {"agency_codes": ["H13.05", "H13.06"], "procedure_name": "Cấp phép", **FULL},
    "H20": {"agency_codes": ["H20.06"], "procedure_name": "CẤP PHÉP", **PARTIAL},
    "H59": {"agency_codes": ["H59.01"], "procedure_name": "Cấp giấy phép", "online_level": 0},
}


def list_procedure(engine: Engine, root: str, number: int = 0, **changes: Any) -> int:
    """Loads the catalogue of a day with one procedure; gives how many of its entries changed anything."""
    plain = {"procedure_code": "1.001", "has_fee": False, "payable_online": False}
    return load(engine, "procedures", [plain | LISTED.get(root, {}) | changes], number, root).loaded


def ask(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def list_by_day(engine: Engine, days: Iterable[int], roots: Iterable[str]) -> None:
    for number, root in itertools.product(days, tuple(roots)):
        list_procedure(engine, root, number)


@pytest.mark.parametrize("roots", list(itertools.permutations(LISTED)), ids="-".join)
def test_provinces_that_disagree_keep_their_own_offers_in_any_order(engine: Engine, roots: tuple[str, ...]) -> None:
    list_by_day(engine, [0], roots)
    assert ask(engine, OFFERS) == [
        ("H13.05", DAY, None, 2, True, True),
        ("H13.06", DAY, None, 2, True, True),
        ("H20.06", DAY, None, 1, True, False),
        ("H59.01", DAY, None, 0, False, False),
    ]
    assert ask(engine, NAMES) == [("Cấp phép", DAY, None)], "the first province by its code names it"
    before = table_hashes(engine, ["core"])
    list_by_day(engine, range(1, 4), roots)
    list_by_day(engine, [4], reversed(roots))
    assert table_hashes(engine, ["core"]) == before, "a repeated catalogue adds no row"


def test_analysts_read_what_each_agency_offers_and_that_they_differ(engine: Engine) -> None:
    list_by_day(engine, [0], LISTED)
    nation = "SELECT online_level, has_fee, payable_online, agencies_differ FROM mart.procedure"
    assert ask(engine, nation) == [(None, None, None, True)]
    levels = "SELECT agency_code, online_level FROM mart.procedure_agency ORDER BY 1"
    assert ask(engine, levels) == [("H13.05", 2), ("H13.06", 2), ("H20.06", 1), ("H59.01", 0)]
    for root in ("H20", "H59"):
        list_procedure(engine, root, 1, **FULL)
    assert ask(engine, nation) == [(2, True, True, False)]


def test_what_one_province_changes_changes_nothing_of_another(engine: Engine) -> None:
    list_by_day(engine, [0], LISTED)
    assert list_procedure(engine, "H20", 2, **FULL) == 1
    changed = date(2024, 1, 3)
    assert ask(engine, OFFERS)[2:4] == [
        ("H20.06", DAY, changed, 1, True, False),
        ("H20.06", changed, None, 2, True, True),
    ]
    assert len(ask(engine, OFFERS)) == 5


def test_an_end_in_one_province_is_no_end_in_another(engine: Engine) -> None:
    list_by_day(engine, [0], ("H13", "H20"))
    end = date(2024, 3, 1)
    ends = "SELECT agency_code, valid_to FROM core.procedure_agency ORDER BY 1"
    for number in (1, 2):
        assert list_procedure(engine, "H13", number, expired_on=end) == (1 if number == 1 else 0)
        assert list_procedure(engine, "H20", number) == 0
        assert ask(engine, ends) == [("H13.05", end), ("H13.06", end), ("H20.06", None)]
        assert ask(engine, NAMES) == [("Cấp phép", DAY, None)]
    later = date(2024, 5, 1)
    list_procedure(engine, "H20", 3, expired_on=later)
    assert ask(engine, NAMES) == [("Cấp phép", DAY, later)]
    list_procedure(engine, "H13", 4)
    assert ask(engine, ends) == [("H13.05", None), ("H13.06", None), ("H20.06", later)], "an end is taken back"
    assert ask(engine, NAMES) == [("Cấp phép", DAY, None)]


def test_of_two_roots_above_an_agency_the_nearest_speaks_until_it_falls_silent(engine: Engine) -> None:
    for number, (near, far) in enumerate((("H13.05", "H13"), ("H13", "H13.05"), ("H13.05", "H13"))):
        for root in (near, far):
            own = {**LISTED["H13"], "agency_codes": ["H13.05"], "online_level": 1} if root == "H13.05" else {}
            list_procedure(engine, root, number, **own)
    assert [row[3] for row in ask(engine, OFFERS)] == [1, 2]
    before = table_hashes(engine, ["core"])
    list_procedure(engine, "H13", 8)
    assert table_hashes(engine, ["core"]) == before
    list_procedure(engine, "H13", 9)
    assert [row[2:4] for row in ask(engine, OFFERS)] == [(date(2024, 1, 10), 1), (None, 2), (None, 2)]


def test_who_is_not_above_an_agency_names_it_and_changes_nothing_of_it(engine: Engine) -> None:
    list_procedure(engine, "H20", agency_codes=["H13.05", "H20.06"])
    list_procedure(engine, "H13")
    before = ask(engine, OFFERS)
    assert [row[3] for row in before] == [2, 2, 1]
    assert list_procedure(engine, "H20", 1, agency_codes=["H13.05", "H20.06"]) == 0
    assert ask(engine, OFFERS) == before


def test_a_name_is_followed_on_when_the_first_province_falls_silent(engine: Engine) -> None:
    list_by_day(engine, [0], LISTED)
    list_by_day(engine, [6], ["H20"])
    assert [row[0] for row in ask(engine, NAMES)] == ["Cấp phép"]
    list_by_day(engine, [8], ["H20"])
    assert [row[0] for row in ask(engine, NAMES)] == ["Cấp phép", "CẤP PHÉP"]
