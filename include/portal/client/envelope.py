"""What stands in a reply of the record feed: an error code, or records and how many there are.

The reply is cut into the texts of its records by a JSON reader that does not unpack them (msgspec's Raw): a page
of 1,000 dossiers takes a millisecond, where `json.loads` takes twenty.
"""

import codecs
import json
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
import pyarrow as pa

from include.portal.client.body import Reply
from include.portal.client.faults import Fault, Unreadable
from include.portal.client.message import show_message
from include.portal.client.page import Text


@dataclass(frozen=True)
class Envelope:
    """`records` are JSON texts of one record each, views into the reply: personal fields and all, and never shown.

    `error_code` is as the portal wrote it, `error_message` only what may be shown of it.
    """

    error_code: str
    error_message: str = ""
    session: str | None = field(default=None, repr=False)
    announced_total: int | None = None
    records: tuple[Text, ...] = field(default=(), repr=False)


class _Whole(msgspec.Struct):
    """A reply as nearly every one is: read in one go."""

    result: list[msgspec.Raw]
    error_code: Literal["0"]
    session: Any = None
    tongSo: Any = None  # noqa: N815 - the portal's name


class _Written(msgspec.Struct):
    error_code: Any = None
    error_message: Any = None
    session: Any = None
    tongSo: Any = None  # noqa: N815 - the portal's name
    result: msgspec.Raw = msgspec.Raw(b"null")


_whole = msgspec.json.Decoder(_Whole)
_written = msgspec.json.Decoder(_Written)
_records = msgspec.json.Decoder(list[msgspec.Raw] | None)


def read_envelope(reply: Reply) -> Envelope:
    """Reads a reply. Unreadable when it is no such envelope; that may pass when the JSON is only cut short."""
    content = reply.content.removeprefix(codecs.BOM_UTF8)
    check_text(content, reply)
    for text in (content, None):
        try:
            return _open(mend(content) if text is None else text)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue
    raise Unreadable(Fault(f"a body that is not whole JSON ({len(content)} bytes)"))


def check_text(content: bytes, reply: Reply) -> None:
    start = content[:64].lstrip()
    if not start:
        raise Unreadable(Fault("an empty body"))
    if start.startswith(b"<"):
        raise Unreadable(Fault(f"an HTML page in place of JSON ({len(content)} bytes)", final=True, firewall=True))
    if not start.startswith(b"{"):
        kind = reply.content_type[:40] or "no content type"
        raise Unreadable(Fault(f"a body that is not a JSON object ({len(content)} bytes, {kind})", final=True))
    try:
        ends = array("q", (0, len(content)))
        whole = [None, pa.py_buffer(ends), pa.py_buffer(content)]
        pa.Array.from_buffers(pa.large_string(), 1, whole).validate(full=True)
    except pa.ArrowInvalid:
        raise Unreadable(_describe_text(content)) from None


def _describe_text(content: bytes) -> Fault:
    """Why it is not UTF-8: a body that was cut may end in the middle of a letter, and come whole another time."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return Fault("a body that is not valid UTF-8", final=True)
    return Fault(f"a body that ends within a letter ({len(content)} bytes)")


def _open(content: bytes) -> Envelope:
    with suppress(msgspec.ValidationError):
        whole = _whole.decode(content)
        return _envelope(whole, whole.result)
    written = _written.decode(content)
    if not isinstance(written.error_code, str | int):
        raise Unreadable(Fault("JSON without an error_code", final=True))
    code = str(written.error_code).strip()
    if code != "0":
        return Envelope(code, show_message(written.error_message))
    try:
        return _envelope(written, _records.decode(written.result) or ())
    except msgspec.ValidationError:
        raise Unreadable(Fault("JSON whose result is not a list", final=True)) from None


def _envelope(written: _Whole | _Written, records: Iterable[msgspec.Raw]) -> Envelope:
    session = written.session if isinstance(written.session, str) else None
    return Envelope("0", "", session, read_total(written.tongSo), tuple(records))


def mend(content: bytes) -> bytes:
    """The same JSON in strict form, when only a strict reader stumbles: at lone surrogates, control characters, NaN."""
    loose = json.loads(content, strict=False, parse_constant=str, parse_float=str, parse_int=str)
    text = json.dumps(loose, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def read_total(total: Any) -> int | None:
    if isinstance(total, str) and total.isdecimal() and len(total) < 16:
        total = int(total)
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
