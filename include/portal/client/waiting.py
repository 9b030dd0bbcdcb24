"""How long to wait before a request is made again."""

import random
from email.utils import parsedate_to_datetime
from math import inf

from include.portal.client.limits import Limits


def read_retry_after(header: str | None, reply_date: str | None) -> float | None:
    """Seconds that a Retry-After header asks for; None when it says nothing that can be used.

    A date is taken relative to the Date of the same reply: the clocks of the two machines need not agree.
    """
    if header is None:
        return None
    header = header.strip()
    if header.isdecimal():
        return float(header) if len(header) < 10 else inf
    try:
        seconds = (parsedate_to_datetime(header) - parsedate_to_datetime(reply_date or "")).total_seconds()
    except (TypeError, ValueError):
        return None
    return seconds if seconds > 0 else None


def backoff(attempt: int, limits: Limits) -> float:
    """Doubles with every attempt (from 1), less up to half by chance, so that many workers do not knock together."""
    longest: float = min(limits.backoff_seconds * 2 ** (attempt - 1), limits.longest_wait_seconds)
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, guards nothing
