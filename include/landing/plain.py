"""Which columns hold nothing but plain text, told from the offsets and first bytes of Arrow arrays.

Almost every column does, and looking costs a tenth of treating each value.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_BRACE, _BRACE_BUT_ONE_BIT = ord("{"), ord("{") ^ ord("[")


def is_plain(array: pa.Array) -> bool:
    """Whether no text in it, however deep, is empty or begins like an object or a list, and no list holds a null
    or an object without any value.
    """
    if pa.types.is_list(array.type):
        members = array.flatten()
        return members.null_count == 0 and is_plain(members)
    if pa.types.is_struct(array.type):
        fields = [array.field(position) for position in range(array.type.num_fields)]
        return not _is_any_hollow(fields) and all(is_plain(field) for field in fields)
    return _is_plain_text(array)


def _is_any_hollow(fields: Sequence[pa.Array]) -> bool:
    """Whether some object of these fields has none of them: so is read, too, what stands there and is no object."""
    if not all(field.null_count for field in fields):
        return False
    return bool(pc.any(reduce(pc.and_, map(pc.is_null, fields))).as_py())


def _is_plain_text(array: pa.StringArray) -> bool:
    if array.null_count == len(array):
        return True
    offsets = np.frombuffer(array.buffers()[1], dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    starts, ends = offsets[:-1], offsets[1:]
    if np.count_nonzero(starts != ends) + array.null_count < len(array):
        return False
    text = np.frombuffer(array.buffers()[2], dtype=np.uint8)
    if not _has_brace(text[offsets[0] : offsets[-1]]):
        return True
    return not _has_brace(text[starts[starts != ends]])


def _has_brace(text: NDArray[np.uint8]) -> bool:
    """Whether a byte in it is { or [, which differ in one bit."""
    return bool(np.any((text | _BRACE_BUT_ONE_BIT) == _BRACE))
