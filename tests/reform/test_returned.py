"""A unit whose workbook was refused gets one letter: what to correct and where the copy lies, and nothing personal."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from include import street
from include.alerts.catcher import running_catcher
from include.alerts.outbox import Sent
from include.alerts.outbox import send as send_letters
from include.settings import Settings
from tests.reform.conftest import AGENCY, NOW, changed

FROM = "Reform Index <reform-index@city.example>"
NAME = "Nguyễn Văn A 0912345678.xlsx"
UNIT = '[[recipients]]\nname = "Văn phòng Sở"\nemail = "van-phong@so.example"\n'
ENGINEERS = '[[recipients]]\nname = "Engineers"\nemail = "engineers@city.example"\nlanguage = "en"\n'
WROTE = "SELECT kind, recipient_email, period, subject, body_text, body_html FROM ops.outbox ORDER BY outbox_id"


def spoil(book: Any) -> None:
    sheet = book["1. Nhiệm vụ"]
    sheet["D3"], sheet["G8"] = "30/06/2024", "Hỏi anh Bình 0912345678"


class Inbox:
    """A folder that units put files into, and the warehouse behind it."""

    def __init__(self, engine: Engine, settings: Settings, folder: Path) -> None:
        self.engine, self.settings, self.folder = engine, settings, folder

    def put(self, data: bytes, name: str = NAME) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(data)

    def look(self) -> list[str]:
        """What became of every file that is new."""
        found = street.plan_reports(self.settings, NOW)
        return [street.import_report(self.settings, one, NOW)["outcome"] for one in found]

    def letters(self) -> list[dict[str, Any]]:
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(WROTE)).mappings()]


@pytest.fixture
def inbox(engine: Engine, warehouse_url: str, tmp_path: Path) -> Inbox:
    for folder in ("reports", "recipients"):
        (tmp_path / folder).mkdir()
    (tmp_path / "recipients" / "H13.05.toml").write_text(UNIT, encoding="utf-8")
    (tmp_path / "recipients" / "engineers.toml").write_text(ENGINEERS, encoding="utf-8")
    told = {
        "REFORM_WAREHOUSE_URL": warehouse_url,
        "REFORM_REPORTS_URL": (tmp_path / "reports").as_uri(),
        "REFORM_RECIPIENTS_DIR": str(tmp_path / "recipients"),
    }
    return Inbox(engine, Settings(told), tmp_path / "reports")


def test_the_unit_gets_one_letter_in_its_language(inbox: Inbox, article: bytes, tmp_path: Path) -> None:
    inbox.put(changed(article, spoil))
    assert inbox.look() == ["refused"]
    with running_catcher(tmp_path / "mail") as catcher:
        assert send_letters(inbox.engine, catcher.smtp_url, FROM, NOW) == Sent(1, 0, 0)
        [letter] = catcher.letters
    assert letter.subject == "[Trả lại] H13.05: biểu báo cáo cải cách hành chính tháng 6/2024 chưa được nhận"
    assert "van-phong@so.example" in letter.recipient
    assert letter.attachments == []
    [copy] = (inbox.folder / "errors").iterdir()
    for body in (letter.text, letter.html):
        assert "ô D3" in body
        assert "Ngày gõ thành chữ" in body
        assert "Ô có thể chứa dữ liệu cá nhân" in body
        assert "lần gửi 1" in body
        assert copy.name.removeprefix(NAME.removesuffix(".xlsx")) in body
        assert "0912345678" not in body
        assert "Nguyễn" not in body


def test_it_is_told_once_and_again_only_when_another_file_is_refused(inbox: Inbox, article: bytes) -> None:
    inbox.put(changed(article, spoil))
    assert inbox.look() == ["refused"]
    assert inbox.look() == []
    with inbox.engine.begin() as connection:
        connection.execute(AGENCY, {"code": "H13.99", "parent": "H13", "level": 2})
    assert inbox.look() == ["refused"], "judged anew because the agencies changed"
    assert len(inbox.letters()) == 1

    def spoil_more(book: Any) -> None:
        spoil(book)
        book["1. Nhiệm vụ"]["E6"] = "Xong"

    inbox.put(changed(article, spoil_more))
    assert inbox.look() == ["refused"]
    assert len(inbox.letters()) == 2
    inbox.put(article)
    assert inbox.look() == ["loaded"]
    assert {(row["kind"], row["period"]) for row in inbox.letters()} == {("returned", "2024-06")}


def test_a_file_that_cannot_be_read_is_of_the_unit_whose_folder_it_lies_in(inbox: Inbox) -> None:
    inbox.put(b"no workbook", "H13.05/a.xlsx")
    assert inbox.look() == ["refused"]
    [letter] = inbox.letters()
    assert (letter["recipient_email"], letter["period"]) == ("van-phong@so.example", None)
    assert "Cả tệp: Tệp không phải là bảng tính .xlsx" in letter["body_text"]
    assert ".txt" in letter["body_text"]


@pytest.mark.parametrize(("folder", "said"), [("", "#"), ("H13.06/", "H13.06: nobody is named")])
def test_engineers_hear_at_once_where_nobody_can_be_written_to(inbox: Inbox, folder: str, said: str) -> None:
    inbox.put(b"no workbook", f"{folder}{NAME}")
    assert inbox.look() == ["refused"]
    [letter] = inbox.letters()
    assert (letter["kind"], letter["recipient_email"]) == ("notice", "engineers@city.example")
    assert said in letter["body_text"]
    assert "Nguyễn" not in letter["body_text"] + letter["subject"]


def test_a_file_counts_as_looked_at_only_when_its_unit_was_told(
    inbox: Inbox, article: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put(changed(article, spoil))
    with monkeypatch.context() as dying:
        dying.setattr("include.street.reporting.tell_unit", _die)
        with pytest.raises(KeyboardInterrupt):
            inbox.look()
    assert inbox.letters() == []
    assert inbox.look() == ["refused"]
    assert len(inbox.letters()) == 1


def test_a_month_that_cannot_be_read_is_left_out(inbox: Inbox, article: bytes) -> None:
    inbox.put(changed(article, lambda book: book["Bìa"].__setitem__("B4", "tháng sáu")))
    assert inbox.look() == ["refused"]
    [letter] = inbox.letters()
    assert letter["subject"] == "[Trả lại] H13.05: biểu báo cáo cải cách hành chính chưa được nhận"
    assert letter["period"] is None
    assert "cải cách hành chính của H13.05" in letter["body_text"]


def _die(*_: object) -> None:
    raise KeyboardInterrupt
