"""What open data hides does not follow from what it tells: random countries, attacked by subtraction."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

import duckdb
import pytest

from include.publication.open_data.protect import protect
from include.publication.open_data.resource import Resource, all_resources

MIN_COUNT = 5
MONTHS = [f"2024-{month:02}" for month in range(1, 7)]
LONGER = {"2024-Q1": MONTHS[:3], "2024-Q2": MONTHS[3:], "2024-H1": MONTHS}
PARENTS = {"H13": None, "H13.05": "H13", "H13.06": "H13", "H13.05.01": "H13.05", "H13.05.02": "H13.05", "H20": None}
PROCEDURES = ("1.000001", "1.000002", "1.000003")
Cells = dict[tuple[str, str], int | None]


def below(agency: str) -> list[str]:
    return [agency, *(under for child, parent in PARENTS.items() if parent == agency for under in below(child))]


@pytest.fixture(scope="module", params=range(6))
def country(request: pytest.FixtureRequest) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[tuple[str, str], int]]]:
    """Dossiers at random, few or many, as the marts hold them; and how many each agency itself has in each month."""
    choose = random.Random(request.param)
    rows = [
        (f"{month}-01", agency, procedure, channel, count, fees := choose.randint(0, count), choose.randint(0, fees))
        for month in MONTHS
        for agency in PARENTS
        for procedure in PROCEDURES
        for channel in ("direct", "online")
        if (count := choose.choice([*[0] * 9, 1, 1, 2, 3, 40]))
    ]
    own: dict[tuple[str, str], int] = defaultdict(int)
    for month, agency, _procedure, _channel, count, *_ in rows:
        own[agency, month[:7]] += count
    with duckdb.connect() as con:
        fill(con, rows, own)
        protect(con, [found for found in all_resources() if found.view.name in TABLES], MIN_COUNT)
        yield con, own


TABLES = {
    "agency": "agency_code VARCHAR, parent_code VARCHAR, is_newest BOOLEAN",
    "indicator": "period VARCHAR, agency_code VARCHAR, indicator VARCHAR, numerator BIGINT, denominator BIGINT, "
    "rate DOUBLE, points DOUBLE, state VARCHAR",
    "index": "period VARCHAR, agency_code VARCHAR, points DOUBLE, state VARCHAR",
    "dossier_month": "month DATE, agency_code VARCHAR, procedure_code VARCHAR, channel VARCHAR, received_count BIGINT, "
    "fee_count BIGINT, paid_online_count BIGINT",
}


def fill(con: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[object]], own: dict[tuple[str, str], int]) -> None:
    for name, columns in TABLES.items():
        con.execute(f"CREATE TABLE {name} ({columns})")
    others = [name for name in cube().view.columns if name not in TABLES["dossier_month"]]
    for name in others:
        con.execute(f"ALTER TABLE dossier_month ADD COLUMN {name} BIGINT DEFAULT 0")
    con.executemany("INSERT INTO agency VALUES (?, ?, true)", [list(pair) for pair in PARENTS.items()])
    con.executemany(
        f"INSERT INTO dossier_month VALUES (?, ?, ?, ?, ?, ?, ?{', 0' * len(others)})", [list(row) for row in rows]
    )
    for period, months in {**{month: [month] for month in MONTHS}, **LONGER}.items():
        for agency in PARENTS:
            total = sum(own[under, month] for under in below(agency) for month in months)
            figure = [period, agency, "on_time_rate", total, total, 1.0 if total else None, 20.0, "ok"]
            con.execute("INSERT INTO indicator VALUES (?, ?, ?, ?, ?, ?, ?, ?)", figure)
            con.execute("INSERT INTO index VALUES (?, ?, 20, 'ok')", [period, agency])


def cube() -> Resource:
    return next(found for found in all_resources() if found.view.name == "dossier_month")


def test_no_small_number_is_told(country: tuple[duckdb.DuckDBPyConnection, object]) -> None:
    con, _ = country
    assert con.execute("SELECT count(*) FROM told_indicator WHERE state = 'suppressed'").fetchall() != [(0,)]
    for told in ("SELECT denominator FROM told_indicator", "SELECT received_count FROM told_dossier_month"):
        counts = [count for (count,) in con.execute(told).fetchall() if count is not None]
        assert counts
        assert [count for count in counts if 0 < count < MIN_COUNT] == []
    fees = con.execute("SELECT fee_count, paid_online_count FROM told_dossier_month").fetchall()
    assert [pair for pair in fees if pair[0] is None and pair[1] is not None] == []
    assert [pair for pair in fees if pair[0] and pair[0] < MIN_COUNT] == []


def test_what_is_hidden_does_not_follow_by_subtraction(
    country: tuple[duckdb.DuckDBPyConnection, dict[tuple[str, str], int]],
) -> None:
    con, _ = country
    told: Cells = {
        (f"below {agency}", period): count
        for agency, period, count in con.execute(
            "SELECT agency_code, period, denominator FROM told_indicator"
        ).fetchall()
    }
    hidden = {cell for cell, count in told.items() if count is None}
    for agency in PARENTS:
        for month in MONTHS:
            rows = con.execute(
                "SELECT sum(received_count) FROM told_dossier_month WHERE agency_code = ? AND month = ?",
                [agency, f"{month}-01"],
            ).fetchall()
            told[f"own {agency}", month] = rows[0][0]
    attack(told)
    assert {cell for cell in hidden if told[cell] is not None} == set()


def test_what_is_told_adds_up(country: tuple[duckdb.DuckDBPyConnection, dict[tuple[str, str], int]]) -> None:
    con, own = country
    told = con.execute(
        "SELECT agency_code, strftime(month, '%Y-%m'), sum(received_count) FROM told_dossier_month GROUP BY ALL"
    ).fetchall()
    assert told
    assert [row for row in told if own[row[0], row[1]] != row[2]] == []


def attack(told: Cells) -> None:
    """Fills in whatever follows: one unknown in a sum whose other numbers are known."""
    sums = [
        ((f"below {agency}", period), [(f"own {agency}", period), *((f"below {child}", period) for child in children)])
        for agency in PARENTS
        for children in [[child for child, parent in PARENTS.items() if parent == agency]]
        for period in MONTHS
    ]
    sums += [
        ((f"below {agency}", period), [(f"below {agency}", part) for part in parts])
        for agency in PARENTS
        for period, parts in [*LONGER.items(), ("2024-H1", ["2024-Q1", "2024-Q2"])]
    ]
    found = True
    while found:
        found = False
        for whole, parts in sums:
            unknown = [cell for cell in (whole, *parts) if told[cell] is None]
            if len(unknown) == 1:
                known = sum(told[part] or 0 for part in parts if part not in unknown)
                told[unknown[0]] = known if unknown[0] == whole else (told[whole] or 0) - known
                found = True
