"""docs/queries.md: every question answers, as the analyst's role, and where the article knows the answer, with it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import create_engine, inspect, make_url

from include.warehouse.views import all_views

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
QUESTION = re.compile(r"^## (?P<number>\d+)\. (?P<title>.+?)\n.*?^```sql\n(?P<sql>.+?)^```", re.MULTILINE | re.DOTALL)
QUERIES = {int(found["number"]): (found["title"], found["sql"]) for found in QUESTION.finditer(PAGE.read_text("utf-8"))}


@pytest.fixture(scope="module")
def analyst(article_url: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    with psycopg.connect(article_url.replace("+psycopg", ""), autocommit=True, row_factory=dict_row) as connection:
        connection.execute("SET SESSION AUTHORIZATION reform_analyst")
        yield connection


def test_there_are_a_dozen_questions_and_none_is_left_out() -> None:
    assert list(QUERIES) == list(range(1, len(QUERIES) + 1))
    assert len(QUERIES) >= 12
    assert PAGE.read_text("utf-8").count("```sql\n") == len(QUERIES)


@pytest.mark.parametrize("number", sorted(QUERIES))
def test_the_question_has_an_answer(analyst: psycopg.Connection[dict[str, Any]], number: int) -> None:
    assert answer(analyst, number), QUERIES[number][0]


def test_the_answers_are_those_of_the_article(analyst: psycopg.Connection[dict[str, Any]]) -> None:
    rate = answer(analyst, 1)[0]
    assert (rate["numerator"], rate["denominator"], str(rate["percent"])) == (173, 189, "91.5")
    services = answer(analyst, 3)[0]
    assert (services["full_count"], services["partial_count"]) == (54, 66)
    assert [row["late_count"] for row in answer(analyst, 4)] == [0] * 6


def test_one_connection_string_serves_pandas_and_tools_that_list_tables(article_url: str) -> None:
    with psycopg.connect(article_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("CREATE ROLE phan_tich LOGIN PASSWORD 'for-this-test' IN ROLE reform_analyst")
    engine = create_engine(make_url(article_url).set(username="phan_tich", password="for-this-test"))
    frame = pd.read_sql("SELECT * FROM mart.indicator WHERE period = '2024-H1' AND agency_code = 'H13.05'", engine)
    assert {"online_transaction_rate", "on_time_rate"} <= set(frame["indicator"])
    told = inspect(engine)
    assert told.get_view_names("mart") == [view.name for view in all_views()]
    assert "Tử số" in str(told.get_columns("indicator", "mart")[3]["comment"])
    engine.dispose()


def answer(analyst: psycopg.Connection[dict[str, Any]], number: int) -> list[Mapping[str, Any]]:
    return list(analyst.execute(QUERIES[number][1].encode()).fetchall())
