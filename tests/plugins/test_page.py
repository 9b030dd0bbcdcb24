"""The page: nobody without an account, clear words when there is nothing to show, and the figures when there is."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from airflow.models import Connection
from airflow.utils.session import create_session
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reform_index.page.reading import open_reader
from sqlalchemy import create_engine, text
from starlette.routing import Mount, Route

from include.errors import Refused
from include.warehouse.embedded import EmbeddedPostgres

PAGES = {"/reform/", "/reform/letters", "/reform/operations", "/reform/report", "/reform/evidence"}
WITH_A_QUESTION = {"/reform/report", "/reform/evidence"}
FORM = "/reform/letters/{alert_id}/acknowledge"


def mounted_app(server: TestClient) -> FastAPI:
    app = server.app
    assert isinstance(app, FastAPI)
    found = [route.app for route in app.routes if isinstance(route, Mount) and route.path == "/reform"]
    assert len(found) == 1, "the plugin mounts its page once"
    assert isinstance(found[0], FastAPI)
    return found[0]


def test_every_route_asks_who_is_there(server: TestClient) -> None:
    found = [route for route in mounted_app(server).routes if isinstance(route, Route)]
    routes = {(method, f"/reform{route.path}") for route in found for method in route.methods or ()}
    assert {path for method, path in routes if method == "GET"} == PAGES
    assert {path for method, path in routes if method != "GET"} == {FORM}
    assert len(mounted_app(server).routes) == len(found), "and nothing that is no route, which would not ask"
    for method, route in sorted(routes):
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = server.request(method, route.replace("{alert_id}", "1"), headers=headers)
            assert answer.status_code in (401, 403), route
            assert "api/v2/auth/login" in answer.text or answer.status_code == 403
    assert server.get("/reform/").status_code == 401


@pytest.fixture
def empty(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    return warehouse_url


@pytest.fixture
def filled(empty: str) -> str:
    engine = create_engine(empty)
    with engine.begin() as connection:
        connection.exec_driver_sql((Path(__file__).parent / "page_seed.sql").read_text(encoding="utf-8"))
    engine.dispose()
    return empty


def plain(html: str) -> str:
    """What a reader sees: the text of a page, without markup, its white space closed up."""
    body = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))
    return " ".join(body.split())


def test_whoever_may_open_airflow_may_read(server: TestClient, signed_in: dict[str, str], filled: str) -> None:
    report = "/reform/report?batch=dossiers:H13.05:new&landing_key=dossiers/H13.05/a%26b.parquet"
    for page in sorted(PAGES - WITH_A_QUESTION | {report}):
        answer = server.get(page, headers=signed_in)
        assert answer.status_code == 200, page
        assert answer.headers["content-type"].startswith("text/html")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.text.count("<h1") == 1
        assert '<html lang="vi">' in answer.text
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", answer.text), "nothing from another host"


def test_officials_see_the_figures_as_they_are_written_here(
    server: TestClient, signed_in: dict[str, str], filled: str
) -> None:
    seen = plain(server.get("/reform/?agency=H13.05&period=2024-H1", headers=signed_in).text)
    assert "173 189 91,5 %" in seen
    seen = plain(server.get("/reform/", headers=signed_in).text)
    assert "Sở Văn hóa, Thể thao và Du lịch" in seen, "the first department"
    assert "1.234 5.678 21,7 % 1,30 Đủ số liệu" in seen, "its newest month"
    assert "Không áp dụng Not applicable" in seen
    assert "an_indicator_of_yesterday" in seen, "a code without a name stands for itself"
    assert "Tổng Total 21,30 30,00 Thiếu số liệu" in seen
    assert seen.index("Công khai, minh bạch") < seen.index("Tiến độ giải quyết"), "in the framework's order"
    assert "01/07/2024 02:30" in seen


def test_an_agency_may_have_no_figures_yet(server: TestClient, signed_in: dict[str, str], filled: str) -> None:
    answer = server.get("/reform/?agency=H13&period=2024-06", headers=signed_in)
    assert answer.status_code == 200
    assert "Cơ quan này chưa có số liệu trong kỳ" in plain(answer.text)


def test_names_are_never_markup(server: TestClient, signed_in: dict[str, str], filled: str) -> None:
    page = server.get("/reform/?agency=H20.06&period=2024-05", headers=signed_in).text
    assert "<b>Nội vụ</b>" not in page
    assert 'Sở <b>Nội vụ</b> & "Lao động"' in plain(page).replace("  ", " ") or "&lt;b&gt;Nội vụ" in page
    assert "<script" not in server.get("/reform/?agency=%3Cscript%3E", headers=signed_in).text


def test_engineers_see_what_is_late_and_what_was_refused(
    server: TestClient, signed_in: dict[str, str], filled: str
) -> None:
    page = server.get("/reform/operations", headers=signed_in).text
    seen = plain(page)
    assert "1.200 1.000 100 60 40" in seen, "the newest receipt"
    assert "dossiers:H13.05:old" not in seen
    assert "chậm" in seen
    assert "Kênh thực hiện không có trong danh mục" in seen, "the sentence of the rule"
    assert "sentence of yesterday" in seen, "kept although the rule is no more"
    links = re.findall(r'href="(/reform/report\?[^"]+)"', page)
    assert len(links) == 2
    for link in links:
        assert server.get(unescape(link), headers=signed_in).status_code == 200
    report = plain(server.get(unescape(links[-1]), headers=signed_in).text)
    assert "40 1.140 3,51 %" in report
    assert "+TruongMoi" in report, "a field that the portal did not send before"
    drawn = re.findall(r'<rect [^>]*height="(\d+)"', server.get(unescape(links[-1]), headers=signed_in).text)
    assert drawn == ["24", "8"], "one bar a batch: the older one failed three times as often"


def test_letters_show_where_they_are_and_not_what_they_say(
    server: TestClient, signed_in: dict[str, str], filled: str
) -> None:
    seen = plain(server.get("/reform/letters", headers=signed_in).text)
    assert "40,0 % 40 / 100 90,0 % 90 / 100 Đang mở Open" in seen
    assert "connection refused by the mail server" in seen
    assert "Đang chờ gửi Waiting 1" in seen
    assert "the letter itself" not in seen


def test_an_empty_warehouse_says_so(server: TestClient, signed_in: dict[str, str], empty: str) -> None:
    expected = {"/reform/": "Chưa có số liệu", "/reform/letters": "Chưa có thư nào", "/reform/operations": "Chưa tải"}
    for page, words in expected.items():
        answer = server.get(page, headers=signed_in)
        assert answer.status_code == 200
        assert words in answer.text


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("?agency=H99", 404, "no such agency"),
        ("?period=2024-07", 404, "nothing was measured in it"),
        ("?period=yesterday", 404, "nothing was measured in it"),
        ("report?batch=x&landing_key=y", 404, "there is no receipt of it"),
        ("report", 400, "asks for nothing known"),
        ("?agency=" + "H" * 65, 400, "asks for nothing known"),
    ],
)
def test_a_question_without_an_answer_gets_one_line(
    server: TestClient, signed_in: dict[str, str], filled: str, question: str, status: int, words: str
) -> None:
    answer = server.get(f"/reform/{question}", headers=signed_in)
    assert answer.status_code == status
    assert words in answer.text


def test_a_warehouse_that_is_away_is_no_stack_trace(
    server: TestClient, signed_in: dict[str, str], monkeypatch: pytest.MonkeyPatch, postgres: EmbeddedPostgres
) -> None:
    bare = postgres.create_database("never_migrated")
    for url, words in [
        ("postgresql+psycopg://reader:s3cret@127.0.0.1:1/reform", "check that the server runs"),
        (bare, "python -m include migrate"),
        ("mysql://nobody", "REFORM_WAREHOUSE_URL"),
        ("", "REFORM_WAREHOUSE_URL"),
    ]:
        monkeypatch.setenv("REFORM_WAREHOUSE_URL", url)
        for page in sorted(PAGES - WITH_A_QUESTION):
            answer = server.get(page, headers=signed_in)
            assert answer.status_code == 503
            assert words in unescape(answer.text)
            assert "s3cret" not in answer.text
            assert "Traceback" not in answer.text


def test_the_page_cannot_write(filled: str) -> None:
    with pytest.raises(Refused, match="read-only transaction"), open_reader() as reader:
        reader._connection.execute(text("DELETE FROM ops.alert"))


def test_a_connection_stands_in_for_the_environment(
    server: TestClient, signed_in: dict[str, str], filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REFORM_WAREHOUSE_URL")
    monkeypatch.setenv("_AIRFLOW_PROCESS_CONTEXT", "server")  # as the api-server's own entry point does
    address = urlsplit(filled)
    with create_session() as session:
        session.add(
            Connection(
                conn_id="warehouse",
                conn_type="postgres",
                host=address.hostname,
                port=address.port,
                login=address.username,
                password=unquote(address.password or ""),
                schema=address.path.removeprefix("/"),
            )
        )
    try:
        assert "H13.05" in server.get("/reform/", headers=signed_in).text
    finally:
        with create_session() as session:
            session.query(Connection).filter(Connection.conn_id == "warehouse").delete()
