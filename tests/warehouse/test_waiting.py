"""A record waits in quarantine once: whatever makes it known settles it in every batch that it came in."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.warehouse.load import load_batch
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import NOW, batch_of, dossier, local, payment, verdict

CODES = {"dossiers": "dossier_code", "payments": "payment_reference"}
OLD, NEW = local(2024, 3, 6), local(2024, 3, 9)
RECEIPTS = "SELECT window_start, landing_key, loaded, unchanged, quarantined FROM ops.receipt ORDER BY 1, 2"
WAITING = """
SELECT receipt.batch, receipt.quarantined, count(record.batch)
FROM ops.receipt LEFT JOIN quarantine.record USING (batch)
GROUP BY receipt.batch, receipt.landing_key, receipt.quarantined
"""


def refused(feed: str, record: Mapping[str, Any], position: int = 0) -> dict[str, Any]:
    """The record as the portal wrote it, and a rule that it broke."""
    written = {"MaHoSo": record["dossier_code"], "CapNhatLuc": f"{record['updated_at']:%Y%m%d%H%M%S}"}
    told = {"rules": ["r"], "sentences": ["s"], "record": json.dumps(written)}
    return {"position": position, "record_key": record[CODES[feed]], **told}


def load(
    engine: Engine,
    number: int,
    accepted: list[dict[str, Any]],
    waiting: list[dict[str, Any]] = [],  # noqa: B006 - it is only read
    *,
    feed: str = "dossiers",
    root: str = "H13.05",
    force: bool = False,
) -> tuple[int, int, int]:
    """What was loaded, unchanged and quarantined, as the receipt says after it."""
    aside = [refused(feed, record, position) for position, record in enumerate(waiting)]
    judged, at = verdict(feed, accepted, aside), NOW + timedelta(hours=number)
    pulled = len(accepted) + len(waiting)
    receipt = load_batch(engine, batch_of(feed, number, root), f"key-{number}", judged, pulled, at, force=force)
    return receipt.loaded, receipt.unchanged, receipt.quarantined


def stored(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def counts(engine: Engine) -> list[tuple[Any, ...]]:
    """Loaded, unchanged and quarantined of every batch; each quarantines as many records as stand there of it."""
    waiting = stored(engine, WAITING)
    assert waiting
    assert [row for row in waiting if row[1] != row[2]] == []
    return [row[2:] for row in stored(engine, RECEIPTS)]


def test_replay_of_one_batch_settles_the_others(engine: Engine) -> None:
    both, other = dossier(1, updated_at=OLD), dossier(2, updated_at=OLD)
    assert load(engine, 1, [dossier(3)], [both]) == (1, 0, 1)
    assert load(engine, 2, [dossier(4)], [other, both]) == (1, 0, 2)
    assert load(engine, 3, [], [both], root="H13") == (0, 0, 1)
    assert stored(engine, "SELECT quarantined_count FROM mart.freshness ORDER BY root_agency") == [(1,), (2,)]
    assert load(engine, 1, [dossier(3), both], force=True) == (2, 0, 0)
    assert counts(engine) == [(2, 0, 0), (1, 1, 1), (0, 1, 0)]
    before = table_hashes(engine, ("core", "quarantine", "mart"))
    assert load(engine, 2, [dossier(4), both], [other], force=True) == (1, 1, 1), "nothing is left to be said of it"
    assert table_hashes(engine, ("core", "quarantine", "mart")) == before


def test_what_differs_goes_on_waiting(engine: Engine) -> None:
    """The same moment with other content, and a newer version: neither is known."""
    one = dossier(1, updated_at=OLD)
    load(engine, 1, [], [one])
    load(engine, 2, [], [one | {"updated_at": NEW}])
    load(engine, 1, [one], force=True)
    assert counts(engine) == [(1, 0, 0), (0, 0, 1)]


@pytest.mark.parametrize("feed", CODES)
def test_a_newer_version_that_passes_settles_the_older_in_any_order(engine: Engine, feed: str) -> None:
    """The correction that an agency sends: in a month that was empty, in one that was not, or before the faulty one."""

    def version(number: int, at: datetime) -> dict[str, Any]:
        of = dossier(number, date(2024, 3, 5))
        return (of if feed == "dossiers" else payment(number, of)) | {"updated_at": at}

    found = []
    for turn, order in enumerate(permutations(range(3))):
        base = 10 * turn
        faulty, corrected, plain = (version(base + 1, OLD), version(base + 1, NEW), version(base + 2, OLD))
        loads: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
            ([], [faulty]),
            ([corrected], []),
            ([plain], []),
        ]
        for step in order:
            load(engine, base + step, *loads[step], feed=feed)
        found.append(counts(engine)[-3:])
    assert found == [[(0, 1, 0), (1, 0, 0), (1, 0, 0)]] * 6


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_payment_that_waits_with_the_code_of_another_month(engine: Engine, order: tuple[int, int]) -> None:
    """Its correction is for a dossier of a month that was empty."""
    faulty = payment(1, dossier(1, date(2024, 2, 5))) | {"updated_at": OLD}
    corrected = payment(1, dossier(2, date(2024, 3, 5))) | {"updated_at": NEW}
    loads: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [([], [faulty]), ([corrected], [])]
    for step in order:
        load(engine, step, *loads[step], feed="payments")
    assert counts(engine) == [(0, 1, 0), (1, 0, 0)]


def test_what_waits_in_other_months_goes_on_waiting_when_a_new_month_comes(engine: Engine) -> None:
    """Only the newer version of the same record settles it, in whichever months else the batch brings the first."""
    february, march = (dossier(1, date(2024, month, 5), updated_at=OLD) for month in (2, 3))
    load(engine, 1, [], [february, march])
    load(engine, 2, [march | {"updated_at": NEW}, dossier(3, date(2024, 4, 5))])
    assert counts(engine) == [(0, 1, 1), (2, 0, 0)]
    assert stored(engine, "SELECT record_key FROM quarantine.record") == [(february["dossier_code"],)]
    load(engine, 3, [february | {"updated_at": NEW}])
    assert counts(engine) == [(0, 2, 0), (2, 0, 0), (1, 0, 0)]


def test_a_record_whose_moment_cannot_be_read_goes_on_waiting(engine: Engine) -> None:
    aside = refused("dossiers", dossier(1, updated_at=OLD)) | {"record": '{"CapNhatLuc": "hôm qua"}'}
    load_batch(engine, batch_of("dossiers", 1), "k", verdict("dossiers", [], [aside]), 1, NOW)
    load(engine, 2, [dossier(1, updated_at=NEW)])
    assert counts(engine) == [(0, 0, 1), (1, 0, 0)]


def test_what_is_refused_is_not_taken_for_gone(engine: Engine) -> None:
    """It leaves quarantine after the look for what is absent: the newer version that is stored was not missed."""
    shown, beside = (dossier(number, updated_at=local(2024, 1, 2, 9)) for number in (1, 2))
    load(engine, 1, [shown, beside])
    aside = [refused("dossiers", shown | {"updated_at": local(2024, 1, 2, 8)})]
    again = load_batch(engine, batch_of("dossiers", 1), "again", verdict("dossiers", [beside], aside), 2, NOW)
    assert (again.unchanged, again.quarantined) == (2, 0)
    assert stored(engine, "SELECT evaluated_count, failed_count FROM ops.rule_result") == [(2, 0)], "it did look"
    assert stored(engine, "SELECT * FROM ops.missed") == []
