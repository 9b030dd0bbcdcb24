"""Pages are gathered into row groups of a fixed number of records, wherever the pages ended.

So the same records give the same object, however they were paged; and what is in memory at once is bounded.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import pyarrow as pa

MOST_RECORDS = 16_384
MOST_BYTES = 32 * 1024 * 1024


def gather(pages: Iterable[pa.StringArray]) -> Iterator[pa.ChunkedArray]:
    """Groups of MOST_RECORDS records, fewer when they are longer than MOST_BYTES; the last one may be smaller."""
    group: list[pa.StringArray] = []
    records = size = 0
    for page in pages:
        rest = page
        while len(rest):
            taken = _count_that_fits(rest, MOST_RECORDS - records, MOST_BYTES - size, at_least=0 if group else 1)
            if taken:
                group.append(rest[:taken])
                records, size = records + taken, size + _byte_count(rest, taken)
            if taken < len(rest) or records == MOST_RECORDS:
                yield pa.chunked_array(group)
                group, records, size = [], 0, 0
            rest = rest[taken:]
    if group:
        yield pa.chunked_array(group)


def _offsets(array: pa.StringArray) -> memoryview:
    """Where each text starts and the last one ends, in bytes of the buffer."""
    whole = memoryview(array.buffers()[1]).cast("i")
    return whole[array.offset : array.offset + len(array) + 1]


def _count_that_fits(array: pa.StringArray, records: int, size: int, at_least: int) -> int:
    offsets = _offsets(array)
    fitting = bisect_right(offsets, offsets[0] + size) - 1
    return max(min(fitting, records, len(array)), at_least)


def _byte_count(array: pa.StringArray, count: int) -> int:
    offsets = _offsets(array)
    return int(offsets[count] - offsets[0])
