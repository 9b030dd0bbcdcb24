"""Each fault of a portal ends in the same landed object as a reading without it, or in one clear line."""

import logging
from dataclasses import replace

import pytest

from include.errors import Refused
from include.portal.client import Portal
from include.portal.feed import Feed
from tests.portal import misbehaving as faulty
from tests.portal.conftest import CANARY, HASTY, PATIENT, Bench, petitions
from tests.portal.fault_cases import GOT_OVER, LATER, REFUSED, REPLY, SLOW, SMALL_BODY
from tests.portal.misbehaving import PASSWORD, USERNAME, MisbehavingPortal

SECRETS = (PASSWORD, USERNAME, "phiên-", *CANARY.values())


@pytest.fixture(scope="module")
def whole(small_pages: Feed, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key of a reading without faults."""
    with MisbehavingPortal(petitions(250)) as server:
        return Bench(server, small_pages, tmp_path_factory.mktemp("whole")).pull().key


@pytest.mark.parametrize("call", [1, 3])
@pytest.mark.parametrize("name", GOT_OVER)
def test_a_fault_that_passes_changes_nothing(bench: Bench, whole: str, name: str, call: int) -> None:
    bench.server.faults[call] = GOT_OVER[name]
    assert bench.pull().key == whole


@pytest.mark.parametrize("name", SLOW)
def test_a_reply_that_takes_for_ever_is_given_up_in_time(bench: Bench, whole: str, name: str) -> None:
    bench.server.faults[2] = SLOW[name]
    assert bench.pull(HASTY).key == whole


@pytest.mark.parametrize("name", SLOW)
def test_a_portal_that_is_always_slow_is_refused(bench: Bench, name: str) -> None:
    bench.server.login_faults = dict.fromkeys(range(1, 4), SLOW[name])
    with pytest.raises(Refused, match="no whole reply in time, 3 times"):
        bench.pull(replace(HASTY, attempts=3))


def test_a_silent_portal_is_refused(bench: Bench) -> None:
    bench.server.login_faults = dict.fromkeys(range(1, 4), faulty.hang_after_headers)
    with pytest.raises(Refused, match="it fell silent, 3 times"):
        bench.pull(replace(PATIENT, silence_seconds=0.2))


@pytest.mark.parametrize("name", GOT_OVER)
def test_a_fault_at_login_changes_nothing(bench: Bench, whole: str, name: str) -> None:
    bench.server.login_faults[1] = GOT_OVER[name]
    assert bench.pull().key == whole


@pytest.mark.parametrize("call", [1, 3])
@pytest.mark.parametrize("name", REFUSED)
def test_a_fault_that_stays_is_one_clear_line(
    bench: Bench, whole: str, name: str, call: int, caplog: pytest.LogCaptureFixture
) -> None:
    fault, said = REFUSED[name]
    bench.server.faults[call] = fault
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as refusal:
        bench.pull(replace(PATIENT, body_bytes=SMALL_BODY))
    line = str(refusal.value)
    assert said in line
    assert "\n" not in line
    assert line.startswith(f"LayDanhSachPAKN of H13.05, 2024-01-01 00:00 to 2024-07-01 00:00, page {call}: ")
    assert len(bench.server.calls) == call, "a portal that refuses is not asked again"
    assert bench.landed_files() == []
    assert_nothing_leaked(bench, line, caplog.text, refusal.value)
    bench.server.faults.clear()
    assert bench.pull().key == whole, "the next good run is as if nothing had been"


def assert_nothing_leaked(bench: Bench, line: str, logged: str, refusal: BaseException) -> None:
    kept = b"".join(path.read_bytes() for path in bench.landing.rglob("*") if path.is_file())
    for secret in SECRETS:
        assert secret not in line
        assert secret not in logged
        assert secret.encode() not in kept
    assert refusal.__context__ is None, "what stands behind a refusal would be shown by a reporter of errors"


def test_a_retry_after_is_obeyed(bench: Bench) -> None:
    bench.server.faults = {1: faulty.status(429, Retry_After="7"), 2: faulty.status(503, Retry_After=LATER, Date=REPLY)}
    bench.pull()
    assert bench.pauses == [7, 90]


def test_waits_grow_and_end(bench: Bench) -> None:
    bench.server.faults = dict.fromkeys(range(1, 4), faulty.status(503))
    with pytest.raises(Refused, match="page 1: HTTP 503, 3 times; nothing of it was kept"):
        bench.pull()
    first, second = bench.pauses
    assert 0.25 <= first <= 0.5 <= second <= 1


def test_the_run_has_an_end(bench: Bench) -> None:
    bench.server.faults[1] = faulty.status(503, Retry_After="90")
    with pytest.raises(Refused, match="HTTP 503, and the time of the run is over"):
        bench.pull(replace(PATIENT, run_seconds=30))


def test_a_portal_that_is_not_there(bench: Bench) -> None:
    with MisbehavingPortal([]) as gone:
        pass
    bench.server.server_close()
    nowhere = Bench(gone, bench.feed, bench.landing)
    with pytest.raises(Refused, match=r"login at http://127\.0\.0\.1:\d+: the connection was refused, 3 times"):
        nowhere.pull()


def test_a_redirect_is_never_followed(bench: Bench) -> None:
    with MisbehavingPortal([]) as elsewhere:
        bench.server.login_faults[1] = faulty.redirect(f"{elsewhere.url}/mapi/login")
        with pytest.raises(Refused, match=r"a redirect to another address \(HTTP 302\), which is not followed"):
            bench.pull()
        bench.server.faults[1] = faulty.redirect(f"{elsewhere.url}/mapi/g")
        with pytest.raises(Refused, match="page 1: a redirect"):
            bench.pull()
        assert (elsewhere.logins, elsewhere.calls, elsewhere.followed_redirects) == (0, [], 0)


def test_packed_pages_give_the_same(bench: Bench, whole: str) -> None:
    bench.server.packs = True
    assert bench.pull().key == whole


def test_a_session_that_ends_in_mid_run_is_renewed(bench: Bench, whole: str) -> None:
    bench.server.before_call = lambda number: bench.server.sessions.clear() if number in {2, 4} else None
    assert bench.pull().key == whole
    assert bench.server.logins == 3


def test_a_login_loop_ends(bench: Bench) -> None:
    bench.server.before_call = lambda number: bench.server.sessions.clear()
    with pytest.raises(Refused, match="the portal ended a session that it had just begun"):
        bench.pull()
    assert bench.server.logins == 2


def test_a_wrong_password_is_said_without_it(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as refusal:
        bench.pull(password="sai-mật-khẩu")
    line = str(refusal.value)
    assert line.startswith(f"login at {bench.server.url}: refused with error_code 7 (Sai mật khẩu …); ")
    assert "REFORM_PORTAL_PASSWORD" in line
    assert "sai-mật-khẩu" not in line + caplog.text
    assert bench.server.logins == 1, "an account is not locked by asking again"


def test_an_object_never_shows_the_account(bench: Bench) -> None:
    with Portal(bench.server.url, USERNAME, PASSWORD) as portal:
        assert PASSWORD not in repr(portal) + repr(vars(portal))
