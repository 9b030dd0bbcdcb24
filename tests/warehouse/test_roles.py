"""Who may do what, over every object, by SET ROLE."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event

from include.warehouse import load as loading
from include.warehouse.connection import connect, reach
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import ROLES, migrate
from include.warehouse.views import all_views
from tests.conftest import TellRow
from tests.warehouse.judged import dossier, load, payment

SCHEMAS = ("core", "quarantine", "ops", "mart", "publication")
ROLE_TABLE = f"what each role may do: role | {' | '.join(SCHEMAS)}"
PUBLISHED = {f"publication.{name}" for name in ("vintage", "indicator", "index_score", "restatement", "changed_record")}
MATRIX = """
SELECT role, schema, string_agg(DISTINCT privilege, ' ' ORDER BY privilege) FILTER (WHERE allowed)
FROM unnest(CAST(%(roles)s AS text [])) AS role
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
CROSS JOIN LATERAL (
    SELECT relnamespace::regnamespace::text AS schema, has_table_privilege(role, pg_class.oid, privilege) AS allowed
    FROM pg_class
    WHERE relnamespace::regnamespace::text = ANY(%(schemas)s) AND relkind IN ('r', 'p', 'v')
) AS found
GROUP BY role, schema
"""


@pytest.fixture
def granted_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database migrated by itself: rights on a database are not copied from a template."""
    yield (url := postgres.create_database("granted")) if migrate(postgres.create_database("granted")) else url
    with psycopg.connect(postgres.url(driver=""), autocommit=True) as connection:
        connection.execute("DROP DATABASE granted WITH (FORCE)")


@pytest.fixture
def owner(granted_url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(granted_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def test_each_role_has_only_what_it_needs(owner: psycopg.Connection[tuple[object, ...]], tell_row: TellRow) -> None:
    found = owner.execute(MATRIX, {"roles": list(ROLES[1:]), "schemas": list(SCHEMAS)}).fetchall()
    matrix = {(role, schema): allowed for role, schema, allowed in found}
    for role in ROLES[1:]:
        tell_row(ROLE_TABLE, role, *(matrix[role, schema] or "nothing" for schema in SCHEMAS))
    assert matrix == {
        ("reform_loader", "core"): "DELETE INSERT SELECT UPDATE",
        ("reform_loader", "quarantine"): "DELETE INSERT SELECT UPDATE",
        ("reform_loader", "ops"): "DELETE INSERT SELECT UPDATE",
        ("reform_loader", "mart"): "SELECT",
        ("reform_loader", "publication"): "SELECT",
        ("reform_publisher", "core"): "SELECT",
        ("reform_publisher", "quarantine"): None,
        ("reform_publisher", "ops"): "SELECT",
        ("reform_publisher", "mart"): "SELECT",
        ("reform_publisher", "publication"): "INSERT SELECT",
        ("reform_analyst", "core"): None,
        ("reform_analyst", "quarantine"): None,
        ("reform_analyst", "ops"): None,
        ("reform_analyst", "mart"): "SELECT",
        ("reform_analyst", "publication"): "SELECT",
    }


def test_the_analyst_reads_every_view_what_was_published_and_nothing_else(
    owner: psycopg.Connection[tuple[object, ...]],
) -> None:
    tables = owner.execute(
        "SELECT format('%%I.%%I', relnamespace::regnamespace, relname) FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace::regnamespace::text = ANY(%s)",
        [list(SCHEMAS)],
    ).fetchall()
    assert len(tables) > 15
    owner.execute("SET ROLE reform_analyst")
    assert all_views()
    for view in all_views():
        owner.execute(sql.SQL("SELECT * FROM mart.{}").format(sql.Identifier(view.name)))
    for (table,) in tables:
        if table in PUBLISHED:
            owner.execute(f"SELECT * FROM {table}".encode())
            continue
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(f"SELECT * FROM {table}".encode())


@pytest.mark.parametrize(
    "attempt",
    [
        "INSERT INTO mart.payment_month (month) VALUES ('2024-01-01')",
        "UPDATE core.indicator SET rate = 1",
        "DELETE FROM mart.dossier_month",
        "TRUNCATE core.dossier_cube",
        "CREATE TABLE mart.mine (n integer)",
        "CREATE TABLE public.mine (n integer)",
        "CREATE TEMP TABLE mine (n integer)",
        "CREATE SCHEMA mine",
        "CREATE VIEW mart.mine AS SELECT 1",
        "CREATE ROLE mine",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "COPY mart.index TO '/tmp/index'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT ops.ensure_partitions(ARRAY['2030-01-01']::date[])",
        "SELECT ops.begin_month('dossier_203001_1')",
        "SELECT ops.drop_bare_months()",
        "SET ROLE reform_loader",
        "SELECT * FROM quarantine.record",
    ],
)
def test_the_analyst_cannot(owner: psycopg.Connection[tuple[object, ...]], attempt: str) -> None:
    owner.execute("SET SESSION AUTHORIZATION reform_analyst")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(attempt.encode())


@pytest.mark.parametrize(
    "attempt",
    [
        "DROP TABLE core.dossier",
        "CREATE TABLE core.mine (n integer)",
        "ALTER TABLE ops.receipt ADD COLUMN mine integer",
        "UPDATE ops.alembic_version SET version_num = '1'",
        "TRUNCATE core.dossier",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
    ],
)
def test_the_loader_cannot(owner: psycopg.Connection[tuple[object, ...]], attempt: str) -> None:
    owner.execute("SET SESSION AUTHORIZATION reform_loader")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(attempt.encode())


@pytest.mark.parametrize("role", ["reform_loader", "reform_publisher", "reform_analyst"])
def test_a_new_table_is_granted_to_nobody(owner: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    owner.execute("SET ROLE reform_owner")
    owner.execute("CREATE TABLE core.fresh (n integer)")
    owner.execute("CREATE FUNCTION ops.fresh() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    for schema in ("core", "mart"):
        owner.execute(f"CREATE VIEW {schema}.fresh_view AS SELECT * FROM core.fresh".encode())
        owner.execute(f"SET ROLE {role}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(f"SELECT * FROM {schema}.fresh_view".encode())
        owner.execute("SET ROLE reform_owner")
    owner.execute(f"SET ROLE {role}".encode())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute("SELECT ops.fresh()")


@pytest.mark.parametrize("many_rows", [1, 50_000])
def test_a_loader_loads_and_recounts(granted_url: str, many_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MANY_ROWS", many_rows)
    engine: Engine = reach(granted_url)
    event.listen(engine, "connect", lambda connection, _record: _become_loader(connection))
    engine.dispose()
    paid = dossier(1)
    assert load(engine, "dossiers", [paid, dossier(2)]).loaded == 2
    assert load(engine, "payments", [payment(1, paid)]).loaded == 1
    assert load(engine, "agencies", [{"agency_code": "H13", "agency_name": "Cần Thơ"}]).loaded == 1
    assert rebuild_cubes(engine) == ()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar_one() == "reform_loader"
    engine.dispose()
    connect(granted_url).dispose()


def _become_loader(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.autocommit = True
    connection.execute("SET SESSION AUTHORIZATION reform_loader")
    connection.autocommit = False
