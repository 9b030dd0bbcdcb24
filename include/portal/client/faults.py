"""What can go wrong with one request, in words that hold no address, no credential and nothing of a body."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from requests.exceptions import ConnectTimeout, ProxyError, ReadTimeout
from urllib3.exceptions import ConnectTimeoutError, IncompleteRead, NameResolutionError, ReadTimeoutError

_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((NameResolutionError, socket.gaierror), "its name is not known"),
    ((ConnectionRefusedError,), "the connection was refused"),
    ((ConnectTimeout, ConnectTimeoutError), "no connection in time"),
    ((ReadTimeout, ReadTimeoutError, TimeoutError), "it fell silent"),
    ((IncompleteRead,), "the body was cut"),
    ((ProxyError,), "the proxy did not let it through"),
)


@dataclass(frozen=True)
class Fault:
    """Why a request failed; `final` when asking again would be no use; `wait_seconds` when the portal named a wait.

    `firewall` when it refused whoever asks, so that nobody should ask on; `crowded` when too many requests came.
    """

    reason: str
    final: bool = False
    wait_seconds: float | None = None
    firewall: bool = False
    crowded: bool = False


class Unreadable(Exception):
    """A reply came, but its body cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def describe_fault(error: BaseException) -> Fault:
    """The fault that an exception of requests or urllib3 stands for. Their own texts carry the URL: never shown."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Fault(f"its certificate is refused ({cause.verify_message})", final=True)
    for kinds, reason in _REASONS:
        if any(isinstance(cause, kinds) for cause in causes):
            return Fault(reason)
    return Fault("the connection broke")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception with all that stands behind it: requests and urllib3 wrap in arguments, reasons and contexts."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        behind = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        waiting += [part for part in behind if isinstance(part, BaseException)]
