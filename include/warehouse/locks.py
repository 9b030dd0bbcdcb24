"""Who takes turns with whom: advisory locks that end with the transaction."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from include.receipt import Batch
from include.records.agency_code import normalise

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
LOCK_SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
CUBES = "reform-index cubes"


def lock_batch(connection: Connection, batch: Batch) -> None:
    """Loads of one feed and root agency take turns; a recount of the cubes waits for all loads, and they for it."""
    connection.execute(LOCK_SHARED, {"name": CUBES})
    connection.execute(LOCK, {"name": f"reform-index {batch.feed} {batch.root_agency}"})


def lock_table(connection: Connection, table: str) -> None:
    """Loads of a table run beside each other, but not beside one that has it to itself."""
    connection.execute(LOCK_SHARED, {"name": f"reform-index table {table}"})


def has_table_to_itself(connection: Connection, table: str) -> bool:
    """Takes the table for this transaction alone, unless another load is in it; waits for nobody."""
    return bool(connection.execute(TRY_LOCK, {"name": f"reform-index table {table}"}).scalar_one())


def lock_cubes(connection: Connection) -> None:
    """Nobody loads until this transaction ends."""
    connection.execute(LOCK, {"name": CUBES})


def lock_partitions(connection: Connection) -> None:
    """Nobody else makes partitions until this transaction ends."""
    connection.execute(LOCK, {"name": "reform-index partitions"})


def lock_root(connection: Connection, agency_codes: Iterable[str]) -> None:
    """Loads that touch dossiers below the same root take turns: a payment and its dossier never miss each other.

    The codes may be written in any form; the locks are taken in order, so that nobody waits in a ring.
    """
    for root in sorted({_root(code) for code in agency_codes}):
        connection.execute(LOCK, {"name": f"reform-index root {root}"})


def _root(code: str) -> str:
    try:
        return normalise(code).partition(".")[0]
    except ValueError:
        return code
