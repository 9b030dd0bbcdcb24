"""The views that analysts read: one file a view, its comments in it; made again when the file's text changes."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from include.errors import WrongUse
from include.warehouse.statements import run_script

FOLDER = Path(__file__).parent / "views"

_COMMENT = re.compile(
    r"COMMENT ON (?:VIEW mart\.(?P<view>\w+)|COLUMN mart\.(?P<of>\w+)\.(?P<column>\w+)) IS\s+'(?P<said>(?:[^']|'')*)';"
)


@dataclass(frozen=True)
class Meaning:
    """What a view or column means, in both languages, as its comment says: `English | Tiếng Việt`."""

    en: str
    vi: str


@dataclass(frozen=True)
class View:
    """One file of views/: mart.<name>, what it is, and each column's meaning in the order of the file."""

    name: str
    statement: str
    meaning: Meaning
    columns: dict[str, Meaning]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.statement.encode()).hexdigest()


def all_views() -> list[View]:
    """Every view, by name. WrongUse names a file that leaves a language or itself unexplained."""
    return [read_view(path) for path in sorted(FOLDER.glob("*.sql"))]


def read_view(path: Path) -> View:
    """One view file; see `all_views`."""
    statement = path.read_text(encoding="utf-8")
    meanings: dict[str | None, Meaning] = {}
    for match in _COMMENT.finditer(statement):
        english, _, vietnamese = match["said"].replace("''", "'").partition(" | ")
        if path.stem not in (match["view"], match["of"]) or not vietnamese:
            came = f"the comment on {match['column'] or match['view']} is not for mart.{path.stem} in two languages"
            raise WrongUse(f"view file {path.name}", came, "write 'English | Tiếng Việt' for the file's own view")
        meanings[match["column"]] = Meaning(english, vietnamese)
    if None not in meanings or len(meanings) == 1:
        raise WrongUse(
            f"view file {path.name}", "no comment on the view or on its columns", "write COMMENT ON for each"
        )
    columns = {name: meaning for name, meaning in meanings.items() if name is not None}
    return View(path.stem, statement, meanings[None], columns)


def drop_outdated_views(connection: Connection, *, every: bool) -> list[View]:
    """Drops the views whose text is no longer the one they were made from (all of them, before tables change).

    Gives those that are to be made. A view whose file is gone goes for good.
    """
    noted = _made_from(connection)
    current = all_views()
    outdated = [view for view in current if every or noted.get(view.name) != view.sha256]
    gone = noted.keys() - {view.name for view in current}
    for name in (*(view.name for view in outdated), *gone):
        connection.exec_driver_sql(f'DROP VIEW IF EXISTS mart."{name}"')
    for name in gone:
        connection.execute(text("DELETE FROM ops.view_definition WHERE view_name = :name"), {"name": name})
    return outdated


def create_views(connection: Connection, views: list[View]) -> None:
    """Makes the views and notes which text they were made from."""
    note = text(
        "INSERT INTO ops.view_definition (view_name, sha256) VALUES (:name, :sha256) "
        "ON CONFLICT (view_name) DO UPDATE SET sha256 = EXCLUDED.sha256"
    )
    for view in views:
        run_script(connection, view.statement)
        connection.execute(note, {"name": view.name, "sha256": view.sha256})


def _made_from(connection: Connection) -> dict[str, str]:
    if connection.exec_driver_sql("SELECT to_regclass('ops.view_definition')").scalar_one() is None:
        return {}
    rows = connection.exec_driver_sql("SELECT view_name, sha256 FROM ops.view_definition")
    return {str(name): str(sha256) for name, sha256 in rows}
