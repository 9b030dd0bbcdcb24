"""What is printed at the end comes from the warehouse and the mailbox; what is not there is said to be not there."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import psycopg
from reform_index.stack import services
from reform_index.stack.answer import write_answer
from sqlalchemy import create_engine, make_url

from include.reform.importing import import_file
from include.reform.sample import write_sample
from include.reform.sheet import the_form

MEASURED = {
    "plan_task_rate": (22, 27),
    "full_online_service_rate": (5, 12),
    "partial_online_service_rate": (7, 12),
    "on_time_rate": (1198, 1201),
    "payable_procedure_rate": (3, 4),
    "online_transaction_rate": (173, 189),
}
INDICATOR = """
INSERT INTO core.indicator (period, agency_code, indicator, numerator, denominator, state)
VALUES (%s, 'H13.05', %s, %s, %s, 'ok')
"""
AGENCY = """
INSERT INTO core.agency (agency_code, valid_from, agency_name, content_hash)
VALUES ('H13.05', '2020-01-01', 'Old name', ''), ('H13.05', '2021-01-01', 'Sở Văn hóa', '')
"""
SCORE = """
INSERT INTO core.index_score (period, agency_code, framework, group_code, points, max_points, state)
VALUES ('2024-H1', 'H13.05', '766-2026', 'TOTAL', 17.25, 100, 'incomplete'),
       ('2024-H1', 'H13.05', '766-2026', 'TTTT', 9.5, 10, 'ok'),
       ('2024-H1', 'H13.05', '766-2026', 'MDHL', NULL, 18, 'no_data'),
       ('2024-06', 'H13.05', '766-2026', 'TTTT', 1, 10, 'ok')
"""
RECEIPT = """
INSERT INTO ops.receipt VALUES ('dossiers:H13.05', %s, 'dossiers', 'H13.05', now(), now(), 1001, 990, 4, 5, 2, now())
"""


def fill(warehouse_url: str) -> None:
    url = make_url(warehouse_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        connection.execute(AGENCY)
        for indicator, (numerator, denominator) in MEASURED.items():
            connection.execute(INDICATOR, ["2024-H1", indicator, numerator, denominator])
            connection.execute(INDICATOR, ["2024-06", indicator, 1, 1])
        connection.execute(SCORE)
        for key in ("first", "second"):
            connection.execute(RECEIPT, [key])


def post(folder: Path, to: str, subject: str, words: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "reform-index@reform-index.example", to, subject
    letter["Date"] = datetime(2024, 7, 1, tzinfo=UTC)
    letter.set_content(words)
    (folder / f"{to}.eml").write_bytes(bytes(letter))


def test_the_answer_is_what_the_warehouse_and_the_mailbox_hold(warehouse_url: str, tmp_path: Path) -> None:
    fill(warehouse_url)
    post(tmp_path, "a@province.example", "Tỷ lệ giảm", "Một sở (H20.01): 3 / 4\n")
    post(tmp_path, "b@department.example", "Thanh toán trực tuyến giảm", "H20.06: 20 / 40\nThủ tục 1.902809\n")
    answer = [" ".join(line.split()) for line in write_answer(warehouse_url, tmp_path).splitlines()]
    assert [line for line in answer if line and not line.startswith("─")] == [
        "Sở Văn hóa (H13.05), 2024-H1",
        "Reform plan tasks done 81.5% 22 / 27",
        "Online public services 12 5 full, 7 partial",
        "Dossiers late 3 of 1,201 received",
        "Fee procedures that can be paid online 75.0% 3 / 4",
        "Payment transactions made online 91.5% 173 / 189",
        "What H13.05 reported itself",
        "every sheet no data",
        "Index 766-2026 of H13.05, 2024-H1",
        "MDHL no data of 18 no_data",
        "TTTT 9.50 of 10 ok",
        "TOTAL 17.25 of 100 incomplete",
        "Index department-2024 of H13.05, 2024-H1, by weights that are assumed",
        "every group no data",
        "Records, over every load so far",
        "dossiers 2,002 pulled 1,980 loaded, 8 unchanged, 10 duplicate, 4 quarantined, in 2 batches",
        "Letters that went out",
        "a@province.example → Tỷ lệ giảm",
        "b@department.example → Thanh toán trực tuyến giảm",
        "The letter about H20.06:",
        "| From: reform-index@reform-index.example",
        "| To: b@department.example",
        "| Subject: Thanh toán trực tuyến giảm",
        "|",
        "| H20.06: 20 / 40",
        "| Thủ tục 1.902809",
    ]


def test_what_the_department_reported_is_told_with_what_is_open(warehouse_url: str, tmp_path: Path) -> None:
    """From the workbook of the report, as `make run` imports it."""
    fill(warehouse_url)
    engine = create_engine(warehouse_url)
    workbook = write_sample(services.REPORT, the_form())
    assert import_file(engine, "report.xlsx", workbook, datetime(2024, 7, 2, tzinfo=UTC)).outcome == "loaded"
    engine.dispose()
    answer = [" ".join(line.split()) for line in write_answer(warehouse_url, tmp_path).splitlines()]
    begin = answer.index("What H13.05 reported itself, 2024-06") + 2
    assert answer[begin : begin + 5] == [
        "Inspections, round 1 8 of 8 6 divisions, 2 attached units",
        "Inspections, round 2 0 of 6 open, due 2024-09-30",
        "Documents overdue 3 of 14 the oldest 61 days",
        "Level dossiers that lack approval 2"
        " Trang thông tin điện tử Ban Quản lý di tích, Trang thông tin điện tử Bảo tàng",
        "Level dossiers that lack upload 1 Mạng nội bộ (LAN) của Sở",
    ]


def test_an_empty_warehouse_has_no_data_rather_than_zeros(warehouse_url: str, tmp_path: Path) -> None:
    answer = [" ".join(line.split()) for line in write_answer(warehouse_url, tmp_path).splitlines()]
    assert [line for line in answer if line and not line.startswith("─")] == [
        "no data (H13.05), 2024-H1",
        "Reform plan tasks done no data",
        "Online public services no data",
        "Dossiers late no data",
        "Fee procedures that can be paid online no data",
        "Payment transactions made online no data",
        "What H13.05 reported itself",
        "every sheet no data",
        "Index 766-2026 of H13.05, 2024-H1",
        "every group no data",
        "Index department-2024 of H13.05, 2024-H1, by weights that are assumed",
        "every group no data",
        "Records, over every load so far",
        "every feed no data",
        "Letters that went out",
        "every recipient no letter",
    ]
