"""Writes the marts as open data: CSV, Parquet and datapackage.json, small cells suppressed."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from sqlalchemy import Connection, Engine

from include.errors import Refused
from include.publication.open_data.columns import Kind, read_kinds
from include.publication.open_data.datapackage import MEDIA, describe_package
from include.publication.open_data.protect import protect
from include.publication.open_data.resource import Resource, all_resources
from include.records.workbench import open_workbench
from include.warehouse.faults import told_in_one_line

MEMORY_MB = 512


def export(engine: Engine, folder: Path, min_count: int, now: datetime) -> dict[str, int]:
    """Writes the package into a new folder and gives the rows of each resource.

    All marts are read in one transaction, so they agree. Refused when the folder holds something, or the warehouse
    fails: then nothing was written there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"export to {folder}", "the folder is not empty", "name a new or an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    resources = all_resources()
    with TemporaryDirectory(prefix=".export-", dir=folder.parent) as making, open_workbench(MEMORY_MB) as con:
        kinds = _take_marts(engine, con, resources, Path(making))
        protect(con, resources, min_count)
        package = Path(making) / "package"
        package.mkdir()
        counts = {
            resource.view.name: _write(con, resource, kinds[resource.view.name], package) for resource in resources
        }
        described = [(resource, kinds[resource.view.name]) for resource in resources]
        descriptor = describe_package(package, described, min_count, now)
        (package / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8")
        package.replace(folder)
    return counts


def _take_marts(
    engine: Engine, con: duckdb.DuckDBPyConnection, resources: tuple[Resource, ...], making: Path
) -> dict[str, dict[str, Kind]]:
    with told_in_one_line("export"), engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        kinds = {resource.view.name: read_kinds(connection, resource.view.name) for resource in resources}
        for name, columns in kinds.items():
            _take(connection, con, name, columns, making / f"{name}.taken")
    return kinds


def _take(
    connection: Connection, con: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Kind], path: Path
) -> None:
    """One mart into a table of the workbench, through a file that is gone at once."""
    read = ", ".join(f"{kind.read.format(column)} AS {column}" for column, kind in columns.items())
    told = f"COPY (SELECT {read} FROM mart.{name}) TO STDOUT (FORMAT csv)"  # noqa: S608 - a view of ours
    with path.open("wb") as file, connection.connection.cursor().copy(told) as copy:
        for block in copy:
            file.write(block)
    types = ", ".join(f"'{column}': '{kind.duckdb}'" for column, kind in columns.items())
    con.execute(
        f"CREATE TABLE {name} AS FROM read_csv(?, header = false, auto_detect = false, quote = '\"', escape = '\"',"
        f" delim = ',', new_line = '\\n', columns = {{{types}}})",
        [str(path)],
    )
    path.unlink()


def _write(con: duckdb.DuckDBPyConnection, resource: Resource, columns: Mapping[str, Kind], folder: Path) -> int:
    name, order = resource.view.name, ", ".join(resource.primary_key)
    text = ", ".join(f"{kind.written.format(column)} AS {column}" for column, kind in columns.items())
    for ending, selected in zip(MEDIA, (text, ", ".join(columns)), strict=True):
        told = f"SELECT {selected} FROM told_{name} ORDER BY {order}"  # noqa: S608 - a table of ours
        con.execute(f"COPY ({told}) TO ? (FORMAT {ending})", [f"{folder / name}.{ending}"])
    return int(con.execute(f"SELECT count(*) FROM told_{name}").fetchall()[0][0])  # noqa: S608
