"""A reply is cut into its records as they were written."""

import json
from typing import Any

import pytest

from include.portal.client.body import Reply
from include.portal.client.envelope import Envelope, read_envelope
from include.portal.client.faults import Unreadable


def read(content: bytes) -> Envelope:
    return read_envelope(Reply(200, "application/json", content))


def read_one(written: bytes) -> Any:
    return json.loads(bytes(read(b'{"error_code": "0", "result": [' + written + b"]}").records[0]))


def test_records_are_texts_as_written() -> None:
    reply = read(b'{"error_code": 0, "tongSo": "189", "result": [{"a" :1.50}, 5, null, {"b": [{}, ""]}]}')
    assert tuple(map(bytes, reply.records)) == (b'{"a" :1.50}', b"5", b"null", b'{"b": [{}, ""]}')
    assert reply.announced_total == 189


@pytest.mark.parametrize(
    ("written", "total"),
    [("5", 5), ('"5"', 5), ("-5", None), ('"5.0"', None), ("true", None), ("null", None), ("[]", None), ("5.5", None)],
)
def test_totals(written: str, total: int | None) -> None:
    assert read(b'{"error_code": "0", "result": [], "tongSo": %s}' % written.encode()).announced_total == total


@pytest.mark.parametrize("content", [b'{"error_code": "0"}', b'{"error_code": "0", "result": null}'])
def test_no_result_is_no_records(content: bytes) -> None:
    assert read(content).records == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (rb'{"a": "\ud800"}', "\N{REPLACEMENT CHARACTER}"),
        (rb'{"a": "\ud83d\ude00"}', "\N{GRINNING FACE}"),
        (b'{"a": "1\x002\n"}', "1\x002\n"),
        (rb'{"a": "1\u00002"}', "1\x002"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": "Ngo\xcc\x82"}', "Ngo\u0302"),
        (b'{"a": 1, "a": 2}', 2),
    ],
)
def test_what_only_a_strict_reader_would_refuse_is_kept(written: bytes, value: Any) -> None:
    assert read_one(written) == {"a": value}


@pytest.mark.parametrize(
    ("content", "reason", "final"),
    [
        (b"", "an empty body", False),
        (b" \n", "an empty body", False),
        (b'{"error_code": "0", "result": [{"HoTen": "Chim', "a body that is not whole JSON (46 bytes)", False),
        (b"[]", "a body that is not a JSON object (2 bytes, application/json)", True),
        (b'{"result": []}', "JSON without an error_code", True),
        (b'{"error_code": "0", "result": "x"}', "JSON whose result is not a list", True),
        (b'{"error_code": "0", "result": [\xff]}', "a body that is not valid UTF-8", True),
        (
            '{"error_code": "0", "result": [{"HoTen": "Yế'.encode()[:-1],
            "a body that ends within a letter (45 bytes)",
            False,
        ),
        ("{}".encode("utf-16"), "a body that is not a JSON object (6 bytes, application/json)", True),
        (b'{"a":' * 100_000, "a body that is not whole JSON (500000 bytes)", False),
    ],
)
def test_what_cannot_be_read(content: bytes, reason: str, final: bool) -> None:
    with pytest.raises(Unreadable) as error:
        read(content)
    assert (error.value.fault.reason, error.value.fault.final) == (reason, final)


def test_a_message_is_one_line_without_personal_data() -> None:
    message = "Lỗi\n  hệ thống: chim@yen.vn, 0912 345 678,\t079.123.456.789"
    reply = read(json.dumps({"error_code": "9", "error_message": message}).encode())
    assert (reply.error_code, reply.error_message) == ("9", "Lỗi hệ thống: …")


def test_an_envelope_shows_no_record_and_no_session() -> None:
    reply = read(b'{"error_code": "0", "session": "s3cret", "result": [{"HoTen": "Chim"}]}')
    assert reply.session == "s3cret"
    assert "s3cret" not in repr(reply)
    assert "Chim" not in repr(reply)
