"""One request to the portal and its answer, asked again when that can help, and bounded in every direction.

The loop is ours and not urllib3's Retry: that one does not see a body that breaks, sleeps where no deadline can stop
it, and reads a Retry-After date by this machine's clock.
"""

import logging
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from include.errors import Refused, WrongUse
from include.portal.client.body import Reply, read_reply
from include.portal.client.faults import Fault, Unreadable, describe_fault
from include.portal.client.fetch import Fetch, Fetches
from include.portal.client.gate import Gate, OpenGate
from include.portal.client.guard import Guard, GuardedAdapter
from include.portal.client.limits import Limits
from include.portal.client.waiting import backoff, read_retry_after

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Expected:
    """How a door of the portal answers: the status of success, and those after which asking again may help."""

    status: int
    passing: frozenset[int]


RECORDS = Expected(HTTPStatus.OK, frozenset({408, 429, 500, 502, 503, 504}))
REPORTS = Expected(HTTPStatus.CREATED, frozenset({408, 500, 502, 503, 504}))
"""In front of the reports stands a firewall: who is refused by it, be it with 429, stops."""

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class Deadline:
    """The end of a run, on the clock that nobody can set."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return self._end - time.monotonic()


class Transport:
    """Posts JSON to one portal over one session of pooled connections. Not for several threads at once."""

    def __init__(
        self,
        base_url: str,
        limits: Limits,
        pause: Callable[[float], None],
        expected: Expected = RECORDS,
        gate: Gate | None = None,
    ) -> None:
        self._base_url, self.host = base_url.rstrip("/"), read_host(base_url)
        self._limits, self._pause, self._expected = limits, pause, expected
        self.fetches, self._gate, self._guard = Fetches(), gate or OpenGate(), Guard()
        self._session = requests.Session()
        self._session.headers.update({"Accept-Encoding": "gzip", "User-Agent": "reform-index"})
        self._session.trust_env = urlsplit(base_url).hostname not in _LOOPBACK
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, GuardedAdapter(pool_maxsize=8))
        self._doors: dict[str, tuple[requests.PreparedRequest, Mapping[str, Any]]] = {}
        self._asked_before, self._bytes = False, 0

    def close(self) -> None:
        self._session.close()
        self._guard.close()

    def post(
        self, path: str, body: Mapping[str, object], asked: str, deadline: Deadline, read: Callable[[Reply], Answer]
    ) -> Answer:
        """What `read` makes of the reply. It raises Unreadable when the reply is not what it should be.

        Refused, naming `asked`, when the portal refuses, or when no attempt brought a readable reply in time.
        """
        with self.fetches.note(asked) as fetch:
            while True:
                outcome = self._try(path, body, deadline, read, fetch)
                if not isinstance(outcome, Fault):
                    self._count(fetch.byte_count, asked)
                    return outcome
                fetch.reason = outcome.reason
                wait = self._next_wait(asked, outcome, fetch.attempt_count, deadline)
                log.warning(
                    "%s: %s; asks again in %.1f s (attempt %d)", asked, outcome.reason, wait, fetch.attempt_count
                )
                self._pause(wait)

    def _count(self, byte_count: int, asked: str) -> None:
        self._bytes += byte_count
        if self._bytes > self._limits.run_bytes:
            came = f"more than {self._limits.run_bytes // 1024**2} MiB in one run"
            raise Refused(
                asked, came, "nothing of it was kept; pull shorter windows (REFORM_WINDOW_DAYS), or ask the portal"
            )

    def _try(
        self, path: str, body: Mapping[str, object], deadline: Deadline, read: Callable[[Reply], Answer], fetch: Fetch
    ) -> Answer | Fault:
        if self._asked_before and self._limits.gap_seconds:
            self._pause(self._limits.gap_seconds)
        self._asked_before = True
        with self._gate.turn(min(self._limits.longest_wait_seconds, deadline.left())):
            fetch.attempt_count += 1
            return self._try_in_turn(path, body, deadline, read, fetch)

    def _try_in_turn(
        self, path: str, body: Mapping[str, object], deadline: Deadline, read: Callable[[Reply], Answer], fetch: Fetch
    ) -> Answer | Fault:
        guard = self._guard
        try:
            with guard.bound(min(self._limits.request_seconds, deadline.left())):
                reply = self._request(path, body)
            if isinstance(reply, Reply):
                fetch.byte_count = len(reply.content)
            if not guard.expired:
                return read(reply) if isinstance(reply, Reply) else reply
        except Unreadable as error:
            if not guard.expired:
                return error.fault
        except (RequestException, HTTPError, OSError, zlib.error) as error:
            if not guard.expired:
                return describe_fault(error)
        return Fault("no whole reply in time")

    def _request(self, path: str, body: Mapping[str, object]) -> Reply | Fault:
        limits = self._limits
        request, settings = self._prepare(self._base_url + path, body)
        with self._session.send(
            request,
            timeout=(limits.connect_seconds, limits.silence_seconds),
            allow_redirects=False,
            **settings,
        ) as response:
            return _judge_status(response, self._expected) or read_reply(response, limits.body_bytes)

    def _prepare(self, url: str, body: Mapping[str, object]) -> tuple[requests.PreparedRequest, Mapping[str, Any]]:
        """A request and how to send it: what is the same for all requests of a door is made with the first of them.

        The session does not prepare it: it would send the credentials of a .netrc file unasked.
        """
        if url not in self._doors:
            same = requests.Request("POST", url, headers=self._session.headers).prepare()
            self._doors[url] = same, self._session.merge_environment_settings(url, {}, True, None, None)
        same, settings = self._doors[url]
        request = same.copy()
        request.prepare_body(data=None, files=None, json=body)
        request.prepare_cookies(self._session.cookies)
        return request, settings

    def _next_wait(self, asked: str, fault: Fault, attempt: int, deadline: Deadline) -> float:
        """Seconds until the next attempt; Refused when there is to be none."""
        if fault.wait_seconds:
            self._gate.hold_back(fault.wait_seconds)
        if fault.firewall or (fault.crowded and (fault.final or attempt >= self._limits.attempts)):
            self._gate.close(fault.reason)
        if fault.final:
            raise Refused(asked, fault.reason, "nothing of it was kept; clear this with the portal and pull again")
        if attempt >= self._limits.attempts:
            raise Refused(asked, f"{fault.reason}, {attempt} times", "nothing of it was kept; pull it again later")
        wait = max(fault.wait_seconds or 0, backoff(attempt, self._limits))
        if wait > self._limits.longest_wait_seconds:
            came = f"{fault.reason}, and asks for a wait of more than {self._limits.longest_wait_seconds:.0f} s"
            raise Refused(asked, came, "nothing of it was kept; pull it again after that")
        if wait >= deadline.left():
            raise Refused(asked, f"{fault.reason}, and the time of the run is over", "pull it again later")
        return wait


def _judge_status(response: requests.Response, expected: Expected) -> Fault | None:
    status = response.status_code
    if status == expected.status:
        return None
    if status == HTTPStatus.OK:
        return Fault(
            f"HTTP 200 in place of {expected.status}, as a firewall answers whom it refuses", True, firewall=True
        )
    if 300 <= status < 400:
        return Fault(f"a redirect to another address (HTTP {status}), which is not followed", final=True)
    wait = read_retry_after(response.headers.get("Retry-After"), response.headers.get("Date"))
    firewall, crowded = status == HTTPStatus.FORBIDDEN, status == HTTPStatus.TOO_MANY_REQUESTS
    return Fault(f"HTTP {status}", status not in expected.passing, wait, firewall, crowded)


def read_host(base_url: str) -> str:
    """Scheme, host and port of a base URL, as it may be shown. WrongUse when it is none."""
    try:
        parts = urlsplit(base_url)
        well_formed = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed = False
    if not well_formed:
        raise WrongUse("portal address", "no http or https URL", "write it like https://portal.example")
    if parts.username is not None or parts.password is not None:
        raise WrongUse("portal address", "it holds a user name", "give name and password apart from the address")
    return f"{parts.scheme}://{parts.netloc}"
