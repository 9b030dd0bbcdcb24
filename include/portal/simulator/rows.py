"""The records of one root and one day as arrays: 40 to 60 bytes a record, no text.

Times are seconds since 1970-01-01 00:00 on Vietnam's clock. A record is seen first at `first`, once more at
`second` if that differs from `last`, and in its end state at `last`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.void]
DAY = 86_400
REACH = 95
"""Days after a record's day within which it reaches its end state, faults included."""

FEWEST_DIGITS = 4
"""Of a sequence; all sequences of an agency's day have as many, so that text and number sort alike."""

KEY: list[tuple[str, str]] = [
    ("agency", "u2"),
    ("born", "u4"),  # the moment whose day stands in the key
    ("sequence", "u4"),  # in the key, counted from 1 by agency and day
    ("digits", "u1"),
    ("suffix", "u1"),  # 1 on a record that a retry sent again under another key
    ("first", "u4"),
    ("second", "u4"),
    ("last", "u4"),
    ("fault", "u1"),  # 0 none, else the number of the fault, counted from 1
    ("grain", "u4"),  # chance for what has no column
]

DOSSIER = np.dtype(
    [
        *KEY,
        ("procedure", "u2"),
        ("receiver", "u2"),
        ("due", "u4"),
        ("asked", "u4"),  # when a supplement was asked for first, if `supplements`
        ("ended", "u4"),
        ("outcome", "u1"),
        ("channel", "u1"),
        ("applicant", "u1"),
        ("supplements", "u1"),
        ("flags", "u1"),
        ("pay", "u1"),
        ("retries", "u1"),
        ("fee_vnd", "u4"),
    ]
)
PAYMENT = np.dtype(
    [
        *KEY,
        ("procedure", "u2"),
        ("dossier", "u4"),  # sequence of its dossier, of the same agency and day
        ("dossier_digits", "u1"),
        ("method", "u1"),
        ("provincial", "u1"),  # paid through the province's gateway
        ("outcome", "u1"),
        ("amount_vnd", "u4"),
        ("refunded_vnd", "u4"),
    ]
)
PETITION = np.dtype([*KEY, ("due", "u4"), ("outcome", "u1"), ("satisfied", "u1")])

DIGITISED, REUSED, ELECTRONIC, STORED, CITIZEN, COMPLAINT, VERIFIED = (1 << bit for bit in range(7))
REFUSED, WITHDRAWN, STOPPED, FINISHED, RETURNED = 3, 7, 8, 9, 10
INITIATED, SUCCEEDED, FAILED, REFUNDED, CANCELLED = range(5)
HANDLED, DECLINED = range(2)


def number_within(rows: Rows) -> Rows:
    """The rows by agency and moment, each with its sequence within its agency; all of one day."""
    ordered = rows[np.lexsort((rows["born"], rows["agency"]))]
    _, start, count = np.unique(ordered["agency"], return_index=True, return_counts=True)
    ordered["sequence"] = np.arange(len(ordered)) - np.repeat(start, count) + 1
    ordered["digits"] = np.repeat(np.maximum(FEWEST_DIGITS, 1 + np.floor(np.log10(count))), count)
    return ordered


def any_of(rng: np.random.Generator, count: int, share: float) -> NDArray[np.bool_]:
    """Which of `count` records are among a share of them."""
    return rng.random(count) < share


def spread(rng: np.random.Generator, count: int, low: int, high: int) -> NDArray[np.int64]:
    """Seconds, evenly between two bounds."""
    return rng.integers(low, high, count, dtype=np.int64)


def empty(kind: np.dtype[Any], count: int) -> Rows:
    """Rows of zeros, to be filled."""
    return np.zeros(count, dtype=kind)
