"""What is given away: one file a mart, with how its small cells are protected. The file's name is the view's."""

from dataclasses import dataclass
from pathlib import Path

from include.errors import WrongUse
from include.strict import Table, read_table
from include.warehouse.views import View, all_views

FOLDER = Path(__file__).parent / "resources"
PROTECT = ("nothing", "figures", "scores", "rows")


@dataclass(frozen=True)
class Within:
    """A count of some of a row's cases, the denominator of `counted_by`; small, it and its parts are left empty."""

    count: str
    counted_by: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """A mart that is given away.

    `protect`: nothing (no people are counted), figures (indicators), scores (points), or rows (a cube, whose `cases`
    are the denominator of the indicator `counted_by`).
    """

    view: View
    primary_key: tuple[str, ...]
    protect: str
    cases: str
    counted_by: str
    within: tuple[Within, ...]


def all_resources() -> tuple[Resource, ...]:
    """Every resource, by name. WrongUse names the file and key that is wrong."""
    views = {view.name: view for view in all_views()}
    paths = sorted(FOLDER.glob("*.toml"))
    for path in paths:
        if path.stem not in views:
            raise WrongUse(f"open data {path.name}", f"there is no view mart.{path.stem}", "name the file as a view")
    return tuple(read_resource(read_table(path), views[path.stem]) for path in paths)


def read_resource(table: Table, view: View) -> Resource:
    """One file; see `all_resources`."""
    protect = table.choice("protect", PROTECT)
    cube = protect == "rows"
    resource = Resource(
        view,
        _columns(table, "primary_key", view),
        protect,
        table.choice("cases", tuple(view.columns)) if cube else "",
        table.text("counted_by") if cube else "",
        tuple(_read_within(row, view) for row in table.tables("within")) if cube and "within" in table.values else (),
    )
    table.end()
    return resource


def _read_within(table: Table, view: View) -> Within:
    within = Within(
        table.choice("count", tuple(view.columns)), table.text("counted_by"), _columns(table, "parts", view)
    )
    table.end()
    return within


def _columns(table: Table, key: str, view: View) -> tuple[str, ...]:
    for name in (names := table.texts(key)):
        if name not in view.columns:
            raise table.refuse(key, f"mart.{view.name} has no column {name}", f"use one of {', '.join(view.columns)}")
    return tuple(names)
