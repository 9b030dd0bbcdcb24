"""The one thing that the page writes: who looks after an alert. Not for strangers, lookers, or another site's form."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from reform_index import doors
from sqlalchemy import Engine, create_engine, text

from include.warehouse.connection import connect
from include.warehouse.table_hashes import table_hashes

NOTE = "Đã gọi đơn vị quản trị cổng"
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def warehouse(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        connection.exec_driver_sql((Path(__file__).parent / "page_seed.sql").read_text(encoding="utf-8"))
    yield engine
    engine.dispose()


def alert(warehouse: Engine) -> tuple[object, ...]:
    with warehouse.connect() as connection:
        return tuple(connection.execute(text("SELECT state, acknowledged_by, note FROM ops.alert")).one())


def form(server: TestClient, who: dict[str, str]) -> tuple[str, str]:
    """Where the form goes, and its token."""
    page = server.get("/reform/letters", headers=who).text
    (action,) = re.findall(r'<form method="post" action="([^"]+)"', page)
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    return action, token


def test_an_official_acknowledges_and_it_is_shown(
    server: TestClient, official: dict[str, str], warehouse: Engine
) -> None:
    action, token = form(server, official)
    answer = server.post(action, data={"token": token, "note": NOTE}, headers=official | HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reform/letters")
    assert alert(warehouse) == ("acknowledged", "van-phong", NOTE)
    page = server.get("/reform/letters", headers=official).text
    assert NOTE in page
    assert "<form" not in page
    again = server.post(action, data={"token": token, "note": "x"}, headers=official | HERE)
    assert again.status_code == 409
    assert "it is not open" in again.text
    assert alert(warehouse)[2] == NOTE


def test_who_may_only_look_sees_no_form_and_cannot_send_one(
    server: TestClient, signed_in: dict[str, str], official: dict[str, str], warehouse: Engine
) -> None:
    assert "<form" not in server.get("/reform/letters", headers=signed_in).text
    action, token = form(server, official)
    answer = server.post(action, data={"token": token, "note": NOTE}, headers=signed_in | HERE)
    assert answer.status_code == 403
    assert alert(warehouse)[0] == "open"


@pytest.mark.parametrize(
    ("changed", "headers", "status"),
    [
        ({"token": ""}, HERE, 403),
        ({"token": "9999999999.0"}, HERE, 403),
        ({"token": "nonsense"}, HERE, 403),
        ({}, {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({}, {"Sec-Fetch-Site": "same-site", "Origin": "https://other.testserver"}, 403),
        ({}, {"Origin": "https://evil.example"}, 403),
        ({}, {"Origin": "null"}, 403),
        ({"note": "  "}, HERE, 400),
        ({"note": "x" * 501}, HERE, 400),
    ],
)
def test_what_the_page_did_not_send_changes_nothing(
    server: TestClient,
    official: dict[str, str],
    warehouse: Engine,
    changed: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    action, token = form(server, official)
    answer = server.post(action, data={"token": token, "note": NOTE} | changed, headers=official | headers)
    assert answer.status_code == status
    assert alert(warehouse) == ("open", None, None)


def test_a_form_of_another_alert_or_of_yesterday_is_refused(
    server: TestClient, official: dict[str, str], warehouse: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    action, token = form(server, official)
    other = re.sub(r"\d+", "77", action)
    assert server.post(other, data={"token": token, "note": NOTE}, headers=official | HERE).status_code == 403
    tomorrow = doors.now() + timedelta(hours=13)
    monkeypatch.setattr(doors, "now", lambda: tomorrow)
    assert server.post(action, data={"token": token, "note": NOTE}, headers=official | HERE).status_code == 403
    assert alert(warehouse)[0] == "open"


def test_looking_never_writes(server: TestClient, official: dict[str, str], warehouse: Engine) -> None:
    engine = connect(str(warehouse.url.render_as_string(hide_password=False)))
    before = table_hashes(engine, ("core", "ops", "quarantine", "publication"))
    for page in ("/", "/letters", "/operations", "/operations?outcome=refused", "/letters/1/acknowledge"):
        server.get(f"/reform{page}", headers=official)
    assert table_hashes(engine, ("core", "ops", "quarantine", "publication")) == before
    engine.dispose()
