from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.warehouse.load import references
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import batch_of, dossier, load

DAY = batch_of("agencies").window.since.date()


def agency(code: str, **changes: Any) -> dict[str, Any]:
    plain = {"agency_code": code, "agency_name": f"Cơ quan {code}", "level": 2, "predecessor_codes": []}
    return plain | changes


def procedure(code: str, *agencies: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "procedure_code": code,
        "procedure_name": f"Thủ tục {code}",
        "agency_codes": list(agencies),
        "online_level": 1,
        "has_fee": True,
        "payable_online": True,
    }
    return plain | changes


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def history(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "SELECT agency_code, valid_from, valid_to, agency_name FROM core.agency ORDER BY 1, 2")


def test_a_first_catalogue_holds_from_the_day_it_takes_effect_or_its_own(engine: Engine) -> None:
    receipt = load(engine, "agencies", [agency("H13", effective_on=date(2020, 1, 1)), agency("H13.05")])
    assert (receipt.loaded, receipt.unchanged) == (2, 0)
    assert history(engine) == [
        ("H13", date(2020, 1, 1), None, "Cơ quan H13"),
        ("H13.05", DAY, None, "Cơ quan H13.05"),
    ]
    assert references(engine).agency_codes == {"H13", "H13.05"}


def test_the_same_catalogue_on_another_day_changes_nothing(engine: Engine) -> None:
    listed = [agency("H13"), agency("H13.05", parent_code="H13")]
    load(engine, "agencies", listed)
    before = table_hashes(engine, ["core"])
    receipt = load(engine, "agencies", listed, number=1)
    assert (receipt.loaded, receipt.unchanged) == (0, 2)
    assert table_hashes(engine, ["core"]) == before


def test_a_change_ends_the_row_before_it(engine: Engine) -> None:
    load(engine, "agencies", [agency("H13.05", effective_on=date(2020, 1, 1))])
    load(engine, "agencies", [agency("H13.05", agency_name="Sở mới", effective_on=date(2020, 1, 1))], number=3)
    changed = date(2024, 1, 4)
    assert history(engine) == [
        ("H13.05", date(2020, 1, 1), changed, "Cơ quan H13.05"),
        ("H13.05", changed, None, "Sở mới"),
    ]
    merged = agency("H13.05", agency_name="Sở hợp nhất", effective_on=date(2024, 1, 6))
    load(engine, "agencies", [merged], number=4)
    assert history(engine)[-1] == ("H13.05", date(2024, 1, 6), None, "Sở hợp nhất")


def test_a_second_change_on_one_day_leaves_one_row(engine: Engine) -> None:
    load(engine, "agencies", [agency("H13.05")])
    load(engine, "agencies", [agency("H13.05", agency_name="Sở mới")])
    assert history(engine) == [("H13.05", DAY, None, "Sở mới")]


def test_an_end_is_noted_and_taken_back(engine: Engine) -> None:
    load(engine, "agencies", [agency("H13.05")])
    load(engine, "agencies", [agency("H13.05", expired_on=date(2025, 7, 1))], number=1)
    assert history(engine) == [("H13.05", DAY, date(2025, 7, 1), "Cơ quan H13.05")]
    load(engine, "agencies", [agency("H13.05")], number=2)
    assert history(engine) == [("H13.05", DAY, None, "Cơ quan H13.05")]


def test_an_older_catalogue_only_adds_what_was_not_known(engine: Engine) -> None:
    load(engine, "agencies", [agency("H13.05", agency_name="Tên mới")], number=5)
    receipt = load(engine, "agencies", [agency("H13.05", agency_name="Tên cũ"), agency("H13.06")], number=2)
    assert (receipt.loaded, receipt.unchanged) == (1, 1)
    assert [(code, name) for code, _, _, name in history(engine)] == [
        ("H13.05", "Tên mới"),
        ("H13.06", "Cơ quan H13.06"),
    ]


def test_ancestors_follow_the_newest_parents_that_are_known(engine: Engine) -> None:
    listed = [
        agency("H13", parent_code="H00"),
        agency("H13.05", parent_code="H13"),
        agency("H13.05.01", parent_code="H13.05"),
    ]
    load(engine, "agencies", listed)
    ancestors = "SELECT agency_code, ancestor_code, distance FROM core.agency_ancestor ORDER BY 1, 3"
    assert rows(engine, ancestors) == [
        ("H13", "H13", 0),
        ("H13.05", "H13.05", 0),
        ("H13.05", "H13", 1),
        ("H13.05.01", "H13.05.01", 0),
        ("H13.05.01", "H13.05", 1),
        ("H13.05.01", "H13", 2),
    ]
    load(engine, "agencies", [*listed[:2], agency("H13.05.01", parent_code="H13")], number=1)
    assert [row for row in rows(engine, ancestors) if row[0] == "H13.05.01"] == [
        ("H13.05.01", "H13.05.01", 0),
        ("H13.05.01", "H13", 1),
    ]


def test_a_ring_of_parents_ends(engine: Engine) -> None:
    load(engine, "agencies", [agency("H13.01", parent_code="H13.02"), agency("H13.02", parent_code="H13.01")])
    found = rows(engine, "SELECT agency_code, ancestor_code, distance FROM core.agency_ancestor ORDER BY 1, 3")
    assert found == [
        ("H13.01", "H13.01", 0),
        ("H13.01", "H13.02", 1),
        ("H13.02", "H13.02", 0),
        ("H13.02", "H13.01", 1),
    ]


def test_predecessors_map_many_to_one_and_one_to_many(engine: Engine) -> None:
    since = date(2025, 7, 1)
    merged = agency("H13", predecessor_codes=["H58", "H26"], effective_on=since)
    load(engine, "agencies", [merged, agency("H14", predecessor_codes=["H58"], effective_on=since)])
    assert rows(engine, "SELECT * FROM core.agency_succession ORDER BY 1, 2") == [
        ("H26", "H13", since),
        ("H58", "H13", since),
        ("H58", "H14", since),
    ]


def pairs(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(
        engine, "SELECT procedure_code, agency_code, valid_from, valid_to FROM core.procedure_agency ORDER BY 1, 2, 3"
    )


def test_procedures_keep_history_and_the_agencies_that_resolve_them(engine: Engine) -> None:
    since = date(2022, 5, 1)
    load(engine, "procedures", [procedure("1.001", "H13.05", "H13.06", effective_on=since)], root="H13")
    load(engine, "procedures", [procedure("1.001", "H13.05", "H13.07", online_level=2, effective_on=since)], 3, "H13")
    changed = date(2024, 1, 4)
    assert rows(engine, "SELECT valid_from, valid_to FROM core.procedure") == [(since, None)]
    assert rows(engine, "SELECT online_level FROM core.procedure_agency ORDER BY agency_code, valid_from") == [
        (1,),
        (2,),
        (1,),
        (2,),
    ]
    assert pairs(engine) == [
        ("1.001", "H13.05", since, changed),
        ("1.001", "H13.05", changed, None),
        ("1.001", "H13.06", since, changed),
        ("1.001", "H13.07", changed, None),
    ]
    assert references(engine).procedure_codes == {"1.001"}


def test_two_provinces_list_one_procedure_with_their_own_agencies(engine: Engine) -> None:
    for number in (0, 1):
        first = load(engine, "procedures", [procedure("1.001", "H13.05")], number, root="H13.05")
        second = load(engine, "procedures", [procedure("1.001", "H20.06")], number, root="H20")
        assert (first.loaded, second.loaded) == ((1, 1) if number == 0 else (0, 0))
    assert pairs(engine) == [("1.001", "H13.05", DAY, None), ("1.001", "H20.06", DAY, None)]
    assert len(rows(engine, "SELECT * FROM core.procedure")) == 1


def test_an_agency_resolves_again_what_it_had_given_up(engine: Engine) -> None:
    for number, agencies in enumerate((["H13.05", "H13.06"], ["H13.05"], ["H13.05", "H13.06"])):
        load(engine, "procedures", [procedure("1.001", *agencies)], number, root="H13")
    assert pairs(engine)[1:] == [
        ("1.001", "H13.06", DAY, date(2024, 1, 2)),
        ("1.001", "H13.06", date(2024, 1, 3), None),
    ]


@pytest.mark.parametrize("measured", [True, False])
def test_a_changed_catalogue_touches_a_month_that_is_measured(engine: Engine, measured: bool) -> None:
    if measured:
        load(engine, "dossiers", [dossier(1, date(2024, 1, 5))])
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ops.touched")
    load(engine, "procedures", [procedure("1.001", "H13.05")])
    load(engine, "agencies", [agency("H13.06")])
    touched = rows(engine, "SELECT month, agency_code FROM ops.touched ORDER BY 2")
    january = date(2024, 1, 1)
    assert touched == ([(january, "H13.05"), (january, "H13.06")] if measured else [])
