"""What waits in quarantine though the warehouse knows it by now: it leaves, and its batch counts it as unchanged.

One record is refused in every window that shows it, and stands in quarantine once for each of these batches. Whatever
settles one of them settles the others: the same record passed, or a newer version did.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, text

from include.receipt import Batch
from include.records.columns import columns_of
from include.warehouse.facts import Fact
from include.warehouse.load_facts import Written
from include.warehouse.statements import read_sql

OTHERS_WAIT = text("SELECT EXISTS (SELECT FROM quarantine.record WHERE feed = :feed AND batch <> :batch)")
LOADED_BEYOND = text("""
SELECT EXISTS (
    SELECT FROM ops.receipt
    WHERE feed = :feed AND window_end > :since AND (batch, landing_key) <> (:batch, :landing_key)
)
""")
CODE_DATE = "split_part(waiting.record ->> '{field}', '-', 2)"
MONTH_OF_CODE = f"""
stored.code_month = CASE
    WHEN {CODE_DATE} ~ '^\\d\\d(0[1-9]|1[0-2])\\d\\d$'
        THEN to_date('20' || left({CODE_DATE}, 4), 'YYYYMM')
END
"""
OWN = "waiting.batch = :batch"
OTHERS = "waiting.feed = :feed AND waiting.batch <> :batch"
OF_NEW_MONTHS = f"left({CODE_DATE}, 4) = ANY(CAST(:codes AS text []))"


def settle_alike(connection: Connection, batch: Batch, still: Collection[int]) -> None:
    """The records of a batch but `still` leave quarantine: the same ones leave it in all other batches."""
    _settle(connection, read_sql("settled_alike"), {"batch": batch.name, "still": list(still)})


def settle_overtaken(
    connection: Connection, batch: Batch, landing_key: str, fact: Fact, written: Written, quarantined_count: int
) -> None:
    """Whatever is older than what the batch brought leaves quarantine, and of its own what is older than the stored.

    After the look for what is gone: a record that was refused is not absent. Its own are looked up one by one, unless
    nothing beyond the start of its window was loaded before: then nothing newer can be stored.
    """
    asked = {"feed": batch.feed, "batch": batch.name, "updated": _field(batch.feed, "updated_at")}
    loaded = {"feed": batch.feed, "since": batch.window.since, "batch": batch.name, "landing_key": landing_key}
    if connection.execute(OTHERS_WAIT, {"feed": batch.feed, "batch": batch.name}).scalar_one():
        _settle(connection, read_sql("settled_elsewhere", key=fact.key), asked)
        if written.new_months:
            _settle_in_new_months(connection, batch.feed, fact, written.new_months, asked)
    if quarantined_count and connection.execute(LOADED_BEYOND, loaded).scalar_one():
        same_month = _same_month(batch.feed, fact)
        own = read_sql("settled_stored", whose=OWN, table=fact.table, key=fact.key, months=same_month)
        _settle(connection, own, asked, landing_key)


def _settle_in_new_months(
    connection: Connection, feed: str, fact: Fact, months: Sequence[date], asked: Mapping[str, object]
) -> None:
    """What a batch brought into months that were empty is not in `arrived`: each that waits is looked up there.

    Whatever is stored is not read again for the few that wait.
    """
    whose = OTHERS if fact.moves else f"{OTHERS} AND {OF_NEW_MONTHS.format(field=_field(feed, 'code_month'))}"
    month = fact.partitions if fact.moves else _same_month(feed, fact)
    stored = read_sql("settled_stored", whose=whose, table=fact.table, key=fact.key, months=month)
    _settle(connection, stored, {**asked, "months": list(months), "codes": [f"{each:%y%m}" for each in months]})


def _same_month(feed: str, fact: Fact) -> str:
    """Where a waiting record can be stored: the month of its code, or any if the newer version may name another."""
    if fact.moves or not fact.is_partitioned:
        return "TRUE"
    return MONTH_OF_CODE.format(field=_field(feed, "code_month"))


def _settle(connection: Connection, written: str, asked: Mapping[str, object], landing_key: str | None = None) -> None:
    statement = text(written)
    settled = connection.execute(statement, {key: asked[key] for key in statement.compile().params}).mappings().all()
    counted = [{**row, "landing_key": landing_key} for row in settled]
    if counted:
        connection.execute(text(read_sql("settled_counted")), counted)


def _field(feed: str, column: str) -> str:
    """The portal's field that a column is read from."""
    return next(each.sources[0] for each in columns_of(feed).columns if each.name == column)
