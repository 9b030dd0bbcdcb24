"""A letter of the outbox as a mail message: text and HTML, pictures inside, attachments beside. [pure]"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from hashlib import sha256

from include.alerts.letter import Enclosure
from include.errors import WrongUse


@dataclass(frozen=True)
class Posted:
    """A letter as the outbox keeps it. `written_at` is its date, also when it leaves later."""

    outbox_id: int
    letter_key: str
    recipient_name: str
    recipient_email: str
    subject: str
    body_text: str
    body_html: str
    written_at: datetime
    attempt_count: int
    enclosures: Sequence[Enclosure]


def sender_address(mail_from: str) -> Address:
    """Reads REFORM_MAIL_FROM: an address, with or without a name before it in the form Name <address>."""
    name, email = parseaddr(mail_from)
    user, at, domain = email.rpartition("@")
    if not (user and at and domain) or any(character.isspace() for character in email):
        raise WrongUse("REFORM_MAIL_FROM", f"{mail_from!r} is no address", "write reform-index@agency.example")
    return Address(display_name=name, username=user, domain=domain)


def message_id(letter_key: str, sender: Address) -> str:
    """The same for the same letter, however often it is sent: mail programs and servers see a repetition by it."""
    return f"<{sha256(letter_key.encode()).hexdigest()[:40]}@{sender.domain}>"


def compose(letter: Posted, sender: Address) -> bytes:
    """One message to one recipient, as it goes over the wire.

    The headers are encoded here: the standard library's newer folding loses spaces between encoded words, and takes a
    name with a comma and a Vietnamese letter for two addresses.
    """
    headers = {
        "From": _encode_address(sender.display_name, sender.addr_spec),
        "To": _encode_address(letter.recipient_name, letter.recipient_email),
        "Subject": _encode("Subject", letter.subject),
        "Date": format_datetime(letter.written_at),
        "Message-ID": message_id(letter.letter_key, sender),
        "Auto-Submitted": "auto-generated",
    }
    written = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return written.encode("ascii") + _body(letter).as_bytes()


def _encode(name: str, value: str) -> str:
    return Header(value, "us-ascii" if value.isascii() else "utf-8", header_name=name).encode(linesep="\r\n")


def _encode_address(name: str, email: str) -> str:
    return formataddr((name, email)) if name.isascii() else f"{_encode('To', name)} <{email}>"


def _body(letter: Posted) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message.set_content(letter.body_text)
    message.add_alternative(letter.body_html, subtype="html")
    page = message.get_body(("html",))
    if page is None:
        raise ValueError("a message without its HTML part")
    for part in letter.enclosures:
        kind, _, subtype = part.content_type.partition("/")
        if part.disposition == "inline":
            name = f"{part.name.partition('@')[0]}.{subtype}"
            page.add_related(part.content, kind, subtype, cid=f"<{part.name}>", filename=name, disposition="inline")
    for part in letter.enclosures:
        kind, _, subtype = part.content_type.partition("/")
        if part.disposition == "attachment":
            message.add_attachment(part.content, kind, subtype, filename=part.name)
    return message
