"""Sends what waits in ops.outbox: one message a recipient, each exactly as it was written.

A row is locked (FOR UPDATE SKIP LOCKED) while its message is handed over, and marked in the same transaction, so two
senders never take the same letter, and a sender that dies leaves it waiting. One gap cannot be closed: a server may
have accepted a message, and the sender dies, or the server falls silent, before the mark. Then the letter goes again.
That is meant: better twice than never. The second one bears the same Message-ID, by which mail programs see it.
"""

import smtplib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address

from sqlalchemy import Connection, Engine, Row

from include.alerts.letter import Enclosure, one_line
from include.alerts.mail_server import TIMEOUT_SECONDS, open_mail_server
from include.alerts.message import Posted, compose, message_id, sender_address
from include.alerts.statements import statement
from include.errors import Refused
from include.warehouse.faults import told_in_one_line

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LOST_SESSIONS = 3


@dataclass(frozen=True)
class Sent:
    """`sent` and `refused` for good in this run; `waiting` are all that stay to be tried again."""

    sent: int
    waiting: int
    refused: int


@dataclass(frozen=True)
class Trouble:
    """A letter that has not arrived: since when it waits (or that it was refused), how often it was tried, and why."""

    outbox_id: int
    state: str
    recipient_email: str
    subject: str
    written_at: datetime
    attempt_count: int
    last_error: str


@dataclass(frozen=True)
class Handed:
    """What became of one message: sent, waiting or refused (for good), and why not sent."""

    state: str
    error: str | None = None
    lost_server: bool = False


def send(
    engine: Engine, smtp_url: str, mail_from: str, now: datetime, timeout_seconds: float = TIMEOUT_SECONDS
) -> Sent:
    """Sends every letter that is due at `now`. A server that is away puts all of them off; nothing is lost."""
    sender = sender_address(mail_from)
    states: Counter[str] = Counter()
    with told_in_one_line("sending letters"):
        for session in range(1, LOST_SESSIONS + 1):
            try:
                ended = not _is_due(engine, now) or _send_over(engine, smtp_url, sender, now, timeout_seconds, states)
            except Refused as refusal:
                _put_off_all(engine, str(refusal), now)
                break
            if ended:
                break
            if session == LOST_SESSIONS:
                _put_off_all(engine, f"the server fell silent {session} times", now)
        with engine.connect() as connection:
            waiting = connection.execute(statement("count_waiting")).scalar_one()
    return Sent(states["sent"], int(waiting), states["refused"])


def troubles(engine: Engine) -> list[Trouble]:
    """The letters that were tried and have not arrived, the oldest first."""
    with told_in_one_line("reading the outbox"), engine.connect() as connection:
        return [Trouble(**row._mapping) for row in connection.execute(statement("read_troubles"))]


def _is_due(engine: Engine, now: datetime) -> bool:
    with engine.connect() as connection:
        return connection.execute(statement("is_due"), {"now": now}).first() is not None


def _send_over(
    engine: Engine, smtp_url: str, sender: Address, now: datetime, timeout_seconds: float, states: Counter[str]
) -> bool:
    """Sends over one session until no letter is due; False when the session was lost before that."""
    with open_mail_server(smtp_url, timeout_seconds) as server:
        while True:
            with engine.begin() as connection:
                row = connection.execute(statement("claim_letter"), {"now": now}).first()
                if row is None:
                    return True
                letter = _read(connection, row)
                handed = hand_over(server, letter, sender)
                _mark(connection, letter, handed, sender, now)
            states[handed.state] += 1
            if handed.lost_server:
                return False


def _read(connection: Connection, row: Row[tuple[object, ...]]) -> Posted:
    parts = connection.execute(statement("read_parts"), {"outbox_id": row.outbox_id})
    enclosures = [Enclosure(part.disposition, part.content_type, part.name, bytes(part.content)) for part in parts]
    return Posted(**row._mapping, enclosures=enclosures)


def hand_over(server: smtplib.SMTP, letter: Posted, sender: Address) -> Handed:
    """Gives one message to the server. What the server says of this recipient or message concerns only this letter."""
    try:
        server.sendmail(sender.addr_spec, [letter.recipient_email], compose(letter, sender))
    except smtplib.SMTPRecipientsRefused as error:
        code, said = error.recipients[letter.recipient_email]
        return _refused(code, said)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPSenderRefused as error:
        return Handed("waiting", f"sender {error.smtp_code} {_said(error.smtp_error)}")
    except (smtplib.SMTPServerDisconnected, TimeoutError, OSError) as error:
        return Handed("waiting", f"the server fell silent ({error})", lost_server=True)
    except smtplib.SMTPException as error:
        return Handed("waiting", one_line(str(error)), lost_server=True)
    return Handed("sent")


def _refused(code: int, said: bytes | str) -> Handed:
    """Five hundred and more is for good; four hundred passes."""
    return Handed("refused" if code >= 500 else "waiting", f"{code} {_said(said)}", lost_server=code == 421)


def _said(said: bytes | str) -> str:
    return one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)


def pause_after(attempts: int) -> timedelta:
    """The back-off: 1, 2, 4 … minutes, at most six hours."""
    return min(FIRST_PAUSE * int(2 ** min(attempts - 1, 20)), LONGEST_PAUSE)


def _mark(connection: Connection, letter: Posted, handed: Handed, sender: Address, now: datetime) -> None:
    bound = {
        "outbox_id": letter.outbox_id,
        "state": handed.state,
        "message_id": message_id(letter.letter_key, sender),
        "last_error": handed.error,
        "next_attempt_at": now + pause_after(letter.attempt_count + 1),
        "now": now,
    }
    connection.execute(statement("mark_letter"), bound)


def _put_off_all(engine: Engine, trouble: str, now: datetime) -> None:
    longest = {"first_pause": FIRST_PAUSE, "longest_pause": LONGEST_PAUSE}
    with engine.begin() as connection:
        connection.execute(statement("put_off_letters"), {"now": now, "trouble": trouble, **longest})
