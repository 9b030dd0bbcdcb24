"""A sweep looks at records again in windows with other bounds: what is refused again stands once, and frees once."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from include import street
from tests.street.conftest import Clone, settings_for
from tests.street.street_portal import NOW, ROOT, WINDOW, StreetPortal, plan, walk

STANDING = "SELECT quarantined_count FROM mart.freshness WHERE feed = 'dossiers'"
RECEIPTS = """
SELECT pulled, loaded, unchanged, duplicate, quarantined
FROM ops.receipt WHERE feed = 'dossiers' AND window_end > :since
"""


@pytest.mark.usefixtures("judged_once")
def test_a_refused_record_stands_once_however_often_it_is_swept_up(clone: Clone, tmp_path: Path) -> None:
    url = clone()
    engine = create_engine(url)

    def ask(question: str, **values: Any) -> Any:
        with engine.connect() as connection:
            return connection.execute(text(question), values).all()

    with StreetPortal() as portal:
        settings = settings_for(portal.url, url, tmp_path / "landing")
        assert walk(settings, plan(settings, "dossiers")) == []
        assert ask(STANDING) == [(8,)], "four of January, four of February"
        sweep = street.plan(settings, NOW, since=WINDOW.since, until=NOW, roots=[ROOT])
        assert walk(settings, [asked for asked in sweep if asked["feed"] == "dossiers"]) == []
        assert ask(STANDING) == [(8,)]
        receipts = ask(RECEIPTS, since=WINDOW.since)
        assert len(receipts) == 2
        for pulled, loaded, unchanged, duplicate, quarantined in receipts:
            assert pulled == loaded + unchanged + duplicate + quarantined
            assert quarantined == 4, "each batch says what became of its own records"
    engine.dispose()
