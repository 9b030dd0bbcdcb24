"""Strings to typed rows: the view `shaped` over one landed file. Identifiers in its SQL come from columns.toml alone.

A view, so that whoever judges, counts or tries a rule reads the file once and only the columns that it needs.
`shaped` holds `position` (0-based row in the file), `record_key`, `as_of`, the feed's typed columns, `content_hash`
(md5 over them) and, for predicates that must tell unreadable from missing, the portal's own fields as text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from include.errors import Refused, WrongUse
from include.periods import VIETNAM
from include.records.agency_code import normalise
from include.records.columns import FeedColumns, LandedField, columns_of

_SQL = Path(__file__).with_name("sql")
_AGENCY_FIELDS = frozenset({"MaDonVi", "MaDonViCha", "MaDonViTruoc", "NoiNopHoSo", "departmentCode"})
_BETWEEN_VALUES, _MISSING = "CHR(31)", "CHR(30)"


@dataclass(frozen=True)
class References:
    """Agencies and procedures that the warehouse knows; codes in their normal form."""

    agency_codes: frozenset[str]
    procedure_codes: frozenset[str]


def shape(
    con: duckdb.DuckDBPyConnection, feed_name: str, landed_path: str | Path, references: References, as_of: datetime
) -> None:
    """Creates the view `shaped`, and what it and the predicates read, in the connection.

    `as_of` is aware: no event may lie after it. Refused when the file is not a landed file.
    """
    if as_of.tzinfo is None:
        raise WrongUse("as_of", "a time without a zone", "give it in Vietnam's time")
    feed = columns_of(feed_name)
    _open_landed(con, feed, str(landed_path))
    _prepare(con, feed, references, as_of)


def shape_nothing(con: duckdb.DuckDBPyConnection, feed_name: str) -> None:
    """Creates `shaped` over no record at all: what a predicate needs to be compiled."""
    feed = columns_of(feed_name)
    fields = ", ".join(f"{field.name} {field.type}" for field in feed.landed_fields)
    con.execute(f"CREATE OR REPLACE TEMP TABLE landed (position BIGINT, {fields})")
    _prepare(con, feed, References(frozenset(), frozenset()), datetime.fromtimestamp(0, VIETNAM))


def _prepare(con: duckdb.DuckDBPyConnection, feed: FeedColumns, references: References, as_of: datetime) -> None:
    con.execute(_read_sql("readers"))
    con.execute("SET VARIABLE as_of = ?::TIMESTAMP", [as_of.astimezone(VIETNAM).replace(tzinfo=None)])
    _register_codes(con, "known_agency", "agency_code", references.agency_codes)
    _register_codes(con, "known_procedure", "procedure_code", references.procedure_codes)
    _tabulate_agency_forms(con, feed)
    con.execute(_render_shaped(feed))


@cache
def _read_sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _register_codes(con: duckdb.DuckDBPyConnection, table: str, column: str, codes: Iterable[str]) -> None:
    arrow = pa.table({column: pa.array(sorted(codes), pa.string())})
    con.register("codes_given", arrow)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM codes_given")
    con.unregister("codes_given")


def _open_landed(con: duckdb.DuckDBPyConnection, feed: FeedColumns, path: str) -> None:
    """The views `landed_row`, all that landed with its `position`, and `landed`, what the columns need of it."""
    quoted = path.replace("'", "''")
    scan = f"READ_PARQUET('{quoted}', file_row_number = TRUE)"
    row = f"SELECT file_row_number AS position, * EXCLUDE (file_row_number) FROM {scan}"  # noqa: S608
    try:
        con.execute(f"CREATE OR REPLACE TEMP VIEW landed_row AS {row}")
    except duckdb.Error as error:
        raise Refused(f"landed file {path}", f"it cannot be read ({error})", "pull its window again") from None
    found = {name: str(type_) for name, type_, *_ in con.execute("DESCRIBE landed_row").fetchall()}
    for field in feed.landed_fields:
        if field.name in found and found[field.name].endswith("[]") != field.is_list:
            came = f"its field {field.name} is {found[field.name]}, not {field.type}"
            raise Refused(f"landed file {path} as {feed.feed}", came, "pull its window again")
    fields = ", ".join(_take_field(field, found.get(field.name)) for field in feed.landed_fields)
    con.execute(f"CREATE OR REPLACE TEMP VIEW landed AS SELECT position, {fields} FROM landed_row")  # noqa: S608


def _take_field(field: LandedField, found: str | None) -> str:
    if found == field.type:
        return field.name
    if found is None or not field.members:
        return f"CAST({field.name if found else 'NULL'} AS {field.type}) AS {field.name}"
    landed_members = set(re.findall(r"\w+", found))
    taken = (f"{name}: {f'item.{name}' if name in landed_members else 'NULL::VARCHAR'}" for name in field.members)
    return f"[{{{', '.join(taken)}}} FOR item IN {field.name}] AS {field.name}"


def _tabulate_agency_forms(con: duckdb.DuckDBPyConnection, feed: FeedColumns) -> None:
    """The table `agency_form`: each agency code as written, with its normal form, or NULL where it has none."""
    fields = [field for field in feed.landed_fields if field.name in _AGENCY_FIELDS]
    codes = [f"UNNEST({field.name})" if field.is_list else field.name for field in fields]
    union = " UNION ".join(f"SELECT DISTINCT {code} FROM landed" for code in codes) or "SELECT NULL"  # noqa: S608
    written = [code for (code,) in con.execute(union).fetchall() if code is not None]
    forms = {"written": written, "agency_code": [_try_code(code) for code in written]}
    con.register("forms_given", pa.table(forms, pa.schema([("written", pa.string()), ("agency_code", pa.string())])))
    con.execute("CREATE OR REPLACE TEMP TABLE agency_form AS FROM forms_given")
    con.unregister("forms_given")


def _try_code(written: str) -> str | None:
    try:
        return normalise(written)
    except ValueError:
        return None


def _render_shaped(feed: FeedColumns) -> str:
    hashed = ", ".join(f"COALESCE(CAST({name} AS VARCHAR), {_MISSING})" for name in feed.names)
    return f"""
        CREATE OR REPLACE TEMP VIEW shaped AS
        WITH typed AS ({_read_sql(feed.feed)})
        SELECT
          position,
          {feed.key} AS record_key,
          GETVARIABLE('as_of') AS as_of,
          {", ".join(feed.names)},
          MD5(CONCAT_WS({_BETWEEN_VALUES}, {hashed})) AS content_hash,
          {", ".join(field.name for field in feed.landed_fields)}
        FROM typed
    """  # noqa: S608
