"""The open-data package of the article's half-year: it holds what it describes, and tells nothing small."""

import csv
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine

from include.__main__ import main
from include.errors import WrongUse
from include.periods import VIETNAM
from include.publication.open_data.export import export
from include.publication.open_data.resource import all_resources, read_resource
from include.strict import Table
from include.warehouse.views import all_views

NOW = datetime(2024, 7, 2, 8, tzinfo=VIETNAM)
MIN_COUNT = 5


@pytest.fixture(scope="module")
def package(article_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("open") / "package"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REFORM_WAREHOUSE_URL", article_url)
        assert main(["export", "--out", str(folder)]) == 0
    return folder


def described(package: Path) -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = json.loads((package / "datapackage.json").read_text("utf-8"))["resources"]
    assert len(resources) == 2 * len(all_resources())
    return resources


def rows(package: Path, name: str) -> list[dict[str, str]]:
    with (package / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert found
    return found


def test_every_file_is_described_by_its_hash_columns_and_key(package: Path) -> None:
    for resource in described(package):
        content = (package / resource["path"]).read_bytes()
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (resource["bytes"], resource["hash"])
        if resource["format"] == "csv":
            names = [field["name"] for field in resource["schema"]["fields"]]
            found = rows(package, resource["name"])
            assert list(found[0]) == names == pq.read_schema(package / f"{resource['name']}.parquet").names
            keys = {tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in found}
            assert len(keys) == len(found)
    assert {path.name for path in package.iterdir()} == {
        "datapackage.json",
        *(resource["path"] for resource in described(package)),
    }


def test_csv_and_parquet_hold_the_same(package: Path) -> None:
    for name in ("indicator", "dossier_month"):
        table = pq.read_table(package / f"{name}.parquet").to_pylist()
        for text, typed in zip(rows(package, name), table, strict=True):
            for column, value in typed.items():
                same = text[column] == str(value) if isinstance(value, str) else _number(text[column]) == _number(value)
                assert same, (name, column, text[column], value)


def _number(value: object) -> object:
    try:
        return float(str(value))
    except ValueError:
        return None if value in {None, ""} else str(value)


def test_the_article_is_told_and_small_numbers_are_not(package: Path) -> None:
    figures = {(row["period"], row["agency_code"], row["indicator"]): row for row in rows(package, "indicator")}
    article = figures["2024-H1", "H13.05", "online_transaction_rate"]
    assert (article["numerator"], article["denominator"], article["state"]) == ("173", "189", "ok")
    petitions = figures["2024-01", "H13.05", "petition_on_time_rate"]
    assert (petitions["numerator"], petitions["denominator"], petitions["state"]) == ("", "", "suppressed")
    for name, count in (("dossier_month", "received_count"), ("payment_month", "transaction_count")):
        assert [row for row in rows(package, name) if 0 < int(row[count]) < MIN_COUNT] == []


def test_the_same_warehouse_gives_the_same_bytes(article_url: str, package: Path, tmp_path: Path) -> None:
    engine = create_engine(article_url)
    assert export(engine, tmp_path / "again", MIN_COUNT, NOW)
    engine.dispose()
    for resource in described(package):
        assert (tmp_path / "again" / resource["path"]).read_bytes() == (package / resource["path"]).read_bytes()


def test_a_folder_that_holds_something_is_left_alone(
    article_url: str, package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", article_url)
    before = sorted(path.name for path in package.iterdir())
    assert main(["export", "--out", str(package)]) == 1
    assert "the folder is not empty" in capsys.readouterr().err
    assert sorted(path.name for path in package.iterdir()) == before


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"primary_key": ["period"], "protect": "all"}, "protect"),
        ({"primary_key": ["periods"], "protect": "nothing"}, "primary_key"),
        ({"primary_key": ["period"], "protect": "nothing", "cases": "rate"}, "cases"),
    ],
)
def test_a_wrong_key_is_named(values: dict[str, Any], named: str) -> None:
    view = next(view for view in all_views() if view.name == "indicator")
    with pytest.raises(WrongUse, match=rf"indicator\.toml, key {named}"):
        read_resource(Table("indicator.toml", "", values), view)
