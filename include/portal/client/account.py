"""An account of the portal: logs in when it must, and once again when the portal has ended the session."""

from collections.abc import Mapping

from include.errors import Refused
from include.portal.client.envelope import Envelope, read_envelope
from include.portal.client.message import show_code
from include.portal.client.transport import Deadline, Transport

_DONE, _NO_SESSION = "0", "-1"
_CALLS_A_SESSION_LASTS = 2


class Account:
    """Calls services in the name of one user. Its credentials and its session are in no message."""

    def __init__(self, transport: Transport, username: str, password: str) -> None:
        self._transport = transport
        self._username, self._password = username, password
        self._session: str | None = None

    def call(self, asks: Mapping[str, str], asked: str, deadline: Deadline) -> Envelope:
        """The records that a service gives. Refused when the portal refuses the account or the question."""
        fetches = self._transport.fetches
        for _ in range(_CALLS_A_SESSION_LASTS):
            session = self._session or self._log_in(deadline)
            envelope = self._transport.post("/mapi/g", {"session": session, **asks}, asked, deadline, read_envelope)
            fetches.correct_last(record_count=len(envelope.records))
            if envelope.error_code == _DONE:
                return envelope
            fetches.correct_last(refused=f"error_code {show_code(envelope.error_code)}")
            if envelope.error_code != _NO_SESSION:
                raise _refusal(asked, envelope, "nothing of it was kept; check the root agency and the account")
            self._session = None
        raise Refused(asked, "the portal ended a session that it had just begun", "ask the portal about the account")

    def _log_in(self, deadline: Deadline) -> str:
        asked = f"login at {self._transport.host}"
        credentials = {"username": self._username, "password": self._password}
        envelope = self._transport.post("/mapi/login", credentials, asked, deadline, read_envelope)
        todo = "check REFORM_PORTAL_USERNAME and REFORM_PORTAL_PASSWORD (or the connection `portal`)"
        if envelope.error_code != _DONE:
            self._transport.fetches.correct_last(refused=f"error_code {show_code(envelope.error_code)}")
            raise _refusal(asked, envelope, todo)
        if not envelope.session:
            raise Refused(asked, "a reply without a session", "ask the portal about the account")
        self._session = envelope.session
        return envelope.session


def _refusal(asked: str, envelope: Envelope, todo: str) -> Refused:
    said = f" ({envelope.error_message})" if envelope.error_message else ""
    return Refused(asked, f"refused with error_code {show_code(envelope.error_code)}{said}", todo)
