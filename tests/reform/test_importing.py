"""A workbook on its way in: loaded whole or not at all, returned with its faults marked, every submission kept."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
from openpyxl.workbook import Workbook
from sqlalchemy import Engine

from include.reform.importing import Imported, import_file
from tests.reform.conftest import NOW, changed, fetch

Send = Callable[..., Imported]
KEPT = "SELECT version, is_newest FROM core.unit_report ORDER BY version"
NOTED = "SELECT outcome, fault_count, agency_code, version FROM ops.unit_report_file ORDER BY looked_at, outcome"
SPOILED = {
    ("tasks", "D3"): "cell_date",
    ("tasks", "E4"): "cell_no_formula",
    ("tasks", "B5"): "cell_given",
    ("tasks", "E6"): "cell_in_list",
    ("tasks", "G8"): "cell_no_personal_data",
    ("tasks", "F9"): "done_within_month",
    ("tasks", "E10"): "task_done_has_its_day",
    ("tasks", "B12"): "cell_not_merged",
    ("tasks", "A7"): "item_once",
    ("inspections", "A4"): "item_once",
    ("inspections", "H5"): "settled_within_found",
    ("systems", "E3"): "cell_whole_number",
    ("cover", "B14"): "answer_reported_has_rows",
}


def spoil(workbook: Workbook) -> None:
    tasks, inspections = workbook["1. Nhiệm vụ"], workbook["3. Kiểm tra"]
    tasks["D3"], tasks["E4"], tasks["B5"], tasks["E6"] = "30/06/2024", "=1+1", None, "Xong"
    tasks["G8"], tasks["F9"], tasks["F10"] = "Hỏi anh Bình 0912345678", date(2024, 7, 9), None
    tasks.merge_cells("B12:C12")
    tasks["A7"] = tasks["A3"].value
    inspections["A4"], inspections["H5"] = inspections["A3"].value, 9
    workbook["4. Hệ thống thông tin"]["E3"] = "hai"
    workbook["Bìa"]["B14"] = "Có số liệu"


def submission(number: int, done: bool = False) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        workbook["Bìa"]["B5"] = number
        if done:
            workbook["1. Nhiệm vụ"]["E11"], workbook["1. Nhiệm vụ"]["F11"] = "Đã hoàn thành", date(2024, 6, 29)

    return change


def test_a_wrong_workbook_loads_nothing_and_goes_back_with_its_faults_marked(send: Send, engine: Engine) -> None:
    refused = send(spoil)
    assert refused.outcome == "refused"
    found = {((f.place.sheet, f.place.cell), f.rule.name) for f in refused.faults}
    assert set(SPOILED.items()) <= found
    assert fetch(engine, KEPT) == []
    assert fetch(engine, NOTED) == [("refused", len(refused.faults), "H13.05", 1)]

    returned = openpyxl.load_workbook(io.BytesIO(refused.returned))
    tasks = returned["1. Nhiệm vụ"]
    assert tasks["D3"].value == "30/06/2024"
    assert tasks["D3"].fill.fgColor.rgb == tasks["B5"].fill.fgColor.rgb != tasks["D4"].fill.fgColor.rgb
    assert tasks["D3"].comment.text.startswith("Ngày gõ thành chữ")
    assert tasks["I2"].value == "Cần sửa"
    assert tasks["I3"].value.startswith("A3: Mã hoặc số thứ tự này có ở hơn một dòng. D3: Ngày gõ thành chữ")
    assert (tasks["E4"].value, tasks["E4"].data_type) == ("=1+1", "s")
    assert tasks["G8"].value is None, "what may be personal is not written once more"
    assert tasks["I4"].value.startswith("E4: Ô chứa công thức")
    assert tasks["I8"].value.startswith("G8: Ô có thể chứa dữ liệu cá nhân")
    assert tasks["I11"].value is None
    everything = b"".join(str(cell.value).encode() for tab in returned for row in tab.iter_rows() for cell in row)
    assert b"0912345678" not in everything
    assert "0912345678" not in refused.said


def test_the_returned_copy_is_corrected_and_sent_again(send: Send, engine: Engine) -> None:
    def one_wrong_cell(workbook: Workbook) -> None:
        workbook["1. Nhiệm vụ"]["D3"] = "30/06/2024"

    def corrected(workbook: Workbook) -> None:
        workbook["1. Nhiệm vụ"]["D3"] = date(2024, 6, 30)

    refused = send(one_wrong_cell)
    assert refused.said == "1 cell is not right, first tasks D3: The date is typed as text or as a number."
    again = import_file(engine, "again.xlsx", changed(refused.returned, corrected), NOW)
    assert (again.outcome, again.said) == ("loaded", "H13.05 2024-06, submission 1, 69 rows")
    assert fetch(engine, KEPT) == [(1, True)]
    assert sorted(fetch(engine, NOTED)) == [("loaded", 0, "H13.05", 1), ("refused", 1, "H13.05", 1)]


def test_submissions_are_kept_and_an_older_one_never_stands_for_a_newer(send: Send, engine: Engine) -> None:
    assert send(submission(2, done=True)).outcome == "loaded"
    assert send(submission(1)).outcome == "loaded", "it comes late, and is kept"
    assert fetch(engine, KEPT) == [(1, False), (2, True)]
    tasks = "SELECT count(*) FILTER (WHERE status = 'done'), count(*) FROM mart.unit_task"
    assert fetch(engine, tasks) == [(23, 27)]
    cells = "SELECT version, value FROM mart.unit_report_cell WHERE sheet = 'tasks' AND row_number = 9"
    assert fetch(engine, f"{cells} AND column_name = 'status' ORDER BY version") == [(1, "in_progress"), (2, "done")]
    before = fetch(engine, "SELECT * FROM core.unit_report_item ORDER BY version, sheet, row_number")

    def saved_again(workbook: Workbook) -> None:
        submission(2, done=True)(workbook)
        workbook["1. Nhiệm vụ"].column_dimensions["B"].width = 50

    same = send(saved_again)
    assert (same.outcome, same.said.endswith("it says what was loaded before")) == ("unchanged", True)
    otherwise = send(submission(2))
    assert [f.rule.name for f in otherwise.faults] == ["cover_submission_free"]
    assert fetch(engine, "SELECT * FROM core.unit_report_item ORDER BY version, sheet, row_number") == before


def test_what_is_hinted_at_does_not_stop_the_report(send: Send, engine: Engine) -> None:
    def one_too_many(workbook: Workbook) -> None:
        workbook["6. Vị trí việc làm"]["D3"] = 99

    hinted = send(one_too_many)
    assert hinted.outcome == "loaded"
    assert {(f.rule.name, f.rule.severity) for f in hinted.faults} == {("filled_within_approved", "info")}


def test_the_views_say_what_the_inspectors_asked_for(send: Send, engine: Engine) -> None:
    send()
    systems = fetch(engine, "SELECT system_name, lacks FROM mart.unit_system WHERE lacks <> '' ORDER BY item_code")
    assert systems == [
        ("Trang thông tin điện tử Bảo tàng", "approval"),
        ("Trang thông tin điện tử Ban Quản lý di tích", "approval"),
        ("Mạng nội bộ (LAN) của Sở", "upload"),
    ]
    rounds = (
        "SELECT round, count(*), count(done_on), bool_or(is_overdue) FROM mart.unit_inspection GROUP BY 1 ORDER BY 1"
    )
    assert fetch(engine, rounds) == [(1, 8, 8, False), (2, 6, 0, False)]
    overdue = "SELECT count(*), max(overdue_days) FROM mart.unit_document WHERE is_overdue"
    assert fetch(engine, overdue) == [(3, 61)]
    assert fetch(engine, "SELECT count(*) FROM mart.unit_task WHERE is_overdue") == [(1,)]
    sheets = "SELECT answer, count(*) FROM mart.unit_report GROUP BY answer ORDER BY answer"
    assert fetch(engine, sheets) == [("not_reported", 1), ("reported", 7)]
