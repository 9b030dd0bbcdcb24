"""What happens, told while it happens: one line each, with the seconds since the start."""

import time


class Progress:
    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, line: str) -> None:
        print(f"{time.monotonic() - self._began:6.1f} s  {line}", flush=True)
