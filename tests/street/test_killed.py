"""Killed at any step between the first question and the commit, then run again: the same tables, nothing ahead."""

import signal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from include import street
from include.landing import read_landed
from include.quality.judge import Verdict
from tests.landing.buckets import Bucket
from tests.street.conftest import Clone, hashes, in_bucket, settings_for
from tests.street.dying import BUCKET_STEPS, STEPS, die_at
from tests.street.street_portal import BEFORE, NOW, WINDOW, StreetPortal, plan, walk

MARK = "SELECT complete_until FROM ops.watermark WHERE feed = 'dossiers'"


@pytest.mark.timeout(600)
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


def test_a_pull_killed_on_its_way_into_a_bucket(
    bucket: Bucket, clone: Clone, tmp_path: Path, judged_once: list[Verdict]
) -> None:
    """Nobody sees half an object, the warehouse knows nothing of it, and the next run ends as if nothing had been."""
    url, other_url = clone(), clone()
    with StreetPortal() as portal:
        settings = in_bucket(bucket, portal.url, url)
        other = settings_for(portal.url, other_url, tmp_path)
        planned, before = plan(other, "dossiers"), hashes(url)
        assert walk(other, planned) == []
        [verdict] = judged_once
        [whole] = [path.read_bytes() for path in tmp_path.rglob("*.parquet")]
        for name, step in BUCKET_STEPS.items():
            assert die_at(step, settings.environ, planned, verdict) == -signal.SIGKILL, f"{name}: it was not killed"
            assert list(bucket.objects().values()) in ([], [whole]), f"{name}: half an object"
            assert hashes(url) == before, name
        assert bucket.uploads(), "no upload was broken off: nothing was shown"
        assert list(bucket.objects().values()) == [whole], "the last one died after the upload"
        assert walk(settings, planned) == []
    assert hashes(url) == hashes(other_url)
    assert list(bucket.objects().values()) == [whole]
