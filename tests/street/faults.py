"""Every fault of a portal by name, as what has to be arranged for it to happen in one run of the street."""

import json
import unicodedata
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import trustme

from include.portal.client import Limits
from include.portal.client.moments import write_moment
from tests.portal import misbehaving as faulty
from tests.portal.fault_cases import GOT_OVER, REFUSED, SLOW, SMALL_BODY
from tests.portal.misbehaving import PASSWORD, Fault, Handler, MisbehavingPortal, Record, crowded_door, silent_door
from tests.street.street_portal import FIELD, PAGE_SIZE, ROOT, WINDOW, StreetPortal

PATIENT = Limits(silence_seconds=30, request_seconds=30, run_seconds=600, attempts=5, body_bytes=SMALL_BODY)
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass
class Scene:
    """What the faulty run meets; whatever stands in `stack` lasts as long as the run."""

    server: StreetPortal
    stack: ExitStack
    url: str = ""
    password: str = PASSWORD
    roots: str = ROOT
    limits: Limits = PATIENT
    elsewhere: list[MisbehavingPortal] = field(default_factory=list)

    @property
    def dossiers(self) -> list[Record]:
        """Those of the window, in the order in which they are read."""
        return [
            one for one in self.server.services["LayDanhSachHoSo"] if one["CapNhatLuc"] >= write_moment(WINDOW.since)
        ]

    def open_elsewhere(self) -> str:
        """The address of another host, which nobody should ever ask."""
        self.elsewhere.append(self.stack.enter_context(MisbehavingPortal([])))
        return self.elsewhere[-1].url


Arrange = Callable[[Scene], None]


def at_page(number: int, *faults: Fault) -> Arrange:
    """One fault after the other, from that call on."""
    return lambda scene: scene.server.faults.update(zip(count(number), faults, strict=False))


def at_every_page(fault: Fault, first: int = 1) -> Arrange:
    return lambda scene: scene.server.faults.update(dict.fromkeys(range(first, 500), fault))


def at_login(*faults: Fault) -> Arrange:
    return lambda scene: scene.server.login_faults.update(zip(count(1), faults, strict=False))


def within(arrange: Arrange, **limits: float) -> Arrange:
    """The same for a client with other limits."""

    def arranged(scene: Scene) -> None:
        scene.limits = replace(scene.limits, **limits)  # type: ignore[arg-type]
        arrange(scene)

    return arranged


def reply_with(**changes: Any) -> Fault:
    """A page with other values beside its records."""
    return faulty.changed(lambda body: json.dumps({**json.loads(body), **changes}).encode())


def records_with(change: Callable[[Record], Any]) -> Fault:
    def changed(body: bytes) -> bytes:
        page = json.loads(body)
        return json.dumps({**page, "result": [change(record) for record in page["result"]]}).encode()

    return faulty.changed(changed)


def before_page(number: int, move: Callable[[Scene], None]) -> Arrange:
    """Changes what the portal has while its pages are read."""

    def arranged(scene: Scene) -> None:
        scene.server.before_call = lambda called: move(scene) if called == number else None

    return arranged


def insert(scene: Scene) -> None:
    for number, place in enumerate((0, -1)):
        new = {**scene.dossiers[place], "MaHoSo": f"H13.05-240215-9{number:03d}"}
        scene.server.services["LayDanhSachHoSo"].append(new)


def change(scene: Scene) -> None:
    for place in (1, 13, 20):
        scene.dossiers[place].update(TrangThaiHoSo="4", KenhThucHien="1", CapNhatLuc="20240229230000")


def delete(scene: Scene) -> None:
    for place in (26, 20, 13):
        scene.server.services["LayDanhSachHoSo"].remove(scene.dossiers[place])


def ever_new_pages(scene: Scene) -> None:
    """Pages that never end, with totals that grow along."""
    numbers, like = count(1), scene.dossiers[0]

    def page(handler: Handler, body: bytes) -> None:
        first = next(numbers) * PAGE_SIZE
        moments = (write_moment(WINDOW.since + timedelta(seconds=first + number)) for number in range(PAGE_SIZE))
        handler.say(faulty.write([{**like, "CapNhatLuc": moment} for moment in moments], 2 * first))

    at_every_page(page)(scene)


def at_another_door(open_door: Callable[[], Any], scheme: str = "") -> Arrange:
    def arranged(scene: Scene) -> None:
        scene.url = scheme + scene.stack.enter_context(open_door())

    return arranged


def behind(issue: Callable[[trustme.CA], trustme.LeafCert], *, known: bool) -> Arrange:
    """Behind a certificate of an authority that is known here or not."""

    def arranged(scene: Scene) -> None:
        authority = trustme.CA()
        door = scene.stack.enter_context(MisbehavingPortal([]))
        scene.url = door.stand_behind(issue(authority))
        scene.elsewhere.append(door)
        if known:
            bundle = scene.stack.enter_context(authority.cert_pem.tempfile())
            patched = scene.stack.enter_context(pytest.MonkeyPatch.context())
            patched.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", bundle)

    return arranged


def same_page(scene: Scene) -> None:
    bodies: list[bytes] = []

    def first(body: bytes) -> bytes:
        bodies.append(body)
        return bodies[0]

    at_every_page(faulty.changed(first))(scene)


def follow_me(status: int) -> Arrange:
    return lambda scene: at_page(2, faulty.redirect(f"{scene.open_elsewhere()}/mapi/g", status))(scene)


def link_elsewhere(scene: Scene) -> None:
    url = scene.open_elsewhere()
    at_page(1, reply_with(next=f"{url}/mapi/g?trang=2", trangSau=f"{url}/mapi/g"))(scene)


def end_sessions_at(*numbers: int) -> Arrange:
    def arranged(scene: Scene) -> None:
        sessions = scene.server.sessions
        scene.server.before_call = lambda called: sessions.clear() if called in numbers else None

    return arranged


def at_hand(**values: Any) -> Arrange:
    """Another password, or other root agencies, than the good run has."""

    def arranged(scene: Scene) -> None:
        for name, value in values.items():
            setattr(scene, name, value)

    return arranged


SERVER_ERRORS = [faulty.status(status) for status in (500, 502, 503, 504)]
NUL_INSIDE = {"HinhThuc": "truc\x00tuyen", "KenhThucHien": "2\x00"}
OTHER_FORM = {"MaLinhVuc": unicodedata.normalize("NFD", FIELD)}

TOLD_BY_THEIR_KEY = {
    *("429, no wait named", "429, a wait before now", "429, a wait that is none", "500", "502", "503, wait in seconds"),
    *("504", "cut at once", "cut at the last byte", "cut, packed", "404", "text", "no error code"),
    *("a result that is no list", "a packing not asked for", "headers one byte at a time"),
}
"""Sisters of other faults: tests/portal shows that the object landed after them is the same, so the tables are."""
AT_PAGE_2 = {
    **{name: at_page(2, fault) for name, fault in GOT_OVER.items()},
    **{name: at_page(2, fault) for name, (fault, _) in REFUSED.items()},
    **{name: within(at_page(2, fault), request_seconds=0.3) for name, fault in SLOW.items()},
}
FAULTS: dict[str, Arrange] = {
    **{f"page 2: {name}": arrange for name, arrange in AT_PAGE_2.items() if name not in TOLD_BY_THEIR_KEY},
    "a burst of 500, 502, 503, 504": at_page(2, *SERVER_ERRORS),
    "503 that stays": at_every_page(faulty.status(503)),
    "429 that stays": at_every_page(faulty.status(429)),
    "no connection in time": within(at_another_door(crowded_door), connect_seconds=0.1, attempts=2),
    "nobody listens": at_another_door(lambda: nullcontext("http://127.0.0.1:9")),
    "silence after the question": within(at_another_door(silent_door, "http://"), silence_seconds=0.1, attempts=2),
    "silence before TLS": within(at_another_door(silent_door, "https://"), request_seconds=0.1, attempts=2),
    "slow for longer than the run may last": within(
        at_every_page(faulty.drip), request_seconds=0.2, run_seconds=0.3, attempts=99
    ),
    "a certificate that has expired": behind(
        lambda authority: authority.issue_cert("localhost", not_before=LONG_AGO, not_after=LONG_AGO), known=True
    ),
    "a certificate that nobody vouches for": behind(lambda authority: authority.issue_cert("localhost"), known=False),
    "a certificate of another host": behind(lambda authority: authority.issue_cert("other.example"), known=True),
    "login: HTML with 200": at_login(faulty.instead(b"<html>Request Rejected", "text/html")),
    "login: a burst of 5xx": at_login(*SERVER_ERRORS),
    "login: a wrong password": at_hand(password="sai-mat-khau"),
    "a session that ends in mid-run": end_sessions_at(2, 4),
    "a session that ends at once, again and again": end_sessions_at(*range(1, 100)),
    "one agency is refused, the other answers": at_hand(roots=f"H99,{ROOT}"),
    "totals too small": at_every_page(reply_with(tongSo=3)),
    "totals too large": at_every_page(reply_with(tongSo="1000")),
    "totals that are none": at_every_page(reply_with(tongSo="khong ro")),
    "records announced and none given": at_every_page(reply_with(result=[])),
    "the same page for ever": same_page,
    "pages that never end": within(ever_new_pages, pages=20),
    "records inserted while they are read": before_page(2, insert),
    "records changed while they are read": before_page(2, change),
    "records deleted while they are read": before_page(2, delete),
    "a page link to another host": link_elsewhere,
    "a redirect to another host (302)": follow_me(302),
    "a redirect to another host (307)": follow_me(307),
    "NUL in texts": at_page(2, records_with(lambda record: {**record, **NUL_INSIDE})),
    "names in two Unicode forms": at_page(2, records_with(lambda record: record | OTHER_FORM)),
    "records that are none": at_page(2, records_with(lambda record: 5)),
}
