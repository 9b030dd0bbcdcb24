"""A province whose sync loses 7 % of its dossiers, reconciled: what is lost is called missing, and nothing else is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from include.__main__ import build_parser
from include.commands import measure, publish, pull, reconcile, run
from include.errors import Refused, WrongUse
from include.index.reconcile import CAUSES
from include.periods import VIETNAM
from include.portal.simulator.server import TEST_ACCOUNT, Served, running_simulator
from include.settings import Settings
from include.warehouse.embedded import EmbeddedPostgres
from include.warehouse.table_hashes import table_hashes
from tests.conftest import TEMPLATE

NOW = datetime(2024, 7, 1, 0, 30, tzinfo=VIETNAM)
REPORTS = (
    *("service-results", "transparency", "dvc-progress-tree", "provide-online-tree"),
    *("formality-online-payment-tree", "dossier-digitized", "handling-satisfaction"),
)
LATE = """
INSERT INTO core.dossier
SELECT (JSONB_POPULATE_RECORD(NULL::core.dossier, TO_JSONB(stored) || JSONB_BUILD_OBJECT(
    'dossier_code', stored.dossier_code || '9', 'loaded_at', STATEMENT_TIMESTAMP(), 'electronic_result', FALSE
))).*
FROM (
    SELECT * FROM core.dossier
    WHERE agency_code = 'H20.02' AND code_month = '2024-06-01'
    ORDER BY dossier_code
    LIMIT 20
) AS stored
"""
PARTS = " + ".join(f"{cause}_points" for cause in CAUSES)


def do(command: Any, settings: Settings, *words: str) -> int:
    name = command.__name__.rpartition(".")[2]
    return int(command.run(build_parser(name).parse_args([name, *words]), settings, NOW))


@pytest.fixture(scope="module")
def lossy(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """June of the province, its records and the portal's own figures."""
    with running_simulator(Served(world="lossy")) as portal:
        settings = Settings(
            {
                "REFORM_PORTAL_URL": portal.base_url,
                "REFORM_PORTAL_USERNAME": TEST_ACCOUNT.username,
                "REFORM_PORTAL_PASSWORD": TEST_ACCOUNT.password,
                "REFORM_WAREHOUSE_URL": postgres.create_database("lossy", TEMPLATE),
                "REFORM_LANDING_URL": (tmp_path_factory.mktemp("lossy") / "landing").as_uri(),
                "REFORM_PORTAL_PAUSE_SECONDS": "0",
            }
        )
        assert do(run, settings, "--root", "H20", "--since", "2024-06-01", "--until", "2024-07-01") == 0
        for report in REPORTS:
            for root in ("VN", "H20"):
                assert do(pull, settings, report, "--root", root, "--period", "2024-06") == 0
        yield settings


@pytest.fixture
def engine(lossy: Settings) -> Iterator[Engine]:
    engine = create_engine(lossy.warehouse_url)
    yield engine
    engine.dispose()


def ask(engine: Engine, question: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


@pytest.mark.timeout(300)
def test_what_the_sync_lost_is_found_missing(
    lossy: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert do(reconcile, lossy, "--period", "2024-06") == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == ["agency", "group", "portal", "ours", "difference", *CAUSES, "state"]
    differences = [abs(float(line.split()[4])) for line in printed[1 : printed.index("")] if "–" not in line]
    assert differences == sorted(differences, reverse=True)
    assert differences[0] > 0
    said = "ours are the live figures, of data whole up to 2024-07-01 00:00, and not those of a published vintage"
    assert any(line.startswith(said) for line in printed)

    counted = dict(
        ask(
            engine,
            "SELECT cause, denominator FROM mart.reconciliation_count"
            " WHERE agency_code = 'H20' AND indicator = 'on_time_rate'",
        )
    )
    lost = counted["published"] - counted["ours"]
    assert 0.06 < lost / counted["published"] < 0.09, "7 % of what the portal counts, and some in quarantine"
    assert -counted["missing"] / lost > 0.95, "holes in the numbering, quarantine and payments tell of nearly all of it"
    assert counted["published"] + sum(counted.get(cause, 0) for cause in CAUSES) == counted["ours"]
    assert "definition" not in counted


@pytest.mark.timeout(300)
def test_parts_sum_to_the_difference_and_ours_are_those_that_mart_shows(lossy: Settings, engine: Engine) -> None:
    assert do(reconcile, lossy, "--period", "2024-06") == 0
    rows = ask(engine, f"SELECT difference_points, {PARTS}, our_points - published_points FROM mart.reconciliation")
    compared = [row for row in rows if row[0] is not None]
    assert len(compared) > 40
    assert all(difference == parts == apart for difference, parts, apart in compared)
    same = ask(
        engine,
        "SELECT told.our_points = shown.points FROM mart.reconciliation AS told INNER JOIN mart.index AS shown"
        " USING (period, agency_code, framework, group_code)"
        " WHERE group_code IN ('TDGQ', 'CLGQ', 'TTTT', 'MDHL') AND told.our_points IS NOT NULL",
    )
    assert len(same) > 20
    assert set(same) == {(True,)}
    services = ask(
        engine,
        "SELECT definition_points = difference_points FROM mart.reconciliation"
        " WHERE agency_code = 'H20' AND group_code = 'CLGQ'",
    )
    assert services == [(True,)], "the portal counts a service at each agency"


@pytest.mark.timeout(300)
def test_again_changes_nothing(lossy: Settings, engine: Engine) -> None:
    assert do(reconcile, lossy, "--period", "2024-06") == 0
    before = table_hashes(engine)
    assert do(reconcile, lossy, "--period", "2024-06", "--agency", "H20.02") == 0
    assert table_hashes(engine) == before


def test_a_period_of_one_side_alone_is_refused(lossy: Settings) -> None:
    with pytest.raises(Refused, match="reconcile 2024-05: no agency has figures both here and from the portal; load"):
        do(reconcile, lossy, "--period", "2024-05")


@pytest.mark.timeout(300)
def test_what_was_published_is_set_beside_the_portals_too(
    lossy: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twenty dossiers come after the vintage: the live figures have them, the published ones lack them."""
    with pytest.raises(WrongUse, match="there is no vintage 1, there are none"):
        do(reconcile, lossy, "--period", "2024-06", "--vintage", "1")
    assert do(publish, lossy, "--period", "2024-06", "--by", "thu") == 0
    assert do(reconcile, lossy, "--period", "2024-06") == 0
    assert do(reconcile, lossy, "--period", "2024-06", "--vintage", "1") == 0
    apart = "SELECT agency_code, group_code, our_points, difference_points FROM {} ORDER BY 1, 2"
    live = ask(engine, apart.format("mart.reconciliation"))
    assert live == ask(engine, apart.format("mart.reconciliation_vintage"))
    with engine.begin() as connection:
        assert connection.execute(text(LATE)).rowcount == 20
    assert do(measure, lossy, "--rebuild") == 0
    capsys.readouterr()
    assert do(reconcile, lossy, "--period", "2024-06") == 0
    assert do(reconcile, lossy, "--period", "2024-06", "--vintage", "1") == 0
    assert "ours are the figures of vintage 1 as published" in capsys.readouterr().out
    assert live == ask(engine, apart.format("mart.reconciliation_vintage")), "what was published stays"
    assert live != ask(engine, apart.format("mart.reconciliation")), "the live figures moved on"
    late = ask(engine, "SELECT agency_code, late_count FROM mart.reconciliation_vintage WHERE group_code = 'TDGQ'")
    assert {code: count for code, count in late if count} == {"H20": 20, "H20.02": 20}
    counted = "SELECT COUNT(*), COUNT(DISTINCT (agency_code, indicator, cause)) FROM mart.reconciliation_count"
    [(rows, different)] = ask(engine, counted)
    assert rows == different
