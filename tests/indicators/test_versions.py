"""A formula that changes is a new version: old periods keep theirs, in figures, points and on every measure."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from include.indicators import measure as measuring
from include.indicators.catalogue import FOLDER, read_catalogue
from tests.indicators.conftest import Country

JAN, FEB, MAR = (date(2024, month, 1) for month in (1, 2, 3))


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of one's own, which the measure reads in place of the shipped one."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    monkeypatch.setattr(measuring, "read_catalogue", lambda: read_catalogue(folder))
    return folder


def read_versions(country: Country) -> dict[str, tuple[object, ...]]:
    rows = country.fetch(
        "SELECT period, numerator, denominator, formula_version FROM mart.indicator"
        " WHERE indicator = 'online_dossier_rate' AND agency_code = 'H20.06' AND vintage = 0"
    )
    return {period: tuple(values) for period, *values in rows}


def test_old_periods_keep_their_formula(country: Country, catalogue: Path) -> None:
    """From February on a postal dossier counts as one that came online; the year began before, by the old formula."""
    country.pulled("H20", JAN, MAR)
    for month in (JAN, FEB):
        country.dossiers(month, "H20.06", 6)
        country.dossiers(month, "H20.06", 2, channel="postal")
        country.dossiers(month, "H20.06", 2, channel="direct")
    country.measure()
    assert read_versions(country)["2024-02"] == (6, 10, "1")
    path = catalogue / "online_dossier_rate.toml"
    written = path.read_text(encoding="utf-8")
    formula = written[written.index("[[formula]]") :]
    start = formula[formula.index("valid_from") :].split("\n", 1)[0]
    second = formula.replace('version     = "1"', 'version     = "2"').replace(start, "valid_from = 2024-02-01")
    second = second.replace("channel = 'online'", "channel = 'online' OR channel = 'postal'")
    assert second.count("postal") > formula.count("postal")
    path.write_text(written + second, encoding="utf-8")
    assert country.measure().rows > 0
    found = read_versions(country)
    assert found["2024-01"] == (6, 10, "1")
    assert found["2024-02"] == (8, 10, "2")
    assert found["2024-Q1"] == (12, 20, "1")
    assert country.measure(rebuild=True).rows == 0


def test_old_periods_keep_their_framework(country: Country) -> None:
    """Twice the points from February on: January is scored as it was, by the name it had."""
    country.pulled("H20", JAN, MAR)
    for month in (JAN, FEB):
        country.dossiers(month, "H20.06", 10)
    ended = [replace(w, holds_until=min(w.holds_until, FEB)) for w in country.weights if w.framework == "766-2026"]
    begun = [
        replace(w, framework="766-2030", holds_from=FEB, points=w.points * 2, group_points=w.group_points * 2)
        for w in country.weights
        if w.framework == "766-2026"
    ]
    replace(country, weights=(*ended, *begun)).measure()
    points = country.fetch(
        "SELECT period, framework, points, max_points FROM mart.index"
        " WHERE agency_code = 'H20.06' AND group_code = 'TDGQ' AND vintage = 0 AND period IN ('2024-01', '2024-02')"
        " ORDER BY 1"
    )
    assert points == [("2024-01", "766-2026", 20, 20), ("2024-02", "766-2030", 40, 40)]
