"""Reads a reply's body within bounds: bytes on the wire, bytes unpacked, and nothing that was cut."""

import zlib
from dataclasses import dataclass, field
from functools import partial

from requests import Response

from include.portal.client.faults import Fault, Unreadable

_CHUNK_BYTES = 256 * 1024
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Reply:
    """A reply that came whole. Its content may hold personal data and is never shown."""

    status: int
    content_type: str
    content: bytes = field(repr=False)


def read_reply(response: Response, most_bytes: int) -> Reply:
    """The whole body, unpacked. Unreadable when it is larger than `most_bytes`, cut, or packed in an unknown way."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise Unreadable(Fault("a body packed in a way that was not asked for", final=True))
    chunks = _unpacked(response, most_bytes) if encoding != "identity" else _plain(response, most_bytes)
    content_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    return Reply(response.status_code, content_type, b"".join(chunks))


def _plain(response: Response, most_bytes: int) -> list[bytes]:
    """In one piece when its length was announced: that takes half the time of many, which are joined at the end."""
    chunks, total, announced = [], 0, response.raw.length_remaining
    _check_size(announced or 0, most_bytes)
    read = partial(response.raw.read, announced) if announced else partial(response.raw.read1, _CHUNK_BYTES)
    while chunk := read(decode_content=False):
        total += len(chunk)
        _check_size(total, most_bytes)
        chunks.append(chunk)
    return chunks


def _unpacked(response: Response, most_bytes: int) -> list[bytes]:
    unpacker, chunks, total, packed_total = zlib.decompressobj(_GZIP), [], 0, 0
    while packed := response.raw.read1(_CHUNK_BYTES, decode_content=False):
        packed_total += len(packed)
        chunk = unpacker.decompress(packed, most_bytes - total + 1)
        total += len(chunk)
        _check_size(max(total, packed_total), most_bytes)
        chunks.append(chunk)
    if packed_total and not unpacker.eof:
        raise Unreadable(Fault("the packed body was cut"))
    return chunks


def _check_size(total: int, most_bytes: int) -> None:
    if total > most_bytes:
        raise Unreadable(Fault(f"a body of more than {most_bytes // 1024**2} MiB", final=True))
