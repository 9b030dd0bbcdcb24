"""A backup by pg_dump, restored into another database: the same tables, and a recount finds nothing to mend."""

import os
import subprocess
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, make_url

from include.index.framework import all_weights
from include.indicators.measure import measure
from include.periods import VIETNAM
from include.warehouse.connection import connect
from include.warehouse.cubes import rebuild_cubes
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.postgres_binaries import installed_binaries, server_account
from include.warehouse.table_hashes import table_hashes

NOW = datetime(2024, 7, 2, 8, tzinfo=VIETNAM)
SCHEMAS = ("core", "quarantine", "ops", "mart", "publication")


def test_a_restored_warehouse_is_the_same_and_measures_the_same(
    article_url: str, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    backup, restored_url = tmp_path / "backup", postgres.create_database("restored")
    run("pg_dump", article_url, "--format=custom", f"--file={backup}")
    run("pg_restore", restored_url, "--exit-on-error", f"--dbname={make_url(restored_url).database}", str(backup))

    original, restored = create_engine(article_url), connect(restored_url)
    before = table_hashes(original, SCHEMAS)
    assert before
    assert table_hashes(restored, SCHEMAS) == before
    assert rebuild_cubes(restored) == ()
    assert measure(restored, NOW, all_weights(), rebuild=True).rows == 0
    assert table_hashes(restored) == table_hashes(original)
    original.dispose()
    restored.dispose()


def run(program: str, url: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, told by the environment where the server is."""
    at = make_url(url)
    told = {"PGHOST": at.host, "PGPORT": str(at.port), "PGUSER": at.username, "PGPASSWORD": at.password}
    environment = os.environ | {name: value for name, value in told.items() if value}
    if program == "pg_dump":
        environment["PGDATABASE"] = str(at.database)
    subprocess.run([installed_binaries(server_account()) / program, *arguments], env=environment, check=True)
