"""Any history of batches, in any order, leaves the same tables, and cubes equal to a count in plain Python."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.warehouse import known
from include.warehouse.cubes import CUBES, rebuild_cubes
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import dossier, load, local, payment

Record = dict[str, Any]
Load = tuple[str, list[Record]]


def newest(versions: list[Record], key: str) -> dict[str, Record]:
    """The version that stays of each record; no two versions of one record have the same time here."""
    return {record[key]: record for record in sorted(versions, key=lambda record: record["updated_at"])}


def make_history(seed: int) -> list[Load]:
    """Batches of versions of thirty dossiers and their payments: late, refunded, retried, moved to another dossier."""
    chance = random.Random(seed)
    starts = [dossier(number, date(2024, chance.randint(2, 4), chance.randint(1, 28))) for number in range(30)]
    dossiers = [_dossier_version(chance, start, step) for start in starts for step in range(chance.randint(1, 4))]
    payments = [
        _payment_version(chance, number, chance.choice([start, start, chance.choice(starts)]), step)
        for number, start in enumerate(chance.choices(starts, k=40))
        for step in range(chance.randint(1, 4))
    ]
    chance.shuffle(dossiers)
    chance.shuffle(payments)
    batches = list(_cut("dossiers", "dossier_code", dossiers, chance))
    batches += _cut("payments", "payment_reference", payments, chance)
    chance.shuffle(batches)
    return batches


def _dossier_version(chance: random.Random, start: Record, step: int) -> Record:
    ended = start["received_at"] + timedelta(days=chance.randint(1, 60)) if chance.random() < 0.6 else None
    return start | {
        "updated_at": start["updated_at"] + timedelta(hours=step),
        "agency_code": chance.choice(["H13.05", "H13.05.01", "H13.05.02"]),
        "channel": chance.choice(["online", "direct"]),
        "received_at": start["received_at"] + timedelta(days=chance.choice([0, 0, 20])),
        "ended_at": ended,
        "breached_on": start["due_at"].date() if ended is None or ended > start["due_at"] else None,
        "has_fee": chance.random() < 0.7,
        "digitised": chance.random() < 0.5,
        "has_complaint": chance.random() < 0.2,
    }


def _payment_version(chance: random.Random, number: int, of: Record, step: int) -> Record:
    made = payment(number, of)
    return made | {
        "updated_at": local(2024, 5, 1) + timedelta(hours=step),
        "method": chance.choice(["online", "online", "cash"]),
        "status": chance.choice(["initiated", "succeeded", "succeeded", "failed", "refunded"]),
        "refunded_vnd": chance.choice([0, 0, 10_000, 50_000]),
        "paid_at": made["paid_at"] + timedelta(days=chance.choice([0, 30])),
    }


def walk_history(engine: Engine, seed: int, batch_count: int) -> dict[str, str]:
    """Loads so many small batches in random order, many of them repeated; gives the hashes of the tables in core."""
    chance = random.Random(seed)
    starts = [dossier(number, date(2024, chance.randint(1, 6), chance.randint(1, 28))) for number in range(60)]
    for number in range(batch_count):
        step = chance.randint(0, 40)
        taken = chance.sample(range(60), chance.randint(1, 5))
        if chance.random() < 0.5:
            load(engine, "dossiers", [_version_of(seed, starts, each, step) for each in taken], number)
        else:
            load(engine, "payments", [_version_of(seed, starts, each, step, paid=True) for each in taken], number)
    return table_hashes(engine, ["core"])


def _version_of(seed: int, starts: list[Record], number: int, step: int, *, paid: bool = False) -> Record:
    """The same version of a record, however often it is asked for."""
    chance = random.Random(f"{seed} {number} {step} {paid}")
    if not paid:
        return _dossier_version(chance, starts[number], step)
    return _payment_version(chance, number, chance.choice([starts[number], chance.choice(starts)]), step)


def _cut(feed: str, key: str, records: list[Record], chance: random.Random) -> Iterator[Load]:
    """Batches that hold each key once, as judging leaves them."""
    while records:
        taken = newest(records[: chance.randint(1, 25)], key)
        records = [record for record in records if record is not taken.get(record[key])]
        yield feed, list(taken.values())


def month_of(moment: datetime) -> date:
    return moment.date().replace(day=1)


def count_by_hand(dossiers: dict[str, Record], payments: dict[str, Record]) -> dict[str, Counter[tuple[Any, ...]]]:
    """The counts of the three cubes, by key and measure."""
    counted: dict[str, Counter[tuple[Any, ...]]] = {cube: Counter() for cube in CUBES}
    paid: set[str] = set()
    for record in payments.values():
        given_back = record["refunded_vnd"] or (record["amount_vnd"] if record["status"] == "refunded" else 0)
        if record["status"] in ("succeeded", "refunded") and given_back < record["amount_vnd"]:
            key = (month_of(record["paid_at"]), record["agency_code"], record["method"])
            counted["core.payment_cube"][(*key, "transaction_count")] += 1
            counted["core.payment_cube"][(*key, "refunded_vnd")] += record["refunded_vnd"]
            if record["method"] == "online":
                paid.add(record["dossier_code"])
    for code, record in dossiers.items():
        where = (record["agency_code"], record["channel"])
        key = (month_of(record["received_at"]), *where)
        cube, breaches = counted["core.dossier_cube"], counted["core.breach_cube"]
        cube[(*key, "received_count")] += 1
        cube[(*key, "fee_count")] += record["has_fee"]
        cube[(*key, "digitised_count")] += record["digitised"]
        cube[(*key, "complaint_count")] += record["has_complaint"]
        cube[(*key, "paid_online_count")] += record["has_fee"] and code in paid
        if record["ended_at"]:
            cube[(month_of(record["ended_at"]), *where, "finished_count")] += 1
            cube[(month_of(record["ended_at"]), *where, "finished_on_time_count")] += record["breached_on"] is None
        if record["breached_on"]:
            breaches[(key[0], record["breached_on"], *where, "breached_count")] += 1
            breaches[(key[0], record["breached_on"], *where, "complaint_count")] += record["has_complaint"]
    return {cube: +counts for cube, counts in counted.items()}


def read_counts(engine: Engine) -> dict[str, Counter[tuple[Any, ...]]]:
    """The stored cubes in the shape of `count_by_hand`."""
    shapes = {
        "core.dossier_cube": ("month, agency_code, channel", None),
        "core.breach_cube": ("month, breached_on, agency_code, channel", None),
        "core.payment_cube": ("month, agency_code, method", ("transaction_count", "refunded_vnd")),
    }
    stored: dict[str, Counter[tuple[Any, ...]]] = {}
    with engine.connect() as connection:
        for cube, (key, only) in shapes.items():
            stored[cube] = Counter()
            for row in connection.execute(text(f"SELECT * FROM {cube}")).mappings():
                measures = [name for name in row if name.endswith(("_count", "_vnd"))]
                for measure in only or measures:
                    stored[cube][(*(row[name] for name in key.split(", ")), measure)] += row[measure]
    return {cube: +counts for cube, counts in stored.items()}


@pytest.mark.parametrize("seed", range(6))
def test_cubes_by_difference_equal_a_count_by_hand(engine: Engine, seed: int) -> None:
    history = make_history(seed)
    for number, (feed, records) in enumerate(history):
        load(engine, feed, records, number)
    dossiers = [record for feed, records in history if feed == "dossiers" for record in records]
    payments = [record for feed, records in history if feed == "payments" for record in records]
    expected = count_by_hand(newest(dossiers, "dossier_code"), newest(payments, "payment_reference"))
    assert min(len(counts) for counts in expected.values()) > 0
    assert read_counts(engine) == expected
    assert rebuild_cubes(engine) == ()


def test_a_recount_after_a_long_history_finds_every_cube_as_it_is(engine: Engine) -> None:
    by_difference = walk_history(engine, seed=7, batch_count=60)
    assert rebuild_cubes(engine) == ()
    assert table_hashes(engine, ["core"]) == by_difference
    assert {by_difference[cube].startswith("0-") for cube in CUBES} == {False}


def test_any_order_leaves_the_same_tables(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether records are known by their hash, or are all asked about as those of a small batch are."""
    history = make_history(seed=99)
    found = []
    for shuffle in range(3):
        monkeypatch.setattr(known, "FEW_BYTES", 1 << 18 if shuffle else 0)
        monkeypatch.setattr(known, "BYTES_A_RECORD", 1000 if shuffle else 0)
        with engine.begin() as connection:
            cubes = ", ".join(CUBES)
            connection.exec_driver_sql(f"TRUNCATE core.dossier, core.payment, ops.receipt, ops.watermark, {cubes}")
        random.Random(shuffle).shuffle(history)
        for number, (feed, records) in enumerate(history):
            load(engine, feed, records, number)
        found.append(table_hashes(engine, ["core"]))
    assert found[0]["core.dossier"].startswith("30-")
    assert found[0] == found[1] == found[2]


SPOILT = {
    "a wrong number": "UPDATE {cube} SET {measure} = {measure} + 7",
    "one wrong number": "UPDATE {cube} SET {measure} = -1 WHERE ctid = (SELECT min(ctid) FROM {cube})",
    "a row missing": "DELETE FROM {cube} WHERE ctid = (SELECT max(ctid) FROM {cube})",
    "a row under another key": "UPDATE {cube} SET agency_code = 'H99' WHERE ctid = (SELECT min(ctid) FROM {cube})",
    "a row too many": """
        INSERT INTO {cube}
        SELECT (jsonb_populate_record(cube, '{{"agency_code": "H99"}}')).* FROM {cube} AS cube LIMIT 1
    """,
    "nothing at all": "DELETE FROM {cube}",
}


def test_a_recount_names_the_cubes_that_were_wrong_and_mends_them(engine: Engine) -> None:
    walk_history(engine, seed=11, batch_count=12)
    right = table_hashes(engine, ["core"])
    measures = dict(zip(CUBES, ("received_count", "breached_count", "amount_vnd"), strict=True))
    for what, spoil in SPOILT.items():
        for wrong in (*((cube,) for cube in CUBES), CUBES):
            spoil_cubes(engine, [spoil.format(cube=cube, measure=measures[cube]) for cube in wrong])
            assert table_hashes(engine, ["core"]) != right, what
            assert rebuild_cubes(engine) == wrong, what
            assert table_hashes(engine, ["core"]) == right, what
            assert count_touched(engine) > 0, what
    spoil_cubes(engine, [])
    assert rebuild_cubes(engine) == ()
    assert count_touched(engine) == 0


def spoil_cubes(engine: Engine, statements: list[str]) -> None:
    with engine.begin() as connection:
        for statement in ("TRUNCATE ops.touched", *statements):
            connection.exec_driver_sql(statement)


def count_touched(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM ops.touched").scalar_one())
