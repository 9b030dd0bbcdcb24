"""The ledger of fetches: a row a request, by the clock of the warehouse."""

import time
from dataclasses import asdict

from sqlalchemy import Engine, text

from include.portal.client import Fetch
from include.warehouse.fetches import write_fetches
from tests.warehouse.judged import batch_of

ENDED = time.monotonic()
LOGIN = Fetch("login at https://portal.example", "answered", 60, 0, 1, 0.1, "", ENDED)
PAGE = Fetch("LayDanhSachHoSo of H13.05, page 1", "refused", 0, None, 6, 31.5, "HTTP 503", ENDED - 60)


def test_what_was_asked_and_how_it_went(engine: Engine) -> None:
    write_fetches(engine, "https://portal.example", batch_of("dossiers", 0), [LOGIN, PAGE])
    write_fetches(engine, "https://portal.example", batch_of("dossiers", 0), [])
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM ops.fetch ORDER BY fetch_id")).mappings().all()
        ages = connection.execute(text("SELECT extract(epoch FROM now() - ended_at) FROM ops.fetch ORDER BY 1"))
        young, old = (float(age) for age in ages.scalars())
    for row, fetch in zip(rows, (LOGIN, PAGE), strict=True):
        told = {name: value for name, value in asdict(fetch).items() if name != "ended"}
        assert {name: row[name] for name in told} == told
        assert (row["portal"], row["feed"], row["root_agency"]) == ("https://portal.example", "dossiers", "H13.05")
        assert row["batch"] == batch_of("dossiers", 0).name
    assert young >= 0
    assert round(old - young) == 60
