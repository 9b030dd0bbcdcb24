import threading
from collections.abc import Iterator

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Engine, text

from include.errors import Refused
from include.warehouse import migrate as migrate_module
from include.warehouse.connection import VERSIONS, connect, known_revisions
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import Migrated, migrate
from include.warehouse.statements import read_sql, run_script
from include.warehouse.table_hashes import table_hashes
from include.warehouse.views import all_views

SHAPE = """
SELECT format('%s %s.%s %s %s', relkind, relnamespace::regnamespace, relname, relowner::regrole, relacl) FROM pg_class
WHERE relnamespace::regnamespace::text IN ('core', 'quarantine', 'mart', 'publication', 'ops')
UNION ALL
SELECT format('%s.%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull)
FROM pg_attribute INNER JOIN pg_class ON attrelid = pg_class.oid
WHERE relnamespace::regnamespace::text IN ('core', 'quarantine', 'mart', 'publication', 'ops')
ORDER BY 1
"""


@pytest.fixture
def bare(postgres: EmbeddedPostgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database that nothing was ever done to."""
    name = f"bare_{request.node.name[:40]}"
    yield postgres.create_database(name)
    with psycopg.connect(postgres.url(driver=""), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def shape_of(url: str) -> list[str]:
    with psycopg.connect(plain(url)) as connection:
        return [row[0] for row in connection.execute(SHAPE)]


def test_it_brings_an_empty_database_up_and_then_finds_nothing_to_do(bare: str) -> None:
    newest = known_revisions()[-1]
    assert migrate(bare) == Migrated(None, newest, len(all_views()))
    shape = shape_of(bare)
    assert shape
    assert migrate(bare) == Migrated(newest, newest, 0)
    assert shape_of(bare) == shape


def test_revisions_stand_in_one_line_in_the_order_of_their_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    line = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert line[::-1] == known_revisions()


def test_everything_belongs_to_the_owner(bare: str) -> None:
    migrate(bare)
    with psycopg.connect(plain(bare)) as connection:
        owners = connection.execute(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace::regnamespace::text "
            "IN ('core', 'quarantine', 'mart', 'publication', 'ops')"
        ).fetchall()
    assert owners == [("reform_owner",)]


def test_killed_half_way_it_leaves_nothing_and_starts_again(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shape_of(bare)

    def be_killed(connection: object, script: str) -> None:
        if "GRANT" in script and "ON SCHEMA" in script:
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")  # type: ignore[attr-defined]
        run_script(connection, script)  # type: ignore[arg-type]

    monkeypatch.setattr(migrate_module, "run_script", be_killed)
    with pytest.raises(Refused, match=r"^migrate 127.0.0.1:\d+/bare_\w+: "):
        migrate(bare)
    monkeypatch.undo()
    assert shape_of(bare) == before
    assert migrate(bare).before is None


def test_two_at_once_take_turns(bare: str) -> None:
    done: list[Migrated] = []
    threads = [threading.Thread(target=lambda: done.append(migrate(bare))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(migrated.views for migrated in done) == [0, 0, len(all_views())]


def test_a_schema_newer_than_the_code_is_refused_and_left_alone(warehouse_url: str) -> None:
    with psycopg.connect(plain(warehouse_url)) as connection:
        connection.execute("UPDATE ops.alembic_version SET version_num = '9999'")
    shape = shape_of(warehouse_url)
    with pytest.raises(Refused, match="its schema is 9999, newer than this program's") as refusal:
        migrate(warehouse_url)
    assert str(refusal.value).endswith("use a newer version of the program")
    with pytest.raises(Refused, match=r"its schema is 9999, this program's is .*; use a newer version of the program"):
        connect(warehouse_url)
    assert shape_of(warehouse_url) == shape


def test_a_schema_older_than_the_code_is_refused_until_migrated(warehouse_url: str) -> None:
    with psycopg.connect(plain(warehouse_url)) as connection:
        connection.execute("UPDATE ops.alembic_version SET version_num = '0001'")
    with pytest.raises(Refused, match=r"its schema is 0001, this program's is .*; run `python -m include migrate`"):
        connect(warehouse_url)


def test_an_empty_database_is_refused_until_migrated(bare: str) -> None:
    with pytest.raises(Refused, match="it has no tables yet; run `python -m include migrate`"):
        connect(bare)


def test_only_a_view_whose_text_changed_is_made_again(warehouse_url: str) -> None:
    newest = known_revisions()[-1]
    with psycopg.connect(plain(warehouse_url)) as connection:
        connection.execute("UPDATE ops.view_definition SET sha256 = 'another' WHERE view_name = 'index'")
    assert migrate(warehouse_url) == Migrated(newest, newest, 1)


def test_a_view_whose_file_is_gone_goes(warehouse_url: str) -> None:
    with psycopg.connect(plain(warehouse_url)) as connection:
        connection.execute("CREATE VIEW mart.former AS SELECT 1 AS one")
        connection.execute("ALTER VIEW mart.former OWNER TO reform_owner")
        connection.execute("INSERT INTO ops.view_definition VALUES ('former', '')")
    migrate(warehouse_url)
    assert not [line for line in shape_of(warehouse_url) if "former" in line]


def test_a_user_without_rights_gets_one_line_and_changes_nothing(postgres: EmbeddedPostgres, bare: str) -> None:
    with psycopg.connect(plain(bare), autocommit=True) as connection:
        connection.execute("CREATE ROLE visitor LOGIN PASSWORD 'guest'")
    before = shape_of(bare)
    try:
        url = bare.replace(bare.partition("//")[2].partition("@")[0], "visitor:guest")
        with pytest.raises(Refused) as refusal:
            migrate(url)
        assert str(refusal.value).count("\n") == 0
        assert "permission denied" in str(refusal.value)
        assert "guest" not in str(refusal.value)
        assert shape_of(bare) == before
    finally:
        with psycopg.connect(plain(bare), autocommit=True) as connection:
            connection.execute("DROP ROLE visitor")


def test_missing_roles_name_what_an_administrator_must_run(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE visitor")
        connection.exec_driver_sql("SET LOCAL ROLE visitor")
        missing = {"roles": ["reform_owner", "no_such_role"]}
        found = connection.execute(text(migrate_module.MISSING_ROLES), missing).scalars().all()
        connection.rollback()
    assert found == ["no_such_role"]
    assert read_sql("roles")


def test_hashes_see_a_change_but_not_the_order_of_rows(engine: Engine) -> None:
    insert = "INSERT INTO core.agency_succession VALUES "
    hashes = []
    for values in (
        "('A', 'B', '2025-07-01'), ('C', 'D', '2025-07-01')",
        "('C', 'D', '2025-07-01'), ('A', 'B', '2025-07-01')",
    ):
        with engine.begin() as connection:
            connection.exec_driver_sql("TRUNCATE core.agency_succession")
            connection.exec_driver_sql(insert + values)
        hashes.append(table_hashes(engine, ["core"])["core.agency_succession"])
    assert hashes[0] == hashes[1]
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE core.agency_succession SET successor_code = 'E' WHERE predecessor_code = 'A'"
        )
    assert table_hashes(engine, ["core"])["core.agency_succession"] != hashes[0]
