"""What the portal sends differently, from landing to the report: new is noted, a required field gone stops all."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include import street
from include.errors import Refused
from include.landing import keep
from include.periods import Window, start_of
from include.portal.client.page import Page, make_records
from include.portal.feed import read_feed
from include.receipt import Batch
from include.settings import Settings
from include.warehouse.table_hashes import table_hashes
from tests.records.landed_rows import AS_OF, row

WINDOW = Window(start_of(date(2024, 7, 1)), start_of(date(2024, 8, 1)))
BATCH = Batch("payments", "H13.05", WINDOW)


@pytest.fixture
def settings(tmp_path: Path, warehouse_url: str) -> Settings:
    return Settings({"REFORM_LANDING_URL": tmp_path.as_uri(), "REFORM_WAREHOUSE_URL": warehouse_url})


def land(settings: Settings, **changes: Any) -> street.Landed:
    """25 payments as the portal would send them, with the same changes in each; None leaves a field out."""

    def pages() -> Iterator[Page]:
        records = [row("payments") | {"MaThamChieu": f"TT{number:04d}"} | changes for number in range(25)]
        sent = [{name: value for name, value in record.items() if value is not None} for record in records]
        yield Page(1, make_records([json.dumps(record).encode() for record in sent]), len(sent))

    kept = keep(settings.landing_url, BATCH, read_feed("payments"), pages())
    since, until = WINDOW.since.isoformat(), WINDOW.until.isoformat()
    return {
        "feed": BATCH.feed,
        "root_agency": BATCH.root_agency,
        "since": since,
        "until": until,
        "landing_key": kept.key,
        "pulled": kept.pulled,
        "drift": list(kept.drift),
    }


@pytest.mark.parametrize("field", ["SoTien", "MaThamChieu", "CapNhatLuc", "MaHoSo", "TrangThaiGD"])
def test_a_required_field_gone_stops_the_batch(settings: Settings, engine: Engine, field: str) -> None:
    before = table_hashes(engine, ("core", "ops", "quarantine"))
    with pytest.raises(Refused, match=rf"batch of payments: .*{field} .*field_arrives_{field.lower()}: 25 of 25"):
        street.load(settings, land(settings, **{field: None}), AS_OF)
    assert table_hashes(engine, ("core", "ops", "quarantine")) == before


def test_a_new_field_is_noted_with_its_batch_and_the_batch_goes_on(settings: Settings, engine: Engine) -> None:
    receipt = street.load(settings, land(settings, TruongMoi="kín", MaGiaoDich=["GD1"]), AS_OF)
    assert receipt["pulled"] == 25
    noted = text(
        "SELECT severity, failed_count, found FROM mart.data_quality WHERE rule = 'fields_as_listed' AND batch = :batch"
    )
    with engine.connect() as connection:
        assert connection.execute(noted, {"batch": BATCH.name}).one() == ("info", 2, ["+TruongMoi", "~MaGiaoDich"])
        assert "kín" not in str(connection.execute(text("SELECT record FROM quarantine.record")).all())


def test_nothing_new_is_said_as_well(settings: Settings, engine: Engine) -> None:
    street.load(settings, land(settings), AS_OF)
    counted = text("SELECT evaluated_count, failed_count FROM ops.rule_result WHERE rule = 'fields_as_listed'")
    with engine.connect() as connection:
        evaluated, failed = connection.execute(counted).one()
    assert evaluated >= 13
    assert failed == 0
