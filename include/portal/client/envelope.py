"""What stands in a reply of the record feed: an error code, or records and how many there are.

The reply is cut into the texts of its records by a JSON reader that does not unpack them (msgspec's Raw): a page
of 1,000 dossiers takes a millisecond, where `json.loads` takes twenty.
"""

import codecs
import json
import re
from array import array
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyarrow as pa

from include.portal.client.body import Reply
from include.portal.client.faults import Fault, Unreadable

_PERSONAL_LOOKING = re.compile(r"\S+@\S+|\d[\d .-]{6,}\d")
_MESSAGE_LIMIT = 1000


@dataclass(frozen=True)
class Envelope:
    """`records` are JSON texts of one record each; they hold personal fields and are never shown."""

    error_code: str
    error_message: str = ""
    session: str | None = field(default=None, repr=False)
    announced_total: int | None = None
    records: tuple[bytes, ...] = field(default=(), repr=False)


class _Written(msgspec.Struct):
    error_code: Any = None
    error_message: Any = None
    session: Any = None
    tongSo: Any = None  # noqa: N815 - the portal's name
    result: msgspec.Raw = msgspec.Raw(b"null")


_written = msgspec.json.Decoder(_Written)
_records = msgspec.json.Decoder(list[msgspec.Raw] | None)


def read_envelope(reply: Reply) -> Envelope:
    """Reads a reply. Unreadable when it is no such envelope; that may pass when the JSON is only cut short."""
    content = reply.content.removeprefix(codecs.BOM_UTF8)
    _check_text(content, reply)
    for text in (content, None):
        try:
            return _open(_mend(content) if text is None else text)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue
    raise Unreadable(Fault(f"a body that is not whole JSON ({len(content)} bytes)"))


def _check_text(content: bytes, reply: Reply) -> None:
    start = content[:64].lstrip()
    if not start:
        raise Unreadable(Fault("an empty body"))
    if start.startswith(b"<"):
        raise Unreadable(Fault(f"an HTML page in place of JSON ({len(content)} bytes)", final=True))
    if not start.startswith(b"{"):
        kind = reply.content_type[:40] or "no content type"
        raise Unreadable(Fault(f"a body that is not a JSON object ({len(content)} bytes, {kind})", final=True))
    try:
        ends = array("q", (0, len(content)))
        whole = [None, pa.py_buffer(ends), pa.py_buffer(content)]
        pa.Array.from_buffers(pa.large_string(), 1, whole).validate(full=True)
    except pa.ArrowInvalid:
        raise Unreadable(Fault("a body that is not valid UTF-8", final=True)) from None


def _open(content: bytes) -> Envelope:
    written = _written.decode(content)
    if not isinstance(written.error_code, str | int):
        raise Unreadable(Fault("JSON without an error_code", final=True))
    code = str(written.error_code).strip()
    if code != "0":
        return Envelope(code, _plain_message(written.error_message))
    try:
        records = tuple(bytes(raw) for raw in _records.decode(written.result) or ())
    except msgspec.ValidationError:
        raise Unreadable(Fault("JSON whose result is not a list", final=True)) from None
    session = written.session if isinstance(written.session, str) else None
    return Envelope(code, "", session, _read_total(written.tongSo), records)


def _mend(content: bytes) -> bytes:
    """The same JSON in strict form, when only a strict reader stumbles: at lone surrogates, control characters, NaN."""
    loose = json.loads(content, strict=False, parse_constant=str, parse_float=str, parse_int=str)
    text = json.dumps(loose, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _read_total(total: Any) -> int | None:
    if isinstance(total, str) and total.isdecimal() and len(total) < 16:
        total = int(total)
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None


def _plain_message(message: Any) -> str:
    """One short line, without what looks like an address, a telephone or an identity number."""
    line = " ".join(str(message).split()) if isinstance(message, str | int) else ""
    return _PERSONAL_LOOKING.sub("…", line)[:_MESSAGE_LIMIT]
