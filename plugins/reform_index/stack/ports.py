"""The five ports that the stack listens on, all on 127.0.0.1."""

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields

from include.errors import Refused, WrongUse


@dataclass(frozen=True)
class Ports:
    """One port a service; each can be set by its own variable, 0 takes any free port."""

    airflow: int = 8080
    postgres: int = 5433
    simulator: int = 8765
    mail_page: int = 8025
    smtp: int = 1025


def variable(service: str) -> str:
    return f"REFORM_{service.upper()}_PORT"


def read_ports(environ: Mapping[str, str]) -> Ports:
    """The ports as set in the environment; WrongUse names the variable that is no port."""
    chosen: dict[str, int] = {}
    for field in fields(Ports):
        name = variable(field.name)
        written = environ.get(name, str(field.default))
        if not written.isdecimal() or int(written) > 65535:
            raise WrongUse(name, f"{written!r} is no port", f"write a number up to 65535, for example {field.default}")
        _refuse_double(name, int(written), chosen)
        chosen[field.name] = int(written)
    return Ports(**_fill(chosen))


def check_free(ports: Ports) -> None:
    """Refuses with the first port that cannot be listened on."""
    for field in fields(Ports):
        _try(field.name, getattr(ports, field.name))


def _refuse_double(name: str, port: int, chosen: Mapping[str, int]) -> None:
    for service, other in chosen.items():
        if port and port == other:
            raise WrongUse(name, f"{port} is also the port of {service.replace('_', ' ')}", "give each its own")


def _fill(chosen: dict[str, int]) -> dict[str, int]:
    """Puts free ports in the place of zeros; all are held at once, so that no two are the same."""
    held = {name: _listen(0) for name, port in chosen.items() if port == 0}
    free = {name: int(taken.getsockname()[1]) for name, taken in held.items()}
    for taken in held.values():
        taken.close()
    return chosen | free


def _try(service: str, port: int) -> None:
    try:
        _listen(port).close()
    except OSError as error:
        came = "taken by another program" if error.errno == errno.EADDRINUSE else f"refused ({error.strerror})"
        todo = f"free it, or set {variable(service)} to another port"
        raise Refused(f"port {port} for {service.replace('_', ' ')}", came, todo) from None


def _listen(port: int) -> socket.socket:
    taken = socket.socket()
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken
