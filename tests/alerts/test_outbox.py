"""Sending: against a server that is well, away, picky, slow, or falls silent after the letter."""

import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import trustme

from include.alerts.catcher import running_catcher
from include.alerts.mail_server import open_mail_server
from include.alerts.outbox import Sent, pause_after, send, troubles
from include.errors import Refused, WrongUse
from tests.alerts.conftest import NOW, Story
from tests.alerts.mail_servers import Post, free_port, running

FROM = "Reform Index <reform-index@city.example>"
OFFICE = "van-phong@sgtvt.dongthap.example"


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def states(story: Story) -> list[tuple[object, ...]]:
    return story.rows("SELECT kind, state, attempt_count FROM ops.outbox ORDER BY outbox_id")


def more_letters(story: Story, count: int) -> None:
    """So many letters to different mailboxes."""
    for number in range(count):
        story.run(
            """INSERT INTO ops.outbox (letter_key, kind, recipient_name, recipient_email, language, subject, body_text,
            body_html, written_at, next_attempt_at)
            VALUES (:key, 'notice', 'Ban', :email, 'vi', 'Thư', 'Chữ', '<p>Chữ</p>', :now, :now)""",
            {"key": f"letter-{number}", "email": f"ban-{number}@city.example", "now": NOW},
        )


def test_each_letter_goes_once_to_one_recipient(fallen: Story, tmp_path: Path) -> None:
    fallen.watch()
    with running_catcher(tmp_path) as catcher:
        assert send(fallen.engine, catcher.smtp_url, FROM, NOW) == Sent(sent=2, waiting=0, refused=0)
        assert send(fallen.engine, catcher.smtp_url, FROM, NOW) == Sent(0, 0, 0)
        alert, recovery = catcher.letters
    assert alert.subject.startswith("[Cảnh báo] Sở Giao thông vận tải")
    assert recovery.subject.startswith("[Đã phục hồi]")
    assert (alert.sender, OFFICE in alert.recipient) == (FROM, True)
    assert [part.content_type for part in alert.attachments] == ["text/csv"]
    assert "data:image/png;base64," in alert.html
    assert "54,8\u00a0%" in alert.text
    assert fallen.rows("SELECT message_id, sent_at FROM ops.outbox WHERE kind = 'alert'") == [(alert.message_id, NOW)]


def test_the_message_is_text_html_picture_and_table(fallen: Story) -> None:
    fallen.watch()
    with running(Post()) as post:
        send(fallen.engine, post.url, FROM, NOW)
    message = read(post.kept[0])
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html"),
        *("image/png", "text/csv"),
    ]
    assert message["Auto-Submitted"] == "auto-generated"
    assert "all@" not in str(message["To"])
    assert max(len(line) for line in post.kept[0].split(b"\r\n")) <= 998


def test_a_server_that_is_away_loses_nothing(fallen: Story, tmp_path: Path) -> None:
    fallen.watch()
    assert send(fallen.engine, f"smtp://127.0.0.1:{free_port()}", FROM, NOW) == Sent(0, 2, 0)
    assert states(fallen) == [("alert", "waiting", 1), ("recovery", "waiting", 1)]
    assert "not reachable" in troubles(fallen.engine)[0].last_error
    with running_catcher(tmp_path) as catcher:
        assert send(fallen.engine, catcher.smtp_url, FROM, NOW + timedelta(seconds=59)) == Sent(0, 2, 0)
        assert send(fallen.engine, catcher.smtp_url, FROM, NOW + timedelta(seconds=60)) == Sent(2, 0, 0)
        assert len(catcher.letters) == 2
    assert troubles(fallen.engine) == []


def test_a_refused_recipient_does_not_stop_the_others(fallen: Story) -> None:
    fallen.watch()
    more_letters(fallen, 3)
    with running(Post(answers={"ban-0@city.example": "550 no such mailbox"})) as post:
        assert send(fallen.engine, post.url, FROM, NOW) == Sent(sent=4, waiting=0, refused=1)
        assert send(fallen.engine, post.url, FROM, NOW + timedelta(days=1)) == Sent(0, 0, 0)
    [trouble] = troubles(fallen.engine)
    assert (trouble.state, trouble.recipient_email, trouble.last_error) == (
        *("refused", "ban-0@city.example", "550 no such mailbox"),
    )


def test_a_mailbox_that_is_full_for_now_is_tried_again(fallen: Story) -> None:
    fallen.watch()
    post = Post(answers={OFFICE: "452 mailbox full"})
    with running(post):
        assert send(fallen.engine, post.url, FROM, NOW) == Sent(0, 2, 0)
        post.answers.clear()
        assert send(fallen.engine, post.url, FROM, NOW + timedelta(minutes=1)) == Sent(2, 0, 0)
    assert states(fallen) == [("alert", "sent", 2), ("recovery", "sent", 2)]


def test_a_letter_whose_contents_are_refused_is_given_up(fallen: Story) -> None:
    fallen.watch()
    with running(Post(data_answer="554 looks like spam")) as post:
        assert send(fallen.engine, post.url, FROM, NOW) == Sent(0, 0, 2)


def test_a_server_that_hangs_after_the_letter_gets_it_again_under_the_same_id(fallen: Story) -> None:
    more_letters(fallen, 1)
    post = Post(hang_after_data=True)
    with running(post):
        assert send(fallen.engine, post.url, FROM, NOW, timeout_seconds=0.3) == Sent(0, 1, 0)
        assert "fell silent" in troubles(fallen.engine)[0].last_error
    post.hang_after_data = False
    with running(post):
        assert send(fallen.engine, post.url, FROM, NOW + timedelta(minutes=1)) == Sent(1, 0, 0)
    first, second = (read(raw)["Message-ID"] for raw in post.kept)
    assert first == second


def test_a_server_that_hangs_on_every_letter_is_left_alone(fallen: Story) -> None:
    more_letters(fallen, 5)
    with running(Post(hang_after_data=True)) as post:
        assert send(fallen.engine, post.url, FROM, NOW, timeout_seconds=0.2) == Sent(0, 5, 0)
        assert len(post.kept) == 3
    assert fallen.rows("SELECT count(*) FROM ops.outbox WHERE next_attempt_at > written_at") == [(5,)]


def test_a_sender_that_dies_after_the_server_took_the_letter_sends_it_again(
    fallen: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more_letters(fallen, 1)
    with running_catcher(tmp_path) as catcher:
        with monkeypatch.context() as dying:
            dying.setattr("include.alerts.outbox._mark", _die)
            with pytest.raises(KeyboardInterrupt):
                send(fallen.engine, catcher.smtp_url, FROM, NOW)
        assert states(fallen) == [("notice", "waiting", 0)]
        assert send(fallen.engine, catcher.smtp_url, FROM, NOW) == Sent(1, 0, 0)
        assert [letter.count for letter in catcher.letters] == [2]


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_two_senders_at_once_send_each_letter_once(fallen: Story, tmp_path: Path) -> None:
    more_letters(fallen, 20)
    with running_catcher(tmp_path) as catcher, ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda _: send(fallen.engine, catcher.smtp_url, FROM, NOW), range(2)))
        letters = catcher.letters
    assert sum(one.sent for one in sent) == 20
    assert [letter.count for letter in letters] == [1] * 20


def test_pauses_grow_and_have_an_end() -> None:
    assert [pause_after(attempts) for attempts in (1, 2, 3, 30)] == [
        *(timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4), timedelta(hours=6)),
    ]


def test_it_logs_in_with_what_the_url_says_and_never_shows_it(fallen: Story) -> None:
    more_letters(fallen, 1)
    with running(Post(), auth=True) as post:
        wrong = f"smtp://clerk:wr%20ong@127.0.0.1:{post.port}"
        assert send(fallen.engine, wrong, FROM, NOW) == Sent(0, 1, 0)
        [trouble] = troubles(fallen.engine)
        assert "the login was refused (535)" in trouble.last_error
        assert "wr" not in trouble.last_error.replace("wrong use", "")
        right = f"smtp://clerk:p%40ss%3Aword@127.0.0.1:{post.port}"
        assert send(fallen.engine, right, FROM, NOW + timedelta(minutes=1)) == Sent(1, 0, 0)
    assert list(dict.fromkeys(post.logins)) == [("clerk", "wr ong"), ("clerk", "p@ss:word")]


def test_encryption_is_used_when_offered_and_must_be_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with running(Post(), context) as post:
        with pytest.raises(Refused, match="no trusted encryption"), open_mail_server(post.url):
            pass
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with open_mail_server(post.url) as server:
            assert isinstance(server.sock, ssl.SSLSocket)


def test_a_password_is_not_sent_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Post(), auth=True) as post:
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", post.port))])
        url = f"smtp://clerk:secret@mail.city.example:{post.port}"
        with pytest.raises(Refused, match="no encryption") as refused, open_mail_server(url):
            pass
        assert "secret" not in str(refused.value)
        assert post.logins == []


@pytest.mark.parametrize("wrong", ["nobody", "", "a b@city.example"])
def test_a_wrong_sender_is_refused_before_anything_is_sent(fallen: Story, wrong: str) -> None:
    with pytest.raises(WrongUse, match="REFORM_MAIL_FROM"):
        send(fallen.engine, "smtp://127.0.0.1:1", wrong, NOW)


def test_a_wrong_port_is_wrong_use(fallen: Story) -> None:
    more_letters(fallen, 1)
    with pytest.raises(WrongUse, match="REFORM_SMTP_URL"), open_mail_server("smtp://mail.example:many"):
        pass
