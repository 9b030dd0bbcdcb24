"""A body that is cut at any byte, packed or not and however its end is told, is never taken for a whole one."""

import gzip
from dataclasses import replace

import pytest

from include.portal.client import Portal
from tests.portal.conftest import PATIENT, WINDOW, Bench, petitions
from tests.portal.misbehaving import PASSWORD, USERNAME, Fault, Handler

QUESTION = {"tuNgay": "2", "denNgay": "3", "trang": "1", "kichThuocTrang": "100"}
ENDS = {"its length is told": "Content-Length", "in chunks": "Transfer-Encoding", "the connection closes": "Connection"}


def cut_after(count: int, end: str, *, packed: bool) -> Fault:
    """Sends so many bytes of the body, then hangs up."""

    def fault(handler: Handler, body: bytes) -> None:
        whole = gzip.compress(body) if packed else body
        told = {"Content-Length": str(len(whole)), "Transfer-Encoding": "chunked", "Connection": "close"}[end]
        head = [f"{end}: {told}", *(["Content-Encoding: gzip"] if packed else [])]
        size = b"%x\r\n" % len(whole) if end == "Transfer-Encoding" else b""
        handler.wfile.write("\r\n".join(["HTTP/1.1 200 OK", *head, "", ""]).encode() + size + whole[:count])
        handler.close_connection = True

    return fault


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_cut_at_every_byte(bench: Bench, end: str, packed: bool) -> None:
    """Once at each byte, one after the other, in a single question; then the whole body comes."""
    bench.server.records = petitions(1)
    bench.server.packs = packed
    bench.server.sessions.add("known")
    whole = bench.server.answer(QUESTION | {"session": "known"})
    length = len(gzip.compress(whole) if packed else whole)
    assert 150 < length < 500
    bench.server.faults = {call: cut_after(call - 1, end, packed=packed) for call in range(1, length + 1)}
    limits = replace(PATIENT, attempts=length + 1)
    with Portal(bench.server.url, USERNAME, PASSWORD, limits=limits, pause=lambda seconds: None) as portal:
        [page] = portal.read(bench.feed, "H13.05", WINDOW)
        question = portal.fetches[-1]
    assert (len(page.records), question.attempt_count) == (1, length + 1)
