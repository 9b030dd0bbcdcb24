"""A warehouse that kept one offer a procedure for the whole country is brought to offers by agency."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, Engine, create_engine, text

from include.errors import Refused
from include.publication.record import render_relation
from include.warehouse import migrate as migrate_module
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import migrate
from include.warehouse.statements import read_sql, run_script
from include.warehouse.table_hashes import table_hashes

BEGUN, CHANGED, GIVEN_UP, EXPIRED = date(2020, 1, 1), date(2024, 3, 1), date(2024, 5, 1), date(2024, 6, 1)
NEVER = None
STORED = """
INSERT INTO core.procedure (
    procedure_code, valid_from, valid_to, procedure_name, online_level, has_fee, payable_online, content_hash
) VALUES
('1.001', '2020-01-01', NULL, 'A', 1, TRUE, FALSE, ''),
('1.002', '2020-01-01', '2024-06-01', 'B', 2, FALSE, FALSE, ''),
('1.003', '2020-01-01', '2023-01-01', 'C', 2, TRUE, TRUE, ''),
('1.003', '2023-01-01', NULL, 'C anew', 2, TRUE, TRUE, '');
INSERT INTO core.procedure_agency (procedure_code, agency_code, valid_from, valid_to) VALUES
('1.001', 'H13.05', '2020-01-01', NULL),
('1.001', 'H20.06', '2024-04-01', NULL),
('1.002', 'H13.05', '2020-01-01', NULL),
('1.003', 'H13.05', '2020-01-01', '2024-05-01')
"""
PUBLISHED = """
INSERT INTO publication.vintage (
    period, vintage, since, until, published_at, published_by, inputs_sha256, values_sha256, formulas, weights,
    frozen_at
) VALUES ('2024', :vintage, '2024-01-01', '2025-01-01', now(), 'thu', '', '', '{}', '{}', clock_timestamp())
"""
CHANGE = """
UPDATE core.procedure SET valid_to = '2024-03-01' WHERE procedure_code = '1.001';
INSERT INTO core.procedure (
    procedure_code, valid_from, procedure_name, online_level, has_fee, payable_online, content_hash
) VALUES ('1.001', '2024-03-01', 'A', 2, TRUE, TRUE, '')
"""
OFFERS = "procedure_code, agency_code, valid_from, valid_to, online_level, payable_online, is_expiry"
BEFORE = [
    ("1.001", "H13.05", BEGUN, NEVER, 1, False, False),
    ("1.001", "H20.06", date(2024, 4, 1), NEVER, 1, False, False),
]
ALIKE = [
    ("1.002", "H13.05", BEGUN, EXPIRED, 2, False, True),
    ("1.003", "H13.05", BEGUN, GIVEN_UP, 2, True, False),
]
AFTER = [
    ("1.001", "H13.05", BEGUN, CHANGED, 1, False, False),
    ("1.001", "H13.05", CHANGED, NEVER, 2, True, False),
    ("1.001", "H20.06", date(2024, 4, 1), NEVER, 2, True, False),
]


@pytest.fixture
def former(postgres: EmbeddedPostgres) -> Iterator[Engine]:
    """A database as the revision before left it: two vintages, and a procedure that became full between them."""
    url = postgres.create_database("former")
    engine = create_engine(url)
    with engine.begin() as connection:
        _bring_up_to_the_revision_before(connection)
    for statement, values in ((STORED, {}), (PUBLISHED, {"vintage": 1}), (CHANGE, {}), (PUBLISHED, {"vintage": 2})):
        with engine.begin() as connection:
            connection.execute(text(statement), values) if values else run_script(connection, statement)
    yield engine
    engine.dispose()
    with psycopg.connect(postgres.url(driver=""), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier("former")))


def _bring_up_to_the_revision_before(connection: Connection) -> None:
    run_script(connection, read_sql("roles"))
    connection.exec_driver_sql("SET LOCAL ROLE reform_owner")
    connection.exec_driver_sql(f"CREATE SCHEMA {migrate_module.VERSION_SCHEMA}")
    config = migrate_module._alembic(connection)
    before = ScriptDirectory.from_config(config).get_revision("0015").down_revision
    command.upgrade(config, str(before))


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def ask(engine: Engine, query: str, **values: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), values)]


def seen_by(engine: Engine, vintage: int) -> list[tuple[Any, ...]]:
    """The links as records behind a figure of the vintage would show them."""
    [(number, frozen_at)] = ask(
        engine, "SELECT number, frozen_at FROM publication.vintage WHERE vintage = :vintage", vintage=vintage
    )
    rows = render_relation("procedure_agency", "before")
    query = f"SELECT {OFFERS} FROM ({rows}) AS seen ORDER BY 1, 2, 3"
    return ask(engine, query, before_number=number, before_frozen_at=frozen_at)


def test_what_was_offered_goes_on_to_every_agency(former: Engine) -> None:
    migrate(url_of(former))
    assert ask(former, f"SELECT {OFFERS} FROM core.procedure_agency ORDER BY 1, 2, 3") == AFTER + ALIKE
    assert ask(former, "SELECT procedure_name FROM mart.procedure WHERE is_newest ORDER BY 1") == [
        ("A",),
        ("B",),
        ("C anew",),
    ]


def test_vintages_go_on_seeing_what_they_saw(former: Engine) -> None:
    migrate(url_of(former))
    assert seen_by(former, 1) == BEFORE + ALIKE
    assert seen_by(former, 2) == AFTER + ALIKE


def test_killed_half_way_nothing_was_moved(former: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = table_hashes(former, ["core", "publication"])

    def be_killed(connection: Connection, _: object) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(migrate_module, "create_views", be_killed)
    with pytest.raises(Refused, match="migrate"):
        migrate(url_of(former))
    monkeypatch.undo()
    assert table_hashes(former, ["core", "publication"]) == before
    migrate(url_of(former))
    assert seen_by(former, 2) == AFTER + ALIKE
