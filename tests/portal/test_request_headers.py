"""What the client sends beside its question: the portal's cookies of now, and no credential of this machine."""

from pathlib import Path

import pytest

from include.portal.client import transport
from tests.portal.conftest import Bench
from tests.portal.misbehaving import Fault, Handler


def note(header: str, into: list[str | None], cookie: str) -> Fault:
    """Takes down a header of the request, and sets a cookie with the answer."""

    def answer(handler: Handler, body: bytes) -> None:
        into.append(handler.headers[header])
        handler.say(body, headers={"Set-Cookie": f"node={cookie}; Path=/"})

    return answer


def test_the_portal_gets_back_the_cookie_that_it_set_last(bench: Bench) -> None:
    seen: list[str | None] = []
    bench.server.login_faults = {1: note("Cookie", seen, "door")}
    bench.server.faults = {number: note("Cookie", seen, str(number)) for number in (1, 2, 3)}
    assert bench.pull().pulled == 250
    assert seen == [None, "node=door", "node=1", "node=2"]


def test_credentials_of_this_machine_stay_on_it(bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password something\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(transport, "_LOOPBACK", frozenset())
    seen: list[str | None] = []
    bench.server.login_faults = {1: note("Authorization", seen, "door")}
    bench.server.faults = {1: note("Authorization", seen, "1")}
    assert bench.pull().pulled == 250
    assert seen == [None, None]
