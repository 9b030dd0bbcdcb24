"""A small warehouse of agencies, cubes and indicators, told month by month."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from include.alerts.recipients import RECIPIENTS
from include.alerts.watch import Watched, watch
from include.periods import VIETNAM, Period
from include.warehouse.connection import connect

NOW = datetime(2024, 7, 1, 3, 0, tzinfo=VIETNAM)


VINTAGE = """INSERT INTO publication.vintage (
    period, vintage, since, until, published_at, published_by, inputs_sha256, values_sha256, formulas, weights,
    frozen_at
)
SELECT :period, COUNT(*) + 1, '2024-01-01', '2024-02-01', :now, 'van-phong', '', '', '{}', '[]', :now
FROM publication.vintage WHERE period = :period
RETURNING vintage"""
FIGURES = """INSERT INTO publication.indicator (
    period, vintage, agency_code, indicator, numerator, denominator, state
)
SELECT period, :vintage, agency_code, indicator, numerator, denominator, state
FROM core.indicator
WHERE period = :period"""


@dataclass
class Story:
    """Writes what loads and measures would have left behind, and watches."""

    engine: Engine
    recipients: Path

    def agency(self, code: str, name: str, parent: str | None = None, level: int = 2) -> None:
        self.run(
            """INSERT INTO core.agency (agency_code, valid_from, agency_name, level, parent_code, content_hash)
            VALUES (:code, '2024-01-01', :name, :level, :parent, '')""",
            {"code": code, "name": name, "level": level, "parent": parent},
        )
        self.run(
            """INSERT INTO core.agency_ancestor (agency_code, ancestor_code, distance)
            SELECT :code, :code, 0
            UNION ALL
            SELECT :code, ancestor_code, distance + 1 FROM core.agency_ancestor WHERE agency_code = :parent""",
            {"code": code, "parent": parent},
        )

    def procedure(self, code: str, name: str) -> None:
        self.run(
            """INSERT INTO core.procedure (procedure_code, valid_from, procedure_name, content_hash)
            VALUES (:code, '2024-01-01', :name, '')""",
            {"code": code, "name": name},
        )

    def month(
        self,
        agency: str,
        period: str,
        groups: Mapping[tuple[str, str], tuple[int, int]],
        *,
        state: str = "ok",
        version: str = "1",
        points: float | None = None,
    ) -> None:
        """One month of `online_payment_rate`: (procedure, channel) → (paid online, with a fee)."""
        self.run(
            "DELETE FROM core.dossier_cube WHERE agency_code = :agency AND month = :month",
            {"agency": agency, "month": Period.parse(period).since},
        )
        for (procedure, channel), (paid, fee) in groups.items():
            self._cube(Period.parse(period).since, agency, procedure, channel, paid, fee)
        paid, fee = (sum(counts[side] for counts in groups.values()) for side in (0, 1))
        self.indicator(agency, period, paid, fee, state=state, version=version, points=points)

    def indicator(
        self,
        agency: str,
        period: str,
        numerator: int,
        denominator: int,
        *,
        indicator: str = "online_payment_rate",
        state: str = "ok",
        version: str = "1",
        points: float | None = None,
    ) -> None:
        bound = {"agency": agency, "period": period, "numerator": numerator, "denominator": denominator}
        self.run(
            """INSERT INTO core.indicator
            (period, agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version)
            VALUES (:period, :agency, :indicator, :numerator, :denominator,
                CAST(:numerator AS numeric) / NULLIF(:denominator, 0), :points, :state, '766-2026', :version)
            ON CONFLICT (period, agency_code, indicator) DO UPDATE SET numerator = EXCLUDED.numerator,
                denominator = EXCLUDED.denominator, rate = EXCLUDED.rate, state = EXCLUDED.state""",
            {**bound, "indicator": indicator, "state": state, "version": version, "points": points},
        )

    def watch(self, now: datetime = NOW, page_url: str | None = "https://page.example") -> Watched:
        return watch(self.engine, now, page_url, self.recipients)

    def publish(self, period: str, now: datetime = NOW) -> int:
        """Freezes the figures of a period as they stand; gives the vintage."""
        with self.engine.begin() as connection:
            bound = {"period": period, "now": now}
            vintage = connection.execute(text(VINTAGE), bound).scalar_one()
            connection.execute(text(FIGURES), {**bound, "vintage": vintage})
        return int(vintage)

    def deliver(self) -> None:
        """As if the outbox had been sent."""
        self.run("UPDATE ops.outbox SET state = 'sent'")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def _cube(self, month: date, agency: str, procedure: str, channel: str, paid: int, fee: int) -> None:
        self.run(
            """INSERT INTO core.dossier_cube VALUES (:month, :agency, :procedure, :channel, :fee, :fee, :paid,
            0, 0, 0, 0, 0, 0, 0)""",
            {"month": month, "agency": agency, "procedure": procedure, "channel": channel, "paid": paid, "fee": fee},
        )

    def run(self, statement: str, bound: Mapping[str, object] | None = None) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), dict(bound or {}))


@pytest.fixture
def story(warehouse_url: str) -> Iterator[Story]:
    """A province H20 with two departments; nothing has happened yet."""
    engine = connect(warehouse_url)
    told = Story(engine, RECIPIENTS)
    told.agency("H20", "UBND tỉnh Đồng Tháp", level=1)
    told.agency("H20.06", "Sở Giao thông vận tải tỉnh Đồng Tháp", "H20")
    told.agency("H20.07", "Sở Y tế tỉnh Đồng Tháp", "H20")
    told.procedure("1.004645", "Thông báo tổ chức đoàn người thực hiện quảng cáo")
    told.procedure("1.003838", "Cấp giấy phép tổ chức biểu diễn nghệ thuật")
    told.procedure("1.000983", "Cấp giấy phép kinh doanh dịch vụ karaoke")
    yield told
    engine.dispose()


@pytest.fixture
def fallen(story: Story) -> Story:
    """January to June 2024 of H20.06: May falls because of one procedure, June is well again."""
    usual = {("1.004645", "online"): (28, 30), ("1.003838", "online"): (27, 29), ("1.000983", "direct"): (9, 11)}
    for month in ("2024-01", "2024-02", "2024-03", "2024-04", "2024-06"):
        story.month("H20.06", month, usual, points=5.49)
    bad = {("1.004645", "online"): (4, 33), ("1.003838", "online"): (27, 28), ("1.000983", "direct"): (9, 12)}
    story.month("H20.06", "2024-05", bad, points=3.29)
    return story
