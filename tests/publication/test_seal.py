"""Nobody changes a vintage: not the publisher, not the owner, not a superuser; and none grows afterwards."""

import psycopg
import pytest
from sqlalchemy import event

from include.index.framework import all_weights
from include.publication.evidence.gather import gather
from include.publication.publish import publish
from include.warehouse.connection import reach
from tests.publication.conftest import H1, NOW, Department
from tests.warehouse.judged import dossier

SEALED = ("vintage", "indicator", "index_score", "restatement", "changed_record", "past_record")
ROLES = ("reform_owner", "reform_loader", "reform_publisher", "reform_analyst", "postgres")
ATTEMPTS = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
ADDITION = """
INSERT INTO publication.indicator (period, vintage, agency_code, indicator, state)
VALUES ('2024-H1', 1, 'H99', 'on_time_rate', 'ok')
"""
REFUSALS = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)
COLUMN = {"vintage": "published_by", "past_record": "record_key"}


def connect(department: Department) -> psycopg.Connection[tuple[object, ...]]:
    url = department.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url, autocommit=True)


def test_nobody_changes_what_was_published_or_adds_to_it(department: Department) -> None:
    department.publish()
    with connect(department) as connection:
        for role in ROLES:
            connection.execute(f"SET ROLE {role}".encode())
            for table in SEALED:
                for attempt in ATTEMPTS:
                    with pytest.raises(REFUSALS):
                        connection.execute(attempt.format(f"publication.{table}", COLUMN.get(table, "period")).encode())
            with pytest.raises(REFUSALS, match=r"takes no more rows|permission denied"):
                connection.execute(ADDITION)
            connection.execute("RESET ROLE")


def test_the_publisher_publishes_and_can_nothing_else(department: Department) -> None:
    department.publish()
    department.load("dossiers", dossier(11))
    department.measure()
    engine = reach(department.engine.url.render_as_string(hide_password=False))
    event.listen(engine, "connect", lambda connection, _record: _become_publisher(connection))
    engine.dispose()
    assert publish(engine, H1, NOW, "thu", all_weights()).vintage == 2
    assert gather(engine, "H13.05", H1, NOW).figures["vintage"] == 2
    with pytest.raises(Exception, match="permission denied"), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM core.indicator")
    with pytest.raises(Exception, match="permission denied"), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO publication.past_record SELECT * FROM publication.past_record")
    engine.dispose()


def _become_publisher(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.autocommit = True
    connection.execute("SET SESSION AUTHORIZATION reform_publisher")
    connection.autocommit = False


def test_before_anything_is_published_no_past_is_kept(department: Department) -> None:
    department.load("dossiers", dossier(1, channel="direct", updated_at=dossier(1)["due_at"]))
    assert department.fetch("SELECT count(*) FROM publication.past_record") == [(0,)]
    department.measure()
    department.publish()
    later = dossier(1, day=dossier(1)["due_at"].date().replace(month=8, day=1))
    department.load("dossiers", later)
    for number in (2, 3):
        department.load("dossiers", dossier(number, channel="direct", updated_at=dossier(number)["due_at"]))
        department.load("dossiers", dossier(number, channel="postal", updated_at=later["due_at"]))
    assert department.fetch("SELECT record_key, record->>'channel' FROM publication.past_record ORDER BY 1") == [
        (dossier(2)["dossier_code"], "online"),
        (dossier(3)["dossier_code"], "online"),
    ]
