"""The environment decides; a connection stands in, as a whole, where it gives no address; secrets are masked."""

import json
from urllib.parse import unquote, urlsplit

import pytest
from airflow.sdk._shared.secrets_masker import redact
from reform_index import doors

from include.errors import WrongUse
from include.periods import VIETNAM

PORTAL = {"conn_type": "http", "host": "https://portal.example", "login": "so", "password": "p@ss/word:1"}
WAREHOUSE = {
    "conn_type": "postgres",
    "host": "db.example",
    "port": 5433,
    "login": "reform_loader",
    "password": "p@ss/word:2",
    "schema": "reform",
    "extra": {"sslmode": "require", "cursor": "dictcursor"},
}
MAIL = {
    "conn_type": "smtp",
    "host": "mail.example",
    "port": 465,
    "login": "bot",
    "password": "p@ss/word:3",
    "extra": {"from_email": "reform-index@so.example"},
}


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PORTAL": PORTAL, "WAREHOUSE": WAREHOUSE, "SMTP_DEFAULT": MAIL}.items():
        monkeypatch.setenv(f"AIRFLOW_CONN_{name}", json.dumps(value))


def test_connections_stand_in_for_an_empty_environment(connections: None) -> None:
    told = doors.settings({})
    assert (told.portal_url, told.portal_username, told.portal_password) == (
        "https://portal.example",
        "so",
        "p@ss/word:1",
    )
    assert told.mail_from == "reform-index@so.example"
    warehouse, mail = urlsplit(told.warehouse_url), urlsplit(told.smtp_url)
    assert (warehouse.scheme, warehouse.hostname, warehouse.port) == ("postgresql+psycopg", "db.example", 5433)
    assert (warehouse.path, warehouse.query) == ("/reform", "sslmode=require")
    assert (mail.scheme, mail.hostname, mail.port, mail.username) == ("smtps", "mail.example", 465, "bot")
    assert [unquote(url.password or "") for url in (warehouse, mail)] == ["p@ss/word:2", "p@ss/word:3"]


def test_a_password_never_travels_to_an_address_from_elsewhere(connections: None) -> None:
    told = doors.settings({"REFORM_PORTAL_URL": "https://other.example", "REFORM_MAIL_FROM": "me@so.example"})
    assert told.portal_url == "https://other.example"
    with pytest.raises(WrongUse, match="REFORM_PORTAL_PASSWORD"):
        _ = told.portal_password
    assert told.mail_from == "me@so.example"


def test_nothing_given_is_asked_for_only_when_needed() -> None:
    told = doors.settings({})
    with pytest.raises(WrongUse, match="REFORM_WAREHOUSE_URL: not set"):
        _ = told.warehouse_url


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"host": "portal.example", "schema": "https", "port": 8443}, "https://portal.example:8443"),
        ({"host": "127.0.0.1", "port": 8080}, "http://127.0.0.1:8080"),
    ],
)
def test_a_portal_connection_may_be_written_in_parts(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, object], url: str
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_PORTAL", json.dumps({"conn_type": "http", **given}))
    assert doors.settings({}).portal_url == url


def test_what_is_secret_is_masked_in_logs(connections: None) -> None:
    doors.settings({"REFORM_PORTAL_URL": "https://portal.example", "REFORM_PORTAL_PASSWORD": "never-in-a-log"})
    for secret in ("never-in-a-log", "p@ss/word:2", "p@ss/word:3"):
        assert secret not in str(redact(f"the line says {secret} and goes on"))


def test_the_clock_is_aware_and_vietnams() -> None:
    assert doors.now().tzinfo is VIETNAM
