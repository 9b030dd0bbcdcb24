"""Whole batches before Great Expectations itself: how they are split, and what is not a pass."""

import json
import os
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from include.errors import Refused
from include.quality.expectations import evaluate
from include.quality.judge import Verdict, judge
from include.quality.rule import Rule, all_rules
from include.records.columns import all_columns, columns_of
from tests.records.landed_rows import row, shape_rows

Rows = Sequence[dict[str, Any]]


def judge_rows(folder: Path, feed: str, rows: Rows) -> Verdict:
    with duckdb.connect() as con:
        shape_rows(con, folder, feed, rows)
        return judge(con, feed)


def failed_counts(verdict: Verdict) -> dict[str, int]:
    return {result.rule: result.failed_count for result in verdict.results if result.failed_count}


@pytest.mark.parametrize("feed", sorted(all_columns()))
def test_a_good_row_is_accepted_as_typed(tmp_path: Path, feed: str) -> None:
    verdict = judge_rows(tmp_path, feed, [row(feed)])
    assert failed_counts(verdict) == {}
    assert verdict.accepted.column_names == [*columns_of(feed).names, "content_hash"]
    assert (verdict.accepted.num_rows, verdict.quarantined.num_rows, verdict.duplicate_count) == (1, 0, 0)
    assert {result.rule for result in verdict.results} == {rule.name for rule in all_rules() if feed in rule.feeds}
    assert all(result.evaluated_count == 1 for result in verdict.results)


@pytest.mark.parametrize("feed", sorted(all_columns()))
def test_nothing_pulled_is_nothing_failed(tmp_path: Path, feed: str) -> None:
    verdict = judge_rows(tmp_path, feed, [])
    assert (verdict.accepted.num_rows, verdict.quarantined.num_rows, verdict.duplicate_count) == (0, 0, 0)
    assert verdict.results
    assert all((result.evaluated_count, result.failed_count) == (0, 0) for result in verdict.results)
    assert verdict.quarantined.column_names == ["position", "record_key", "rules", "sentences", "record"]


@pytest.mark.parametrize("feed", sorted(all_columns()))
def test_the_bad_examples_of_every_warning_are_quarantined_for_it(tmp_path: Path, feed: str) -> None:
    cases = [
        (rule, example)
        for rule in all_rules()
        if rule.severity == "warning" and feed in rule.feeds
        for example in rule.examples["bad"]
    ]
    assert cases
    verdict = judge_rows(tmp_path, feed, [row(feed), *(row(feed, **example) for _, example in cases)])
    quarantined = verdict.quarantined.to_pylist()
    assert [found["position"] for found in quarantined] == list(range(1, len(cases) + 1))
    for found, (rule, example) in zip(quarantined, cases, strict=True):
        assert rule.name in found["rules"], f"{rule.name} lets {example} pass"
        assert found["rules"] == sorted(found["rules"])
        assert rule.sentence_vi in found["sentences"]
        assert len(found["sentences"]) == len(found["rules"])


def test_a_quarantined_row_keeps_what_landed(tmp_path: Path) -> None:
    verdict = judge_rows(tmp_path, "dossiers", [row("dossiers", MaHoSo="x\0y", HinhThuc="\\u0000", DanhSachLePhi=None)])
    [found] = verdict.quarantined.to_pylist()
    assert found["record_key"] == "xy"
    record = json.loads(found["record"])
    assert "\\u0000" not in found["record"].replace("\\\\u0000", "")
    assert (record["MaHoSo"], record["HinhThuc"], record["MaDonVi"]) == ("x\ufffdy", "\\u0000", "000.00.05.H13")
    assert "position" not in record


def test_info_is_counted_and_refuses_nothing(tmp_path: Path) -> None:
    verdict = judge_rows(tmp_path, "dossiers", [row("dossiers", KenhThucHien="", LoaiDoiTuong="8")])
    assert failed_counts(verdict) == {"applicant_kind_known": 1, "channel_given": 1}
    assert verdict.accepted["channel"].to_pylist() == ["direct"]


def test_the_newest_version_stays_and_the_others_are_duplicates(tmp_path: Path) -> None:
    def dossier(code: str, updated_at: str, **changes: Any) -> dict[str, Any]:
        return row("dossiers", MaHoSo=f"H13.05-240712-{code}", CapNhatLuc=updated_at, **changes)

    rows = [
        dossier("0001", "20240713110500"),
        dossier("0001", "20240714000000", KenhThucHien="1"),
        dossier("0001", "20240714000000", KenhThucHien="1"),
        dossier("0002", "20240713110500"),
        dossier("0001", "20240715110000", KenhThucHien="9"),
    ]
    verdict = judge_rows(tmp_path, "dossiers", rows)
    assert sorted(verdict.accepted.select(["dossier_code", "channel"]).to_pylist(), key=str) == [
        {"dossier_code": "H13.05-240712-0001", "channel": "direct"},
        {"dossier_code": "H13.05-240712-0002", "channel": "online"},
    ]
    assert verdict.duplicate_count == 2
    assert verdict.quarantined["position"].to_pylist() == [4]


def test_a_field_that_never_arrives_stops_the_batch(tmp_path: Path) -> None:
    rows = [row("payments", MaThamChieu=f"TT{number}", SoTien="") for number in range(25)]
    with pytest.raises(Refused, match=r"batch of payments: .*SoTien .*\(field_arrives_sotien: 25 of 25 rows\)"):
        judge_rows(tmp_path, "payments", rows)
    verdict = judge_rows(tmp_path, "payments", rows[:19])
    assert failed_counts(verdict) == {"amount_given": 19}
    assert verdict.quarantined.num_rows == 19


FAULTS: dict[str, list[dict[str, Any]]] = {
    "dossiers": [
        {},
        {"KenhThucHien": ""},
        {"NgayKetThucXuLy": "", "NgayTra": ""},
        {"NgayTiepNhan": "x"},
        {"MaDonVi": ""},
        {"MaTTHC": "9.999999"},
        {"CapNhatLuc": "20240714000000"},
        {"CapNhatLuc": ""},
    ]
}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(st.tuples(st.integers(1, 4), st.sampled_from(FAULTS["dossiers"])), max_size=15),
    shuffled=st.randoms(use_true_random=False),
)
def test_any_order_of_rows_is_split_alike_and_nothing_is_lost(tmp_path: Path, drawn: Any, shuffled: Any) -> None:
    rows = [row("dossiers", **{"MaHoSo": f"H13.05-240712-{number:04}"} | fault) for number, fault in drawn]
    verdict = judge_rows(tmp_path, "dossiers", rows)
    assert len(rows) == verdict.accepted.num_rows + verdict.quarantined.num_rows + verdict.duplicate_count
    keys = verdict.accepted["dossier_code"].to_pylist()
    assert len(keys) == len(set(keys))
    shuffled.shuffle(rows)
    again = judge_rows(tmp_path, "dossiers", rows)
    assert sorted(again.accepted.to_pylist(), key=str) == sorted(verdict.accepted.to_pylist(), key=str)
    assert sorted(again.quarantined["record"].to_pylist()) == sorted(verdict.quarantined["record"].to_pylist())
    assert again.results == verdict.results


def rule_on(column: str, **changes: Any) -> Rule:
    texts: dict[str, Any] = dict.fromkeys(("sentence_vi", "sentence_en", "source"), "…")
    expectation = {"expectation": "expect_column_values_to_not_be_null", "column": column}
    return Rule(name="tried", feeds=("dossiers",), severity="warning", **texts | expectation | changes)


def test_great_expectations_failing_itself_is_no_pass() -> None:
    frame = pa.table({"level": pa.array([1, 2, None], pa.int64())})
    [outcome] = evaluate(frame, [rule_on("level")])
    assert (outcome.evaluated_count, outcome.failed_count, list(outcome.failed_rows)) == (3, 1, [2])
    with pytest.raises(Refused, match=r"rule tried: Great Expectations failed .*rank"):
        evaluate(frame, [rule_on("rank")])
    with pytest.raises(Refused, match="Great Expectations gave no result"):
        evaluate(frame, [rule_on("level", expectation="expect_column_values_to_be_nice")])


def test_it_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / "left"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    judge_rows(tmp_path, "petitions", [row("petitions", HaiLong="x")])
    assert list(left.iterdir()) == []


def test_it_reports_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    judge_rows(tmp_path, "petitions", [row("petitions")])
    assert asked == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_it_shows_no_progress_and_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    judge_rows(tmp_path, "petitions", [row("petitions", HaiLong="x")])
    assert capfd.readouterr() == ("", "")
