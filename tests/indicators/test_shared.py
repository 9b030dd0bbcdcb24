"""Sessions that share a measure: the figures of one session, and all of them or none."""

from datetime import date

import pytest
from sqlalchemy import text

from include.errors import Refused
from include.indicators import measure as measure_module
from include.warehouse.side_by_side import count_sessions
from tests.indicators.conftest import Country

FAIL = """
CREATE FUNCTION core.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.agency_code = '{agency}' THEN RAISE EXCEPTION 'the disk of % is full', NEW.agency_code; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fail BEFORE INSERT ON core.indicator FOR EACH ROW EXECUTE FUNCTION core.fail();
"""
END_ME = "PERFORM pg_terminate_backend(pg_backend_pid())"
MEND = "DROP FUNCTION core.fail() CASCADE"


@pytest.fixture
def loaded(country: Country, monkeypatch: pytest.MonkeyPatch) -> Country:
    """Something of either province, so that each session has a share."""
    monkeypatch.setattr(measure_module, "WORTH_SHARING", 0)
    for agency in ("H13.05", "H20.01"):
        country.pulled(agency[:3], date(2024, 1, 1), date(2024, 7, 1))
        country.dossiers(date(2024, 3, 1), agency, 10, fee_count=8, paid_online_count=6)
    return country


def run(country: Country, script: str) -> None:
    with country.engine.begin() as connection:
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def test_the_server_says_how_many_sessions(country: Country) -> None:
    with country.engine.connect() as connection:
        assert count_sessions(connection) == 2
        connection.execute(text("SET max_parallel_workers_per_gather = 0"))
        assert count_sessions(connection) == 1


def test_each_session_writes_its_share(loaded: Country) -> None:
    measured = loaded.measure()
    assert (measured.periods, measured.agencies) == (10, 6)
    assert measured.rows == loaded.fetch("SELECT COUNT(*) FROM core.indicator")[0][0] > 0
    writers = loaded.fetch(
        "SELECT SPLIT_PART(agency_code, '.', 1), xmin::text FROM core.indicator GROUP BY 1, 2 ORDER BY 1"
    )
    assert [root for root, _ in writers] == ["H13", "H20"]
    assert len({writer for _, writer in writers}) == 2


@pytest.mark.parametrize("agency", ["H13.05", "H20.01"])
def test_when_one_fails_nobody_commits(loaded: Country, agency: str) -> None:
    loaded.measure()
    before = loaded.fingerprint()
    for each in ("H13.05", "H20.01"):
        loaded.dossiers(date(2024, 3, 1), each, 5, fee_count=5)
    run(loaded, FAIL.format(agency=agency))
    with pytest.raises(Refused, match=f"the disk of {agency} is full"):
        loaded.measure()
    assert loaded.fingerprint() == before
    assert len(loaded.fetch("SELECT FROM ops.touched")) == 2
    run(loaded, MEND)
    assert loaded.measure().rows > 0
    assert loaded.figure("online_payment_rate", "H13", "2024-03") == (6, 13, "ok")
    assert loaded.figure("online_payment_rate", "H20", "2024-03") == (6, 13, "ok")


@pytest.mark.parametrize("agency", ["H13.05", "H20.01"])
def test_a_session_that_the_server_ends_leaves_nothing(loaded: Country, agency: str) -> None:
    run(loaded, FAIL.format(agency=agency).replace("RAISE EXCEPTION 'the disk of % is full', NEW.agency_code", END_ME))
    with pytest.raises(Refused):
        loaded.measure()
    run(loaded, MEND)
    assert len(loaded.fetch("SELECT FROM ops.touched")) == 2
    assert loaded.fetch("SELECT FROM core.indicator") == []
    assert loaded.measure().agencies == 6
