"""The yardstick of every reading: the same pages downloaded and thrown away."""

from bench.pulling.asking import replies


def throw_away(url: str, count: int) -> int:
    """How many bytes came."""
    return sum(len(reply.content) for reply in replies(url, count))
