"""What the language of formulas lets through runs in PostgreSQL, and what would fail there does not get so far."""

import random

import psycopg
import pytest

from include.indicators.expression import find_fault

COLUMNS = {"channel": "text", "paid_count": "bigint", "online_level": "smallint", "has_fee": "boolean"}
PIECES = "channel paid_count online_level has_fee 0 12 'online' ( ) , = <> < >= + - AND OR NOT IN IS NULL TRUE".split()  # noqa: SIM905
RIGHT = {
    "number": ["paid_count", "paid_count - online_level", "(paid_count + 1) - (2)"],
    "condition": [
        "has_fee",
        "NOT has_fee AND channel <> 'online' OR paid_count - 1 >= online_level",
        "channel IN ('online', 'postal')",
        "NOT (online_level IN (1, 2))",
        "(has_fee) IS NOT TRUE",
        "channel IS NULL",
    ],
}


@pytest.fixture
def connection(warehouse_url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(warehouse_url.replace("+psycopg", ""), autocommit=True)


def runs(connection: psycopg.Connection[tuple[object, ...]], expression: str, wanted: str) -> bool:
    asked = f"SELECT sum({expression})" if wanted == "number" else f"SELECT count(*) FILTER (WHERE {expression})"
    rows = "(SELECT ''::text AS channel, 1::bigint AS paid_count, 1::smallint AS online_level, TRUE AS has_fee) AS one"
    try:
        connection.execute(f"{asked} FROM {rows}".encode())
    except psycopg.Error:
        return False
    return True


def test_what_is_let_through_runs(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    draw = random.Random(5)
    drawn = [" ".join(draw.choices(PIECES, k=draw.randint(1, 6))) for _ in range(30_000)]
    for wanted, written in RIGHT.items():
        assert all(find_fault(expression, COLUMNS, wanted) is None for expression in written)
        passed = {one for one in drawn if find_fault(one, COLUMNS, wanted) is None} | set(written)
        assert len(passed) > 15
        assert [one for one in sorted(passed) if not runs(connection, one, wanted)] == []
    connection.close()


@pytest.mark.parametrize("expression", ["", " ", ")(", "paid_count) + (1", "paid_count + + 1", "1 = 1 = TRUE"])
def test_what_would_fail_there_is_refused(expression: str) -> None:
    assert find_fault(expression, COLUMNS, "number")
    assert find_fault(expression, COLUMNS, "condition")
