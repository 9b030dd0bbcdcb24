"""A page of records on its way from the portal to landing: in memory only."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import msgspec
import pyarrow as pa

Text = bytes | msgspec.Raw
"""A record as JSON, in UTF-8."""


@dataclass(frozen=True)
class Page:
    """`records` is an Arrow array of JSON texts, one a record, with all their personal fields: never written or shown.

    `number` counts from 1; `announced_total` is what the portal said with this page, if it said anything.
    """

    number: int
    records: pa.StringArray = field(repr=False)
    announced_total: int | None


def make_records(texts: Sequence[Text]) -> pa.StringArray:
    """The texts as one Arrow array. They must be valid UTF-8, which the envelope has checked for the whole page."""
    offsets = array("i", accumulate(map(len, texts), initial=0))
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(texts))]
    return pa.StringArray.from_buffers(len(texts), buffers[1], buffers[2])
