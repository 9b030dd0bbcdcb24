"""How the yardsticks ask: page after page by its number, over one session of requests, with no pause."""

from collections.abc import Iterator

import requests

from bench.pulling.dossiers import window_of
from include.portal.client.moments import write_moment

PAGE_SIZE = 1000


def question(count: int) -> dict[str, str]:
    window = window_of(count)
    return {
        "session": "open",
        "service": "LayDanhSachHoSo",
        "madonvi": "H13",
        "tuNgay": write_moment(window.since),
        "denNgay": write_moment(window.until),
        "kichThuocTrang": str(PAGE_SIZE),
    }


def replies(url: str, count: int) -> Iterator[requests.Response]:
    """The reply of every page that holds records."""
    asked = question(count)
    with requests.Session() as session:
        session.trust_env = False
        for number in range(1, -(-count // PAGE_SIZE) + 1):
            yield session.post(f"{url}/mapi/g", json={**asked, "trang": str(number)}, timeout=60)
