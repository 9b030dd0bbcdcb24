"""Who may ask the portal now. The client asks at the gate before every request; who keeps it is not its matter."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Gate(Protocol):
    """Shared by all who ask one portal, so that together they stay within what it bears."""

    def turn(self, longest_wait: float) -> AbstractContextManager[None]:
        """One turn, held while its request is made. Refused when it would come later than in `longest_wait` seconds,
        or when the portal refused somebody and is left alone."""

    def hold_back(self, seconds: float) -> None:
        """The portal wants no request for so long: nobody gets a turn before."""

    def close(self, reason: str) -> None:
        """The portal's firewall refused: nobody asks any more until it has had its rest."""


class OpenGate:
    """For one reader alone: lets every request through."""

    @contextmanager
    def turn(self, longest_wait: float) -> Iterator[None]:  # noqa: ARG002 - it never waits
        yield

    def hold_back(self, seconds: float) -> None:
        """Nobody else is there to be held back."""

    def close(self, reason: str) -> None:
        """The reader stops by itself."""
