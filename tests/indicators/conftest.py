"""A small country in a real warehouse, written row by row as loads would leave it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include.index.framework import all_weights
from include.indicators.measure import Measured, measure
from include.indicators.weight import Weight
from include.periods import VIETNAM, start_of
from include.warehouse.statements import read_sql, run_script

NOW = datetime(2024, 7, 2, 8, tzinfo=VIETNAM)
RECEIVED = "received_count fee_count paid_online_count electronic_result_count digitised_count reused_count"
COUNTS = {
    "dossier_cube": f"{RECEIVED} citizen_data_count complaint_count finished_count finished_on_time_count",
    "breach_cube": "breached_count complaint_count",
    "payment_cube": "transaction_count amount_vnd refunded_vnd",
}

OF_LINK = "procedure_code = :procedure_code AND agency_code = :agency_code"
END_OFFER = (
    f"UPDATE core.procedure_agency SET valid_to = :valid_from WHERE {OF_LINK} AND valid_from < :valid_from"
    " AND COALESCE(valid_to, 'infinity') > :valid_from"
)
NEXT_OFFER = f"SELECT MIN(valid_from) FROM core.procedure_agency WHERE {OF_LINK} AND valid_from > :valid_from"


@dataclass(frozen=True)
class Country:
    """Rows go in as loads leave them: cubes with what they touched, receipts with watermarks."""

    engine: Engine
    weights: tuple[Weight, ...]

    def insert(self, table: str, **values: Any) -> None:
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        with self.engine.begin() as connection:
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"), values)

    def fetch(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def agencies(self, **parents: str | None) -> None:
        """Codes are written H13_05=None: the parent must have come before."""
        for written, parent in parents.items():
            self.agency(written.replace("_", "."), parent)

    def agency(self, code: str, parent: str | None, since: date = date(2020, 1, 1), until: date | None = None) -> None:
        """One row of an agency's history."""
        texts = {"agency_name": code, "parent_code": parent, "content_hash": ""}
        self.insert("core.agency", agency_code=code, valid_from=since, valid_to=until, **texts)
        with self.engine.begin() as connection:
            run_script(connection, read_sql("agency_ancestors"))

    def procedure(self, code: str, *agencies: str, since: date = date(2020, 1, 1), **offer: Any) -> None:
        """What the agencies offer of a procedure from a day on, in place of what they offered until then."""
        offer = {"online_level": 2, "has_fee": True, "payable_online": True, **offer}
        self.insert(
            "core.procedure", procedure_code=code, valid_from=date(2020, 1, 1), procedure_name=code, content_hash=""
        )
        for agency in agencies:
            link = {"procedure_code": code, "agency_code": agency, "valid_from": since}
            with self.engine.begin() as connection:
                connection.execute(text(END_OFFER), link)
                following = connection.execute(text(NEXT_OFFER), link).scalar_one()
            self.insert("core.procedure_agency", **link, valid_to=following, **offer)

    def cube(self, table: str, month: date, agency: str, **values: Any) -> None:
        """Adds counts to one row of a cube and marks what was touched."""
        counts = {name: values.pop(name, 0) for name in COUNTS[table].split()}
        keys = {"month": month, "agency_code": agency, "procedure_code": "1.001234", **values}
        row = {**keys, **counts}
        added = ", ".join(f"{name} = old.{name} + EXCLUDED.{name}" for name in counts)
        statement = (
            f"INSERT INTO core.{table} AS old ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"
            f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
        )
        with self.engine.begin() as connection:
            connection.execute(text(statement), row)
        self.insert("ops.touched", month=month, agency_code=agency)

    def dossiers(self, month: date, agency: str, received: int, channel: str = "online", **values: Any) -> None:
        self.cube("dossier_cube", month, agency, channel=channel, received_count=received, **values)

    def late(self, month: date, on: date, agency: str, count: int, complaints: int = 0) -> None:
        counts = {"breached_count": count, "complaint_count": complaints}
        self.cube("breach_cube", month, agency, breached_on=on, channel="online", **counts)

    def payments(self, month: date, agency: str, count: int, method: str = "online") -> None:
        gateway = "DVCQG" if method == "online" else ""
        self.cube("payment_cube", month, agency, method=method, gateway=gateway, transaction_count=count)

    def pulled(self, root: str, since: date, until: date, *feeds: str) -> None:
        """A window without a change, of the record feeds (all when none is named)."""
        for feed in feeds or ("dossiers", "payments", "petitions"):
            window = {"window_start": start_of(since), "window_end": start_of(until)}
            self._receipt(feed, root, loaded=0, loaded_at=NOW, **window)
            with self.engine.begin() as connection:
                connection.execute(
                    text(
                        "INSERT INTO ops.watermark VALUES (:feed, :root, :until) ON CONFLICT (feed, root_agency)"
                        " DO UPDATE SET complete_until = GREATEST(ops.watermark.complete_until, :until)"
                    ),
                    {"feed": feed, "root": root, "until": start_of(until)},
                )

    def catalogue(self, root: str) -> None:
        """Agencies and procedures of a root agency were loaded, and some were new."""
        at = NOW + timedelta(seconds=len(self.fetch("SELECT FROM ops.receipt")))
        for feed in ("agencies", "procedures"):
            self._receipt(feed, root, window_start=at, window_end=at, loaded=1, loaded_at=at)

    def _receipt(self, feed: str, root: str, *, loaded: int, **values: Any) -> None:
        name = f"{feed}:{root}:{values['window_start']}-{values['window_end']}"
        counts = {"pulled": loaded, "loaded": loaded, "unchanged": 0, "duplicate": 0, "quarantined": 0}
        self.insert("ops.receipt", batch=name, landing_key=name, feed=feed, root_agency=root, **counts, **values)

    def followed(self, predecessor: str, successor: str, on: date) -> None:
        self.insert("core.agency_succession", predecessor_code=predecessor, successor_code=successor, effective_on=on)

    def measure(self, *, rebuild: bool = False, now: datetime = NOW) -> Measured:
        return measure(self.engine, now, self.weights, rebuild=rebuild)

    def figure(self, indicator: str, agency: str, period: str) -> tuple[Any, ...] | None:
        """Numerator, denominator, state; None when there is no such row."""
        rows = self.fetch(
            "SELECT numerator, denominator, state FROM core.indicator"
            " WHERE indicator = :i AND agency_code = :a AND period = :p",
            i=indicator,
            a=agency,
            p=period,
        )
        return rows[0] if rows else None

    def scores(self, agency: str, period: str) -> Mapping[str, tuple[Decimal | None, str]]:
        rows = self.fetch(
            "SELECT group_code, points, state FROM core.index_score WHERE agency_code = :a AND period = :p",
            a=agency,
            p=period,
        )
        return {group: (points, state) for group, points, state in rows}

    def fingerprint(self) -> str:
        """Every row that a measure writes, in order, as one hash."""
        rows = self.fetch("SELECT * FROM core.indicator ORDER BY period, agency_code, indicator")
        rows += self.fetch("SELECT * FROM core.indicator_today ORDER BY period, agency_code, indicator")
        rows += self.fetch("SELECT * FROM core.index_score ORDER BY period, agency_code, framework, group_code")
        rows += self.fetch("SELECT * FROM core.missing ORDER BY period, agency_code, missing_agency_code, feed")
        rows += self.fetch("SELECT * FROM mart.perimeter ORDER BY agency_code, member_code, since")
        assert rows
        return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.fixture(scope="session")
def weights() -> tuple[Weight, ...]:
    return all_weights()


@pytest.fixture
def country(warehouse_url: str, weights: tuple[Weight, ...]) -> Iterator[Country]:
    """Two provinces, of which one department and one whole province are pulled; nothing is loaded yet."""
    engine = create_engine(warehouse_url)
    found = Country(engine, weights)
    found.agencies(H13=None, H13_05="H13", H13_05_01="H13.05", H20=None, H20_01="H20", H20_06="H20")
    yield found
    engine.dispose()
