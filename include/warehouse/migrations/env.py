"""Alembic's environment: the revisions run on the connection, and in the transaction, of `migrate`."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema=context.config.attributes["version_schema"],
    transaction_per_migration=False,
    transactional_ddl=True,
)
context.run_migrations()
