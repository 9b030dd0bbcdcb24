"""Deadlocks, two loaders at once, a server that goes away: nothing lost, nothing doubled, one clear line."""

import os
import signal
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from include.errors import Refused
from include.warehouse import load as load_module
from include.warehouse.connection import connect
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.ledger import write_ledger
from include.warehouse.load import load_batch
from include.warehouse.migrate import migrate
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import NOW, batch_of, dossier, load, payment, verdict

EVERYTHING = ("core", "quarantine", "ops", "mart")


@pytest.fixture(autouse=True, params=[50_000, 1], ids=["as small batches", "as large ones"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large batch takes another way into months that nobody has seen."""
    monkeypatch.setattr(load_module, "MANY_ROWS", request.param)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Runs the actions in threads that start together; gives their results, or raises the first error."""
    gate, results = threading.Barrier(len(actions)), [None] * len(actions)
    errors: list[BaseException] = []

    def act(place: int, action: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[place] = action()
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=act, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def test_one_batch_by_two_loaders_is_loaded_once(engine: Engine) -> None:
    judged = verdict("dossiers", [dossier(number) for number in range(50)])
    receipts = at_once(*[lambda: load_batch(engine, batch_of("dossiers"), "key", judged, 50, NOW)] * 4)
    assert receipts == [receipts[0]] * 4
    assert receipts[0].loaded == 50
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM core.dossier").scalar_one() == 50
        assert connection.exec_driver_sql("SELECT sum(received_count) FROM core.dossier_cube").scalar_one() == 50


def test_dossiers_and_their_payments_at_once_never_miss_each_other(engine: Engine) -> None:
    for round_number in range(6):
        some = [dossier(number, date(2024, 3, 1 + round_number)) for number in range(20)]
        paid = [payment(100 * round_number + number, each) for number, each in enumerate(some)]
        at_once(
            lambda some=some, n=round_number: load(engine, "dossiers", some, n),  # type: ignore[misc]
            lambda paid=paid, n=round_number: load(engine, "payments", paid, n),  # type: ignore[misc]
        )
    with engine.connect() as connection:
        found = connection.execute(text("SELECT sum(fee_count), sum(paid_online_count) FROM core.dossier_cube")).one()
    assert tuple(found) == (120, 120)
    assert rebuild_cubes(engine) == ()


def test_two_roots_that_meet_in_one_agency_wait_for_each_other_and_both_count(engine: Engine) -> None:
    def of_root(root: str, start: int) -> list[dict[str, Any]]:
        codes = [f"000.00.05.{root}-2403{1 + n:02d}-{start + n:04d}" for n in range(20)]
        return [dossier(n, dossier_code=code, procedure_code=f"1.{n:03d}") for n, code in enumerate(codes)]

    at_once(
        lambda: load(engine, "dossiers", of_root("H13", 0), root="H13"),
        lambda: load(engine, "dossiers", of_root("H20", 500)[::-1], root="H20"),
    )
    with engine.connect() as connection:
        counts = connection.exec_driver_sql("SELECT DISTINCT received_count FROM core.dossier_cube").scalars().all()
    assert counts == [2]


def test_a_recount_waits_for_loads_and_loads_for_it(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(number) for number in range(30)])
    results = at_once(
        lambda: load(engine, "dossiers", [dossier(number) for number in range(30, 60)], 1),
        lambda: rebuild_cubes(engine),
    )
    assert results[1] == ()
    assert rebuild_cubes(engine) == ()


@pytest.mark.parametrize(
    "fault",
    [
        "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'; END $$",
        "SELECT pg_terminate_backend(pg_backend_pid())",
    ],
)
@pytest.mark.parametrize("times", [1, 9])
def test_what_passes_is_tried_again_a_few_times(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, fault: str, times: int
) -> None:
    load(engine, "dossiers", [dossier(1)])
    before = table_hashes(engine, EVERYTHING)
    left = [times]

    def fail_late(connection: Any, *rest: Any, **named: Any) -> None:
        write_ledger(connection, *rest, **named)
        if left[0]:
            left[0] -= 1
            connection.exec_driver_sql(fault)

    monkeypatch.setattr(load_module, "write_ledger", fail_late)
    if times == 1:
        assert load(engine, "dossiers", [dossier(2)], 1).loaded == 1
        assert rebuild_cubes(engine) == ()
        return
    with pytest.raises(Refused) as refusal:
        load(engine, "dossiers", [dossier(2)], 1)
    assert str(refusal.value).startswith(f"load {batch_of('dossiers', 1).name}: ")
    assert table_hashes(engine, EVERYTHING) == before


def test_of_two_that_wait_for_each_other_the_load_gives_way_and_then_loads(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(engine, "dossiers", [dossier(1)])
    holds, other, waits = threading.Event(), engine.connect(), threading.Thread()
    other.exec_driver_sql("SET deadlock_timeout = '1min'; LOCK TABLE ops.receipt IN EXCLUSIVE MODE")

    def ask_for_its_lock() -> None:
        other.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('reform-index dossiers H13.05', 0))")
        other.commit()

    def meet(connection: Any, *rest: Any, **named: Any) -> None:
        nonlocal waits
        if not holds.is_set():
            holds.set()
            waits = threading.Thread(target=ask_for_its_lock)
            waits.start()
        write_ledger(connection, *rest, **named)

    monkeypatch.setattr(load_module, "write_ledger", meet)
    assert load(engine, "dossiers", [dossier(2)], 1).loaded == 1
    waits.join()
    other.close()
    assert holds.is_set()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sum(received_count) FROM core.dossier_cube").scalar_one() == 2


def test_a_server_killed_in_mid_load_comes_back_as_it_was(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedPostgres(open_folder / f"killed-{load_module.MANY_ROWS}", 0) as server:
        url = server.create_database("warehouse")
        migrate(url)
        engine = connect(url)
        load(engine, "dossiers", [dossier(1)])
        before = table_hashes(engine, EVERYTHING)

        def kill_late(connection: Any, *rest: Any, **named: Any) -> None:
            write_ledger(connection, *rest, **named)
            assert server.process_id is not None
            os.kill(server.process_id, signal.SIGKILL)
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

        with monkeypatch.context() as patched:
            patched.setattr(load_module, "write_ledger", kill_late)
            with pytest.raises(Refused) as refusal:
                load(engine, "dossiers", [dossier(2, date(2024, 4, 5))], 1)
        assert "\n" not in str(refusal.value)
        server.stop()
        server.start()
        assert before.items() <= table_hashes(engine, EVERYTHING).items()
        assert load(engine, "dossiers", [dossier(2, date(2024, 4, 5))], 1).loaded == 1
        assert rebuild_cubes(engine) == ()
        assert before.keys() == table_hashes(engine, EVERYTHING).keys()
        engine.dispose()


def test_a_connection_cut_after_the_commit_gives_the_receipt_of_that_commit(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_once, left = load_module._load, [1]

    def commit_then_fail(connection: Any, *rest: Any, **named: Any) -> Any:
        receipt = load_once(connection, *rest, **named)
        if left[0]:
            left[0] -= 1
            connection.commit()
            raise psycopg.OperationalError("the connection is closed")
        return receipt

    monkeypatch.setattr(load_module, "_load", commit_then_fail)
    assert load(engine, "dossiers", [dossier(1)]).loaded == 1
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sum(received_count) FROM core.dossier_cube").scalar_one() == 1


def test_a_lock_that_nobody_gives_back_is_one_line(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "SETTINGS", "SET LOCAL lock_timeout = '50ms'")
    with engine.begin() as other:
        other.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('reform-index dossiers H13.05', 0))")
        with pytest.raises(Refused, match="canceling statement due to lock timeout; somebody holds the lock for long"):
            load(engine, "dossiers", [dossier(1)])
