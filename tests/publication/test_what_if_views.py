"""How many more it takes, of all agencies at once, and where they are to be found."""

import random
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include.index.framework import all_frameworks, all_weights
from include.index.score import Ratio, score_component
from include.index.what_if import count_missing, count_of_rest, rate_of_points, what_if
from include.periods import VIETNAM
from include.publication.aims import keep_aims

HALF_YEAR = "period = '2024-H1' AND agency_code = 'H13.05'"


@pytest.fixture
def article(article_url: str) -> Iterator[Engine]:
    engine = create_engine(article_url)
    yield engine
    engine.dispose()


@pytest.fixture
def empty(warehouse_url: str) -> Iterator[Engine]:
    engine = create_engine(warehouse_url)
    keep_aims(engine, all_weights())
    yield engine
    engine.dispose()


def ask(engine: Engine, question: str, **values: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question), values)]


def write_figures(engine: Engine, *rows: dict[str, Any]) -> None:
    plain = {"period": "2024-06", "agency_code": "H13.05", "state": "ok", "as_of": datetime(2024, 7, 1, tzinfo=VIETNAM)}
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO core.indicator (period, agency_code, indicator, numerator, denominator, rate, state,"
                " formula_version, data_as_of) VALUES (:period, :agency_code, :indicator, :numerator, :denominator,"
                " CAST(:numerator AS numeric) / NULLIF(:denominator, 0), :state, '1', :as_of)"
            ),
            [{**plain, **row} for row in rows],
        )


def goals(engine: Engine, where: str = "TRUE") -> dict[tuple[str, Decimal], tuple[Any, ...]]:
    found = ask(
        engine,
        f"SELECT goal, goal_rate, more_count, rest_count, rest_more_count, standing FROM mart.what_if WHERE {where}",
    )
    return {(goal, round(rate, 6)): tuple(rest) for goal, rate, *rest in found}


def test_the_half_year_of_the_report(article: Engine) -> None:
    found = goals(article, f"{HALF_YEAR} AND indicator = 'online_transaction_rate'")
    more = {int(rate * 100): told[0] for (goal, rate), told in found.items() if goal == "percent"}
    assert (more[92], more[95], more[96], more[100]) == (1, 7, 9, 16)
    assert min(more) == 92
    assert found["target", Decimal("0.95")] == (7, 0, None, "over")
    assert {goal for goal, _ in found} == {"percent", "target"}, "no framework gives points for it"


def test_where_it_is_lacking(article: Engine) -> None:
    """What each procedure and channel lacks sums to what the indicator lacks; every one over records is looked for."""
    rows = ask(
        article,
        "SELECT figure.period, figure.indicator, figure.denominator - figure.numerator, COALESCE(SUM(lacking_count), 0)"
        " FROM core.indicator AS figure LEFT JOIN mart.what_if_place AS place USING (period, agency_code, indicator)"
        " WHERE figure.agency_code = 'H13.05' AND figure.denominator > figure.numerator"
        " AND figure.indicator NOT LIKE '%service%' AND figure.indicator NOT LIKE '%procedure%'"
        " AND figure.indicator NOT LIKE 'petition%' GROUP BY 1, 2, 3",
    )
    assert {indicator for _, indicator, _, _ in rows} >= {
        "online_payment_rate",
        "online_transaction_rate",
        "reuse_rate",
    }
    assert [row for row in rows if row[2] != row[3]] == []
    places = ask(
        article,
        "SELECT channel, SUM(lacking_count) FROM mart.what_if_place"
        f" WHERE {HALF_YEAR} AND indicator = 'online_transaction_rate' GROUP BY channel",
    )
    assert {channel for channel, _ in places} == {"cash", "transfer"}
    assert sum(count for _, count in places) == 16


def test_which_procedures_are_lacking(article: Engine) -> None:
    """As many as the indicator lacks, in every period; all that count procedures are looked for."""
    rows = ask(
        article,
        "SELECT figure.indicator, figure.denominator - figure.numerator, COUNT(lacking.procedure_code)"
        " FROM core.indicator AS figure LEFT JOIN mart.what_if_procedure AS lacking"
        " USING (period, agency_code, indicator)"
        " WHERE figure.agency_code = 'H13.05' AND figure.denominator > figure.numerator"
        " AND figure.indicator ~ '(service|procedure).*_rate$' AND figure.indicator <> 'partial_online_service_rate'"
        " GROUP BY figure.period, figure.indicator, figure.denominator, figure.numerator",
    )
    assert {indicator for indicator, _, _ in rows} >= {"fee_procedure_payment_rate", "active_online_service_rate"}
    assert [row for row in rows if row[1] != row[2]] == []
    (used,) = ask(article, f"SELECT MAX(received_count) FROM mart.what_if_procedure WHERE {HALF_YEAR}")[0]
    assert used > 0


def test_the_view_says_what_the_rule_says(empty: Engine) -> None:
    draw = random.Random(189)
    pairs = [(n, d) for d in [1, 2, 3, 7, 189, *draw.sample(range(4, 9000), 60)] for n in {0, d, draw.randint(0, d)}]
    write_figures(
        empty,
        *(
            {"agency_code": f"H{place}", "indicator": "online_payment_rate", "numerator": n, "denominator": d}
            for place, (n, d) in enumerate(pairs)
        ),
    )
    rows = ask(empty, "SELECT agency_code, goal, goal_rate, more_count FROM mart.what_if")
    said: dict[int, dict[tuple[str, Decimal], int]] = {place: {} for place in range(len(pairs))}
    for code, goal, rate, more in rows:
        said[int(code[1:])][goal, round(rate, 6)] = int(more)
    assert len(rows) > len(pairs)
    for place, (n, d) in enumerate(pairs):
        rule = what_if(n, d, [Decimal("0.8")])
        percents = [int(rate * 100) for goal, rate in said[place] if goal == "percent"]
        if rule.next_percent is None:
            assert percents == []
        else:
            assert (min(percents), said[place]["percent", Decimal(min(percents)) / 100]) == rule.next_percent
        assert said[place]["target", Decimal("0.8")] == rule.targets[Decimal("0.8")]
        full_marks = rate_of_points(Decimal(6), Decimal(6), Decimal(1))
        assert said[place]["full_marks", round(full_marks, 6)] == count_missing(n, d, full_marks)
        steps = [(rate, more) for (goal, rate), more in said[place].items() if goal in ("percent", "target")]
        assert all(count_missing(n, d, rate) == more for rate, more in steps)


def test_the_next_point_is_of_the_framework(empty: Engine) -> None:
    """Six points at 100 %: 173 of 189 have 5.49; the sixth is reached with all, full marks too."""
    write_figures(
        empty,
        {"indicator": "online_payment_rate", "numerator": 120, "denominator": 189},
        {"indicator": "online_dossier_rate", "numerator": 20, "denominator": 100},
    )
    found = goals(empty, "indicator = 'online_payment_rate'")
    assert found["point", round(Decimal("3.995") / 6, 6)][0] == 6, "126 of 189 are two thirds: 4 of 6 points"
    half = goals(empty, "indicator = 'online_dossier_rate'")
    assert half["full_marks", round(Decimal("5.995") / 12, 6)][0] == 30
    assert half["point", round(Decimal("2.995") / 12, 6)][0] == 5, "6 points at 50 %: the third at 25 %"


@pytest.mark.parametrize(
    ("numerator", "denominator", "points", "more"),
    [
        (665, 1000, "3.99", 1),
        (666, 1000, "4.00", 167),
        (999, 1000, "5.99", 1),
        (1298, 1300, "5.99", 1),
        (173, 189, "5.49", 16),
    ],
)
def test_points_are_those_that_are_shown(
    empty: Engine, numerator: int, denominator: int, points: str, more: int
) -> None:
    """666 of 1,000 are 3.996 points, which are shown, and counted, as 4.00."""
    write_figures(empty, {"indicator": "online_payment_rate", "numerator": numerator, "denominator": denominator})
    component = next(one for one in all_frameworks()[0].components if one.input == "online_payment_rate")
    shown = score_component(component, Ratio(numerator, denominator))
    assert shown == Decimal(points)
    wanted = min(int(shown) + 1, 6)
    rate = rate_of_points(Decimal(wanted), Decimal(6), Decimal(1))
    assert ask(empty, "SELECT more_count FROM mart.what_if WHERE goal = 'point'") == [(more,)]
    assert count_missing(numerator, denominator, rate) == more
    assert (score_component(component, Ratio(numerator + more, denominator)) or 0) >= wanted
    assert (score_component(component, Ratio(numerator + more - 1, denominator)) or 0) < wanted


def test_full_marks_are_those_that_are_shown(empty: Engine) -> None:
    write_figures(empty, {"indicator": "online_payment_rate", "numerator": 1299, "denominator": 1300})
    found = ask(empty, "SELECT goal, more_count, standing FROM mart.what_if WHERE goal IN ('point', 'full_marks')")
    assert found == [("full_marks", 0, "reached")], "1,299 of 1,300 are 5.995 points, shown as 6.00"


@pytest.mark.parametrize(
    ("day", "numerator", "rest", "of_rest", "standing"),
    [
        (11, 50, 200, 190, "open"),
        (21, 50, 50, None, "out_of_reach"),
        (21, 78, 50, 42, "open"),
        (3, 50, None, None, "open"),
        (11, 90, 200, 150, "reached"),
    ],
)
def test_the_rest_of_the_period(
    empty: Engine, day: int, numerator: int, rest: int | None, of_rest: int | None, standing: str
) -> None:
    """100 so far: after 10 days of 30 the pace brings 200 more. Before the fourth day no pace is to be had."""
    as_of = datetime(2024, 6, day, tzinfo=VIETNAM)
    figure = {"indicator": "online_payment_rate", "denominator": 100, "state": "preliminary", "as_of": as_of}
    write_figures(empty, {**figure, "numerator": numerator})
    found = goals(empty, "goal = 'target'")
    assert found["target", Decimal("0.8")][1:] == (rest, of_rest, standing)
    if rest is not None:
        assert count_of_rest(numerator, 100, Decimal("0.8"), rest) == of_rest


def test_where_less_is_better(empty: Engine) -> None:
    write_figures(empty, {"indicator": "partial_online_service_rate", "numerator": 66, "denominator": 120})
    found = goals(empty)
    assert found["percent", Decimal("0.54")][0] == 2, "64 of 120 are 53.3 %"
    assert max(rate for goal, rate in found if goal == "percent") == Decimal("0.54")


def test_no_goal_is_told_of_half_a_figure(empty: Engine) -> None:
    rows = (
        {"indicator": "reuse_rate", "state": state, "period": f"2024-0{n}"}
        for n, state in enumerate(("incomplete", "no_data", "not_applicable"), 1)
    )
    write_figures(empty, *({**row, "numerator": 1, "denominator": 2} for row in rows))
    assert goals(empty) == {}


def test_the_nearest_target_holds(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO core.agency_ancestor VALUES ('H13.05', 'H13.05', 0), ('H13.05', 'H13', 1);"
            "INSERT INTO core.target VALUES ('reuse_rate', 'H13', '2024-01-01', '2025-01-01', 0.7, 'city', 'text'),"
            " ('reuse_rate', 'H13.05', '2025-01-01', 'infinity', 0.9, 'own', 'text'),"
            " ('reuse_rate', 'H20', '2024-01-01', 'infinity', 0.1, 'another', 'text')"
        )
    plain = {"indicator": "reuse_rate", "numerator": 1, "denominator": 10}
    write_figures(empty, *({**plain, "period": period} for period in ("2023", "2024", "2025")))
    found = ask(
        empty, "SELECT period, target_source, goal_rate FROM mart.what_if WHERE goal = 'target' ORDER BY period"
    )
    assert [(period, rate) for period, _, rate in found] == [
        ("2023", Decimal("0.50")),
        ("2024", Decimal("0.7")),
        ("2025", Decimal("0.9")),
    ]
