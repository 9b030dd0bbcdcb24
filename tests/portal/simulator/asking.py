"""Asks a running simulator as the portal is asked: over its socket, page by page."""

from collections.abc import Iterator
from typing import Any

import requests

from include.portal.simulator.server import TEST_ACCOUNT

Record = dict[str, Any]
HALF_YEAR = ("20240101000000", "20240701000000")


class Asker:
    """Logs in when it has no session, and again when it ended."""

    def __init__(self, base_url: str) -> None:
        self.base_url, self.http = base_url, requests.Session()
        self.session = ""
        self.logins = 0

    def log_in(self, username: str = TEST_ACCOUNT.username, password: str = TEST_ACCOUNT.password) -> Record:
        self.logins += 1
        reply = self.post("/mapi/login", {"username": username, "password": password}).json()
        self.session = reply.get("session", self.session)
        return dict(reply)

    def post(self, path: str, asked: Any, **more: Any) -> requests.Response:
        return self.http.post(self.base_url + path, json=asked, timeout=60, **more)

    def call(self, service: str, agency: str, **asked: str) -> Record:
        for _ in range(2):
            question = {"session": self.session, "service": service, "madonvi": agency, **asked}
            reply: Record = self.post("/mapi/g", question).json()
            if reply["error_code"] != "-1":
                return reply
            self.log_in()
        return reply

    def page(self, service: str, agency: str, since: str, until: str, page: int, size: int) -> Record:
        window = {"tuNgay": since, "denNgay": until, "trang": str(page), "kichThuocTrang": str(size)}
        return self.call(service, agency, **window)

    def pages(self, service: str, agency: str, since: str, until: str, size: int = 1000) -> Iterator[Record]:
        for page in range(1, 10_000):
            reply = self.page(service, agency, since, until, page, size)
            assert reply["error_code"] == "0", reply
            yield reply
            if len(reply["result"]) < size:
                return

    def records(
        self, service: str, agency: str, since: str = HALF_YEAR[0], until: str = HALF_YEAR[1], size: int = 1000
    ) -> list[Record]:
        found = [record for reply in self.pages(service, agency, since, until, size) for record in reply["result"]]
        assert found, f"{service} of {agency} gave nothing: a test over it would hold nothing"
        return found

    def report(self, name: str, **asked: Any) -> Record:
        reply = self.post(f"/api/v1/reporting/evaluation/{name}", asked)
        assert reply.status_code == 201, reply.text
        assert reply.json()["code"] == "OK"
        return dict(reply.json()["data"])
