"""The columns of a mart on their way out: types of PostgreSQL, DuckDB and the data package side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

COLUMNS = text("""
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'mart' AND table_name = :view ORDER BY ordinal_position
""")


@dataclass(frozen=True)
class Kind:
    """`duckdb`: the type in memory and in Parquet; `field`: the data package's; `read`, `written`: SQL around the name.

    `read` makes PostgreSQL's text (with {0} for the column), `written` makes the CSV's.
    """

    duckdb: str
    field: str
    read: str = "{0}"
    written: str = "{0}"


TEXT = Kind("VARCHAR", "string")
KINDS: Mapping[str, Kind] = {
    "text": TEXT,
    "smallint": Kind("SMALLINT", "integer"),
    "integer": Kind("INTEGER", "integer"),
    "bigint": Kind("BIGINT", "integer"),
    "numeric": Kind("DECIMAL(28, 10)", "number", written="regexp_replace({0}::VARCHAR, '\\.?0+$', '')"),
    "boolean": Kind("BOOLEAN", "boolean"),
    "date": Kind("DATE", "date"),
    "timestamp with time zone": Kind("VARCHAR", "datetime", read="""to_char({0}, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM')"""),
}


def read_kinds(connection: Connection, view: str) -> dict[str, Kind]:
    """The kind of each column of mart.<view>, in order. KeyError for a type that nothing here writes."""
    return {str(name): KINDS[kind] for name, kind in connection.execute(COLUMNS, {"view": view})}
