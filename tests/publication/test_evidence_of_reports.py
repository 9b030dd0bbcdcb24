"""What units reported stands behind its figures as dossiers do: row by row, submission by submission."""

import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from include.periods import VIETNAM
from include.publication.evidence.content import Evidence, Rows
from include.publication.evidence.gather import gather
from include.publication.evidence.pack import pack, read_csv, read_pack, write_csv, zip_files
from include.publication.evidence.verify import verify
from include.reform.importing import import_file
from include.reform.sample import write_sample
from include.reform.sheet import the_form
from tests.publication.conftest import H1, NOW, Department
from tests.publication.test_evidence import with_sums

ARTICLE = write_sample("H13.05-2024-06", the_form())
LATER = datetime(2024, 7, 20, 8, tzinfo=VIETNAM)
RESTATED = """
SELECT cause, old_numerator, new_numerator, numerator_change, denominator_change, record_count
FROM publication.restatement WHERE agency_code = 'H13.05' AND indicator = 'plan_task_rate' AND vintage = 2
"""
SCORES = """
SELECT group_code, cause, old_points, new_points, indicators FROM mart.restated_score
WHERE agency_code = 'H13.05' AND framework = 'department-2024' AND period = '2024-H1' AND vintage = 2
ORDER BY group_code
"""


def saved(change: Callable[[Workbook], object]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(ARTICLE))
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def second(workbook: Workbook) -> None:
    """Sent again with the first task not done yet."""
    workbook["Bìa"]["B5"] = 2
    workbook["1. Nhiệm vụ"]["E3"], workbook["1. Nhiệm vụ"]["F3"] = "Đang thực hiện", None


def report(department: Department, data: bytes, now: datetime = NOW) -> None:
    assert import_file(department.engine, "report.xlsx", data, now).outcome == "loaded"
    department.measure()


def packed(evidence: Evidence, folder: Path) -> Path:
    path = folder / "pack.zip"
    path.write_bytes(pack(evidence))
    return path


def test_the_rows_of_the_workbook_stand_behind_22_of_27(department: Department, tmp_path: Path) -> None:
    """And one that was changed is named, even with new sums."""
    report(department, ARTICLE)
    path = packed(gather(department.engine, "H13.05", H1, NOW), tmp_path)
    verified = verify(path)
    assert verified.findings == ()
    assert verified.taken == ()
    files = read_pack(path)
    behind = read_csv(files["behind/plan_task_rate.csv"])
    assert (sum(int(row["numerator"]) for row in behind), len(behind)) == (22, 27)
    rows = list(read_csv(files["records/unit_tasks.csv"]))
    assert {(row["sheet"], row["month"], row["version"], row["agency_code"]) for row in rows} == {
        ("tasks", "2024-06", "1", "H13.05")
    }
    assert {row["file_sha256"] for row in rows} == {hashlib.sha256(ARTICLE).hexdigest()}
    assert {row["reported_at"] for row in rows} == {NOW.isoformat()}
    assert {row["sheet"]: row["answer"] for row in read_csv(files["reports.csv"])}["tasks"] == "reported"

    undone = next(place for place, row in enumerate(rows) if row["is_done"] == "0")
    rows[undone]["is_done"] = "1"
    path.write_bytes(zip_files(with_sums({**files, "records/unit_tasks.csv": write_csv(Rows.of(rows))})))
    assert verify(path).findings == (
        "behind/plan_task_rate.csv: it is not what the formula makes of records/unit_tasks.csv",
    )


def test_a_vintage_keeps_the_submission_that_it_saw(department: Department, tmp_path: Path) -> None:
    """A month that is sent again is a correction; the score of the department is restated with it."""
    report(department, ARTICLE)
    department.publish()
    report(department, saved(second), LATER)
    department.publish(now=LATER)
    assert department.fetch(RESTATED) == [("correction", 22, 21, -1, 0, 1)]
    first, newest = (gather(department.engine, "H13.05", H1, LATER, vintage) for vintage in (1, 2))
    for evidence, done, version in ((first, 22, "1"), (newest, 21, "2")):
        assert sum(int(row["numerator"]) for row in evidence.table("behind/plan_task_rate")) == done
        assert {row["version"] for row in evidence.table("records/unit_tasks")} == {version}
    assert [row["record_code"] for row in newest.table("restated_records")] == ["H13.05|2024-06|tasks|1"]
    [(group, cause, old, new, indicators)] = department.fetch(SCORES)
    assert (group, cause, indicators) == ("CDDH", "correction", ["plan_task_rate"])
    assert old > new
    assert [row["group_code"] for row in newest.table("restated_scores")] == ["CDDH"]
    assert len(first.table("restated_scores")) == 0
    path = packed(newest, tmp_path)
    assert verify(path).findings == ()
    files = read_pack(path)
    other = write_csv(Rows.of({**row, "new_points": "99.00"} for row in newest.table("restated_scores")))
    path.write_bytes(zip_files(with_sums({**files, "restated_scores.csv": other})))
    assert any(found.startswith("restated_scores.csv: department-2024 CDDH: 99.00") for found in verify(path).findings)


def test_a_report_that_comes_late_is_told_as_late(department: Department) -> None:
    department.publish()
    report(department, ARTICLE, LATER)
    department.publish(now=LATER)
    assert department.fetch(RESTATED) == [("late", None, 22, 22, 27, 27)]
    causes = department.fetch("SELECT DISTINCT cause FROM publication.restatement WHERE vintage = 2")
    assert causes == [("late",)]
