"""What the client did, request by request, for whoever keeps a ledger of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from include.errors import Refused

Outcome = Literal["answered", "refused", "broken off"]


@dataclass
class Fetch:
    """One question to the portal, with all attempts at it.

    `request` names service, root agency, window and page. `reason` is what went wrong last, also when a later attempt
    was answered; neither holds an address, a credential or anything of a body. `ended` is on the monotonic clock.
    """

    request: str
    outcome: Outcome = "broken off"
    byte_count: int = 0
    record_count: int | None = None
    attempt_count: int = 0
    seconds: float = 0
    reason: str = ""
    ended: float = field(default=0, repr=False)


class Fetches:
    """The fetches of one reading, in their order."""

    def __init__(self) -> None:
        self.done: list[Fetch] = []

    @contextmanager
    def note(self, request: str) -> Iterator[Fetch]:
        """Times the block, and takes down how it ended."""
        fetch, began = Fetch(request), time.monotonic()
        try:
            yield fetch
            fetch.outcome = "answered"
        except Refused as refusal:
            fetch.outcome, fetch.reason = "refused", refusal.came
            raise
        finally:
            fetch.ended = time.monotonic()
            fetch.seconds = fetch.ended - began
            self.done.append(fetch)

    def correct_last(self, *, record_count: int | None = None, refused: str = "") -> None:
        """What the reader of the reply found out about it."""
        fetch = self.done[-1]
        fetch.record_count = record_count
        if refused:
            fetch.outcome, fetch.reason = "refused", refused
