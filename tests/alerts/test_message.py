"""A letter as it goes over the wire, read back by a mail program's rules."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import getaddresses

import pytest

from include.alerts.letter import Enclosure, one_line
from include.alerts.message import Posted, compose, message_id, sender_address
from tests.alerts.conftest import NOW

SENDER = sender_address("Chỉ số CCHC <reform-index@city.example>")
LONG = "[Cảnh báo] Sở Văn hóa, Thể thao và Du lịch tỉnh Đồng Tháp: Tỷ lệ hồ sơ thanh toán trực tuyến 5/2024: 54,8 %"


def posted(subject: str = LONG, name: str = "Văn phòng Sở Văn hóa, Thể thao và Du lịch TP Cần Thơ") -> Posted:
    picture = Enclosure("inline", "image/png", "chart-1@reform-index", b"\x89PNG")
    table = Enclosure("attachment", "text/csv", "H20.06-2024-05.csv", b"a\r\n")
    return Posted(1, "key", name, "vp@so.example", subject, "chữ", "<p>chữ</p>", NOW, 0, [picture, table])


@pytest.mark.parametrize("subject", [LONG, LONG[3:], "plain words", "x" * 170 + " ữ", "một"])
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    raw = compose(posted(subject), SENDER)
    assert str(make_header(decode_header(message_from_bytes(raw)["Subject"]))) == subject
    assert message_from_bytes(raw, policy=default)["Subject"] == subject
    assert max(len(line) for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "name", ["Văn phòng Sở Văn hóa, Thể thao và Du lịch", 'Office "A", B', "Ban (1)", "Plain", "một " * 40]
)
def test_a_name_is_one_address(name: str) -> None:
    message = message_from_bytes(compose(posted(name=name.strip()), SENDER))
    [(encoded, email)] = getaddresses([message["To"]])
    assert (str(make_header(decode_header(encoded))), email) == (name.strip(), "vp@so.example")
    assert getaddresses([message["From"]])[0][1] == "reform-index@city.example"


def test_the_same_letter_has_the_same_id_and_date() -> None:
    first, second = (message_from_bytes(compose(posted(), SENDER)) for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"] == message_id("key", SENDER)
    assert re.fullmatch(r"<[0-9a-f]{40}@city\.example>", first["Message-ID"])
    assert first["Date"] == "Mon, 01 Jul 2024 03:00:00 +0700"


def test_no_header_can_be_slipped_in() -> None:
    hostile = one_line("Thư\r\nBcc: all@city.example\u2028X: 1\x00")
    message = message_from_bytes(compose(posted(hostile), SENDER), policy=default)
    assert message["Bcc"] is None
    assert message["Subject"] == "Thư Bcc: all@city.example X: 1"
    assert len(message.defects) == 0
