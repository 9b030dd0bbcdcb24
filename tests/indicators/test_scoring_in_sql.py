"""Points are computed by the pure rule, and by SQL for all agencies at once: the same to the last digit."""

import random
from dataclasses import asdict
from decimal import Decimal

from sqlalchemy import Connection, create_engine, text

from include.index.framework import all_frameworks, all_weights
from include.index.score import Ratio, score
from include.indicators.render import read_step
from include.warehouse.statements import run_script

AGENCIES = 400
FRAMEWORK = all_frameworks()[0]
TABLES = """
CREATE TEMP TABLE kept (period text, agency_code text, since date);
CREATE TEMP TABLE fresh (
    period text, agency_code text, indicator text, numerator numeric, denominator numeric, state text, is_open boolean
);
"""


def draw_inputs(luck: random.Random) -> dict[str, Ratio]:
    """Every input, or now and then one less; small counts, so that halves of a cent and zeros come up."""
    inputs = {}
    for component in FRAMEWORK.components:
        denominator = luck.choice((0, luck.randint(1, 40), luck.randint(1, 400) * 100, luck.randint(1, 10**7)))
        inputs[component.input] = Ratio(luck.randint(0, denominator), denominator)
    if luck.random() < 0.3:
        del inputs[luck.choice(list(inputs))]
    return inputs


def write_inputs(connection: Connection, inputs: dict[str, dict[str, Ratio]]) -> None:
    run_script(connection, TABLES)
    run_script(connection, "CREATE TEMP TABLE period (period text)")
    begin = read_step("1_begin")
    run_script(connection, begin[begin.index("CREATE TEMP TABLE weight") :].replace("ON COMMIT DROP", ""))
    weights = [asdict(weight) for weight in all_weights()]
    places = ", ".join(f":{name}" for name in weights[0])
    connection.execute(text(f"INSERT INTO weight VALUES ({places})"), weights)
    connection.execute(
        text("INSERT INTO kept VALUES ('2024-06', :agency, '2024-06-01')"), [{"agency": agency} for agency in inputs]
    )
    rows = [
        {"agency": agency, "code": code, "n": ratio.numerator, "d": ratio.denominator}
        for agency, given in inputs.items()
        for code, ratio in given.items()
    ]
    connection.execute(text("INSERT INTO fresh VALUES ('2024-06', :agency, :code, :n, :d, 'ok', FALSE)"), rows)


def test_sql_scores_as_the_pure_rule_does(warehouse_url: str) -> None:
    luck = random.Random(766)
    inputs = {f"H{number}": draw_inputs(luck) for number in range(AGENCIES)}
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        write_inputs(connection, inputs)
        run_script(connection, read_step("6_score"))
        components = connection.execute(text("SELECT agency_code, input, points FROM component_score")).all()
        groups = connection.execute(text("SELECT agency_code, group_code, points, max_points, state FROM score")).all()
    engine.dispose()
    expected = {agency: score(FRAMEWORK, given) for agency, given in inputs.items()}
    assert len(components) == AGENCIES * len(FRAMEWORK.components)
    for agency, code, points in components:
        assert points == expected[agency].components.get(code), (agency, code, inputs[agency].get(code))
    assert len(groups) == AGENCIES * (len(FRAMEWORK.groups) + 1)
    for agency, code, points, max_points, state in groups:
        ours = expected[agency].total if code == "TOTAL" else expected[agency].groups[code]
        assert (points, max_points, state) == (ours.points, ours.max_points, ours.state), (agency, code)
    assert {state for *_, state in groups} == {"ok", "incomplete", "not_applicable"}
    assert any(points is not None and points > Decimal(50) for _, code, points, *_ in groups if code == "TOTAL")
