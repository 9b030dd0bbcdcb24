"""Records that the portal no longer has: missed twice they become tombstones, and come back when they are seen."""

import random
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Connection, Engine, text

from include.periods import VIETNAM, Window
from include.receipt import Batch, Receipt
from include.warehouse import known
from include.warehouse.copy_in import copy_arrow
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.load import load_batch
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import dossier, load, local, payment, verdict

MARCH = Window(datetime(2024, 3, 1, tzinfo=VIETNAM), datetime(2024, 4, 1, tzinfo=VIETNAM))
FACTS = ["core"]


def look(
    engine: Engine, day: int, records: list[dict[str, Any]], feed: str = "dossiers", until: int | None = None
) -> Receipt:
    """Loads what the portal has in March and since, pulled on a day after it (1 is 1 April), up to that day."""
    now = MARCH.until + timedelta(days=day)
    window = Window(MARCH.since, MARCH.until + timedelta(days=day if until is None else until))
    judged = verdict(feed, records)
    return load_batch(engine, Batch(feed, "H13.05", window), f"look {day}", judged, len(records), now)


def value(engine: Engine, query: str) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar()


def keys(engine: Engine, table: str = "core.tombstone", key: str = "record_key") -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text(f"SELECT {key} FROM {table} ORDER BY 1")).scalars())


def test_two_looks_make_a_tombstone_that_counts_nowhere(engine: Engine) -> None:
    stays, goes = dossier(1), dossier(2, breached_on=local(2024, 3, 15).date())
    load(engine, "payments", [payment(1, goes)])
    look(engine, 1, [stays])
    only_one = table_hashes(engine, FACTS)
    look(engine, 2, [stays, goes])
    assert look(engine, 3, [stays]).unchanged == 1
    assert keys(engine) == []
    look(engine, 4, [stays])
    assert keys(engine) == [goes["dossier_code"]]
    assert keys(engine, "core.dossier", "dossier_code") == [stays["dossier_code"]]
    after = table_hashes(engine, FACTS)
    assert {name for name in after if after[name] != only_one[name]} == {"core.tombstone"}
    assert value(engine, "SELECT record ->> 'breached_on' FROM core.tombstone") == "2024-03-15"
    found = "SELECT found FROM ops.rule_result WHERE rule = 'still_at_portal' AND landing_key = 'look 4'"
    assert value(engine, found) == ["1 gone"]
    assert rebuild_cubes(engine) == ()


def test_a_payment_that_is_gone_leaves_its_dossier_unpaid(engine: Engine) -> None:
    paid = dossier(1)
    load(engine, "dossiers", [paid])
    look(engine, 1, [payment(1, paid), payment(2, dossier(9))], "payments")
    assert value(engine, "SELECT paid_online_count FROM core.dossier_cube") == 1
    for day in (2, 3):
        look(engine, day, [payment(2, dossier(9))], "payments")
    assert keys(engine) == ["TC000001"]
    assert value(engine, "SELECT paid_online_count FROM core.dossier_cube") == 0
    assert value(engine, "SELECT sum(transaction_count) FROM core.payment_cube") == 1
    assert rebuild_cubes(engine) == ()


def test_a_petition_that_is_gone_is_measured_again(engine: Engine) -> None:
    received = local(2024, 3, 3)
    petition = {"agency_code": "H13.05", "received_at": received, "status": "new", "updated_at": received}
    both = [{**petition, "petition_code": "P1"}, {**petition, "petition_code": "P2"}]
    look(engine, 1, both, "petitions")
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ops.touched")
    for day in (2, 3):
        look(engine, day, both[:1], "petitions")
    assert keys(engine, "core.petition", "petition_code") == ["P1"]
    assert value(engine, "SELECT agency_code FROM ops.touched") == "H13.05"


def test_what_is_seen_again_comes_back_and_an_older_version_does_not(engine: Engine) -> None:
    stays, goes = dossier(1), dossier(2, updated_at=local(2024, 3, 20))
    look(engine, 1, [stays, goes])
    complete = table_hashes(engine, FACTS)
    for day in (2, 3):
        look(engine, day, [stays])
    buried = table_hashes(engine, FACTS)
    older = dossier(2, updated_at=local(2024, 3, 19))
    assert look(engine, 4, [stays, older]).unchanged == 2
    assert table_hashes(engine, FACTS) == buried
    assert look(engine, 5, [stays, goes]).loaded == 1
    assert table_hashes(engine, FACTS) == complete
    for day in (6, 7):
        look(engine, day, [stays])
    newer = dossier(2, updated_at=local(2024, 4, 2), status=9)
    assert look(engine, 8, [stays, newer]).loaded == 1
    assert keys(engine) == []
    assert value(engine, "SELECT sum(received_count) FROM core.dossier_cube") == 2
    assert rebuild_cubes(engine) == ()


def test_a_replay_of_what_landed_before_brings_nothing_back(engine: Engine) -> None:
    stays, goes = dossier(1), dossier(2)
    look(engine, 1, [stays, goes])
    for day in (2, 3):
        look(engine, day, [stays])
    buried = table_hashes(engine, FACTS)
    window = Window(MARCH.since, MARCH.until + timedelta(days=1))
    judged = verdict("dossiers", [stays, goes])
    now = MARCH.until + timedelta(days=9)
    load_batch(engine, Batch("dossiers", "H13.05", window), "look 1", judged, 2, now, force=True)
    assert table_hashes(engine, FACTS) == buried


def test_what_stands_as_it_came_is_asked_about_only_where_something_was_missed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hash says that it is there. A look that misses something sends every key, and so does what was missed."""
    sent: list[int] = []

    def copy(connection: Connection, table: str, rows: pa.Table, mask: pa.Array) -> None:
        sent.append(mask.true_count)
        copy_arrow(connection, table, rows, mask)

    monkeypatch.setattr(known, "copy_arrow", copy)
    stays, goes, comes = dossier(1), dossier(2), dossier(3, updated_at=local(2024, 3, 30))
    found = []
    for day, portal in enumerate([[stays, goes], [stays, goes, comes], [stays, comes], [stays, goes, comes]], 1):
        sent.clear()
        receipt = look(engine, day, portal)
        found.append((receipt.loaded, [*sent], keys(engine, "ops.missed")))
    missed = [goes["dossier_code"]]
    assert found == [(2, [], []), (1, [1], []), (0, [0, 2], missed), (0, [1], [])]


def test_a_record_that_only_changed_is_not_gone(engine: Engine) -> None:
    """It stands in a window that is not loaded yet: until that one is, nothing is said."""
    stays, changes = dossier(1), dossier(2)
    look(engine, 1, [stays, changes], until=0)
    for day in (2, 3, 4):
        look(engine, day, [stays], until=0)
    assert keys(engine) == []
    look(engine, 5, [stays, dossier(2, updated_at=local(2024, 4, 2))])
    for day in (6, 7):
        look(engine, day, [stays, dossier(2, updated_at=local(2024, 4, 2))])
    assert keys(engine) == []


def test_a_record_in_quarantine_is_still_at_the_portal(engine: Engine) -> None:
    stays, refused = dossier(1), dossier(2)
    look(engine, 1, [stays, refused])
    row = {"position": 0, "record_key": refused["dossier_code"], "rules": ["r"], "sentences": ["s"], "record": "{}"}
    for day in (2, 3, 4):
        window = Window(MARCH.since, MARCH.until + timedelta(days=day))
        judged = verdict("dossiers", [stays], [row])
        load_batch(engine, Batch("dossiers", "H13.05", window), str(day), judged, 2, window.until)
    assert keys(engine) == []


def test_a_short_reply_says_nothing(engine: Engine) -> None:
    many = [dossier(number) for number in range(40)]
    look(engine, 1, many)
    for day in (2, 3, 4):
        look(engine, day, many[:25])
    assert keys(engine) == []
    result = "SELECT failed_count FROM ops.rule_result WHERE rule = 'still_at_portal' AND landing_key = 'look 4'"
    assert value(engine, result) == 15


def test_another_agencys_window_takes_nothing_away(engine: Engine) -> None:
    look(engine, 1, [dossier(1), dossier(2, agency_code="H13.06"), dossier(3, agency_code="H13.055")])
    for day in (2, 3):
        look(engine, day, [dossier(1)])
    assert keys(engine) == []


@pytest.mark.parametrize("seed", range(2))
def test_deletions_in_any_history_leave_the_cubes_right(engine: Engine, seed: int) -> None:
    """Records come and go at the portal; after two quiet looks the warehouse holds what the portal has."""

    chance = random.Random(seed)
    portal = {number: dossier(number) for number in range(12)}
    for day in range(1, 12):
        for number in range(12):
            fate = chance.random()
            if fate < 0.1:
                portal.pop(number, None)
            elif fate < 0.25:
                portal[number] = dossier(
                    number, updated_at=local(2024, 4, day), channel=chance.choice(["online", "direct"])
                )
        look(engine, day + 1, list(portal.values()))
        assert rebuild_cubes(engine) == ()
    for day in (20, 21):
        look(engine, day, list(portal.values()))
    assert keys(engine, "core.dossier", "dossier_code") == sorted(each["dossier_code"] for each in portal.values())
    assert value(engine, "SELECT count(*) FROM core.tombstone") > 0
    assert rebuild_cubes(engine) == ()
