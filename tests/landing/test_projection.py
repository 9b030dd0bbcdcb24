"""The engine that sees whole records: it keeps them in memory, and says nothing of them when it stumbles."""

import duckdb
import pyarrow as pa
import pytest

from include.errors import Refused
from include.landing.projection import Projection, read_sql
from tests.landing.conftest import FEED


def test_a_text_that_is_no_json_is_refused_without_being_quoted() -> None:
    texts = pa.chunked_array([[b'{"ChuHoSo": "Chim', b"{}"]], type=pa.string())
    with Projection(FEED, "landing of x") as projection, pytest.raises(Refused) as refusal:
        projection.of(texts)
    assert str(refusal.value).startswith("landing of x: records that the engine cannot read; ")
    assert "Chim" not in str(refusal.value)
    assert refusal.value.__context__ is None


def test_the_engine_reaches_no_disk() -> None:
    with Projection(FEED, "landing of x") as projection:
        asked = "SELECT current_setting('temp_directory'), current_setting('enable_external_access')"
        assert projection._engine.execute(asked).fetchone() == ("", False)
        with pytest.raises(duckdb.PermissionException):
            projection._engine.execute("COPY (SELECT 1) TO 'x.csv'")


def test_the_statement_names_only_what_the_feed_lists() -> None:
    sql = read_sql(FEED)
    assert '"MaHoSo"' in sql
    assert not any(name in sql for name in FEED.personal)
