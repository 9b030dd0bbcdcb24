"""Pages are gathered into row groups of a fixed number of records, wherever the pages ended.

So the same records give the same object, however they were paged; and what is in memory at once is bounded.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
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


def _ends(array: pa.StringArray) -> npt.NDArray[np.int32]:
    """Where each text ends, in bytes from the start of the first."""
    whole: npt.NDArray[np.int32] = np.frombuffer(array.buffers()[1], dtype=np.int32)
    offsets = whole[array.offset : array.offset + len(array) + 1]
    ends: npt.NDArray[np.int32] = offsets[1:] - offsets[0]
    return ends


def _count_that_fits(array: pa.StringArray, records: int, size: int, at_least: int) -> int:
    fitting = int(np.searchsorted(_ends(array), size, side="right"))
    return max(min(fitting, records, len(array)), at_least)


def _byte_count(array: pa.StringArray, count: int) -> int:
    return int(_ends(array)[count - 1])
