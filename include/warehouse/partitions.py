"""The partitions of dossiers and payments: one a month of the dossier code, made before anything is stored in it."""

from datetime import date

from sqlalchemy import Connection, text

from include.warehouse.locks import lock_partitions

# Of pg_class, as of this statement: to_regclass may remember what was not there before others made it.
MISSING = text("""
SELECT month FROM unnest(CAST(:months AS date [])) AS month
WHERE NOT EXISTS (
    SELECT FROM pg_class
    WHERE
        relnamespace = 'core'::regnamespace
        AND relname = format('%s_%s', CAST(:parent AS text), to_char(month, 'YYYYMM'))
)
ORDER BY month
""")
MAKE = text("SELECT ops.ensure_partitions(CAST(:months AS date []))")
PARENTS = ("core.dossier", "core.payment")


def missing_months(connection: Connection, table: str, months: list[date]) -> list[date]:
    """Those of the months (first days) for which the table has no partition."""
    asked = {"parent": table.removeprefix("core."), "months": months}
    return list(connection.execute(MISSING, asked).scalars())


def ensure_partitions(connection: Connection, months: list[date]) -> int:
    """Makes the partitions of these months that are not there, of both tables; gives how many tables were made.

    In a transaction of its own: an empty partition does no harm, and only where one is missing somebody waits.
    """
    if not any(missing_months(connection, table, months) for table in PARENTS):
        return 0
    lock_partitions(connection)
    return int(connection.execute(MAKE, {"months": months}).scalar_one())
