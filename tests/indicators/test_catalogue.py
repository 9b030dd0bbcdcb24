"""The catalogue is read strictly, and every formula does with its own examples what they say."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from include.errors import WrongUse
from include.index.framework import all_frameworks
from include.indicators.catalogue import FOLDER, read_catalogue, read_indicator
from include.indicators.render import render_sum
from include.indicators.source import all_sources

WITHOUT_UNIT_REPORTS = """
online_payment_rate online_transaction_rate payable_procedure_rate fee_procedure_activity_rate on_time_rate
on_time_finished_rate online_dossier_rate full_online_service_rate partial_online_service_rate
active_online_service_rate electronic_result_rate digitised_rate reuse_rate citizen_data_rate
reception_satisfaction_rate petition_on_time_rate petition_satisfaction_rate
"""
WRONG = [
    ('owner            = "', 'boss = "x"\nowner            = "', "key boss", "nobody knows this key"),
    (
        'over             = "dossiers"',
        'over             = "reports"',
        "key over",
        "'reports' came",
    ),
    ('{ sum = "fee_count" }', '{ sum = "cost_count" }', "formula[1].denominator.sum", "no column cost_count"),
    ('{ sum = "fee_count" }', '{ sum = "fee_count", where = "now() > 1" }', "denominator.where", "no column now"),
    ('{ sum = "fee_count" }', '{ sum = "fee_count; DROP" }', "denominator.sum", "'; DROP' is no part of a formula"),
    ('{ sum = "fee_count" }', '{ sum = "(fee_count" }', "denominator.sum", "brackets do not match"),
    (
        '{ sum = "fee_count" }',
        '{ sum = "fee_count received_count" }',
        "denominator.sum",
        "cannot stand behind 'fee_count'",
    ),
    ('{ sum = "fee_count" }', '{ sum = "fee_count +" }', "denominator.sum", "the end came behind '+'"),
    ('{ sum = "fee_count" }', '{ sum = "channel" }', "denominator.sum", "it gives a text, not a number"),
    (
        '{ sum = "fee_count" }',
        """{ sum = "fee_count", where = "channel IN ('online' 'postal')" }""",
        "denominator.where",
        "\"'postal'\" came behind \"'online'\", where ) or , must stand",
    ),
    (
        '{ sum = "fee_count" }',
        '{ sum = "fee_count", where = "channel IN online" }',
        "denominator.where",
        "'online' came behind 'IN', where ( must stand",
    ),
    (
        '{ sum = "fee_count" }',
        '{ sum = "fee_count", where = "channel = 1" }',
        "denominator.where",
        "a number stands behind =, where a text must",
    ),
    ('{ sum = "fee_count" }', '{ sum = "fee_count", where = "AND" }', "denominator.where", "'AND' came behind"),
    ('{ sum = "fee_count" }', '{ total = "fee_count" }', "denominator.sum", "it is missing"),
    ("[[formula.example]]", "[[formula.sample]]", "formula[1].example", "it is missing"),
    ("fee_count = 2,", "cost_count = 2,", "formula[1].example[1].rows", "no column cost_count"),
    ('standing    = "portal"', 'standing    = "sure"', "formula[1].standing", "'sure' came"),
    ('version     = "1"', "version     = 1", "formula[1].version", "1 came; write a text in quotes"),
    ('version     = "1"', 'version     = "new\'"', "formula[1].version", "a whole number in quotes"),
    ('better           = "higher"', 'better           = ""', "key better", "it is empty"),
    ('zero_denominator = "not_applicable"', "", "key zero_denominator", "it is missing"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(FOLDER / "online_payment_rate.toml", tmp_path))


@pytest.mark.parametrize(("right", "wrong", "place", "came"), WRONG)
def test_a_wrong_file_is_named_with_its_key(path: Path, right: str, wrong: str, place: str, came: str) -> None:
    written = path.read_text(encoding="utf-8")
    assert right in written
    path.write_text(written.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(WrongUse) as refusal:
        read_indicator(path, all_sources())
    assert "online_payment_rate.toml" in str(refusal.value)
    assert place in str(refusal.value)
    assert came in str(refusal.value)


def test_a_second_version_begins_after_the_first(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    formula = written[written.index("[[formula]]") :]
    second = formula.replace('version     = "1"', 'version     = "2"')
    path.write_text(written + second.replace("2022-06-23", "2027-01-01"), encoding="utf-8")
    first, other = read_indicator(path, all_sources()).formulas
    assert first.valid_until == other.valid_from
    path.write_text(written + second, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"formula\[1\].valid_from: 2022-06-23 overlaps 2022-06-23"):
        read_indicator(path, all_sources())
    path.write_text(written + formula.replace("2022-06-23", "2027-01-01"), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"formula\[2\].version: '1' came twice"):
        read_indicator(path, all_sources())


def test_an_empty_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="it is empty"):
        read_catalogue(tmp_path)


def test_every_code_that_records_can_feed_is_there() -> None:
    assert set(WITHOUT_UNIT_REPORTS.split()) <= set(read_catalogue())


def test_every_input_that_a_framework_takes_from_records_is_there() -> None:
    weighed = {c.input for f in all_frameworks() for c in f.components if c.origin == "records"}
    assert weighed
    assert weighed <= set(read_catalogue())


def test_every_example_comes_out(warehouse_url: str) -> None:
    """In PostgreSQL, by the very aggregates that measure."""
    engine = create_engine(warehouse_url)
    sources = all_sources()
    examples = [
        (indicator, formula, example)
        for indicator in read_catalogue().values()
        for formula in indicator.formulas
        for example in formula.examples
    ]
    assert len(examples) >= 19
    with engine.connect() as connection:
        for indicator, formula, example in examples:
            columns = sources[indicator.over].columns.items()
            typed = ", ".join(f"{name} {kind}" for name, kind in columns)
            nothing = {name: "" if kind == "text" else "0" for name, kind in columns}
            filled = ", ".join(f"COALESCE({name}, '{value}') AS {name}" for name, value in nothing.items())
            rows = f"SELECT {filled} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS example ({typed})"
            sums = f"{render_sum(formula.numerator)}, {render_sum(formula.denominator)}"
            statement = text(f"SELECT {sums} FROM ({rows}) AS example")
            found = connection.execute(statement, {"rows": json.dumps(example.rows)}).one()
            assert tuple(found) == (example.numerator, example.denominator), f"{indicator.code}: {example.why}"
    engine.dispose()
