"""Totals that disagree between two replies of one run."""

from include.portal.simulator.draw import chance

MOST_MISSING = 0.07


def maybe_miscount(total: int, share: float, *asked: object) -> int:
    """The total, up to 7 % too small in a share of the replies; the same question has the same answer."""
    if chance("miscount", *asked) >= share:
        return total
    return total - int(total * MOST_MISSING * chance("missing", *asked))
