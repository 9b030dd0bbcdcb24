"""A misbehaving portal with 250 petitions of a canary person, and one reading of it into a landing folder."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from include.landing import Landed, keep
from include.periods import Window, start_of
from include.portal.client import Limits, Portal
from include.portal.client.moments import write_moment
from include.portal.feed import Feed, read_feed
from include.receipt import Batch
from tests.portal.misbehaving import PASSWORD, USERNAME, MisbehavingPortal, Record

WINDOW = Window(start_of(date(2024, 1, 1)), start_of(date(2024, 7, 1)))
BATCH = Batch("petitions", "H13.05", WINDOW)
CANARY = {
    "HoTen": "Nguyễn Văn Chim Yến",
    "NoiDung": "chim-yen-noi-dung",
    "SoDienThoai": "0912345678",
    "Email": "chim@yen.vn",
}
PATIENT = Limits(silence_seconds=30, request_seconds=30, run_seconds=600, attempts=3)
HASTY = replace(PATIENT, request_seconds=0.5, attempts=8)


def petition(number: int, moment: str) -> Record:
    return {"MaPAKN": f"PA-{number:05d}", "MaDonVi": "H13.05", "TrangThai": "moi", "CapNhatLuc": moment, **CANARY}


def petitions(count: int, *, apart: timedelta = timedelta(minutes=7)) -> list[Record]:
    return [petition(number, write_moment(WINDOW.since + number * apart)) for number in range(count)]


@dataclass
class Bench:
    """The portal, the feed in small pages, the landing folder, and the pauses that the client made."""

    server: MisbehavingPortal
    feed: Feed
    landing: Path
    pauses: list[float] = field(default_factory=list)

    def pull(self, limits: Limits = PATIENT, password: str = PASSWORD) -> Landed:
        with Portal(self.server.url, USERNAME, password, limits=limits, pause=self.pauses.append) as portal:
            pages = portal.read(self.feed, "H13.05", WINDOW)
            return keep(f"file://{self.landing}", BATCH, self.feed, pages)

    def landed_files(self) -> list[Path]:
        return sorted(self.landing.rglob("*.parquet"))


@pytest.fixture(scope="session")
def small_pages() -> Feed:
    return replace(read_feed("petitions"), page_size=100)


@pytest.fixture
def bench(small_pages: Feed, tmp_path: Path) -> Iterator[Bench]:
    with MisbehavingPortal(petitions(250)) as server:
        yield Bench(server, small_pages, tmp_path / "landing")
