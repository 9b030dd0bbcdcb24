"""No room for the server's files: one clear line, nothing changed, and the same load once there is room."""

import random
import resource
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from include.errors import Refused
from include.warehouse.connection import connect
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.migrate import migrate
from include.warehouse.table_hashes import table_hashes
from tests.warehouse.judged import dossier, load

ROOM_BYTES = 16 << 20
"""The size of a segment of PostgreSQL's log, which must fit; the rows that follow do not."""
WIDE = "".join(random.Random(1).choices(string.ascii_letters, k=1_500))


def test_a_load_that_the_disk_refuses_is_one_line_and_leaves_no_row(open_folder: Path) -> None:
    server = EmbeddedPostgres(open_folder / "postgres-without-room", 0, durable=False)
    much = [dossier(number, field_code=f"{number}{WIDE}") for number in range(2, 12_000)]
    try:
        with files_end_at(ROOM_BYTES):
            server.start()
        migrate(server.create_database("full"))
        engine = connect(server.url("full"))
        assert load(engine, "dossiers", [dossier(1)]).loaded == 1
        before = table_hashes(engine)
        with pytest.raises(Refused, match=r"^load dossiers:\S+: could not extend file .*; free space on the server"):
            load(engine, "dossiers", much)
        assert table_hashes(engine) == before
        engine.dispose()

        server.stop()
        server.start()
        engine = connect(server.url("full"))
        assert table_hashes(engine) == before
        assert load(engine, "dossiers", much).loaded == len(much)
        engine.dispose()
    finally:
        server.stop()


@contextmanager
def files_end_at(size_bytes: int) -> Iterator[None]:
    """No process that starts within may make a file longer: what a full disk says, of this server alone."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
