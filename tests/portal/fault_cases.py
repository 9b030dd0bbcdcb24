"""The faults of one reply, by name: those that pass, those that take for ever, and those that stay."""

from tests.portal import misbehaving as faulty
from tests.portal.misbehaving import Fault

LATER = "Tue, 02 Jan 2024 00:01:30 GMT"
REPLY = "Tue, 02 Jan 2024 00:00:00 GMT"
SMALL_BODY = 2**20
"""The bound of a body in bytes under which 32 MB are too much."""

GOT_OVER: dict[str, Fault] = {
    "429, no wait named": faulty.status(429),
    "429, wait in seconds": faulty.status(429, Retry_After="7"),
    "429, wait as a date": faulty.status(429, Retry_After=LATER, Date=REPLY),
    "429, a wait before now": faulty.status(429, Retry_After="Mon, 01 Jan 2001 00:00:00 GMT", Date=REPLY),
    "429, a wait that is none": faulty.status(429, Retry_After="soon"),
    "500": faulty.status(500),
    "502": faulty.status(502),
    "503, wait in seconds": faulty.status(503, Retry_After="3"),
    "504": faulty.status(504),
    "hangs up": faulty.hang_up,
    "cut at once": faulty.cut(0),
    "cut in the middle": faulty.cut(0.5),
    "cut at the last byte": faulty.cut(0.9999),
    "cut, packed": faulty.cut(0.5, packed=True),
    "cut at the last byte, packed": faulty.cut(0.9999, packed=True),
    "cut, in chunks": faulty.cut(0.5, chunked=True),
    "empty body": faulty.instead(b""),
    "half of the JSON": faulty.changed(lambda body: body[: len(body) // 2]),
    "a byte order mark": faulty.changed(lambda body: b"\xef\xbb\xbf" + body),
}

SLOW: dict[str, Fault] = {
    "hangs after the headers": faulty.hang_after_headers,
    "one byte at a time": faulty.drip,
    "headers one byte at a time": faulty.drip_headers,
}

REFUSED: dict[str, tuple[Fault, str]] = {
    "429, absurd wait": (faulty.status(429, Retry_After="999999999999999999999"), "asks for a wait of more than 120 s"),
    "403": (faulty.status(403), "HTTP 403"),
    "404": (faulty.status(404), "HTTP 404"),
    "HTML with 200": (faulty.instead(b"<html>Request Rejected: Chim Y\xe1\xba\xbfn", "text/html"), "an HTML page"),
    "text": (faulty.instead(b"chim-yen-noi-dung", "text/plain"), "not a JSON object (17 bytes, text/plain)"),
    "an error inside": (
        faulty.instead(b'{"error_code": "5", "error_message": "Ma don vi\\n khong co: chim@yen.vn"}'),
        "error_code 5 (Ma don vi khong co: …)",
    ),
    "no error code": (faulty.instead(b'{"result": []}'), "JSON without an error_code"),
    "a result that is no list": (faulty.instead(b'{"error_code": "0", "result": {"a": 1}}'), "not a list"),
    "invalid UTF-8": (faulty.changed(lambda body: body.replace(b"Chim", b"\xff\xfe")), "not valid UTF-8"),
    "a gzip bomb": (faulty.bomb, "a body of more than 1 MiB"),
    "200 MB": (faulty.large, "a body of more than 1 MiB"),
    "a packing not asked for": (
        lambda handler, body: handler.say(body, 200, {"Content-Encoding": "br"}),
        "packed in a way that was not asked for",
    ),
}
