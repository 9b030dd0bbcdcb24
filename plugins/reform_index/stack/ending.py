"""How the stack is told to end: Ctrl-C, a signal to terminate, or its terminal going away."""

import signal
from types import FrameType

_WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody wishes the stack to end. No failure, and nothing may catch it as one."""

    def __init__(self, number: int) -> None:
        self.status = 128 + number
        super().__init__(number)


def listen_for_end() -> None:
    """From here on the first wish raises Ended in the main thread; nothing interrupts what follows from it."""
    for wish in _WISHES:
        if signal.getsignal(wish) != signal.SIG_IGN or wish == signal.SIGINT:
            signal.signal(wish, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    for wish in _WISHES:
        signal.signal(wish, signal.SIG_IGN)
    raise Ended(number)
