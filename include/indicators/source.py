"""Where indicators count: sources/<name>.toml says which columns there are, sources/<name>.sql gives the rows.

Grain `records`: rows of the agency itself by month; counts are added over months and up the tree. Grain
`procedures`: rows of an agency with all below it, by period; each procedure once. Grain `reports`: rows of what units
reported last in the period; how they stand then, and not what happened in each of its months.

Where the SQL reads a cube (`AS cube`), `WHERE {of_cells}` picks the months and agencies that are wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from include.errors import WrongUse
from include.strict import read_table

FOLDER = Path(__file__).parent / "sources"
TYPES = ("bigint", "smallint", "boolean", "text")


@dataclass(frozen=True)
class Source:
    """A name, the SQL of its rows, its columns with their types, and the feeds without which it knows nothing."""

    name: str
    grain: str
    feeds: tuple[str, ...]
    columns: Mapping[str, str]
    sql: str


def read_source(path: Path) -> Source:
    """The source of one file; its SQL stands beside it. WrongUse names the file and the key."""
    table = read_table(path)
    columns = table.table("columns")
    source = Source(
        name=path.stem,
        grain=table.choice("grain", ("records", "procedures", "reports")),
        feeds=tuple(table.texts("feeds")),
        columns={name: columns.choice(name, TYPES) for name in list(columns.values)},
        sql=path.with_suffix(".sql").read_text(encoding="utf-8"),
    )
    table.end()
    return source


def all_sources(folder: Path = FOLDER) -> dict[str, Source]:
    """Every source by name."""
    found = {path.stem: read_source(path) for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise WrongUse(f"the sources of indicators in {folder}", "there is none", "restore the folder")
    return found
