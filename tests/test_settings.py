from pathlib import Path

import pytest

from include.errors import WrongUse
from include.settings import Settings


def test_values_are_asked_for_only_when_needed() -> None:
    settings = Settings({"REFORM_PORTAL_URL": "https://portal.example/"})
    assert settings.portal_url == "https://portal.example"
    with pytest.raises(WrongUse, match=r"REFORM_WAREHOUSE_URL: not set; set it, for example"):
        _ = settings.warehouse_url


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("kín\n", encoding="utf-8")
    assert Settings({"REFORM_PORTAL_PASSWORD_FILE": str(secret)}).portal_password == "kín"
    with pytest.raises(WrongUse, match=r"REFORM_PORTAL_PASSWORD_FILE: .* cannot be read"):
        _ = Settings({"REFORM_PORTAL_PASSWORD_FILE": str(tmp_path / "none")}).portal_password
    with pytest.raises(WrongUse, match="given twice"):
        _ = Settings({"REFORM_PORTAL_PASSWORD_FILE": str(secret), "REFORM_PORTAL_PASSWORD": "x"}).portal_password


@pytest.mark.parametrize("url", ["portal.example", "ftp://portal.example", "mysql://u:secret@db/x"])
def test_a_url_with_another_scheme_is_named_without_its_secrets(url: str) -> None:
    with pytest.raises(WrongUse, match="REFORM_PORTAL_URL: a URL with") as refusal:
        _ = Settings({"REFORM_PORTAL_URL": url}).portal_url
    assert "secret" not in str(refusal.value)


def test_settings_never_show_what_they_hold() -> None:
    assert "secret" not in repr(Settings({"REFORM_PORTAL_PASSWORD": "secret"}))


def test_the_plain_postgresql_form_gets_the_driver() -> None:
    url = "postgresql://u@db.example/reform"
    assert Settings({"REFORM_WAREHOUSE_URL": url}).warehouse_url == "postgresql+psycopg://u@db.example/reform"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REFORM_SINCE", "1/1/2024"),
        ("REFORM_WINDOW_DAYS", "0"),
        ("REFORM_WINDOW_DAYS", "x"),
        ("REFORM_PORTAL_REQUESTS", "0"),
        ("REFORM_PORTAL_REQUESTS", "x"),
        ("REFORM_REQUEST_PAUSE_SECONDS", "-1"),
        ("REFORM_REQUEST_PAUSE_SECONDS", "1e9"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    settings = Settings({name: value})
    with pytest.raises(WrongUse, match=f"{name}: {value!r}"):
        _ = (
            settings.history_since,
            settings.window_days,
            settings.portal_requests,
            settings.request_pause_seconds,
        )


def test_root_agencies_are_a_list() -> None:
    assert Settings({"REFORM_ROOTS": "H13.05, H20,,"}).roots == ("H13.05", "H20")
