"""Points are computed by the pure rule, and by SQL for all agencies at once: the same to the last digit."""

import random
from dataclasses import asdict

import pytest
from sqlalchemy import Connection, create_engine, text

from include.index.framework import Framework, all_frameworks, all_weights
from include.index.score import Ratio, score
from include.indicators.render import read_step
from include.warehouse.statements import run_script

AGENCIES = 300
FRAMEWORKS = all_frameworks()
TABLES = """
CREATE TEMP TABLE kept (slot int, agency_code text, is_today boolean, since date);
CREATE TEMP TABLE fresh (
    slot int, indicator_no int, numerator numeric, denominator numeric, state text, is_open boolean
);
"""
CODES = sorted({weight.input for weight in all_weights()})


def draw_inputs(framework: Framework, luck: random.Random) -> dict[str, Ratio]:
    """Every input, or now and then one less; small counts, so that halves of a cent and zeros come up."""
    inputs = {}
    for component in framework.components:
        denominator = luck.choice((0, luck.randint(1, 40), luck.randint(1, 400) * 100, luck.randint(1, 10**7)))
        inputs[component.input] = Ratio(luck.randint(0, denominator), denominator)
    if luck.random() < 0.3:
        del inputs[luck.choice(list(inputs))]
    return inputs


def write_inputs(connection: Connection, framework: Framework, inputs: list[dict[str, Ratio]]) -> None:
    run_script(connection, TABLES)
    run_script(connection, "CREATE TEMP TABLE period (period text)")
    begin = read_step("1_begin")
    run_script(connection, begin[begin.index("CREATE TEMP TABLE weight") :].replace("ON COMMIT DROP", ""))
    weights = [
        {**asdict(weight), "indicator_no": CODES.index(weight.input)}
        for weight in all_weights()
        if weight.framework == framework.name
    ]
    names, places = ", ".join(weights[0]), ", ".join(f":{name}" for name in weights[0])
    connection.execute(text(f"INSERT INTO weight ({names}) VALUES ({places})"), weights)
    run_script(connection, "INSERT INTO core.agency VALUES ('H1', '2020-01-01', NULL, 'H1', 2, NULL, '')")
    slots = [{"slot": slot} for slot in range(len(inputs))]
    connection.execute(text("INSERT INTO kept VALUES (:slot, 'H1', FALSE, '2024-06-01')"), slots)
    rows = [
        {"slot": slot, "code": CODES.index(code), "n": ratio.numerator, "d": ratio.denominator}
        for slot, given in enumerate(inputs)
        for code, ratio in given.items()
    ]
    connection.execute(text("INSERT INTO fresh VALUES (:slot, :code, :n, :d, 'ok', FALSE)"), rows)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)
def test_sql_scores_as_the_pure_rule_does(warehouse_url: str, framework: Framework) -> None:
    luck = random.Random(766)
    inputs = [draw_inputs(framework, luck) for _ in range(AGENCIES)]
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        write_inputs(connection, framework, inputs)
        run_script(connection, read_step("8_score"))
        components = connection.execute(text("SELECT slot, indicator_no, points FROM component_score")).all()
        groups = connection.execute(text("SELECT slot, group_code, points, max_points, state FROM score")).all()
    engine.dispose()
    expected = [score(framework, given) for given in inputs]
    assert len(components) == AGENCIES * len(framework.components)
    for slot, number, points in components:
        assert points == expected[slot].components.get(CODES[number]), (CODES[number], inputs[slot])
    assert len(groups) == AGENCIES * (len(framework.groups) + 1)
    for slot, code, points, max_points, state in groups:
        ours = expected[slot].total if code == "TOTAL" else expected[slot].groups[code]
        assert (points, max_points, state) == (ours.points, ours.max_points, ours.state), (slot, code)
    applies_by = {"not_applicable"} if any(group.applies_by for group in framework.groups) else set()
    assert {state for *_, state in groups} == {"ok", "incomplete"} | applies_by
    assert any(points is not None and points > max_points / 2 for _, code, points, max_points, _ in groups)
