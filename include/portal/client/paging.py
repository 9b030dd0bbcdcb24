"""Reads all records of a window although they move while they are read (docs/decisions/0003).

The next page is asked for by where the last one ended (its newest moment as the new start of the window), not by its
number: a record that leaves the window shifts all later ones, and a page number would jump over one of them. What
cannot be read in this way, a second with more records than a page holds or a portal that does not keep the order, is
read by page numbers, again and again until two readings are the same.
"""

import hashlib
from collections.abc import Collection, Generator, Iterator, Sequence
from typing import Protocol

from include.errors import Refused
from include.portal.client.envelope import Envelope
from include.portal.client.moments import Moments, second_after
from include.portal.client.page import Page, Text, make_records

_PASSES = 5
_SLACK_PAGES = 10
_TODO = "nothing of it was kept; pull it again later, or ask the portal"


class Ask(Protocol):
    """Asks for one page, by its number, of the records that changed in [since, until)."""

    def __call__(self, since: str, until: str, number: int) -> Envelope: ...


class WindowReading:
    """One reading of one window, in pages of `page_size` records. Refused when the pages do not end or never rest."""

    def __init__(self, ask: Ask, moments: Moments, page_size: int, most_pages: int, asked: str) -> None:
        self._ask, self._moments, self._asked = ask, moments, asked
        self._page_size, self._most_pages = page_size, most_pages
        self._asked_pages = self._given_pages = self._given_records = self._announced_most = 0

    def read(self, since: str, until: str) -> Iterator[Page]:
        """Every record that stays in the window throughout, once; one that changes meanwhile may come twice."""
        yield from self._read_by_moment(since, until)
        if self._announced_most and not self._given_records:
            raise Refused(self._asked, f"{self._announced_most} records announced and none given", _TODO)

    def _read_by_moment(self, since: str, until: str) -> Iterator[Page]:
        start, before, edge = since, Envelope("0"), frozenset[bytes]()
        while start < until:
            page = self._turn(start, until, 1)
            last = self._is_last(page, 0)
            if not (last and start == since) and not self._moments.are_in_order(page.records, start, until):
                yield from self._read_by_number(since, until, before.records)
                return
            fresh = _without(page.records, edge)
            yield from self._give(fresh, page)
            if last or (not fresh and len(page.records) < self._page_size):
                return
            newest = self._moments.newest(page.records, until)
            before = page
            if newest is None:
                yield from self._read_by_number(start, until, page.records)
                return
            if newest > start:
                start, edge = newest, self._moments.tail(page.records, newest)
            else:
                start, edge = second_after(start), frozenset()
                yield from self._read_by_number(newest, min(start, until), page.records)

    def _read_by_number(self, since: str, until: str, known_texts: Collection[Text]) -> Iterator[Page]:
        known = {_digest(text) for text in known_texts}
        before = None
        for _ in range(_PASSES):
            pages_count, passed = yield from self._read_pass(since, until, known)
            if pages_count == 1 or passed == before:
                return
            before = passed
        raise Refused(self._asked, f"its pages moved in each of {_PASSES} readings", _TODO)

    def _read_pass(self, since: str, until: str, known: set[bytes]) -> Generator[Page, None, tuple[int, bytes]]:
        """All pages by number; gives what is not known yet; returns how many there were and what they said."""
        passed, number, given, before = hashlib.sha256(), 0, 0, Envelope("0")
        while True:
            number += 1
            page = self._turn(since, until, number)
            if page.records and page.records == before.records:
                raise Refused(self._asked, f"page {number} is page {number - 1} once more", _TODO)
            digests = [_digest(text) for text in page.records]
            passed.update(b"".join(digests))
            unknown = dict(zip(digests, page.records, strict=True))
            yield from self._give([text for digest, text in unknown.items() if digest not in known], page)
            known.update(digests)
            if self._is_last(page, given):
                return number, passed.digest()
            given, before = given + len(digests), page

    def _turn(self, since: str, until: str, number: int) -> Envelope:
        """Asks for a page, and sees to it that there is an end."""
        self._asked_pages += 1
        page = self._ask(since, until, number)
        self._announced_most = max(self._announced_most, page.announced_total or 0)
        most_records = 2 * self._announced_most + _SLACK_PAGES * self._page_size
        endless = page.announced_total is not None and self._given_records > most_records
        if endless or self._asked_pages > self._most_pages:
            came = f"{self._given_records} records where {self._announced_most} were announced, and no end"
            raise Refused(self._asked, came, _TODO)
        return page

    def _is_last(self, page: Envelope, given_before: int) -> bool:
        """Whether nothing can follow: a page that is not full ends the reading when its own total bears it out.

        With another total, or none, the portal may give smaller pages than asked for: then one more is asked for.
        """
        return not page.records or (
            len(page.records) < self._page_size and page.announced_total == given_before + len(page.records)
        )

    def _give(self, texts: Sequence[Text], page: Envelope) -> Iterator[Page]:
        if texts:
            self._given_pages += 1
            self._given_records += len(texts)
            yield Page(self._given_pages, make_records(texts), page.announced_total)


def _without(texts: Sequence[Text], known: Collection[bytes]) -> Sequence[Text]:
    """The texts that are not known; looks no further than where the last known one stands."""
    missing, fresh = set(known), list[Text]()
    for position, text in enumerate(texts):
        if not missing:
            return [*fresh, *texts[position:]]
        if (whole := bytes(text)) in known:
            missing.discard(whole)
        else:
            fresh.append(text)
    return fresh


def _digest(text: Text) -> bytes:
    return hashlib.blake2b(text, digest_size=16).digest()
