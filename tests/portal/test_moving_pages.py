"""Records change, come and go while pages are read: what stays throughout arrives, and arrives once."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from include.errors import Refused
from include.portal.client import Portal
from include.portal.client.envelope import Envelope
from include.portal.client.moments import Moments, write_moment
from include.portal.client.page import Page
from include.portal.client.paging import WindowReading
from include.portal.feed import read_feed
from tests.portal.conftest import WINDOW, Bench, petition, petitions
from tests.portal.misbehaving import PASSWORD, USERNAME, Record, write

SINCE, UNTIL = write_moment(WINDOW.since), write_moment(WINDOW.until)
SIZE = 5


def moment(second: int) -> str:
    return write_moment(WINDOW.since + timedelta(seconds=second))


def text(record: Record) -> bytes:
    return json.dumps(record).encode()


class ModelPortal:
    """Keeps records in memory, and does `move` to them before each page."""

    def __init__(self, records: list[Record], move: Callable[[dict[str, Record]], None] = lambda records: None) -> None:
        self.records = {record["MaPAKN"]: record for record in records}
        self.move, self.asked = move, 0
        self.sorts, self.filters, self.most = True, True, SIZE
        self.lie = 0

    def __call__(self, since: str, until: str, number: int) -> Envelope:
        self.asked += 1
        self.move(self.records)
        found = [r for r in self.records.values() if not self.filters or since <= r["CapNhatLuc"] < until]
        if self.sorts:
            found.sort(key=lambda r: (r["CapNhatLuc"], r["MaPAKN"]))
        page = found[(number - 1) * self.most : number * self.most]
        return Envelope("0", announced_total=len(found) + self.lie, records=tuple(map(text, page)))

    def read(self, most_pages: int = 1000) -> list[str]:
        """The keys in the order in which they arrive."""
        reading = WindowReading(self, Moments("CapNhatLuc"), SIZE, most_pages, "petitions")
        return keys(reading.read(SINCE, UNTIL))


def keys(pages: Iterable[Page]) -> list[str]:
    return [json.loads(record.as_py())["MaPAKN"] for page in pages for record in page.records]


moves = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["leave", "change", "appear"]), st.integers(0, 60), st.integers(0, 30)), max_size=3
    ),
    min_size=30,
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(seconds=st.lists(st.integers(0, 30), min_size=1, max_size=40), plan=moves)
def test_what_stays_throughout_arrives_once(seconds: list[int], plan: list[list[tuple[str, int, int]]]) -> None:
    start = [petition(number, moment(second)) for number, second in enumerate(seconds)]
    touched: set[str] = set()

    def move(records: dict[str, Record]) -> None:
        for kind, number, second in plan.pop() if plan else []:
            key = f"PA-{number:05d}"
            touched.add(key)
            if kind == "leave":
                records.pop(key, None)
            elif kind == "appear" or key in records:
                records[key] = petition(number, moment(second))

    try:
        arrived = Counter(ModelPortal(start, move).read())
    except Refused:  # a second that never rested: nothing is kept, so nothing is lost
        return
    stayed = {record["MaPAKN"] for record in start} - touched
    assert {key: arrived[key] for key in stayed} == dict.fromkeys(stayed, 1)


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 23])
@pytest.mark.parametrize("apart", [0, 1, 60])
def test_every_number_of_records_at_any_distance(count: int, apart: int) -> None:
    records = [petition(number, moment(number * apart)) for number in range(count)]
    assert sorted(ModelPortal(records).read()) == [record["MaPAKN"] for record in records]


def test_a_second_fuller_than_a_page_between_others() -> None:
    records = [petition(number, moment(0 if number < 3 else 9 if number < 40 else 20)) for number in range(45)]
    portal = ModelPortal(records)
    assert sorted(portal.read()) == [record["MaPAKN"] for record in records]


def test_a_full_second_is_read_again_until_it_rests() -> None:
    records = [petition(number, moment(0)) for number in range(23)]
    portal = ModelPortal(records)

    def leave(records: dict[str, Record]) -> None:
        if portal.asked == 3:
            del records["PA-00000"]

    portal.move = leave
    assert sorted(portal.read()) == [record["MaPAKN"] for record in records]


def test_a_portal_that_gives_smaller_pages_than_asked() -> None:
    portal = ModelPortal([petition(number, moment(number)) for number in range(23)])
    portal.most = 2
    assert len(set(portal.read())) == 23


@pytest.mark.parametrize("lie", [-3, 3, 1000])
def test_totals_that_are_wrong_lose_nothing(lie: int) -> None:
    portal = ModelPortal([petition(number, moment(number)) for number in range(23)])
    portal.lie = lie
    assert len(portal.read()) == 23


def test_a_portal_that_does_not_sort_is_read_by_numbers() -> None:
    portal = ModelPortal([petition(number, moment(number * 7 % 23)) for number in range(23)])
    portal.sorts = False
    assert sorted(portal.read()) == sorted(portal.records)


def test_a_portal_that_takes_no_notice_of_the_window_is_read_by_numbers() -> None:
    portal = ModelPortal([petition(number, moment(number)) for number in range(23)])
    portal.filters = False
    assert sorted(portal.read()) == sorted(portal.records)


def test_records_without_a_readable_moment_are_kept() -> None:
    records = [petition(number, moment(number)) for number in range(23)]
    for record in records[3:12]:
        record["CapNhatLuc"] = "hôm qua"
    portal = ModelPortal(records)
    portal.filters = portal.sorts = False
    assert sorted(portal.read()) == sorted(portal.records)


def test_pages_that_never_rest_are_refused() -> None:
    portal = ModelPortal([petition(number, moment(0)) for number in range(23)])
    portal.move = lambda records: records.update({"PA-00000": petition(0, moment(0)) | {"n": portal.asked}})
    with pytest.raises(Refused, match="its pages moved in each of 5 readings"):
        portal.read()


def test_the_same_page_for_ever_is_refused() -> None:
    portal = ModelPortal([petition(number, moment(number)) for number in range(SIZE)])
    same = portal(SINCE, UNTIL, 1)
    endless = Envelope("0", announced_total=1000, records=same.records)
    with pytest.raises(Refused, match="page 2 is page 1 once more"):
        list(
            WindowReading(lambda since, until, number: endless, Moments("CapNhatLuc"), SIZE, 99, "x").read(SINCE, UNTIL)
        )


@pytest.mark.parametrize("announced", [7, None])
def test_ever_new_pages_are_refused(announced: int | None) -> None:
    made = iter(range(10**9))

    def ask(since: str, until: str, number: int) -> Envelope:
        page = tuple(text(petition(next(made), moment(0))) for _ in range(SIZE))
        return Envelope("0", announced_total=announced, records=page)

    with pytest.raises(Refused, match="and no end"):
        list(WindowReading(ask, Moments("CapNhatLuc"), SIZE, 99, "petitions").read(SINCE, UNTIL))


def test_records_announced_and_none_given_is_refused() -> None:
    portal = ModelPortal([])
    portal.lie = 189
    with pytest.raises(Refused, match="petitions: 189 records announced and none given"):
        portal.read()


def test_over_a_socket_a_record_that_leaves_takes_no_other_with_it(bench: Bench) -> None:
    def change(number: int) -> None:
        if number > 1:
            bench.server.records[number]["CapNhatLuc"] = write_moment(WINDOW.until)

    bench.server.before_call = change
    landed = bench.pull()
    arrived = pq.read_table(bench.landing / landed.key)["MaPAKN"].to_pylist()
    assert sorted(arrived) == [record["MaPAKN"] for record in petitions(250)]
    assert landed.announced_total == 250


def test_over_a_socket_only_listed_windows_are_asked_for(bench: Bench) -> None:
    bench.pull()
    assert [call["trang"] for call in bench.server.calls] == ["1", "1", "1"]
    assert [call["tuNgay"] for call in bench.server.calls] == [SINCE, *(moment(n * 7 * 60) for n in (99, 198))]
    assert {call["denNgay"] for call in bench.server.calls} == {"20240701000000"}
    assert {call["kichThuocTrang"] for call in bench.server.calls} == {"100"}


def test_a_catalogue_is_asked_for_whole(bench: Bench) -> None:
    with Portal(bench.server.url, USERNAME, PASSWORD) as portal:
        pages = list(portal.read(read_feed("agencies"), "H13.05", None))
    assert [len(page.records) for page in pages] == [250]
    assert {key: bench.server.calls[0][key] for key in ("service", "madonvi")} == {
        "service": "LayDanhMucCoQuan",
        "madonvi": "H13.05",
    }
    assert pages[0].records[0].as_py().encode() in write(bench.server.records, 250)
