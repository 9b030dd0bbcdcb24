"""The agencies and procedures that the warehouse knows, for rules that ask for them."""

from sqlalchemy import Engine

from include.records.shape import References
from include.warehouse.faults import told_in_one_line


def references(engine: Engine) -> References:
    """Every agency and procedure code that was ever loaded, whether or not it still holds."""
    with told_in_one_line("references of the warehouse"), engine.connect() as connection:
        agencies = connection.exec_driver_sql("SELECT DISTINCT agency_code FROM core.agency").scalars()
        procedures = connection.exec_driver_sql("SELECT DISTINCT procedure_code FROM core.procedure").scalars()
        return References(frozenset(agencies), frozenset(procedures))
