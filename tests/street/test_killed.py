"""Killed at any step between the first question and the commit, then run again: the same tables, nothing ahead."""

import signal
from pathlib import Path

from sqlalchemy import create_engine, text

from include import street
from include.landing import read_landed
from include.quality.judge import Verdict
from tests.street.conftest import Clone, hashes, settings_for
from tests.street.dying import STEPS, die_at
from tests.street.street_portal import BEFORE, NOW, WINDOW, StreetPortal, plan, walk

MARK = "SELECT complete_until FROM ops.watermark WHERE feed = 'dossiers'"


def test_killed_at_every_step_and_run_again(clone: Clone, tmp_path: Path, judged_once: list[Verdict]) -> None:
    url, other_url, landing = clone(), clone(), tmp_path / "landing"
    with StreetPortal() as portal:
        other = settings_for(portal.url, other_url, tmp_path / "other")
        planned = plan(other, "dossiers")
        before = hashes(url)
        assert walk(other, planned) == []
        expected, [verdict] = hashes(other_url), judged_once
        settings = settings_for(portal.url, url, landing)
        engine = create_engine(url)
        for name, step in STEPS.items():
            assert die_at(step, settings.environ, planned, verdict) == -signal.SIGKILL, f"{name}: it was not killed"
            found = hashes(url)
            assert found in (before, expected), f"{name}: neither the tables of before nor those of after"
            with engine.connect() as connection:
                mark = connection.execute(text(MARK)).scalar_one()
            assert mark == (WINDOW.until if found == expected else BEFORE.until), f"{name}: the watermark"
            for path in landing.rglob("*.parquet"):
                assert read_landed(settings.landing_url, str(path.relative_to(landing))).pulled == 28, name
        engine.dispose()
        assert found == expected, "the last one died after the commit"
        assert walk(settings, planned) == []
        street.measure(settings, NOW)
        street.measure(other, NOW)
    assert hashes(url) == hashes(other_url)
    assert len(list(landing.rglob("*.parquet"))) == 1
    assert list(landing.rglob("*.part")) == []
