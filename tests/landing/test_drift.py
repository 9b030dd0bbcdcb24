"""Which differences between records and their feed are named, and how."""

from typing import Any

import pytest

from include.landing.drift import DriftWatch
from tests.landing.conftest import FEED, dossier, pages_of


def names(records: list[Any], size: int = 1000) -> tuple[str, ...]:
    watch = DriftWatch(FEED)
    for page in pages_of(records, size):
        watch.look_at(page.records)
    return watch.names(pulled=0)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, ()),
        ({"ChuHoSo": None, "MaDonVi": ""}, ()),
        ({"MaDonVi": 5, "CapNhatLuc": True}, ()),
        ({"TenMoi": None}, ("+TenMoi",)),
        ({"MaDonVi": {"a": 1}}, ("~MaDonVi",)),
        ({"MaDonVi": ["a"]}, ("~MaDonVi",)),
        ({"DanhSachLePhi": "x"}, ("~DanhSachLePhi",)),
        ({"DanhSachLePhi": {"Gia": "1"}}, ("~DanhSachLePhi",)),
        ({"DanhSachLePhi": [None, "x"]}, ("~DanhSachLePhi",)),
        ({"DanhSachLePhi": [{"Gia": "1", "ThueMoi": "2"}]}, ("+DanhSachLePhi.ThueMoi",)),
        ({"MaDonViTruoc": "H01"}, ("~MaDonViTruoc",)),
        ({"0912345678": "x"}, ("+(not a plain name)",)),
        ({"s0912345678": "x"}, ("+(not a plain name)",)),
        ({"Nguyễn Văn": "x"}, ("+(not a plain name)",)),
    ],
)
def test_differences(more: dict[str, Any], named: tuple[str, ...]) -> None:
    assert names([dossier(1, **more)]) == named


def test_one_record_of_a_short_page_is_enough() -> None:
    assert names([dossier(number) for number in range(199)] + [dossier(200, TenMoi=1)]) == ("+TenMoi",)


def test_a_long_page_is_sampled() -> None:
    records = [dossier(number, **({"TenMoi": 1} if number % 10 else {})) for number in range(1000)]
    assert names(records[1:]) == ("+TenMoi",)


def test_names_are_many_at_most() -> None:
    assert (
        len(names([dossier(1, **{f"Moi{chr(65 + n)}": 1 for n in range(26)}, **{f"Ten{n}": 1 for n in range(50)})]))
        == 50
    )


def test_records_that_are_none_have_no_names() -> None:
    assert names([b"5", b"null", b"[]"]) == ()
