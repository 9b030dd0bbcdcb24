"""Writes what indicators are worth and where they shall be into core.aim and core.target, for the views to ask."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from sqlalchemy import Engine, text

from include.index.aims import Aim, list_aims
from include.index.targets import Target, all_targets
from include.indicators.catalogue import read_catalogue
from include.indicators.source import all_sources
from include.indicators.weight import Weight
from include.warehouse.faults import told_in_one_line


def keep_aims(engine: Engine, weights: tuple[Weight, ...]) -> None:
    """In place of those that stood there; WrongUse when a file of ours is wrong."""
    catalogue = read_catalogue()
    aims = [{**asdict(aim), "tier_rates": list(aim.tier_rates)} for aim in list_aims(catalogue, all_sources(), weights)]
    targets = [asdict(target) for target in all_targets(catalogue)]
    with told_in_one_line("write the targets"), engine.begin() as connection:
        for table, kind, rows in (("aim", Aim, aims), ("target", Target, targets)):
            connection.execute(text(f"DELETE FROM core.{table}"))  # noqa: S608
            connection.execute(text(_insert(table, (each.name for each in fields(kind)))), rows)


def _insert(table: str, names: Iterable[str]) -> str:
    columns = list(names)
    places = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO core.{table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
