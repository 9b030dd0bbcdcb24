"""Pages of a window: complete, in order, counted; and what is asked wrongly is declined."""

import pytest

from include.portal.simulator.server import Served, running_simulator
from tests.portal.simulator.asking import HALF_YEAR, Asker

SERVICES = [("LayDanhSachHoSo", "MaHoSo"), ("LayDanhSachThanhToan", "MaThamChieu"), ("LayDanhSachPAKN", "MaPAKN")]


@pytest.mark.parametrize(("service", "key"), SERVICES)
def test_pages_hold_every_record_once_in_order(demo: Asker, service: str, key: str) -> None:
    pages = list(demo.pages(service, "H61", *HALF_YEAR, size=170))
    records = [record for page in pages for record in page["result"]]
    places = [(record["CapNhatLuc"], record[key]) for record in records]
    assert places == sorted(places)
    assert len(set(places)) == len(places) == max(page["tongSo"] for page in pages) > 0
    assert all(HALF_YEAR[0] <= moment < HALF_YEAR[1] for moment, _ in places)


@pytest.mark.parametrize(("service", "key"), SERVICES)
def test_size_of_the_page_does_not_change_what_is_read(demo: Asker, service: str, key: str) -> None:
    assert demo.records(service, "H13.05", size=37) == demo.records(service, "H13.05", size=1000)


def test_total_is_told_on_each_page(demo: Asker) -> None:
    pages = list(demo.pages("LayDanhSachHoSo", "H13.05", *HALF_YEAR, size=100))
    assert [page["tongSo"] for page in pages] == [420] * 5


def test_page_after_the_last_is_empty(demo: Asker) -> None:
    reply = demo.page("LayDanhSachHoSo", "H13.05", *HALF_YEAR, 6, 100)
    assert reply == {"error_code": "0", "result": [], "tongSo": 420}


@pytest.mark.parametrize(
    ("since", "until"), [("20200101000000", "20231231000000"), ("20300101000000", "20310101000000")]
)
def test_outside_the_world_there_is_nothing(demo: Asker, since: str, until: str) -> None:
    reply = demo.page("LayDanhSachThanhToan", "H20", since, until, 1, 1000)
    assert reply == {"error_code": "0", "result": [], "tongSo": 0}


def test_end_far_after_the_world_gives_what_there_is(demo: Asker) -> None:
    records = demo.records("LayDanhSachHoSo", "H13.05", HALF_YEAR[0], "20991231235959")
    assert len(records) == 420
    assert {record["TrangThaiHoSo"] for record in records} <= {"7", "9", "10"}


def test_older_form_of_the_code_asks_for_the_same(demo: Asker) -> None:
    assert demo.records("LayDanhSachPAKN", "000.00.05.H13") == demo.records("LayDanhSachPAKN", "H13.05")


def test_one_agency_of_a_province_is_part_of_it(demo: Asker) -> None:
    mine = demo.records("LayDanhSachThanhToan", "H20.06")
    named = {record["MaThamChieu"]: record for record in demo.records("LayDanhSachThanhToan", "H20")}
    assert all(named[record["MaThamChieu"]] == record for record in mine)
    assert sum(key.startswith("000.00.06.H20-") for key in named) == len(mine)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kichThuocTrang": "1001"},
        {"trang": "0"},
        {"trang": "-1"},
        {"tuNgay": "2024-01-01"},
        {"tuNgay": "20240132000000"},
        {"tuNgay": "20240701000000"},
        {"madonvi": "H13"},
        {"madonvi": "H13.05.99"},
        {"madonvi": "H99"},
        {"service": "LayDanhSachKhac"},
    ],
)
def test_wrong_question_is_declined_with_a_message(demo: Asker, wrong: dict[str, str]) -> None:
    demo.log_in()
    window = {"tuNgay": HALF_YEAR[0], "denNgay": HALF_YEAR[1], "trang": "1", "kichThuocTrang": "100"}
    asked = {"session": demo.session, "service": "LayDanhSachHoSo", "madonvi": "H13.05", **window, **wrong}
    reply = demo.post("/mapi/g", asked)
    assert reply.status_code == 200
    assert reply.json()["error_code"] not in {"0", "-1"}
    assert reply.json()["error_message"]


def test_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    def read(seed: int) -> bytes:
        with running_simulator(Served(seed=seed)) as server:
            asker = Asker(server.base_url)
            asker.log_in()
            window = {"tuNgay": "20240301000000", "denNgay": "20240315000000", "trang": "1", "kichThuocTrang": "500"}
            asked = {"session": asker.session, "service": "LayDanhSachHoSo", "madonvi": "H20", **window}
            return asker.post("/mapi/g", asked).content

    first = read(7)
    assert len(first) > 10_000
    assert first == read(7)
    assert first != read(8)
