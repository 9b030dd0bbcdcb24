"""Brings a database to the schema of this code: all of it in one transaction, or nothing."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from include.errors import Refused
from include.warehouse.connection import address, known_revisions, reach, stored_revision
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql, run_script
from include.warehouse.views import create_views, drop_outdated_views

VERSION_SCHEMA = "ops"
ROLES = ("reform_owner", "reform_loader", "reform_publisher", "reform_analyst")
MISSING_ROLES = """
SELECT wanted FROM unnest(CAST(:roles AS text [])) AS wanted
WHERE to_regrole(wanted) IS NULL
AND NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
"""


@dataclass(frozen=True)
class Migrated:
    """The revision before (None: an empty database) and after, and how many views were made anew."""

    before: str | None
    after: str
    views: int


def migrate(url: str) -> Migrated:
    """Roles, tables, views and rights, up to the newest revision. Run again it changes nothing.

    Refused when the schema is newer than the code or the user lacks a right: then nothing was changed.
    """
    engine = reach(url)
    asked, newest = f"migrate {address(engine)}", known_revisions()[-1]
    try:
        with told_in_one_line(asked), engine.begin() as connection:
            take_turns(connection)
            before = stored_revision(connection)
            if before is not None and before not in known_revisions():
                came = f"its schema is {before}, newer than this program's {newest}"
                raise Refused(asked, came, "use a newer version of the program")
            return Migrated(before, newest, _bring_up(connection, is_new=before is None, is_old=before != newest))
    finally:
        engine.dispose()


def take_turns(connection: Connection) -> None:
    """Two migrations at once: the second waits, and then finds nothing to do."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('reform-index migrate', 0))"))


def _bring_up(connection: Connection, *, is_new: bool, is_old: bool) -> int:
    _refuse_missing_roles(connection)
    run_script(connection, read_sql("roles"))
    connection.exec_driver_sql("SET LOCAL ROLE reform_owner")
    if is_new:
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {VERSION_SCHEMA}")
    views = drop_outdated_views(connection, every=is_old)
    if is_old:
        command.upgrade(_alembic(connection), "head")
    create_views(connection, views)
    run_script(connection, read_sql("grants"))
    return len(views)


def _refuse_missing_roles(connection: Connection) -> None:
    missing = [str(name) for name in connection.execute(text(MISSING_ROLES), {"roles": list(ROLES)}).scalars()]
    if missing:
        todo = "have an administrator run: " + " ".join(f"CREATE ROLE {name};" for name in missing)
        raise Refused(
            "roles of the warehouse", f"{', '.join(missing)} missing, and this user may not create roles", todo
        )


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes.update(connection=connection, version_schema=VERSION_SCHEMA)
    return config
