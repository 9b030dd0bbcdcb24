"""A landed object that is judged again: its verdict is replaced, never that of a newer object of the same batch."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, text

from include.warehouse.load import load_batch
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import NOW, batch_of, dossier, local, verdict

LATER = NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=2)


def refused(position: int) -> dict[str, Any]:
    return {"position": position, "record_key": "x", "rules": ["r"], "sentences": ["s"], "record": "{}"}


def stored(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_an_older_object_does_not_replace_the_verdict_of_a_newer_one(engine: Engine) -> None:
    batch = batch_of("dossiers")
    first = load_batch(engine, batch, "z-old", verdict("dossiers", [dossier(1)], [refused(1)]), 2, NOW)
    load_batch(engine, batch, "a-new", verdict("dossiers", [dossier(1)], [refused(4)]), 2, LATER)
    before = table_hashes(engine, ("core", "quarantine", "ops"))
    passes = verdict("dossiers", [dossier(1), dossier(2)])
    assert load_batch(engine, batch, "z-old", passes, 2, MUCH_LATER, force=True) == first
    assert table_hashes(engine, ("core", "quarantine", "ops")) == before
    assert stored(engine, "SELECT position FROM quarantine.record") == [(4,)]


def test_a_record_that_was_overtaken_meanwhile_does_not_go_backwards(engine: Engine) -> None:
    waiting = dossier(2, status=4, updated_at=local(2024, 3, 6))
    load_batch(engine, batch_of("dossiers"), "k", verdict("dossiers", [dossier(1)], [refused(1)]), 2, NOW)
    newer = verdict("dossiers", [dossier(2, status=10, updated_at=local(2024, 3, 9))])
    load_batch(engine, batch_of("dossiers", 1), "l", newer, 1, LATER)
    core = table_hashes(engine, ["core"])
    again = verdict("dossiers", [dossier(1), waiting])
    receipt = load_batch(engine, batch_of("dossiers"), "k", again, 2, MUCH_LATER, force=True)
    assert (receipt.loaded, receipt.unchanged, receipt.quarantined) == (1, 1, 0)
    assert table_hashes(engine, ["core"]) == core
    assert stored(engine, "SELECT count(*) FROM quarantine.record") == [(0,)]


def test_what_stays_in_quarantine_stays_since_when_it_was(engine: Engine) -> None:
    batch = batch_of("dossiers")
    load_batch(engine, batch, "k", verdict("dossiers", [], [refused(0), refused(1)]), 2, NOW)
    load_batch(engine, batch, "k", verdict("dossiers", [dossier(1)], [refused(1)]), 2, LATER, force=True)
    assert stored(engine, "SELECT position, quarantined_at FROM quarantine.record") == [(1, NOW)]
    assert stored(engine, "SELECT loaded, loaded_at FROM ops.receipt") == [(1, LATER)]
    load_batch(engine, batch, "k", verdict("dossiers", [dossier(1)], [refused(1)]), 2, MUCH_LATER, force=True)
    assert stored(engine, "SELECT loaded, loaded_at FROM ops.receipt") == [(1, LATER)], "nothing was written again"
