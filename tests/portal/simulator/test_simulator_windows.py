"""However the time is cut into windows, the newest version of each record is the same."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from include.portal.simulator.server import Portal, Served
from include.portal.simulator.source import day_number
from include.portal.simulator.window import STRETCH, Window
from tests.portal.simulator.asking import Asker, Record

FEEDS = {"LayDanhSachHoSo": "MaHoSo", "LayDanhSachThanhToan": "MaThamChieu", "LayDanhSachPAKN": "MaPAKN"}
SINCE, UNTIL = datetime(2024, 2, 1), datetime(2024, 4, 1)  # noqa: DTZ001 - Vietnam's clock, as the portal writes it


def merge(asker: Asker, service: str, agency: str, edges: list[datetime]) -> dict[str, Record]:
    """The newest version of each record over windows from edge to edge."""
    merged: dict[str, Record] = {}
    for since, until in pairwise(edges):
        for page in asker.pages(service, agency, f"{since:%Y%m%d%H%M%S}", f"{until:%Y%m%d%H%M%S}"):
            for record in page["result"]:
                key = record[FEEDS[service]]
                if key not in merged or merged[key]["CapNhatLuc"] < record["CapNhatLuc"]:
                    merged[key] = record
    return merged


@pytest.mark.parametrize("service", FEEDS)
@pytest.mark.parametrize("agency", ["H13.05", "H20"])
def test_daily_windows_merge_to_one_window(demo: Asker, service: str, agency: str) -> None:
    days = [SINCE + timedelta(days=day) for day in range((UNTIL - SINCE).days + 1)]
    whole = merge(demo, service, agency, [SINCE, UNTIL])
    assert whole
    assert merge(demo, service, agency, days) == whole


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 60 * 86_400 - 1), max_size=6, unique=True))
def test_any_windows_merge_to_one_window(demo: Asker, cuts: list[int]) -> None:
    edges = [SINCE, *(SINCE + timedelta(seconds=cut) for cut in sorted(cuts)), UNTIL]
    assert merge(demo, "LayDanhSachHoSo", "H13.05", edges) == merge(demo, "LayDanhSachHoSo", "H13.05", [SINCE, UNTIL])


def test_incremental_puller_sees_open_dossiers_that_are_finished_in_the_end(demo: Asker) -> None:
    early = demo.records("LayDanhSachHoSo", "H13.05", until="20240115000000")
    final = {each["MaHoSo"]: each for each in demo.records("LayDanhSachHoSo", "H13.05")}
    opened = [each for each in early if not each["NgayKetThucXuLy"]]
    assert opened
    assert all(final[each["MaHoSo"]]["CapNhatLuc"] >= each["CapNhatLuc"] for each in early)
    assert any(final[each["MaHoSo"]]["NgayKetThucXuLy"] for each in opened)


def test_pages_that_cross_stretches_are_one_sequence() -> None:
    """A window of many stretches, read with a page size that divides none of them."""
    portal = Portal(Served(world="national", scale=0.05))
    parts = portal.register.parts("H35")
    since, until = day_number(SINCE.date()) + 731, day_number(UNTIL.date()) + 731
    window = portal.register.window("dossiers", "H35", parts, since * 86_400, until * 86_400)
    one = Window(("one", *window.name), parts, window.since, window.until, window.blocks, window.shelf)
    whole = list(one.read(0, window.total))
    assert 0 < window.total < STRETCH
    paged = [each for start in range(0, window.total, 331) for each in window.read(start, 331)]
    assert paged == whole
