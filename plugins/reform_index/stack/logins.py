"""The logins to the stack's own warehouse: one that walks the street, one that only reads. The owner only migrates."""

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from reform_index.stack.place import Place
from reform_index.stack.secret import keep_secret, write_private

WALKER, ANALYST = "reform_walker", "reform_reader"
ROLES = {WALKER: ("reform_loader", "reform_publisher"), ANALYST: ("reform_analyst",)}
FILES = {WALKER: "warehouse_url", ANALYST: "analyst_url"}


def write_urls(place: Place, owner_url: str) -> None:
    """The URL of each login, and the owner's, in files that only the owner of the stack reads."""
    write_private(place.secrets / "owner_url", owner_url)
    for login, name in FILES.items():
        url = make_url(owner_url).set(username=login, password=_password(place, login))
        write_private(place.secrets / name, url.render_as_string(hide_password=False))


def make_logins(place: Place, owner_url: str) -> None:
    """Makes the logins, or brings them up to date; the roles must be there (`python -m include migrate`)."""
    plain = make_url(owner_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for login, roles in ROLES.items():
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone()
            make = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}")
            connection.execute(make.format(sql.Identifier(login), sql.Literal(_password(place, login))))
            for role in roles:
                connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login)))


def _password(place: Place, login: str) -> str:
    return keep_secret(place.secrets / f"{login}_password")
