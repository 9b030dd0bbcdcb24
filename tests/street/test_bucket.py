"""Workers that share no disk share a bucket: the whole street ends there as it ends in a folder."""

from pathlib import Path

import pytest

from include import street
from include.settings import Settings
from tests.conftest import TEMPLATE
from tests.landing.buckets import Bucket
from tests.street.conftest import FOLDER, Copy, hashes, in_bucket, settings_for
from tests.street.street_portal import NOW, StreetPortal, plan, walk


def go_down_the_street(settings: Settings) -> int:
    """Dossiers first, so that all of them wait for the catalogue; gives how many batches were judged again."""
    assert walk(settings, plan(settings, "dossiers")) == []
    for asked in street.plan_catalogue(settings, NOW):
        street.load(settings, street.pull(settings, asked, NOW), NOW)
    waiting = street.plan_replay(settings)
    for landed in waiting:
        street.replay(settings, landed, NOW)
    assert walk(settings, plan(settings)) == [], "dossiers too: what is there is found there again"
    street.measure(settings, NOW)
    street.watch(settings, NOW)
    return len(waiting)


@pytest.mark.usefixtures("judged_once")
def test_the_whole_street_over_a_bucket_gives_the_tables_of_a_folder(
    bucket: Bucket, copy: Copy, tmp_path: Path
) -> None:
    with StreetPortal() as portal:
        urls = [copy(TEMPLATE), copy(TEMPLATE)]
        folder = settings_for(portal.url, urls[0], tmp_path)
        away = in_bucket(bucket, portal.url, urls[1])
        assert go_down_the_street(folder) == go_down_the_street(away) == 1
    found = hashes(urls[1])
    assert found == hashes(urls[0])
    assert not found["core.dossier"].startswith("0-"), "records came out of quarantine"
    kept = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    assert len(kept) == 5
    assert bucket.objects() == {f"{FOLDER}/{key}": content for key, content in kept.items()}
