"""The record feed, read as pages of records: the one way from the portal into the program."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from types import TracebackType
from typing import Self

from include.errors import WrongUse
from include.periods import VIETNAM, Window
from include.portal.client.account import Account
from include.portal.client.envelope import Envelope
from include.portal.client.fetch import Fetch
from include.portal.client.gate import Gate
from include.portal.client.limits import Limits
from include.portal.client.moments import Moments, write_moment
from include.portal.client.page import Page, make_records
from include.portal.client.paging import WindowReading
from include.portal.client.transport import Deadline, Transport
from include.portal.feed import Feed


class Portal:
    """One account at one portal; logs in when it is first asked. Close it, or use it in a `with` block."""

    def __init__(
        self,
        base_url: str,
        username: str,
        password: str,
        *,
        limits: Limits | None = None,
        gate: Gate | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or Limits()
        self._transport = Transport(base_url, self._limits, pause, gate=gate)
        self._account = Account(self._transport, username, password)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()

    @property
    def fetches(self) -> Sequence[Fetch]:
        """What was asked so far, and how it went."""
        return self._transport.fetches.done

    def read(self, feed: Feed, root_agency: str, window: Window | None) -> Iterator[Page]:
        """The records of a subtree, page by page: a catalogue as it stands, or the records that changed in a window.

        Refused, in one line that names service, root agency, window and page, when they cannot be had whole.
        """
        deadline = Deadline(self._limits.run_seconds)
        if feed.updated is None:
            asked = f"{feed.service} of {root_agency}"
            envelope = self._account.call({"service": feed.service, "madonvi": root_agency}, asked, deadline)
            yield Page(1, make_records(envelope.records), envelope.announced_total)
        elif window is None:
            raise WrongUse(f"{feed.service} of {root_agency}", "no window", "say from when to when")
        else:
            yield from self._read_window(feed, root_agency, window, feed.updated, deadline)

    def _read_window(
        self, feed: Feed, root_agency: str, window: Window, updated: str, deadline: Deadline
    ) -> Iterator[Page]:
        since, until = (moment.astimezone(VIETNAM) for moment in (window.since, window.until))
        asked = f"{feed.service} of {root_agency}, {since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M}"
        ordinal = count(1)

        def ask(since: str, until: str, number: int) -> Envelope:
            asks = {
                "service": feed.service,
                "madonvi": root_agency,
                "tuNgay": since,
                "denNgay": until,
                "trang": str(number),
                "kichThuocTrang": str(feed.page_size),
            }
            return self._account.call(asks, f"{asked}, page {next(ordinal)}", deadline)

        reading = WindowReading(ask, Moments(updated), feed.page_size, self._limits.pages, asked)
        yield from reading.read(write_moment(since), write_moment(until))
