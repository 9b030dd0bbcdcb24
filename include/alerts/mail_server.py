"""The way to the mail server that REFORM_SMTP_URL names. The password in it is shown nowhere."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from include.errors import Refused, WrongUse

TIMEOUT_SECONDS = 30
_CHECK = "check REFORM_SMTP_URL and the mail server; the letters wait"


@contextmanager
def open_mail_server(smtp_url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> Iterator[smtplib.SMTP]:
    """A session: TLS for smtps:, STARTTLS where it is offered, logged in when the URL names a user.

    Refused when the server cannot be reached, its certificate is not good, or it refuses the login. A password is never
    sent in the clear to another machine.
    """
    url = urlsplit(smtp_url)
    asked = f"mail server {_address(url)}"
    try:
        server = _connect(url, timeout_seconds)
    except ssl.SSLError as error:
        raise Refused(asked, f"no trusted encryption ({error.reason})", _CHECK) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(asked, f"not reachable ({_reason(error)})", _CHECK) from None
    try:
        _log_in(server, url, asked)
        yield server
    finally:
        server.close()


def _address(url: SplitResult) -> str:
    try:
        return f"{url.hostname or 'localhost'}:{_port(url)}"
    except ValueError:
        raise WrongUse("REFORM_SMTP_URL", "its port is no number", "write smtp://mail.example:587") from None


def _port(url: SplitResult) -> int:
    return url.port or (465 if url.scheme == "smtps" else 25)


def _connect(url: SplitResult, timeout_seconds: float) -> smtplib.SMTP:
    host, port = url.hostname or "localhost", _port(url)
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=timeout_seconds, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=timeout_seconds)
    try:
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, url: SplitResult, asked: str) -> None:
    if not url.username:
        return
    if not isinstance(server.sock, ssl.SSLSocket) and not _is_this_machine(url.hostname or "localhost"):
        raise Refused(asked, "it offers no encryption, and a password is set", "use smtps:// or a server with STARTTLS")
    try:
        server.login(unquote(url.username), unquote(url.password or ""))
    except smtplib.SMTPAuthenticationError as error:
        raise Refused(asked, f"the login was refused ({error.smtp_code})", _CHECK) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(asked, f"no login was possible ({type(error).__name__})", _CHECK) from None


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
