"""A department with real records in a real warehouse, loaded as batches are, measured and published."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.index.framework import all_weights
from include.indicators.measure import measure
from include.periods import VIETNAM, Period, Window, start_of
from include.publication.publish import Published, publish
from include.receipt import Batch
from include.warehouse.connection import connect
from include.warehouse.load import load_batch
from tests.warehouse.judged import dossier, payment, verdict

H1 = Period.parse("2024-H1")
NOW = datetime(2024, 7, 2, 8, tzinfo=VIETNAM)
HALF_YEAR = (date(2024, 1, 1), date(2024, 7, 1))


@dataclass
class Department:
    """H13.05 and its museum below H13; `days` is the July day up to which batches were loaded."""

    engine: Engine
    days: int = 1

    def load(self, feed: str, *records: Mapping[str, Any], window: tuple[date, date] | None = None) -> None:
        """A batch of its own day of July, unless the window is given."""
        if window is None:
            window = (date(2024, 7, self.days), date(2024, 7, self.days + 1))
            self.days += 1
        judged = verdict(feed, records)
        key = hashlib.md5(repr((judged.accepted.to_pylist(), window)).encode()).hexdigest()
        batch = Batch(feed, "H13.05", Window(start_of(window[0]), start_of(window[1])))
        load_batch(self.engine, batch, key, judged, judged.accepted.num_rows, NOW)

    def fetch(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def measure(self) -> None:
        measure(self.engine, NOW, all_weights())

    def publish(self, period: Period = H1, now: datetime = NOW, by: str = "thu") -> Published:
        return publish(self.engine, period, now, by, all_weights())

    def publish_anew(self) -> Published:
        self.measure()
        return self.publish()


PAID = [dossier(number) for number in range(1, 11)]
"""Ten dossiers with a fee, received on 5 March."""


def make_department(warehouse_url: str) -> Department:
    """Ten dossiers of which eight were paid online and one in cash: 8 of 9 transactions; two petitions, one open."""
    made = Department(connect(warehouse_url))
    agencies = [
        {"agency_code": "H13", "agency_name": "Cần Thơ", "level": 1},
        {"agency_code": "H13.05", "agency_name": "Sở Văn hóa", "level": 2, "parent_code": "H13"},
        {"agency_code": "H13.05.01", "agency_name": "Bảo tàng", "level": 4, "parent_code": "H13.05"},
    ]
    service = {"agency_codes": ["H13.05"], "online_level": 2, "payable_online": True, "effective_on": date(2020, 1, 1)}
    services = [
        {**service, "procedure_code": "1.004645", "procedure_name": "Cấp phép", "has_fee": True},
        {**service, "procedure_code": "1.009999", "procedure_name": "Thông báo", "has_fee": False},
    ]
    made.load("agencies", *agencies, window=(date(2024, 7, 1), date(2024, 7, 2)))
    made.load("procedures", *services, window=(date(2024, 7, 1), date(2024, 7, 2)))
    made.load("dossiers", *PAID, window=HALF_YEAR)
    online = [payment(number, PAID[number - 1]) for number in range(1, 9)]
    made.load("payments", *online, payment(9, PAID[8], method="cash", gateway=None), window=HALF_YEAR)
    handled = {"agency_code": "H13.05", "received_at": datetime(2024, 4, 2, 9), "updated_at": datetime(2024, 4, 3, 9)}  # noqa: DTZ001
    made.load(
        "petitions",
        {**handled, "petition_code": "PA1", "status": "handled", "satisfied": True},
        {**handled, "petition_code": "PA2", "status": "open"},
        window=HALF_YEAR,
    )
    made.measure()
    return made


@pytest.fixture
def department(warehouse_url: str) -> Iterator[Department]:
    made = make_department(warehouse_url)
    yield made
    made.engine.dispose()
