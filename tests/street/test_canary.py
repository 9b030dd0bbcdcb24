"""One person goes down the whole street, also where it is broken, and is then looked for everywhere."""

import json
import logging
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, create_engine, text

from include import street
from include.__main__ import main
from include.alerts.catcher import Catcher, running_catcher
from include.errors import Refused
from include.quality.judge import RuleResult
from include.quality.report import render_report
from include.settings import Settings
from include.warehouse.embedded import EmbeddedPostgres
from tests.portal import misbehaving as faulty
from tests.street import canary
from tests.street.canary import BROKEN, CANARIES, NAME, canary_portal, found_in, found_in_files, found_in_tables
from tests.street.conftest import let_time_pass, settings_for
from tests.street.street_portal import NOW, ROOT, StreetPortal, plan, walk

RESULTS = "SELECT rule, severity, evaluated_count, failed_count, found FROM ops.rule_result"
QUARANTINED = "SELECT count(*) > 10, bool_or(record_key IS NULL) FROM quarantine.record"


@pytest.fixture
def portal() -> Iterator[StreetPortal]:
    with canary_portal() as portal:
        yield portal


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = create_engine(warehouse_url)
    yield engine
    engine.dispose()


def go_down_the_street(settings: Settings, portal: StreetPortal, engine: Engine) -> list[Refused]:
    """First without a catalogue, so that everything waits in quarantine; then through every broken page."""
    planned = plan(settings)
    portal.faults = {1: faulty.changed(canary.with_no_records)}
    refusals = walk(settings, planned)
    for asked in street.plan_catalogue(settings, NOW):
        street.load(settings, street.pull(settings, asked, NOW), NOW)
    for landed in street.plan_replay(settings):
        street.replay(settings, landed, NOW)
    assert refusals == []
    for fault in BROKEN.values():
        portal.faults = dict.fromkeys(range(1, 1000), fault)
        refusals += walk(settings, planned[:1])
        let_time_pass(engine)
    portal.recover()
    return refusals


def write_letters(settings: Settings, catcher: Catcher) -> str:
    """Every letter as it went out, decoded."""
    street.measure(settings, NOW)
    street.watch(settings, NOW)
    street.send(settings, NOW)
    assert catcher.letters, "no letter at all"
    return "\n".join(f"{letter.subject} {letter.text} {letter.html}" for letter in catcher.letters)


def write_report(engine: Engine) -> str:
    """The validation report of all batches."""
    with engine.connect() as connection:
        rows = connection.execute(text(RESULTS)).all()
    results = [RuleResult(**{**row._mapping, "found": tuple(row.found)}) for row in rows]
    assert any(result.found for result in results), "no drift was noted"
    return render_report("all batches", results, {"pulled": 1})


@pytest.mark.usefixtures("impatient")
def test_a_person_is_nowhere(
    portal: StreetPortal,
    warehouse_url: str,
    engine: Engine,
    postgres: EmbeddedPostgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "left").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "left"))
    with running_catcher(tmp_path / "letters") as catcher, caplog.at_level(logging.DEBUG):
        mail = {"SMTP_URL": catcher.smtp_url, "MAIL_FROM": "reform-index@so.example"}
        settings = settings_for(portal.url, warehouse_url, tmp_path / "landing", **mail)
        refusals = go_down_the_street(settings, portal, engine)
        letters, report = write_letters(settings, catcher), write_report(engine)
        for name, value in settings.environ.items():
            monkeypatch.setenv(name, value)
        portal.faults = dict.fromkeys(range(1, 1000), BROKEN["an error message"])
        assert main(["pull", "dossiers", "--root", ROOT, "--since", "2024-01-01", "--until", "2024-02-01"]) == 1
    assert len(refusals) == len(BROKEN)
    told = [report, letters, caplog.text, *capfd.readouterr(), repr(refusals)]
    told += [line for refusal in refusals for line in traceback.format_exception(refusal)]
    assert found_in(*told) == []
    with engine.connect() as connection:
        assert connection.execute(text(QUARANTINED)).one() == (True, True)
    assert found_in_tables(engine) == []
    assert found_in_files([tmp_path, postgres.home]) == []


def test_whoever_looks_for_the_person_finds_it(engine: Engine, tmp_path: Path) -> None:
    """Where it does stand it is seen: in a text, a file, a value of a Parquet file, a table."""
    assert [value for value in CANARIES if len(found_in(f"<{value}>")) != 1] == []
    assert found_in(json.dumps(NAME)) == [json.dumps(NAME)]
    pq.write_table(pa.table({"a": [NAME]}), tmp_path / "a.parquet", compression="zstd")
    assert set(found_in_files([tmp_path])) == {(tmp_path / "a.parquet", NAME)}
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO ops.portal_gate (portal) VALUES (:name)"), {"name": NAME})
    assert found_in_tables(engine) == [("ops.portal_gate", NAME)]
