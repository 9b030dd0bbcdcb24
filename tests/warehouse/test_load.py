from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.errors import Refused, WrongUse
from include.periods import VIETNAM
from include.receipt import Receipt
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.load import load_batch
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import NOW, Result, batch_of, dossier, load, local, payment, verdict

EVERYTHING = ("core", "quarantine", "ops", "mart")
CUBE = "SELECT {} FROM core.dossier_cube"


def one(engine: Engine, query: str) -> tuple[object, ...]:
    with engine.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_batch_becomes_rows_cubes_and_a_receipt(engine: Engine) -> None:
    receipt = load(engine, "dossiers", [dossier(1), dossier(2, channel="direct", has_fee=False, digitised=True)])
    assert receipt == Receipt(batch_of("dossiers").name, 2, loaded=2, unchanged=0, duplicate=0, quarantined=0)
    columns = "month, agency_code, channel, received_count, fee_count, digitised_count, finished_count"
    assert rows(engine, f"SELECT {columns} FROM core.dossier_cube ORDER BY channel") == [
        (date(2024, 3, 1), "H13.05", "direct", 1, 0, 1, 0),
        (date(2024, 3, 1), "H13.05", "online", 1, 1, 0, 0),
    ]
    kept = one(engine, "SELECT feed, root_agency, window_start, pulled, loaded, loaded_at FROM ops.receipt")
    assert kept == ("dossiers", "H13.05", datetime(2024, 1, 1, tzinfo=VIETNAM), 2, 2, NOW)


def test_text_comes_through_as_it_is(engine: Engine) -> None:
    strange = 'Một "tên", có \\N, xuống\ndòng và \\.'
    load(engine, "dossiers", [dossier(1, field_code=strange), dossier(2, field_code=""), dossier(3, field_code=None)])
    assert rows(engine, "SELECT field_code FROM core.dossier ORDER BY dossier_code") == [(strange,), ("",), (None,)]


def test_times_are_vietnams(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(1, received_at=local(2024, 4, 1, 0, 30))])
    assert one(engine, "SELECT received_at FROM core.dossier") == (datetime(2024, 4, 1, 0, 30, tzinfo=VIETNAM),)
    assert one(engine, "SELECT month FROM core.dossier_cube") == (date(2024, 4, 1),)


def test_the_same_landed_object_again_changes_nothing(engine: Engine) -> None:
    judged = verdict("dossiers", [dossier(1), dossier(2)])
    first = load_batch(engine, batch_of("dossiers"), "key", judged, 2, NOW)
    before = table_hashes(engine, EVERYTHING)
    assert load_batch(engine, batch_of("dossiers"), "key", judged, 2, NOW + timedelta(days=1)) == first
    assert table_hashes(engine, EVERYTHING) == before


def test_the_same_records_in_another_batch_are_unchanged(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(1), dossier(2)])
    before = table_hashes(engine, ["core"])
    stored = rows(engine, "SELECT ctid, batch FROM core.dossier")
    receipt = load(engine, "dossiers", [dossier(1), dossier(2)], number=5)
    assert (receipt.loaded, receipt.unchanged) == (0, 2)
    assert table_hashes(engine, ["core"]) == before
    assert rows(engine, "SELECT ctid, batch FROM core.dossier") == stored


def test_force_judges_a_landed_object_anew(engine: Engine) -> None:
    refused = {"position": 1, "record_key": "x", "rules": ["r"], "sentences": ["s"], "record": "{}"}
    load_batch(engine, batch_of("dossiers"), "key", verdict("dossiers", [dossier(1)], [refused]), 2, NOW)
    receipt = load_batch(
        engine, batch_of("dossiers"), "key", verdict("dossiers", [dossier(1), dossier(2)]), 2, NOW, force=True
    )
    assert (receipt.loaded, receipt.unchanged, receipt.quarantined) == (2, 0, 0)
    assert one(engine, "SELECT count(*), max(quarantined) FROM ops.receipt") == (1, 0)
    assert one(engine, "SELECT count(*) FROM quarantine.record") == (0,)


def test_an_older_version_never_overwrites_a_newer_one(engine: Engine) -> None:
    newer = dossier(1, status=9, updated_at=local(2024, 3, 9))
    load(engine, "dossiers", [newer])
    receipt = load(engine, "dossiers", [dossier(1, status=4, updated_at=local(2024, 3, 8))], number=1)
    assert (receipt.loaded, receipt.unchanged) == (0, 1)
    assert one(engine, "SELECT status FROM core.dossier") == (9,)


def test_a_newer_version_replaces_and_moves_the_sums(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(1, breached_on=date(2024, 3, 15))])
    assert one(engine, "SELECT breached_on, breached_count FROM core.breach_cube") == (date(2024, 3, 15), 1)
    ended = local(2024, 4, 2, 10)
    moved = dossier(1, ended_at=ended, finished_at=ended, agency_code="H13.05.01", updated_at=ended)
    load(engine, "dossiers", [moved], number=1)
    columns = "month, agency_code, received_count, finished_count, finished_on_time_count"
    assert rows(engine, f"SELECT {columns} FROM core.dossier_cube ORDER BY month") == [
        (date(2024, 3, 1), "H13.05.01", 1, 0, 0),
        (date(2024, 4, 1), "H13.05.01", 0, 1, 1),
    ]
    assert rows(engine, "SELECT * FROM core.breach_cube") == []
    touched = rows(engine, "SELECT DISTINCT month, agency_code FROM ops.touched ORDER BY 1, 2")
    march, april = date(2024, 3, 1), date(2024, 4, 1)
    assert touched == [(march, "H13.05"), (march, "H13.05.01"), (april, "H13.05.01")]


def test_late_and_complained_about(engine: Engine) -> None:
    ended = local(2024, 3, 20, 10)
    late = dossier(1, ended_at=ended, breached_on=date(2024, 3, 15), has_complaint=True)
    load(engine, "dossiers", [late])
    assert one(engine, CUBE.format("finished_count, finished_on_time_count, complaint_count")) == (1, 0, 1)
    assert one(engine, "SELECT breached_count, complaint_count FROM core.breach_cube") == (1, 1)


def test_a_change_that_moves_no_sum_touches_nothing(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(1)])
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ops.touched")
    receipt = load(engine, "dossiers", [dossier(1, status=2, updated_at=local(2024, 3, 6))], number=1)
    assert receipt.loaded == 1
    assert rows(engine, "SELECT * FROM ops.touched") == []


def test_a_payment_may_come_before_its_dossier(engine: Engine) -> None:
    paid = dossier(1)
    load(engine, "payments", [payment(1, paid)])
    assert rows(engine, "SELECT * FROM core.dossier_cube") == []
    load(engine, "dossiers", [paid])
    assert one(engine, CUBE.format("fee_count, paid_online_count")) == (1, 1)
    assert one(engine, "SELECT transaction_count, amount_vnd, gateway FROM core.payment_cube") == (1, 50_000, "DVCQG")


@pytest.mark.parametrize(
    ("changes", "paid_online", "transactions"),
    [
        ({"status": "refunded", "refunded_vnd": 50_000}, 0, 0),
        ({"status": "succeeded", "refunded_vnd": 50_000}, 0, 0),
        ({"status": "refunded", "refunded_vnd": None}, 0, 0),
        ({"status": "refunded", "refunded_vnd": 20_000}, 1, 1),
        ({"status": "succeeded", "refunded_vnd": 20_000}, 1, 1),
        ({"status": "failed"}, 0, 0),
        ({"status": "cancelled"}, 0, 0),
        ({"method": "cash", "gateway": None}, 0, 1),
        ({"method": "transfer", "gateway": None}, 0, 1),
    ],
)
def test_what_counts_as_paid(engine: Engine, changes: dict[str, Any], paid_online: int, transactions: int) -> None:
    paid = dossier(1)
    load(engine, "dossiers", [paid])
    load(engine, "payments", [payment(1, paid)])
    assert one(engine, CUBE.format("paid_online_count")) == (1,)
    load(engine, "payments", [payment(1, paid, updated_at=local(2024, 5, 1), **changes)], number=1)
    assert one(engine, CUBE.format("paid_online_count")) == (paid_online,)
    assert one(engine, "SELECT coalesce(sum(transaction_count), 0)::integer FROM core.payment_cube") == (transactions,)
    assert rebuild_cubes(engine) == ()


def test_pending_then_settled_counts_once_in_the_month_paid(engine: Engine) -> None:
    paid = dossier(1)
    load(engine, "dossiers", [paid])
    load(engine, "payments", [payment(1, paid, status="initiated", paid_at=None)])
    assert rows(engine, "SELECT * FROM core.payment_cube") == []
    settled = local(2024, 4, 1, 1)
    load(engine, "payments", [payment(1, paid, paid_at=settled, updated_at=settled)], number=1)
    assert one(engine, "SELECT month, transaction_count FROM core.payment_cube") == (date(2024, 4, 1), 1)
    assert one(engine, CUBE.format("month, paid_online_count")) == (date(2024, 3, 1), 1)


def test_retries_count_one_dossier_and_every_transaction(engine: Engine) -> None:
    paid = dossier(1)
    load(engine, "payments", [payment(number, paid) for number in range(3)])
    load(engine, "dossiers", [paid])
    assert one(engine, CUBE.format("paid_online_count")) == (1,)
    assert one(engine, "SELECT transaction_count, amount_vnd FROM core.payment_cube") == (3, 150_000)


def test_a_payment_moved_to_another_dossier_leaves_the_first_unpaid(engine: Engine) -> None:
    first, second = dossier(1), dossier(2, channel="postal")
    load(engine, "dossiers", [first, second])
    load(engine, "payments", [payment(1, first)])
    load(engine, "payments", [payment(1, second, updated_at=local(2024, 5, 1))], number=1)
    assert rows(engine, CUBE.format("channel, paid_online_count") + " ORDER BY channel") == [
        ("online", 0),
        ("postal", 1),
    ]


def test_a_payment_of_a_dossier_without_a_fee_is_no_paid_fee_dossier(engine: Engine) -> None:
    free = dossier(1, has_fee=False)
    load(engine, "dossiers", [free])
    load(engine, "payments", [payment(1, free)])
    assert one(engine, CUBE.format("fee_count, paid_online_count")) == (0, 0)


def test_petitions_touch_the_month_received_before_and_after(engine: Engine) -> None:
    received = local(2024, 3, 31, 23)
    petition = {"petition_code": "P1", "agency_code": "H13", "received_at": received, "status": "new"}
    load(engine, "petitions", [{**petition, "updated_at": received}])
    moved = {**petition, "received_at": local(2024, 4, 1, 1), "updated_at": local(2024, 4, 2)}
    load(engine, "petitions", [moved], number=1)
    assert rows(engine, "SELECT DISTINCT month, agency_code FROM ops.touched ORDER BY 1") == [
        (date(2024, 3, 1), "H13"),
        (date(2024, 4, 1), "H13"),
    ]
    assert one(engine, "SELECT count(*), max(received_at) FROM core.petition") == (
        1,
        datetime(2024, 4, 1, 1, tzinfo=VIETNAM),
    )


def test_quarantine_keeps_the_record_and_why(engine: Engine) -> None:
    refused = {
        "position": 7,
        "record_key": "000.00.05.H13-240305-0009",
        "rules": ["fee_negative", "channel_known"],
        "sentences": ["Lệ phí âm.", "Kênh không có."],
        "record": '{"MaHoSo": "000.00.05.H13-240305-0009", "Gia": "-5"}',
    }
    judged = verdict("dossiers", [dossier(1)], [refused], 1, [Result("fee_negative", "warning", 4, 1)])
    load_batch(engine, batch_of("dossiers"), "key", judged, 3, NOW)
    kept = one(engine, "SELECT feed, batch, position, rules, sentences, record ->> 'Gia' FROM quarantine.record")
    assert kept == ("dossiers", batch_of("dossiers").name, 7, refused["rules"], refused["sentences"], "-5")
    of_rule = "WHERE rule = 'fee_negative'"
    assert one(engine, f"SELECT evaluated_count, failed_count FROM ops.rule_result {of_rule}") == (4, 1)
    assert one(engine, f"SELECT failed_rate * 4 FROM mart.data_quality {of_rule}") == (1,)


def test_a_receipt_that_does_not_add_up_leaves_everything_as_it_was(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(1)])
    before = table_hashes(engine, EVERYTHING)
    with pytest.raises(Refused, match="2 loaded \\+ 0 unchanged"):
        load_batch(engine, batch_of("dossiers", 1), "k", verdict("dossiers", [dossier(2), dossier(3)]), 5, NOW)
    assert table_hashes(engine, EVERYTHING) == before


@pytest.mark.parametrize("change", [{"agency_code": None}, {"channel": None}])
def test_what_no_column_takes_is_one_line_and_leaves_everything_as_it_was(
    engine: Engine, change: dict[str, Any]
) -> None:
    load(engine, "dossiers", [dossier(1)])
    before = table_hashes(engine, EVERYTHING)
    with pytest.raises(Refused) as refusal:
        load(engine, "dossiers", [dossier(2), dossier(3, **change)], number=1)
    assert str(refusal.value).startswith(f"load {batch_of('dossiers', 1).name}: null value in column")
    assert "\n" not in str(refusal.value)
    assert table_hashes(engine, EVERYTHING) == before


def test_a_column_that_judging_forgot_is_named(engine: Engine) -> None:
    judged = verdict("dossiers", [dossier(1)])
    without = type(judged)(judged.accepted.drop_columns(["channel"]), judged.quarantined, 0, [])
    with pytest.raises(Refused, match="the judged records have no channel"):
        load_batch(engine, batch_of("dossiers"), "k", without, 1, NOW)


def test_a_feed_without_a_table_is_wrong_use(engine: Engine) -> None:
    with pytest.raises(WrongUse, match="no table for this feed"):
        load_batch(engine, batch_of("letters"), "k", verdict("dossiers", []), 0, NOW)


def test_an_empty_batch_is_complete(engine: Engine) -> None:
    receipt = load(engine, "dossiers", [])
    assert receipt.pulled == 0
    assert one(engine, "SELECT complete_until FROM ops.watermark") == (datetime(2024, 1, 2, tzinfo=VIETNAM),)


def test_partitions_are_made_ahead(engine: Engine) -> None:
    load(engine, "dossiers", [dossier(1, date(2022, 11, 5))])
    made = rows(engine, "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY relname")
    names = [name for (name,) in made]
    months = ["202211", "202407", "202408", "202409", "202410"]
    assert names == [f"{table}_{month}" for table in ("dossier", "payment") for month in months]
