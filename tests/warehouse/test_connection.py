import pytest
from sqlalchemy import make_url

from include.errors import Refused
from include.warehouse.connection import connect
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import migrate


def changed(url: str, **parts: object) -> str:
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("act", [connect, migrate])
@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({"password": "sesame"}, "password authentication failed.*check the user and the password"),
        ({"username": "stranger"}, "password authentication failed.*check the user and the password"),
        ({"database": "no_such"}, 'database "no_such" does not exist; create the database, or name another'),
        ({"port": 1}, "127.0.0.1:1/.*Connection refused; check that the server runs"),
        ({"host": "no-such-host.invalid"}, "failed to resolve host.*; check the host in REFORM_WAREHOUSE_URL"),
    ],
)
def test_a_wrong_url_is_one_line_without_a_secret(
    postgres: EmbeddedPostgres, warehouse_url: str, act: object, parts: dict[str, object], line: str
) -> None:
    url = changed(warehouse_url, **parts)
    with pytest.raises(Refused, match=line) as refusal:
        act(url)  # type: ignore[operator]
    said = f"{refusal.value} {refusal.value!r}"
    assert "\n" not in str(refusal.value)
    assert str(make_url(url).password) not in said
    assert refusal.value.status == 1


@pytest.mark.parametrize(
    "url", ["warehouse", "postgresql+psycopg://u:sesame@host:port/db", "", "mysql://u:sesame@h/db"]
)
def test_what_is_no_url_of_postgresql_is_wrong_use(url: str) -> None:
    with pytest.raises(
        Refused, match=r"REFORM_WAREHOUSE_URL: (not a URL|a URL for mysql); write postgresql"
    ) as refusal:
        connect(url)
    assert refusal.value.status == 2
    assert "sesame" not in str(refusal.value)


def test_sessions_speak_vietnams_time_and_say_who_they_are(warehouse_url: str) -> None:
    engine = connect(warehouse_url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT current_setting('TimeZone'), current_setting('application_name'), "
            "'2024-03-31 23:30Z'::timestamptz::date"
        ).one()
        connection.rollback()
        assert connection.exec_driver_sql("SHOW TimeZone").scalar_one() == "Asia/Ho_Chi_Minh"
    engine.dispose()
    assert tuple(map(str, found)) == ("Asia/Ho_Chi_Minh", "reform-index", "2024-04-01")
