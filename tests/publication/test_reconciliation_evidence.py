"""What speaks for a dossier that is not here: quarantine, holes in the numbering, and payments without one."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include.publication.reconciliation.facts import _read

JUNE = {"since": "2024-06-01", "until": "2024-07-01"}


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT ops.ensure_partitions(ARRAY['2024-05-01', '2024-06-01', '2024-07-01']::date[]);"
            "INSERT INTO core.agency_stood SELECT below, above, '-infinity', 'infinity'"
            " FROM (VALUES ('H13', 'H13'), ('H13.05', 'H13.05'), ('H13.05', 'H13')) AS told (below, above)"
        )
    yield engine
    engine.dispose()


def dossiers(engine: Engine, *codes: str, agency: str = "H13.05", month: str = "2024-06-01") -> None:
    row = "(:code, CAST(:month AS date), '2024-07-01', 'p', :agency, 'online', 'h', 'b')"
    columns = "dossier_code, code_month, updated_at, procedure_code, agency_code, channel, content_hash, batch"
    with engine.begin() as connection:
        statement = text(f"INSERT INTO core.dossier ({columns}) VALUES {row}")
        connection.execute(statement, [{"code": code, "month": month, "agency": agency} for code in codes])


def quarantine(engine: Engine, code: str, rule: str = "channel_known", feed: str = "dossiers") -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO quarantine.record SELECT CAST(:feed AS text), 'b', COUNT(*), CAST(:code AS text),"
                " ARRAY[CAST(:rule AS text)], '{}', JSONB_BUILD_OBJECT('MaHoSo', CAST(:code AS text)), '2024-07-01'"
                " FROM quarantine.record"
            ),
            {"feed": feed, "code": code, "rule": rule},
        )


def pay(engine: Engine, code: str, month: str = "2024-06-01") -> None:
    columns = (
        "payment_reference, code_month, updated_at, amount_vnd, dossier_code, procedure_code, agency_code,"
        " method, status, content_hash, batch"
    )
    values = "(:code, CAST(:month AS date), '2024-07-01', 1, :code, 'p', 'H13.05', 'online', 'succeeded', 'h', 'b')"
    with engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO core.payment ({columns}) VALUES {values}"), {"code": code, "month": month}
        )


def evidence(engine: Engine, agency: str = "H13") -> dict[str, Any]:
    with engine.connect() as connection:
        rows = connection.execute(text(_read("evidence_absent")), JUNE).mappings()
        return next(({**row} for row in rows if row["agency_code"] == agency), {})


def day(*numbers: int, day: str = "240603") -> list[str]:
    return [f"000.00.05.H13-{day}-{number:04d}" for number in numbers]


def test_holes_in_the_numbers_of_a_day(engine: Engine) -> None:
    dossiers(engine, *day(1, 2, 4, 5, 7), *day(1, 2, 3, day="240604"))
    dossiers(engine, *day(9, day="240531"), month="2024-05-01")
    found = evidence(engine)
    assert (found["code_gap_count"], found["quarantined_count"], found["paid_unseen_count"]) == (2, 0, 0)
    assert evidence(engine, "H13.05")["code_gap_count"] == 2


def test_what_is_in_quarantine_is_no_hole(engine: Engine) -> None:
    dossiers(engine, *day(1, 2, 5))
    for code in (*day(3), "unreadable", *day(8, day="240731")):
        quarantine(engine, code)
    quarantine(engine, f"{day(2)[0]}-1", "dossier_code_without_suffix")
    quarantine(engine, day(1)[0], feed="payments")
    found = evidence(engine)
    assert (found["code_gap_count"], found["quarantined_count"]) == (1, 1)
    assert (found["duplicate_count"], found["quarantined_payment_count"]) == (1, 1)


def test_a_payment_tells_of_the_last_ones_of_a_day(engine: Engine) -> None:
    """Number 2 is a hole already; 5 comes after the last that is here; 999999 is nobody's number."""
    dossiers(engine, *day(1, 3, 4))
    for code in day(2, 4, 5, 999999):
        pay(engine, code)
    pay(engine, day(6)[0], month="2024-07-01")
    found = evidence(engine)
    assert (found["code_gap_count"], found["paid_unseen_count"]) == (1, 2)


def test_numbers_that_are_not_counted_from_one_say_nothing(engine: Engine) -> None:
    dossiers(engine, *day(70412, 81733))
    assert evidence(engine)["code_gap_count"] == 0


def test_a_prefix_belongs_to_whoever_resolves_most_of_it(engine: Engine) -> None:
    dossiers(engine, "000.00.99.H13-240603-0001", "000.00.99.H13-240603-0003")
    assert evidence(engine, "H13.05")["code_gap_count"] == 1
    quarantine(engine, "000.00.05.H13-240605-0001")
    assert evidence(engine, "H13.05")["quarantined_count"] == 1, "a code that nobody else tells of is read by itself"
