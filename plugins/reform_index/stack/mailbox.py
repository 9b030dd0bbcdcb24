"""The letters that the mail catcher has kept, one .eml file each."""

from dataclasses import dataclass
from email import message_from_binary_file
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """A letter as its reader sees it, in plain text; sender and recipient by their addresses."""

    sender: str
    to: str
    subject: str
    text: str

    def concerns(self, agency_code: str) -> bool:
        return agency_code in self.subject or agency_code in self.text


def read_mailbox(folder: Path) -> list[Mail]:
    """All letters of the folder, by the names of their files."""
    return [_read(path) for path in sorted(folder.rglob("*.eml"))]


def _read(path: Path) -> Mail:
    with path.open("rb") as file:
        message = message_from_binary_file(file, EmailMessage, policy=default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    sender, to = (parseaddr(str(message[name]))[1] for name in ("From", "To"))
    return Mail(sender, to, str(message["Subject"]), text)
