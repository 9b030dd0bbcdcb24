"""Small cells: numbers of fewer cases than `min_count` are hidden, and so is what they would follow from.

Works over the marts as tables of DuckDB; see docs/decisions/0016-small-cells.md for what is protected and what is not.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from include.indicators.catalogue import read_catalogue
from include.periods import Period
from include.publication.open_data.resource import Resource, Within

SQL = Path(__file__).parent / "sql"
ABOUT_PEOPLE = ("dossiers", "payments", "petitions")
"""Sources whose rows are people's cases; services and reports of units count no people."""
TOGETHER = "*"


def protect(con: duckdb.DuckDBPyConnection, resources: Sequence[Resource], min_count: int) -> None:
    """Makes told_<view> of every view; the tables <view> stay as they are."""
    con.execute(f"SET VARIABLE min_count = {int(min_count)}")
    _hide_cells(con)
    for resource in resources:
        _tell(con, resource)


def _hide_cells(con: duckdb.DuckDBPyConnection) -> None:
    personal = [code for code, indicator in read_catalogue().items() if indicator.over in ABOUT_PEOPLE]
    _fill(con, "personal(indicator VARCHAR)", [(code,) for code in personal])
    labels = [str(row[0]) for row in con.execute("SELECT DISTINCT period FROM indicator ORDER BY period").fetchall()]
    periods = [(label, Period.parse(label).since, Period.parse(label).until) for label in labels]
    _fill(con, "period(period VARCHAR, since DATE, until DATE)", periods)
    con.execute(_read("cells"))
    con.execute(_read("relations"))
    hide_more = _read("hide_more")
    while con.execute(hide_more).fetchall() != [(0,)]:
        pass


def _tell(con: duckdb.DuckDBPyConnection, resource: Resource) -> None:
    name = resource.view.name
    if resource.protect == "rows":
        con.execute(render_rows(resource))
    elif resource.protect == "nothing":
        con.execute(f"CREATE VIEW told_{name} AS FROM {name}")
    else:
        con.execute(_read(resource.protect))


def render_rows(resource: Resource) -> str:
    """rows.sql for one cube."""
    labels = [name for name in resource.primary_key if name not in {"month", "agency_code"}]
    counts = [name for name in resource.view.columns if name not in resource.primary_key]
    return _read("rows").format(
        view=resource.view.name,
        cases=resource.cases,
        counted_by=resource.counted_by,
        together=TOGETHER,
        kept=" and ".join(name for name in labels if name != "procedure_code"),
        key=", ".join(resource.primary_key),
        labels=", ".join(labels),
        gathered_labels=",\n        ".join(
            f"CASE WHEN is_gathered THEN '{TOGETHER}' ELSE {name} END AS {name}" for name in labels
        ),
        sums=",\n        ".join(f"sum({name})::BIGINT AS {name}" for name in counts),
        masks=",\n        ".join(_mask(within, labels) for within in resource.within)
        or f"{resource.cases} AS {resource.cases}",
    )


def _mask(within: Within, labels: Sequence[str]) -> str:
    hidden = _read("mask").format(count=within.count, counted_by=within.counted_by, labels=", ".join(labels))
    return ", ".join(f"CASE WHEN NOT ({hidden}) THEN {name} END AS {name}" for name in (within.count, *within.parts))


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> None:
    con.execute(f"CREATE TABLE {table}")
    places = ", ".join("?" for _ in table.split(","))
    con.executemany(f"INSERT INTO {table.partition('(')[0]} VALUES ({places})", [list(row) for row in rows])  # noqa: S608


def _read(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
