"""Agencies and procedures with their history: a row opens when what is listed differs from the newest row stored."""

from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Connection, text

from include.periods import VIETNAM
from include.receipt import Batch
from include.warehouse.copy_in import copy_rows
from include.warehouse.locks import LOCK
from include.warehouse.statements import read_sql, run_script


@dataclass(frozen=True)
class Catalogue:
    """One feed's table: the columns that are listed, and the statements that bring it up, in order.

    Each of `steps` gives the codes that it changed; `closing` are scripts run when anything changed.
    """

    key: str
    columns: tuple[str, ...]
    steps: tuple[str, ...]
    touched: str
    closing: tuple[str, ...] = ()


CATALOGUES = {
    "agencies": Catalogue(
        key="agency_code",
        columns=(
            "agency_code",
            "agency_name",
            "level",
            "parent_code",
            "effective_on",
            "expired_on",
            "predecessor_codes",
        ),
        steps=("agency_versions", "agency_ends", "agency_successions"),
        touched="touched_agencies",
        closing=("agency_ancestors",),
    ),
    "procedures": Catalogue(
        key="procedure_code",
        columns=(
            "procedure_code",
            "procedure_name",
            "field_code",
            "field_name",
            "agency_codes",
            "online_level",
            "has_fee",
            "payable_online",
            "effective_on",
            "expired_on",
        ),
        steps=(
            "procedure_speakers",
            "procedure_offers",
            "procedure_agency_versions",
            "procedure_agencies_removed",
            "procedure_versions",
            "procedure_ends",
        ),
        touched="touched_procedures",
    ),
}


def load_catalogue(connection: Connection, batch: Batch, accepted: pa.Table) -> int:
    """Brings history up to the catalogue of the batch's day; gives how many of its entries changed anything.

    A catalogue that is older than one already loaded only adds codes that were not known.
    """
    catalogue = CATALOGUES[batch.feed]
    connection.execute(LOCK, {"name": f"reform-index catalogue {batch.feed}"})
    run_script(connection, read_sql(f"listed_{batch.feed}"))
    copy_rows(connection, "listed", catalogue.columns, _rows(accepted, catalogue.columns))
    parameters = _parameters(connection, batch)
    changed: set[str] = set()
    for step in catalogue.steps:
        changed.update(_run(connection, step, parameters))
    if changed:
        for script in catalogue.closing:
            run_script(connection, read_sql(script))
        _run(connection, catalogue.touched, {**parameters, "codes": sorted(changed)})
    return len(changed)


def _rows(accepted: pa.Table, columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    return list(zip(*(accepted[name].to_pylist() for name in columns), strict=True))


def _parameters(connection: Connection, batch: Batch) -> dict[str, object]:
    """The day, its month, the root, and how the batch stands to the catalogues loaded before it."""
    day = batch.window.since.astimezone(VIETNAM).date()
    known = {"feed": batch.feed, "root_agency": batch.root_agency, "since": batch.window.since}
    standing = connection.execute(text(read_sql("catalogue_standing")), known).one()
    return {"day": day, "month": day.replace(day=1), **known, **standing._mapping}


def _run(connection: Connection, name: str, parameters: dict[str, object]) -> list[str]:
    statement = text(read_sql(name))
    found = connection.execute(statement, {key: parameters[key] for key in statement.compile().params})
    return [str(code) for code in found.scalars()] if found.returns_rows else []
