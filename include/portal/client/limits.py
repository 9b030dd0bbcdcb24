"""How long, how much and how often: the bounds of every request and of a whole run."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of a reading. Seconds unless the name says otherwise.

    `silence_seconds` is the longest time between two bytes, `request_seconds` the longest for one whole reply, however
    slowly its bytes come, `run_seconds` the longest for all requests of one read. `body_bytes` bounds a
    reply unpacked, and so what is in memory; `run_bytes` all replies of a read, and so what may land on the disk.
    """

    connect_seconds: float = 10
    silence_seconds: float = 60
    request_seconds: float = 300
    run_seconds: float = 4 * 3600
    attempts: int = 6
    backoff_seconds: float = 0.5
    longest_wait_seconds: float = 120
    gap_seconds: float = 0
    body_bytes: int = 64 * MEBIBYTE
    run_bytes: int = 32 * 1024 * MEBIBYTE
    pages: int = 20_000
