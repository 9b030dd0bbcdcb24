"""What a watch finds and writes, on a real PostgreSQL."""

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from include.alerts.watch import Watched
from tests.alerts.conftest import NOW, Story

NOTHING = Watched(0, 0)
OFFICE = "van-phong@sgtvt.dongthap.example"


def letter(story: Story, kind: str = "alert") -> tuple[str, str, str]:
    """Subject, text and HTML of the only letter of a kind."""
    rows = story.rows(f"SELECT subject, body_text, body_html FROM ops.outbox WHERE kind = '{kind}'")
    assert len(rows) == 1
    subject, text, html = map(str, rows[0])
    return subject, text, html


def test_a_fall_gives_one_letter_and_its_recovery_another(fallen: Story) -> None:
    assert fallen.watch() == Watched(alerts=1, letters=2)
    assert fallen.rows("SELECT agency_code, period, reasons, state FROM ops.alert") == [
        ("H20.06", "2024-05", ["floor", "month_before"], "recovered")
    ]
    assert fallen.rows("SELECT kind, period, recipient_email FROM ops.outbox ORDER BY period") == [
        ("alert", "2024-05", OFFICE),
        ("recovery", "2024-06", OFFICE),
    ]


def test_watching_again_changes_nothing(fallen: Story) -> None:
    fallen.watch()
    counted = (
        "SELECT (SELECT count(*) FROM ops.verdict), (SELECT count(*) FROM ops.outbox), (SELECT count(*) FROM ops.alert)"
    )
    before = fallen.rows(counted)
    assert before == [(6, 2, 1)]
    assert fallen.watch() == NOTHING
    fallen.deliver()
    assert fallen.watch(NOW + timedelta(days=3)) == NOTHING
    assert fallen.rows(counted) == before


def test_two_watches_at_once_write_one_letter(fallen: Story) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: fallen.watch(), range(2)))
    assert sorted(one.alerts for one in found) == [0, 1]
    assert fallen.rows("SELECT count(*) FROM ops.outbox WHERE kind = 'alert'") == [(1,)]


def test_the_letter_says_what_a_head_of_office_asks(fallen: Story) -> None:
    fallen.watch()
    subject, text, html = letter(fallen)
    assert subject.startswith("[Cảnh báo] Sở Giao thông vận tải tỉnh Đồng Tháp")
    for said in (
        *("54,8\u00a0%", "40 / 73", "91,4\u00a0%", "64 / 70", "ngưỡng 80\u00a0%", "36,6 điểm phần trăm"),
        *("Thông báo tổ chức đoàn người thực hiện quảng cáo", "1.004645", "12,1\u00a0%", "5,49 xuống 3,29"),
    ):
        assert said in text
        assert said in html
    assert "cần thêm 27 lượt thanh toán trực tuyến để đạt 91,4" in text
    assert "https://page.example?agency=H20.06&period=2024-05" in text
    assert 'href="https://page.example?agency=H20.06&amp;period=2024-05"' in html
    assert 'src="cid:chart-1@reform-index"' in html


def test_the_recovery_says_that_it_is_over(fallen: Story) -> None:
    fallen.watch(page_url=None)
    subject, text, html = letter(fallen, "recovery")
    assert subject.startswith("[Đã phục hồi]")
    assert "Sau cảnh báo tháng 5/2024 (40 / 73)" in text
    assert "href=" not in html


def test_the_letter_carries_a_picture_and_a_table(fallen: Story) -> None:
    fallen.watch()
    parts = fallen.rows(
        """SELECT disposition, content_type, name, content FROM ops.outbox_part
        JOIN ops.outbox USING (outbox_id) WHERE kind = 'alert' ORDER BY position"""
    )
    assert [part[:3] for part in parts] == [
        ("inline", "image/png", "chart-1@reform-index"),
        ("attachment", "text/csv", "H20.06-2024-05.csv"),
    ]
    picture, table = (bytes(part[3]) for part in parts)  # type: ignore[call-overload]
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 100_000
    rows = list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert (rows[0]["procedure_code"], rows[0]["numerator"], rows[0]["denominator"]) == ("1.004645", "4", "33")
    assert sum(float(row["mix_points"]) + float(row["rate_points"]) for row in rows) == pytest.approx(-36.63, abs=0.01)


def test_english_where_it_is_set(fallen: Story, tmp_path: Path) -> None:
    named = '[[recipients]]\nname = "Inspection team"\nemail = "team@city.example"\nlanguage = "en"\n'
    (tmp_path / "H20.toml").write_text(named, encoding="utf-8")
    fallen.recipients = tmp_path
    fallen.watch()
    subject, text, _ = letter(fallen)
    assert "in May 2024 down to 54.8%" in subject
    assert "40 of 73 dossiers with a fee" in text
    assert "its rate fell from 93.3% (28 of 30) to 12.1% (4 of 33)" in text


def test_two_rules_and_two_agencies_under_one_recipient_are_one_digest(fallen: Story, tmp_path: Path) -> None:
    (tmp_path / "H20.toml").write_text('[[recipients]]\nname = "UBND"\nemail = "ubnd@tinh.example"\n', encoding="utf-8")
    fallen.recipients = tmp_path
    fallen.month("H20.07", "2024-04", {("1.004645", "online"): (95, 100)})
    fallen.month("H20.07", "2024-05", {("1.004645", "online"): (75, 100)})
    for period, online in (("2024-04", 64), ("2024-05", 30)):
        fallen.indicator("H20.06", period, online, 70, indicator="online_transaction_rate")
    assert fallen.watch().alerts == 3
    subject, text, _ = letter(fallen)
    assert "(và 2 cảnh báo khác)" in subject
    assert text.index("42,9\u00a0%") < text.index("54,8\u00a0%") < text.index("Sở Y tế tỉnh Đồng Tháp")
    assert fallen.rows("SELECT count(*) FROM ops.outbox_alert WHERE kind = 'alert'") == [(3,)]
    assert fallen.watch() == NOTHING


def test_the_agency_above_is_explained_by_the_agencies_below(story: Story) -> None:
    for period, bad in (("2024-04", 95), ("2024-05", 40)):
        story.month("H20.06", period, {("1.004645", "online"): (bad, 100)}, state="incomplete")
        story.month("H20.07", period, {("1.003838", "online"): (95, 100)}, state="incomplete")
        story.indicator("H20", period, bad + 95, 200)
    story.watch()
    assert "tại Sở Giao thông vận tải tỉnh Đồng Tháp: tỷ lệ giảm từ 95,0" in letter(story)[1]


def test_parts_that_do_not_add_up_to_the_value_are_not_shown(fallen: Story) -> None:
    fallen.indicator("H20.06", "2024-05", 41, 73)
    fallen.watch()
    assert "Chưa phân tích được nguyên nhân" in letter(fallen)[1]


def test_months_come_in_any_order_and_are_told_once(story: Story) -> None:
    story.month("H20.06", "2024-05", {("1.004645", "online"): (58, 70)})
    assert story.watch() == NOTHING
    story.month("H20.06", "2024-03", {("1.004645", "online"): (66, 70)})
    story.month("H20.06", "2024-04", {("1.004645", "online"): (66, 70)}, state="incomplete")
    story.month("H20.06", "2024-06", {("1.004645", "online"): (30, 70)}, state="incomplete")
    assert story.watch() == NOTHING
    assert story.rows("SELECT period, outcome, cause FROM ops.verdict ORDER BY period") == [
        *(("2024-03", "well", None), ("2024-04", "no_verdict", "incomplete"), ("2024-05", "well", None)),
        ("2024-06", "no_verdict", "incomplete"),
    ]
    story.month("H20.06", "2024-06", {("1.004645", "online"): (30, 70)})
    assert story.watch() == Watched(1, 1)
    assert story.watch() == NOTHING


def test_an_alert_of_an_open_month_is_not_told_again_when_the_month_closes(fallen: Story) -> None:
    fallen.month("H20.06", "2024-06", {("1.004645", "online"): (5, 40)}, state="preliminary")
    fallen.month("H20.06", "2024-05", {("1.004645", "online"): (64, 70)})
    in_june = NOW - timedelta(days=10)
    assert fallen.watch(in_june) == Watched(1, 1)
    assert "đến nay trong tháng 6/2024" in letter(fallen)[0]
    fallen.deliver()
    fallen.month("H20.06", "2024-06", {("1.004645", "online"): (7, 60)})
    assert fallen.watch() == NOTHING
    assert fallen.rows("SELECT outcome FROM ops.verdict WHERE period = '2024-06'") == [("alert",)]


def test_nobody_named_is_told_to_engineers(fallen: Story, tmp_path: Path) -> None:
    named = '[[recipients]]\nname = "Engineers"\nemail = "ops@city.example"\nlanguage = "en"\n'
    (tmp_path / "engineers.toml").write_text(named, encoding="utf-8")
    fallen.recipients = tmp_path
    assert fallen.watch() == Watched(1, 1)
    assert "nobody is named for its letters" in letter(fallen, "notice")[1]


def test_a_month_that_stays_without_a_verdict_is_told_to_engineers_once(fallen: Story) -> None:
    fallen.month("H20.06", "2024-06", {("1.004645", "online"): (66, 70)}, state="incomplete")
    fallen.watch()
    fallen.deliver()
    assert fallen.rows("SELECT count(*) FROM ops.outbox WHERE kind = 'notice'") == [(0,)]
    assert fallen.watch(NOW + timedelta(days=2)) == Watched(0, 1)
    assert "H20.06 2024-06 online_payment_rate: data are not complete" in letter(fallen, "notice")[1]
    assert fallen.watch(NOW + timedelta(days=4)) == NOTHING


def test_a_restated_month_gives_engineers_a_notice_and_officials_nothing(fallen: Story) -> None:
    fallen.watch()
    fallen.month("H20.06", "2024-03", {("1.004645", "online"): (20, 70)})
    assert fallen.watch() == Watched(0, 1)
    assert "H20.06 2024-03 online_payment_rate: restated after the verdict" in letter(fallen, "notice")[1]
    fallen.month("H20.06", "2024-03", {("1.004645", "online"): (19, 70)})
    assert fallen.watch() == NOTHING


def test_what_nobody_acknowledged_goes_to_the_agency_above_once(fallen: Story) -> None:
    fallen.month("H20.06", "2024-06", {("1.004645", "online"): (40, 73)})
    fallen.watch()
    fallen.deliver()
    assert fallen.watch(NOW + timedelta(days=13)) == NOTHING
    assert fallen.watch(NOW + timedelta(days=15)) == Watched(0, 1)
    subject, text, html = letter(fallen, "escalation")
    assert subject.startswith("[Chuyển cấp trên] [Cảnh báo]")
    assert text.startswith("Chuyển cấp trên: cảnh báo dưới đây đã gửi tới Văn phòng Sở Giao thông vận tải")
    assert "sau 14 ngày chưa được ghi nhận" in html
    assert fallen.rows("SELECT recipient_email FROM ops.outbox WHERE kind = 'escalation'") == [
        ("kiem-soat-tthc@vpubnd.dongthap.example",)
    ]
    assert fallen.rows(
        "SELECT count(*) FROM ops.outbox_part JOIN ops.outbox USING (outbox_id) WHERE kind = 'escalation'"
    ) == [(2,)]
    fallen.deliver()
    assert fallen.watch(NOW + timedelta(days=40)) == NOTHING


HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>\r\nBcc: all@city.example'


def test_names_with_markup_line_breaks_and_formulas_do_no_harm(fallen: Story) -> None:
    fallen.run("UPDATE core.agency SET agency_name = :name WHERE agency_code = 'H20.06'", {"name": HOSTILE})
    fallen.run("UPDATE core.procedure SET procedure_name = :name", {"name": HOSTILE})
    fallen.watch()
    subject, text, html = letter(fallen)
    assert "\n" not in subject
    assert "\r" not in subject
    assert "<script>" in text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    [(table,)] = fallen.rows("SELECT content FROM ops.outbox_part WHERE name LIKE '%.csv'")
    rows = list(csv.DictReader(StringIO(bytes(table).decode("utf-8-sig"), newline="")))  # type: ignore[call-overload]
    assert len(rows) == 3
    assert all(row["procedure_name"].startswith("'=") and row["resolving_agency_name"].startswith("'=") for row in rows)
    assert float(rows[0]["rate_points"]) < 0


def test_a_vintage_that_makes_an_alert_none_is_told_once(fallen: Story) -> None:
    assert fallen.publish("2024-05") == 1
    fallen.watch()
    fallen.deliver()
    fallen.month("H20.06", "2024-05", {("1.004645", "online"): (30, 33), ("1.003838", "online"): (37, 40)})
    later = NOW + timedelta(days=3)
    assert fallen.watch(later) == Watched(0, 1), "engineers hear that it was restated; officials nothing yet"
    fallen.deliver()
    assert fallen.publish("2024-05", later) == 2
    assert fallen.watch(later) == Watched(alerts=0, letters=1)
    subject, text, html = letter(fallen, "correction")
    assert subject.startswith("[Đính chính] Sở Giao thông vận tải tỉnh Đồng Tháp")
    assert "công bố lại (lần 2)" in text
    assert "thư đã gửi về tháng này không còn giá trị" in html
    assert "VÌ SAO GIẢM" not in text
    assert fallen.rows("SELECT state, vintage FROM ops.alert") == [("closed", 0)]
    assert fallen.rows("SELECT outcome, vintage FROM ops.verdict WHERE period = '2024-05'") == [("well", 2)]
    assert fallen.watch(later) == NOTHING


def test_a_vintage_that_brings_an_alert_is_told_once_beside_what_was_told(fallen: Story) -> None:
    assert fallen.publish("2024-04") == 1
    fallen.watch()
    fallen.deliver()
    fallen.month("H20.06", "2024-04", {("1.004645", "online"): (10, 30), ("1.003838", "online"): (27, 29)})
    later = NOW + timedelta(days=3)
    fallen.watch(later)
    fallen.deliver()
    fallen.run("DELETE FROM ops.outbox")
    assert fallen.publish("2024-04", later) == 2
    assert fallen.watch(later) == Watched(alerts=1, letters=1)
    _, text, _ = letter(fallen)
    assert "Theo số liệu mới thì có cảnh báo; trước đây không có." in text
    assert "https://page.example/evidence?agency=H20.06&period=2024-04" in text
    assert fallen.rows("SELECT period, vintage, state FROM ops.alert ORDER BY period") == [
        *(("2024-04", 2, "closed"), ("2024-05", 0, "recovered")),
    ]
    assert fallen.watch(later) == NOTHING


def test_a_vintage_that_changes_no_verdict_is_told_to_nobody(fallen: Story) -> None:
    fallen.publish("2024-03")
    fallen.watch()
    fallen.deliver()
    fallen.month("H20.06", "2024-03", {("1.004645", "online"): (29, 30), ("1.003838", "online"): (27, 29)})
    assert fallen.publish("2024-03", NOW + timedelta(days=3)) == 2
    assert fallen.watch(NOW + timedelta(days=3)) == NOTHING
