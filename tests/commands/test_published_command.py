"""A new user's first day: an address of the portal, of a warehouse and of a folder, and no account."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include.__main__ import build_parser
from include.commands import published, pull
from include.errors import Refused, WrongUse
from include.periods import VIETNAM
from include.portal.simulator.server import Served, Server, running_simulator
from include.settings import Settings
from include.warehouse.connection import connect
from include.warehouse.table_hashes import table_hashes

FIRST_DAY = datetime(2026, 2, 1, 9, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def nation() -> Iterator[Server]:
    """The whole country with a thousandth of its dossiers and no fault."""
    with running_simulator(Served(world="national", scale=0.001, fault_share=0)) as server:
        yield server


@pytest.fixture
def settings(nation: Server, warehouse_url: str, tmp_path: Path) -> Settings:
    urls = {
        "REFORM_PORTAL_URL": nation.base_url,
        "REFORM_WAREHOUSE_URL": warehouse_url,
        "REFORM_LANDING_URL": (tmp_path / "landing").as_uri(),
    }
    return Settings(urls | {"REFORM_PORTAL_PAUSE_SECONDS": "0"})


def run(command: Any, settings: Settings, *arguments: str, now: datetime = FIRST_DAY) -> int:
    name = command.__name__.rpartition(".")[2]
    args = build_parser(name).parse_args([name, *arguments])
    return int(command.run(args, settings, now))


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = connect(warehouse_url)
    yield engine
    engine.dispose()


def ask(engine: Engine, question: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


@pytest.mark.timeout(300)
def test_one_command_brings_the_published_scores_of_all_provinces(settings: Settings, engine: Engine) -> None:
    assert run(pull, settings, "service-results", "--period", "2026-01") == 0
    scores = ask(
        engine,
        "SELECT agency_code, count(*), sum(points) FILTER (WHERE group_code <> 'TOTAL')"
        " - max(points) FILTER (WHERE group_code = 'TOTAL'), bool_and(max_points > 0) FROM mart.published"
        " WHERE period = '2026-01' AND agency_code ~ '^H[0-9]{2}$' GROUP BY agency_code",
    )
    assert len(scores) == 34
    assert {count for _, count, _, _ in scores} == {7}
    assert all(abs(difference) <= 0.03 and known for _, _, difference, known in scores)
    assert ask(engine, "SELECT pulled, loaded, quarantined FROM ops.receipt") == [(35, 35, 0)]

    assert run(pull, settings, "service-results", "--period", "2026-01", "--root", "H44") == 0
    [(departments, communes)] = ask(
        engine,
        "SELECT count(*) FILTER (WHERE agency_level = 'PROVINCE'), count(*) FILTER (WHERE agency_level = 'COMMUNE')"
        " FROM mart.published WHERE agency_code LIKE 'H44.%' AND group_code = 'TOTAL'",
    )
    assert (departments, communes) == (15, 148)


DEMO_DAY = datetime(2024, 7, 1, 9, tzinfo=VIETNAM)
GROUPS = ["CKMB", "CLGQ", "MDHL", "MDSH", "TDGQ", "TOTAL", "TTTT"]


@pytest.fixture
def demo_settings(warehouse_url: str, tmp_path: Path) -> Iterator[Settings]:
    with running_simulator() as server:
        urls = {
            "REFORM_PORTAL_URL": server.base_url,
            "REFORM_WAREHOUSE_URL": warehouse_url,
            "REFORM_LANDING_URL": (tmp_path / "landing").as_uri(),
        }
        yield Settings(urls | {"REFORM_PORTAL_PAUSE_SECONDS": "0"})


@pytest.mark.timeout(300)
def test_every_report_of_every_period_that_is_due(
    demo_settings: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The article's department: 420 dossiers, all on time; 173 of 189 with a fee obligation paid online."""
    assert run(published, demo_settings, "--root", "VN", now=DEMO_DAY) == 0
    for feed in ("dvc-progress-tree", "formality-online-payment-tree", "transparency"):
        assert run(pull, demo_settings, feed, "--root", "H20", "--period", "2024-Q2", now=DEMO_DAY) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 7 * 5 + 1 + 3
    assert "service_results:VN:2024-06@20240701: 4 pulled, 4 loaded, 0 unchanged, 0 duplicate, 0 quarantined" in printed
    assert [line for line in printed if ":2024-Q3@" in line and " 0 pulled, " not in line] == []

    groups = ask(
        engine, "SELECT array_agg(group_code ORDER BY group_code) FROM mart.published GROUP BY period, agency_code"
    )
    assert (GROUPS,) in groups
    article = ask(
        engine,
        "SELECT figure, value FROM mart.published_figure WHERE period = '2024' AND agency_code = 'H13.05' AND figure IN"
        " ('totalReceived', 'totalOnTime', 'totalDossierOnlinePaymentSuccess', 'totalDossierFinancialObligation')",
    )
    assert dict(article) == {
        "totalReceived": 420,
        "totalOnTime": 420,
        "totalDossierOnlinePaymentSuccess": 173,
        "totalDossierFinancialObligation": 189,
    }
    departments = (
        "SELECT count(*) FROM mart.published_figure WHERE agency_code LIKE 'H20.%' AND figure = 'totalOverdue'"
    )
    assert ask(engine, departments) == [(19,)]
    metrics = ask(engine, "SELECT DISTINCT metric FROM mart.published_metric")
    assert len(metrics) == 14
    assert ask(engine, "SELECT count(*) > 700 FROM mart.published_procedure") == [(True,)]

    before = table_hashes(engine)
    assert run(pull, demo_settings, "transparency", now=DEMO_DAY) == 0
    assert run(pull, demo_settings, "formalities", now=DEMO_DAY) == 0
    assert before
    assert table_hashes(engine) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["service-results", "--period", "2024-07"],
            "2024-07: it is not published yet; name a month that is over",
        ),
        (["service-results", "--period", "2025"], "period 2025: it is not published yet"),
        (
            ["service-results", "--period", "2024-H1"],
            "2024-H1: it does not exist there; give a month or quarter",
        ),
        (["formalities", "--period", "2024"], "feed formalities: a period; leave it out"),
        (["formalities", "--root", "H20"], "pull formalities of H20: it is the country's alone; leave out --root"),
        (["service-results", "--since", "2024-01-01"], "pull service-results: a window; give --period"),
        (["transparency", "--root", "Sở"], "root agency 'Sở': not an agency code"),
        (["dossiers", "--period", "2024"], "pull dossiers: a period; give --root, and --since and --until"),
        (["dossiers"], "pull dossiers: no root agency; give --root"),
        (["service-result"], "feed 'service_result': there is no such feed; name one of"),
    ],
)
def test_a_wrong_question_is_refused_in_one_line(demo_settings: Settings, arguments: list[str], said: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        run(pull, demo_settings, *arguments, now=DEMO_DAY)
    assert said in str(refusal.value)


def test_a_province_needs_the_country_first(demo_settings: Settings) -> None:
    with pytest.raises(Refused, match="id of H20: no report has named it yet; pull service-results of VN first"):
        run(pull, demo_settings, "service-results", "--root", "H20", "--period", "2024-05", now=DEMO_DAY)
