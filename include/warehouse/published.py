"""What the portal publishes, into its tables: a row is written when it says something else than the one known last."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Engine, text

from include.errors import Refused
from include.portal.feed import Feed, all_feeds
from include.portal.report import COUNTRY, Report
from include.receipt import Batch
from include.warehouse.faults import told_in_one_line
from include.warehouse.statements import read_sql

CHUNK_ROWS = 200
_SHARE = Decimal(100)
_DEPARTMENT = ("department_id", "agency_code", "department_name", "department_level", "department_type")
_FIND_DEPARTMENT = text("""
SELECT department_id FROM core.published_department
WHERE agency_code = :agency_code ORDER BY seen_at DESC, department_id DESC LIMIT 1
""")
_PROVINCES = text("""
SELECT DISTINCT agency_code FROM core.published_department WHERE agency_code ~ '^[A-Z][0-9]{2}$' ORDER BY agency_code
""")
Row = dict[str, Any]


@cache
def report_feeds() -> Mapping[str, Feed]:
    """The feeds of the public reporting interface, by name."""
    return {feed.name: feed for feed in all_feeds() if feed.report}


def load_published(connection: Connection, batch: Batch, accepted: pa.Table, now: datetime) -> int:
    """Writes what says something new and gives how many rows that were.

    It is known since `now`, at the latest since the end of the day on which it was asked for: a batch that is loaded
    late stands in the history where it belongs.
    """
    report = report_feeds()[batch.feed].report
    if report is None:
        raise Refused(f"load {batch.name}", f"{batch.feed} is no report", "report this as a defect")
    seen_at = min(now, batch.window.until - timedelta(seconds=1))
    asked = {"batch": batch.name, "seen_at": seen_at}
    if batch.period is None:
        return _add_new(connection, "formalities", "formality_id", accepted, asked)
    asked |= {"report": report.service, "period": batch.period.label, "root_agency": batch.root_agency}
    _learn_departments(connection, batch, accepted, seen_at)
    return _add_new(connection, "published", "row_key", accepted, asked, report)


def find_department(engine: Engine, agency_code: str) -> str | None:
    """The portal's own id of an agency; None for the country, which needs none. Refused when it is not known."""
    if agency_code == COUNTRY:
        return None
    asked = f"the portal's id of {agency_code}"
    with told_in_one_line(asked), engine.connect() as connection:
        found = connection.execute(_FIND_DEPARTMENT, {"agency_code": agency_code}).scalar()
    if found is None:
        above = agency_code.rpartition(".")[0] or COUNTRY
        raise Refused(asked, "no report has named it yet", f"pull service-results of {above} first")
    return str(found)


def known_provinces(engine: Engine) -> list[str]:
    """The codes of the provinces that the portal's reports of the country have named."""
    with told_in_one_line("provinces of the portal"), engine.connect() as connection:
        return [str(code) for code in connection.execute(_PROVINCES).scalars()]


def _learn_departments(connection: Connection, batch: Batch, accepted: pa.Table, seen_at: datetime) -> None:
    rows = []
    for row in accepted.select([*_DEPARTMENT, "is_parent"]).to_pylist():
        code = batch.root_agency if row["is_parent"] else row["agency_code"]
        if code:
            rows.append({**row, "agency_code": code, "department_id": row["department_id"] or batch.root_agency})
    connection.execute(text(read_sql("published_departments")), {"rows": _write(rows), "seen_at": seen_at})


def _add_new(
    connection: Connection,
    table: str,
    key: str,
    accepted: pa.Table,
    asked: Mapping[str, object],
    report: Report | None = None,
) -> int:
    known_sql = text(read_sql(f"{table}_known"))
    found = connection.execute(known_sql, _only(asked, known_sql.compile().params))
    known = {str(value): str(content_hash) for value, content_hash in found}
    fresh = accepted.filter(_differs(accepted, key, known))
    for rows in _chunks(fresh):
        said = [_say(row, report) for row in rows] if report else rows
        connection.execute(text(read_sql(f"{table}_added")), {**asked, "rows": _write(said)})
    return int(fresh.num_rows)


def _only(values: Mapping[str, object], names: Collection[str]) -> dict[str, object]:
    return {name: values[name] for name in names}


def _differs(accepted: pa.Table, key: str, known: Mapping[str, str]) -> pa.Array:
    hashes = [known.get(value) for value in accepted[key].to_pylist()]
    return pc.fill_null(pc.not_equal(accepted["content_hash"], pa.array(hashes, pa.string())), True)


def _chunks(rows: pa.Table) -> Iterator[list[Row]]:
    """A few at a time: an entry of the catalogue may name thousands of departments."""
    return (rows.slice(start, CHUNK_ROWS).to_pylist() for start in range(0, rows.num_rows, CHUNK_ROWS))


def _say(row: Row, report: Report) -> Row:
    """The row as it is stored: points by group with the most that can be reached, and the ratio where it is a rate."""
    groups = [{"code": report.group, "points": row["points"], "max_points": row["max_points"]}] if report.group else []
    groups += [{**one, "max_points": report.max_points.get(one["code"])} for one in json.loads(row["group_list"])]
    lists = {name: json.loads(row[name]) for name in ("metric_list", "figure_list")}
    rate = row["portal_ratio"] / _SHARE if report.ratio == "rate" and row["portal_ratio"] is not None else None
    return {**row, **lists, "group_list": groups, "rate": rate}


def _write(rows: list[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_write_decimal)


def _write_decimal(value: object) -> float | int:
    """JSON has no decimals of its own; four places of up to fourteen digits come through a float as they are."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
