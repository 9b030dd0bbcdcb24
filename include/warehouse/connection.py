"""The way to the warehouse: an engine whose sessions speak Vietnam's time and end with their host, or why not."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from include.errors import Refused, WrongUse
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql

APPLICATION = "reform-index"
LEAST_VERSION = 180000
VERSIONS = Path(__file__).parent / "migrations" / "versions"


def connect(url: str) -> Engine:
    """An engine on a warehouse whose schema is the one of this code; Refused otherwise."""
    engine = reach(url)
    asked = f"warehouse {address(engine)}"
    with told_in_one_line(asked), engine.connect() as connection:
        stored, known = stored_revision(connection), known_revisions()
    if stored is None:
        engine.dispose()
        raise Refused(asked, "it has no tables yet", "run `python -m include migrate`")
    if stored != known[-1]:
        engine.dispose()
        todo = "run `python -m include migrate`" if stored in known else "use a newer version of the program"
        raise Refused(asked, f"its schema is {stored}, this program's is {known[-1]}", todo)
    return engine


def reach(url: str) -> Engine:
    """An engine on a PostgreSQL 18 that answers, whatever is in it."""
    parsed = _parse(url)
    arguments = {"connect_timeout": 10, "application_name": APPLICATION}
    engine = create_engine(parsed, connect_args=arguments, pool_pre_ping=True)
    event.listen(engine, "connect", _settle_session)
    asked = f"warehouse {address(engine)}"
    with told_in_one_line(asked), engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT current_setting('server_version_num')::integer").scalar_one()
    if version < LEAST_VERSION:
        raise Refused(asked, f"it is PostgreSQL {version // 10000}", "use PostgreSQL 18 or newer")
    return engine


def _parse(url: str) -> URL:
    """The URL with the driver psycopg; WrongUse, without the URL in it, for what is no PostgreSQL URL."""
    todo = "write postgresql+psycopg://user:password@host/database"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise WrongUse("REFORM_WAREHOUSE_URL", "not a URL", todo) from None
    if parsed.drivername not in ("postgresql", "postgresql+psycopg"):
        raise WrongUse("REFORM_WAREHOUSE_URL", f"a URL for {parsed.drivername}", todo)
    return parsed.set(drivername="postgresql+psycopg")


def address(engine: Engine) -> str:
    """Host, port and database; neither user nor password."""
    url = engine.url
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database}"


def known_revisions() -> list[str]:
    """The revisions of this code, oldest first: the numbers that the files in migrations/versions begin with."""
    return sorted(path.name.partition("_")[0] for path in VERSIONS.glob("*.py"))


def stored_revision(connection: Connection) -> str | None:
    """The revision that the database is at; None when it was never migrated."""
    if connection.exec_driver_sql("SELECT to_regclass('ops.alembic_version')").scalar_one() is None:
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM ops.alembic_version").scalar()
    return str(revision) if revision is not None else None


def _settle_session(connection: Any, _record: object) -> None:
    """What every session is to have, whatever the server is set to."""
    before, connection.autocommit = connection.autocommit, True
    connection.execute(read_sql("settle_session"))
    connection.autocommit = before
