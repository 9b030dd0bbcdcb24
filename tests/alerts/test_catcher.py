"""The catcher: what it keeps, and what its page shows."""

import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from include.alerts.catcher import Catcher, running_catcher
from include.errors import Refused


def post(catcher: Catcher, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", urlsplit(catcher.smtp_url).port or 0, timeout=10) as server:
        server.send_message(message)


def written(subject: str = "Cảnh báo <b>", message_id: str = "<one@city.example>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "a@city.example", "Văn phòng <b@city.example>"
    message["Subject"], message["Message-ID"] = subject, message_id
    message["Date"] = "Mon, 01 Jul 2024 08:00:00 +0700"
    message.set_content("chữ thường")
    message.add_alternative('<script>alert(1)</script><img src="cid:chart@x">', subtype="html")
    page = message.get_body(("html",))
    assert page is not None
    page.add_related(b"\x89PNG", "image", "png", cid="<chart@x>")
    message.add_attachment(b"a,b\n", "text", "csv", filename="thủ tục.csv")
    return message


def get(url: str) -> tuple[str, dict[str, str]]:
    with urllib.request.urlopen(url, timeout=10) as reply:
        return reply.read().decode(), dict(reply.headers)


def test_a_letter_is_kept_and_shown(tmp_path: Path) -> None:
    with running_catcher(tmp_path / "letters") as catcher:
        post(catcher, written())
        [letter] = catcher.wait_for(1)
        listed, _ = get(catcher.page_url)
        shown, headers = get(f"{catcher.page_url}/letters/{letter.name}/")
        inside, sandbox = get(f"{catcher.page_url}/letters/{letter.name}/html")
        text, _ = get(f"{catcher.page_url}/letters/{letter.name}/text")
        table, attached = get(f"{catcher.page_url}/letters/{letter.name}/attachments/0")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["000001.eml"]
    assert "Cảnh báo &lt;b&gt;" in listed
    assert "<b>" not in listed
    assert "<iframe sandbox " in shown
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "data:image/png;base64," in inside
    assert sandbox["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert text.strip() == "chữ thường"
    assert table == "a,b\n"
    assert attached["Content-Disposition"] == "attachment; filename*=UTF-8''th%E1%BB%A7%20t%E1%BB%A5c.csv"


def test_the_same_message_twice_is_shown_once_with_its_count(tmp_path: Path) -> None:
    with running_catcher(tmp_path) as catcher:
        for message in (written(), written(), written("Khác", "<two@city.example>")):
            post(catcher, message)
        assert [letter.count for letter in catcher.wait_for(3)] == [2, 1]
        assert "came 2 times" in get(catcher.page_url)[0]


def test_it_goes_on_counting_after_a_restart(tmp_path: Path) -> None:
    for message_id in ("<one@city.example>", "<two@city.example>"):
        with running_catcher(tmp_path) as catcher:
            post(catcher, written(message_id=message_id))
    assert sorted(path.name for path in tmp_path.glob("*.eml")) == ["000001.eml", "000002.eml"]


def test_a_letter_that_is_broken_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "000001.eml").write_bytes(b"Subject: =?utf-8?b?!!!?=\r\nDate: never\r\n\r\n\xff\xfe")
    with running_catcher(tmp_path) as catcher:
        assert "/letters/000001/" in get(catcher.page_url)[0]
        assert "All letters" in get(f"{catcher.page_url}/letters/000001/")[0]


def test_health_and_unknown_paths(tmp_path: Path) -> None:
    with running_catcher(tmp_path) as catcher:
        assert get(f"{catcher.page_url}/health")[0] == "ok"
        assert "No letter has come yet." in get(catcher.page_url)[0]
        for path in ("/letters/../../etc/passwd", "/letters/000009/", "/favicon.ico"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                get(catcher.page_url + path)


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with running_catcher(tmp_path) as catcher:
        port = urlsplit(catcher.smtp_url).port or 0
        with pytest.raises(Refused, match=f"port {port} for the mail catcher"), running_catcher(tmp_path, port):
            pass
