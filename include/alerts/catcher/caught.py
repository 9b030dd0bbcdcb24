"""Letters that were caught, read back from their .eml files. The same Message-ID twice is one letter with a count."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class Part:
    """A picture or attachment as it came."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Caught:
    """One letter. `name` is its file without the ending; `count` says how often it came."""

    name: str
    message: EmailMessage
    raw: bytes
    count: int = 1

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"] or self.name).strip()

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return " ".join(str(self.message["From"] or "").split())

    @property
    def recipient(self) -> str:
        return " ".join(str(self.message["To"] or "").split())

    @property
    def date(self) -> datetime | None:
        try:
            return parsedate_to_datetime(str(self.message["Date"]))
        except ValueError:
            return None

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def html(self) -> str:
        """The HTML with its pictures put into it, so that it needs nothing else; empty when there is none."""
        body = self.message.get_body(("html",))
        page = str(body.get_content()) if body else ""
        for part in self.message.walk():
            cid = str(part["Content-ID"] or "").strip("<> ")
            if cid and part.get_content_maintype() == "image":
                data = b64encode(_content(part)).decode()
                page = page.replace(f"cid:{cid}", f"data:{part.get_content_type()};base64,{data}")
        return page

    @property
    def attachments(self) -> list[Part]:
        return [
            Part(part.get_filename() or "attachment", part.get_content_type(), _content(part))
            for part in self.message.iter_attachments()
        ]


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def read_caught(path: Path) -> Caught:
    raw = path.read_bytes()
    message = message_from_bytes(raw, policy=default)
    return Caught(path.stem, message, raw)


def all_caught(folder: Path) -> list[Caught]:
    """Every letter of the folder once, in the order in which they came first."""
    letters: dict[str, Caught] = {}
    for path in sorted(folder.glob("*.eml")):
        letter = read_caught(path)
        first = letters.get(letter.message_id)
        letters[letter.message_id] = Caught(first.name, first.message, first.raw, first.count + 1) if first else letter
    return list(letters.values())
