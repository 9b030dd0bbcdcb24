"""An engine on the test's own warehouse."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from include.warehouse.connection import connect


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = connect(warehouse_url)
    yield engine
    engine.dispose()
