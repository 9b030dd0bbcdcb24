"""A warehouse with January, and a portal that can misbehave."""

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, text

from include import street
from include.portal.client import Portal
from include.quality.judge import Verdict, judge
from include.settings import Settings
from include.street import loading
from include.warehouse import portals
from include.warehouse.connection import connect
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.portal_gate import PortalGate
from include.warehouse.table_hashes import table_hashes
from tests.conftest import TEMPLATE
from tests.landing.buckets import NAME, Bucket, running_bucket
from tests.portal.misbehaving import PASSWORD, USERNAME
from tests.street.street_portal import BEFORE, NOW, ROOT, StreetPortal, plan, walk

FOLDER = "reform"
JANUARY = "street_january"
AS_OF = "SELECT getvariable('as_of')"
Clone = Callable[[], str]
Copy = Callable[[str], str]
_numbers = itertools.count(1)


def settings_for(portal_url: str, warehouse_url: str, landing: Path, **more: str) -> Settings:
    """One department, its portal, and no pause between requests."""
    told = {
        "PORTAL_URL": portal_url,
        "PORTAL_USERNAME": USERNAME,
        "PORTAL_PASSWORD": PASSWORD,
        "WAREHOUSE_URL": warehouse_url,
        "LANDING_URL": landing.as_uri(),
        "ROOTS": ROOT,
        "REQUEST_PAUSE_SECONDS": "0",
    }
    return Settings({f"REFORM_{name}": value for name, value in (told | more).items()})


@pytest.fixture(scope="session")
def january(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the catalogue and January, to copy from."""
    url = postgres.create_database(JANUARY, TEMPLATE)
    with StreetPortal() as portal:
        settings = settings_for(portal.url, url, tmp_path_factory.mktemp("january"))
        for asked in street.plan_catalogue(settings, NOW):
            street.load(settings, street.pull(settings, asked, NOW), NOW)
        assert walk(settings, plan(settings, until=BEFORE.until)) == []
    return JANUARY


@pytest.fixture
def copy(postgres: EmbeddedPostgres) -> Iterator[Copy]:
    """Makes a warehouse of the test's own like the named database, and gives its URL; dropped afterwards."""
    names: list[str] = []

    def make(template: str) -> str:
        names.append(f"street_{next(_numbers)}")
        return postgres.create_database(names[-1], template)

    yield make
    with psycopg.connect(postgres.url(driver=""), autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def clone(copy: Copy, january: str) -> Clone:
    """The same with January in it."""
    return partial(copy, january)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program would wait is over at once."""
    for name, made in (("Portal", Portal), ("PortalGate", PortalGate)):
        monkeypatch.setattr(portals, name, partial(made, pause=no_pause))


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with running_bucket() as bucket:
        yield bucket


def in_bucket(bucket: Bucket, portal_url: str, warehouse_url: str) -> Settings:
    """As anybody sets it: the landing URL names the bucket, the credentials stand in the environment."""
    settings = settings_for(portal_url, warehouse_url, Path("/"), LANDING_URL=f"s3://{NAME}/{FOLDER}")
    return Settings({**settings.environ, **bucket.environ})


def no_pause(seconds: float) -> None:
    """In place of sleeping."""


_verdicts: dict[tuple[Any, ...], Verdict] = {}
"""By everything that a verdict follows from: whatever test was told it first, any other would be told the same."""


@pytest.fixture
def judged_once(monkeypatch: pytest.MonkeyPatch) -> list[Verdict]:
    """The same landed rows are judged by Great Expectations once for all tests: that is most of a run's time.

    Gives the list of what this test was told, in order.
    """
    told: list[Verdict] = []

    def judge_once(con: Any, feed: str, waiting: Any = None) -> Verdict:
        seen = ("FROM landed_row ORDER BY position", "FROM known_agency", "FROM known_procedure", AS_OF)
        known = (feed, None if waiting is None else tuple(waiting), *(str(con.sql(each).fetchall()) for each in seen))
        if known not in _verdicts:
            _verdicts[known] = judge(con, feed, waiting)
        told.append(_verdicts[known])
        return told[-1]

    monkeypatch.setattr(loading, "judge", judge_once)
    return told


def hashes(warehouse_url: str) -> dict[str, str]:
    """Every table and view of core and mart by its hash; never none."""
    engine = connect(warehouse_url)
    try:
        found = table_hashes(engine)
    finally:
        engine.dispose()
    assert found
    return found


def let_time_pass(engine: Engine) -> None:
    """Whatever the portal wanted to be waited for is over."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE ops.portal_gate SET not_before = NULL, closed_until = clock_timestamp()"))
