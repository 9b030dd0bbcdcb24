"""What PostgreSQL says when something fails, as one line without a secret."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from include.errors import Refused

UNCHANGED = "nothing was changed"
DISK_FULL = "53100"
NO_ROOM = "could not extend file"
"""What PostgreSQL says when the disk is full, and, with no SQLSTATE for it, when a quota or a limit of files is."""

# SQLSTATE → what to do
_TODO = {
    "42501": "use a user that has the role for it (reform_owner to migrate, reform_loader to load)",
    "42P01": "run `python -m include migrate` with this version of the program",
    "3F000": "run `python -m include migrate` with this version of the program",
    DISK_FULL: "free space on the server's disk, then run it again",
    "53200": "give the server more memory, then run it again",
    "53300": "close connections or raise max_connections, then run it again",
    "55P03": "somebody holds the lock for long: look at pg_stat_activity, then run it again",
    "40P01": "run it again",
    "40001": "run it again",
}
# libpq gives no SQLSTATE for a connection that was not made: part of its message → what to do
_AT_THE_DOOR = {
    "accepting connections": "wait until the server has recovered, then run it again",
    "starting up": "wait until the server has started, then run it again",
    "password": "check the user and the password in REFORM_WAREHOUSE_URL",
    "role": "check the user in REFORM_WAREHOUSE_URL",
    "pg_hba.conf": "let this host in (pg_hba.conf), or name another server in REFORM_WAREHOUSE_URL",
    "database": "create the database, or name another in REFORM_WAREHOUSE_URL",
    "resolve": "check the host in REFORM_WAREHOUSE_URL",
    "refused": "check that the server runs and that REFORM_WAREHOUSE_URL names its port",
    "timeout": "check that the server runs and that REFORM_WAREHOUSE_URL names its host",
}
_PASSING = frozenset({"40P01", "40001"})


@contextmanager
def told_in_one_line(asked: str) -> Iterator[None]:
    """Turns an error of the database into Refused; `asked` is what was attempted."""
    try:
        yield
    except DBAPIError as error:
        raise _refusal(asked, error.orig) from None
    except psycopg.Error as error:
        raise _refusal(asked, error) from None


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction may well succeed at once: deadlock, serialization failure, a cut connection."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, psycopg.Error):
        return False
    cut = isinstance(original, psycopg.OperationalError) and original.sqlstate in (None, "57P01", "57P02", "08006")
    return cut or original.sqlstate in _PASSING


def _refusal(asked: str, error: BaseException | None) -> Refused:
    came = _first_line(error)
    state = DISK_FULL if NO_ROOM in came else getattr(error, "sqlstate", None) or ""
    if not state and isinstance(error, psycopg.OperationalError):
        todo = next((todo for said, todo in _AT_THE_DOOR.items() if said in came), "check that the server runs")
        return Refused(asked, came, todo)
    return Refused(asked, came, _TODO.get(state, f"{UNCHANGED}; report this with the batch's name"))


def _first_line(error: BaseException | None) -> str:
    """PostgreSQL's message alone: its DETAIL line would show values of a record."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    lines = str(primary or error or "an unknown error").strip().splitlines()
    return lines[0].removeprefix("connection failed: ").strip()
