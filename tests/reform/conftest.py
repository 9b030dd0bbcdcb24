"""The workbook of the report, to be imported as it is or broken first; and a warehouse that knows its agency."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import Engine, create_engine, text

from include.periods import VIETNAM
from include.reform.importing import Imported, import_file
from include.reform.sample import write_sample
from include.reform.sheet import the_form

NOW = datetime(2024, 7, 2, 8, tzinfo=VIETNAM)
ARTICLE = "H13.05-2024-06"
AGENCY = text("""
INSERT INTO core.agency (agency_code, parent_code, valid_from, agency_name, level, content_hash)
VALUES (:code, :parent, '2020-01-01', :code, :level, '')
""")
TREE = (("H13", None, 1), ("H13.05", "H13", 2), ("H13.05.01", "H13.05", 4), ("H13.06", "H13", 2))
Change = Callable[[Workbook], Any]


@pytest.fixture(scope="session")
def article() -> bytes:
    return write_sample(ARTICLE, the_form())


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        for code, parent, level in TREE:
            connection.execute(AGENCY, {"code": code, "parent": parent, "level": level})
    yield engine
    engine.dispose()


@pytest.fixture
def send(engine: Engine, article: bytes) -> Callable[..., Imported]:
    """Imports the article's workbook after a change to it."""

    def send(change: Change | None = None, now: datetime = NOW) -> Imported:
        return import_file(engine, "report.xlsx", changed(article, change) if change else article, now)

    return send


def changed(data: bytes, change: Change) -> bytes:
    """The workbook as somebody saves it after editing."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def fetch(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def saved_to(folder: Path, data: bytes, name: str = "report.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
