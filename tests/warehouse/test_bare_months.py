"""A large first batch fills its months before they are partitions: what stands there afterwards is the same."""

import importlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from include.errors import Refused
from include.warehouse import load as loading
from include.warehouse.bare_months import drop_bare_months
from include.warehouse.connection import connect
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.locks import lock_partitions, lock_table
from include.warehouse.table_hashes import table_hashes
from tests.conftest import TEMPLATE
from tests.warehouse.judged import dossier, load, payment

PROCESSES = multiprocessing.get_context("forkserver")
DAYS = [date(2024, 3, 5), date(2024, 4, 5), date(2024, 5, 5)]
DOSSIERS = [dossier(number, DAYS[number % 3]) for number in range(1, 9)]
PAYMENTS = [payment(number, each) for number, each in enumerate(DOSSIERS)]
MADE = """
SELECT
    child.relname,
    pg_get_expr(child.relpartbound, child.oid),
    coalesce(child.relacl, acldefault('r', child.relowner))::text,
    (SELECT array_agg(pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint WHERE conrelid = child.oid),
    (
        SELECT array_agg(part ORDER BY part) FROM (
            SELECT concat(inhparent::regclass, ' ', regexp_replace(pg_get_indexdef(indexrelid), ' WITH .*', '')) AS part
            FROM pg_index LEFT JOIN pg_inherits ON inhrelid = indexrelid WHERE indrelid = child.oid
        ) AS indexes
    )
FROM pg_class AS child
WHERE child.relkind = 'r' AND child.relnamespace = 'core'::regnamespace AND child.relname ~ '_2024(03|04|05)'
ORDER BY child.relname
"""
REFUSE_RECEIPTS = "ALTER TABLE ops.receipt ADD CONSTRAINT none_today CHECK (pulled < 0) NOT VALID"
ALLOW_RECEIPTS = "ALTER TABLE ops.receipt DROP CONSTRAINT none_today"


def made(engine: Engine) -> list[tuple[object, ...]]:
    """The tables of the three months: name, bounds, rights, constraints, indexes and whose parts these are."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(MADE))]


def bare(engine: Engine) -> list[object]:
    """The names of those that are filled, and are not partitions yet."""
    return [name for name, bounds, *_ in made(engine) if bounds is None]


def load_all(engine: Engine) -> None:
    load(engine, "dossiers", DOSSIERS)
    load(engine, "payments", PAYMENTS)


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.fixture
def other(postgres: EmbeddedPostgres) -> Iterator[Engine]:
    """A second warehouse, loaded the usual way."""
    engine = connect(postgres.create_database("usual_months", TEMPLATE))
    load_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _every_batch_is_large(other: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(made(other)) == 6
    monkeypatch.setattr(loading, "MANY_ROWS", 1)


@pytest.mark.parametrize("sessions", [1, 2, 5])
def test_the_same_stands_there_as_by_the_usual_way(engine: Engine, other: Engine, sessions: int) -> None:
    run(engine, f"ALTER DATABASE {engine.url.database} SET max_parallel_workers_per_gather = {sessions}")
    engine.dispose()
    load_all(engine)
    assert made(engine) == made(other)
    assert table_hashes(engine, ["core"]) == table_hashes(other, ["core"])
    assert rebuild_cubes(engine) == ()


def test_a_month_that_is_there_is_filled_where_it_is(engine: Engine, other: Engine) -> None:
    run(engine, "SELECT ops.ensure_partitions(ARRAY['2024-04-01'::date])")
    load_all(engine)
    assert made(engine) == made(other)
    assert table_hashes(engine, ["core"]) == table_hashes(other, ["core"])


def test_beside_another_load_the_partitions_are_made_as_usual(engine: Engine, other: Engine) -> None:
    with engine.begin() as elsewhere:
        lock_table(elsewhere, "core.dossier")
        lock_table(elsewhere, "core.payment")
        load_all(engine)
    assert made(engine) == made(other)
    assert table_hashes(engine, ["core"]) == table_hashes(other, ["core"])


def test_a_load_that_fails_in_one_month_leaves_nothing(engine: Engine) -> None:
    broken = dossier(99, DAYS[1], agency_code=None)
    with pytest.raises(Refused, match="agency_code"):
        load(engine, "dossiers", [*DOSSIERS, broken])
    assert made(engine) == []
    load_all(engine)
    assert len(made(engine)) == 6


def test_what_a_load_leaves_that_fails_behind_its_months_is_seen_by_nobody(engine: Engine, other: Engine) -> None:
    before = table_hashes(engine, ["core", "mart"])
    run(engine, REFUSE_RECEIPTS)
    with pytest.raises(Refused, match="none_today"):
        load(engine, "dossiers", DOSSIERS)
    left = bare(engine)
    assert len(left) == len(made(engine)) == 3
    after = table_hashes(engine, ["core", "mart"])
    assert {name: after[name] for name in before} == before
    run(engine, ALLOW_RECEIPTS)
    load_all(engine)
    assert made(engine) == made(other)
    assert table_hashes(engine, ["core"]) == table_hashes(other, ["core"])


@pytest.mark.parametrize(
    ("place", "name", "left"),
    [("include.warehouse.bare_months", "_fill", 0), ("include.warehouse.load_facts", "fill_bare_months", 3)],
    ids=["one session is done", "all are"],
)
def test_a_loader_that_is_killed(engine: Engine, other: Engine, place: str, name: str, left: int) -> None:
    child = PROCESSES.Process(target=load_and_die, args=(engine.url.render_as_string(hide_password=False), place, name))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    with engine.begin() as connection:
        lock_partitions(connection)  # the server has noticed
    assert len(bare(engine)) == len(made(engine)) == left
    load_all(engine)
    assert made(engine) == made(other)
    assert table_hashes(engine, ["core"]) == table_hashes(other, ["core"])


def load_and_die(url: str, place: str, name: str) -> None:
    """In a process of its own: kills it as the kernel would, when the function has done its work."""
    module = importlib.import_module(place)
    real = getattr(module, name)

    def deadly(*args: Any) -> None:
        real(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, deadly)
    vars(loading)["MANY_ROWS"] = 1
    load(connect(url), "dossiers", DOSSIERS)


def test_nobody_removes_what_a_load_is_at_work_at(engine: Engine) -> None:
    run(engine, "SELECT ops.begin_month('dossier_202403_1')")
    with engine.begin() as at_work:
        lock_partitions(at_work)
        with engine.begin() as connection:
            drop_bare_months(connection)
        assert bare(engine) == ["dossier_202403_1"]
    with engine.begin() as connection:
        drop_bare_months(connection)
    assert bare(engine) == []


@pytest.mark.parametrize("name", ["dossier_202403", "petition_202403_1", "dossier_2024_1", "dossier_202403_1; --"])
def test_only_a_month_of_two_tables_can_be_begun(engine: Engine, name: str) -> None:
    with pytest.raises(DBAPIError, match="is not the name of a month to be filled"), engine.begin() as connection:
        connection.execute(text("SELECT ops.begin_month(:name)"), {"name": name})
