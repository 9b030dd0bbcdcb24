"""What may be shown of a portal's own words: never a name, a number or a subject."""

import pytest

from include.portal.client.message import show_code, show_message


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Mã đơn vị 'H99' không tồn tại", "Mã đơn vị … không tồn tại"),
        ("Ma don vi khong hop le.", "Ma don vi khong hop le."),
        ("Sai mật khẩu!", "Sai mật khẩu!"),
        ("Session expired, please log in", "Session expired, …"),
        ("Hồ sơ của ông Nguyễn Văn Đơn (CCCD 079123456789) không hợp lệ", "… không hợp lệ"),
        ("NGUYEN VAN DON VI", ""),
        ("xin giấy phép karaoke, 0912 345 678, a@b.vn", ""),
        ("mã " * 200, ("mã " * 200)[:160]),
        ({"HoTen": "Chim"}, ""),
        (None, ""),
        (5, ""),
    ],
)
def test_only_words_that_refusals_are_made_of(message: object, shown: str) -> None:
    assert show_message(message).strip() == shown.strip()


@pytest.mark.parametrize(
    ("code", "shown"),
    [(7, "7"), ("-1", "-1"), ("ERR_01", "ERR_01"), ("AUTH-4", "AUTH-4"), (None, "none"), ("079123456789", "…")],
)
def test_only_plain_codes(code: object, shown: str) -> None:
    assert show_code(code) == shown


def test_two_forms_of_one_word() -> None:
    assert show_message("ma\u0303 đơn vị") == "ma\u0303 đơn vị"
