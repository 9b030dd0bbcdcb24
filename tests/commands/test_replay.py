"""Records that waited for the catalogue come out of quarantine, once, and never backwards."""

import re
from typing import Any

from sqlalchemy import Engine, text

from include.receipt import Receipt
from include.warehouse.table_hashes import table_hashes
from tests.commands.conftest import Say
from tests.conftest import TellRow

EVERYTHING = ("core", "quarantine", "ops", "mart")
QUARANTINE_TABLE = "quarantine after a run with faults, and after replay"
WINDOW = ("--root", "H20.06", "--since", "2024-01-01", "--until", "2024-02-01")
STANDS = """
SELECT receipt.batch, receipt.pulled, receipt.loaded, receipt.unchanged, receipt.duplicate, receipt.quarantined
FROM ops.receipt AS receipt
"""


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def hashes_but_of_traces(engine: Engine) -> dict[str, str]:
    """Every table but the one that notes when each stage ran."""
    return {name: content for name, content in table_hashes(engine, EVERYTHING).items() if name != "ops.heartbeat"}


def test_what_waited_for_the_catalogue_is_loaded_once(say: Say, engine: Engine) -> None:
    say("pull", "dossiers", *WINDOW)
    [(_, pulled, loaded, *_, quarantined)] = rows(engine, STANDS)
    assert loaded == 0
    assert pulled == quarantined > 50
    say("pull", "agencies", "--root", "H20.06")
    say("pull", "procedures", "--root", "H20.06")

    told = say("replay", "--rule", "agency_known")
    [before, after] = [line for line in told if "dossiers:" in line]
    assert before.startswith("before ")
    assert f"{quarantined} quarantined" in before
    assert after.startswith("after ")
    [(_, _, loaded, unchanged, duplicate, left)] = [row for row in rows(engine, STANDS) if row[0].startswith("doss")]
    assert pulled == loaded + unchanged + duplicate + left
    assert loaded > 0.8 * pulled
    assert 0 < left < 0.2 * pulled, "what is wrong in itself stays"
    assert rows(engine, "SELECT count(*) FROM core.dossier") == [(loaded,)]
    assert rows(engine, "SELECT count(*) FROM quarantine.record WHERE feed = 'dossiers'") == [(left,)]
    assert rows(engine, "SELECT count(*) > 0 FROM ops.touched") == [(True,)], "measure will look at them"

    exact = "SELECT md5(string_agg({0}::text, '' ORDER BY {0}::text)) FROM {1} AS {0}"
    tables = [("r", "ops.receipt"), ("q", "quarantine.record"), ("f", "ops.rule_result"), ("d", "core.dossier")]
    stood = [rows(engine, exact.format(*table)) for table in tables]
    hashes = hashes_but_of_traces(engine)
    assert say("replay")[-1].endswith(" 0 records left quarantine")
    assert [rows(engine, exact.format(*table)) for table in tables] == stood, "to the moment"
    assert hashes_but_of_traces(engine) == hashes
    again = say("pull", "dossiers", *WINDOW)
    assert f"{loaded} loaded" in again[0], "the same landed object is known by the receipt of its replay"


def test_what_stands_in_two_windows_is_told_and_freed_once(say: Say, engine: Engine, tell_row: TellRow) -> None:
    overlapping = ("--root", "H20.06", "--since", "2024-01-10", "--until", "2024-02-10")
    for window in (WINDOW, overlapping):
        say("pull", "dossiers", *window)
        say("pull", "payments", *window)
    [(standing, records)] = rows(engine, "SELECT count(*), count(DISTINCT (feed, record_key)) FROM quarantine.record")
    assert standing > records > 100
    say("pull", "agencies", "--root", "H20.06")
    say("pull", "procedures", "--root", "H20.06")

    told = say("replay")
    table = [re.split(r"\s{2,}", line.strip()) for line in told[:-1] if not line.startswith(("before ", "after "))]
    for line in table[:-1]:
        tell_row(QUARANTINE_TABLE, *line)
    tell_row(QUARANTINE_TABLE, "all", "", *table[-1])
    assert table[0] == ["feed", "rule", "before", "left", "still waiting", "sentence"]
    assert len(table) > 4
    [(left,)] = rows(engine, "SELECT count(DISTINCT (feed, record_key)) FROM quarantine.record")
    assert table[-1] == [str(records), str(records - left), str(left), "records, each once"]
    assert told[-1] == f"4 batches judged again, {records - left} records left quarantine"
    assert 0 < left < 0.2 * records
    assert all(int(before) == int(gone) + int(still) for _, _, before, gone, still, _ in table[1:-1])
    for row in rows(engine, STANDS):
        Receipt(*row)
        assert rows(engine, f"SELECT count(*) FROM quarantine.record WHERE batch = '{row[0]}'") == [(row[-1],)]


def test_replay_of_one_rule_or_root_leaves_the_others(say: Say, engine: Engine) -> None:
    say("pull", "dossiers", *WINDOW)
    assert say("replay", "--root", "H61") == ["0 batches judged again, 0 records left quarantine"]
    assert say("replay", "--feed", "payments") == ["0 batches judged again, 0 records left quarantine"]
    assert say("replay", "--rule", "fees_readable")[-1].startswith("0 batches")
    assert say("replay", "--feed", "letters", status=2)[0].startswith("feed 'letters': there is no such feed")


def test_a_receipt_of_a_replay_adds_up(say: Say, engine: Engine) -> None:
    for feed in ("payments", "agencies", "procedures"):
        say("pull", feed, *(WINDOW if feed == "payments" else WINDOW[:2]))
    say("replay")
    found = rows(engine, STANDS)
    assert len(found) == 3
    for row in found:
        Receipt(*row)
