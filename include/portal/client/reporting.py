"""The public reporting interface, read as pages of records. It needs no account, and it is asked politely.

One page at a time, with a pause and jitter before each: behind it stands a firewall that refuses whoever asks too
fast, with 403, 429 or a page of its own. A refusal ends the reading at once.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Self

from include.errors import Refused, WrongUse
from include.periods import Period
from include.portal.client.fetch import Fetch
from include.portal.client.gate import Gate
from include.portal.client.limits import Limits
from include.portal.client.page import Page, make_records
from include.portal.client.report_page import ReportPage, read_report_page
from include.portal.client.transport import REPORTS, Deadline, Transport
from include.portal.feed import Feed
from include.portal.report import Report

POLITE = Limits(gap_seconds=1)
_TODO = "nothing of it was kept; pull it again later, or ask the portal"


class ReportingPortal:
    """The reports of one portal. Close it, or use it in a `with` block."""

    def __init__(
        self,
        base_url: str,
        *,
        limits: Limits = POLITE,
        gate: Gate | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits, self._pause = limits, pause
        self._transport = Transport(base_url, replace(limits, gap_seconds=0), pause, REPORTS, gate)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    @property
    def fetches(self) -> Sequence[Fetch]:
        """What was asked so far, and how it went."""
        return self._transport.fetches.done

    def read(
        self, feed: Feed, root_agency: str, department_id: str | None, period: Period | None, today: date
    ) -> Iterator[Page]:
        """The rows of a root and of what is directly below it; none while the portal does not show the period.

        `department_id` is the portal's own id of the root, None for the country. Refused, in one line that names
        report, root, period and page, when they cannot be had whole.
        """
        report = feed.report
        asked = " ".join(filter(None, [feed.service, "of", root_agency, period.label if period else ""]))
        if report is None or (period is not None) != bool(report.time_types):
            raise WrongUse(asked, "the feed has no such report", "name a report, and a period if it is one of periods")
        question = {**report.asks, **report.ask_period(period, today)}
        if department_id:
            question["rootDepartmentId"] = department_id
        yield from self._read_pages(feed, report, question, asked)

    def _read_pages(self, feed: Feed, report: Report, question: dict[str, object], asked: str) -> Iterator[Page]:
        deadline = Deadline(self._limits.run_seconds)
        texts, keys, number, is_last = set[bytes](), set[bytes](), 0, False
        while not is_last:
            number += 1
            here = f"{asked}, page {number}"
            if number > self._limits.pages:
                raise Refused(here, "its pages do not end", _TODO)
            page = self._ask(feed, report, {**question, "currentPage": number}, here, deadline)
            fresh = {text: None for _, text in page.children if text not in texts}
            texts.update(fresh)
            keys.update(key for key, _ in page.children)
            head = [page.parent] if page.parent and number == 1 else []
            if head or fresh:
                yield Page(number, make_records([*head, *fresh]), page.announced_total)
            is_last = not fresh or (len(page.children) < feed.page_size and len(keys) >= (page.announced_total or 0))
        if len(keys) < (page.announced_total or 0):
            raise Refused(asked, f"{page.announced_total} rows announced and {len(keys)} given", _TODO)

    def _ask(
        self, feed: Feed, report: Report, question: dict[str, object], asked: str, deadline: Deadline
    ) -> ReportPage:
        if self._limits.gap_seconds:
            self._pause(self._limits.gap_seconds * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, guards nothing
        body = {**question, "pageSize": feed.page_size}
        return self._transport.post(
            report.path, body, asked, deadline, lambda reply: read_report_page(feed, report, reply)
        )
