"""What stands in the tables, as one hash each, whatever the order of the rows: to prove that nothing changed."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, text

from include.warehouse.faults import told_in_one_line

# which load wrote a row, and when: different for the same content
PROVENANCE = ("batch", "loaded_at", "last_loaded_at", "quarantined_at")
RELATIONS = """
SELECT format('%I.%I', relnamespace::regnamespace, relname) FROM pg_class
WHERE relnamespace::regnamespace::text = ANY(:schemas) AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition
ORDER BY 1
"""
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = CAST(:relation AS regclass) AND attnum > 0 AND NOT attisdropped AND NOT attname = ANY(:provenance)
"""


def table_hashes(engine: Engine, schemas: Sequence[str] = ("core", "mart")) -> dict[str, str]:
    """The hash of each table and view of the schemas, by its name with the schema; provenance is left out."""
    with told_in_one_line("hashes of the tables"), engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        relations = connection.execute(text(RELATIONS), {"schemas": list(schemas)}).scalars().all()
        return {str(relation): hash_table(connection, str(relation)) for relation in relations}


def hash_table(connection: Connection, relation: str) -> str:
    """Number of rows and two sums over the hashes of the rows; `relation` is a name of ours."""
    columns = connection.execute(text(COLUMNS), {"relation": relation, "provenance": list(PROVENANCE)}).scalar_one()
    row = f"ROW({columns})::text"
    query = f"""
        SELECT count(*) || '-' || to_hex((coalesce(sum(hashtextextended({row}, 1)), 0) % 9223372036854775807)::bigint)
        || '-' || to_hex((coalesce(sum(hashtextextended({row}, 2)), 0) % 9223372036854775807)::bigint)
        FROM {relation}
    """  # noqa: S608
    return str(connection.exec_driver_sql(query, execution_options={"no_parameters": True}).scalar_one())
