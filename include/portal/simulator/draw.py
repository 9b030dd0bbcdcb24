"""Chance that is decided by names alone: the same seed and names give the same draws, in any order of asking."""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]


def _digest(names: tuple[object, ...]) -> bytes:
    return blake2b("|".join(map(str, names)).encode(), digest_size=16).digest()


def generator(*names: object) -> np.random.Generator:
    """A counter-based generator of its own for these names."""
    return np.random.Generator(np.random.Philox(key=np.frombuffer(_digest(names), np.uint64)))


def chance(*names: object) -> float:
    """One number in [0, 1) for these names."""
    return int.from_bytes(_digest(names)[:8], "big") / 2**64


def identifier(*names: object) -> str:
    """Looks like a UUIDv7, and is always the same for these names."""
    text = _digest(names).hex()
    return f"019d2{text[:3]}-{text[3:7]}-7{text[7:10]}-{'89ab'[int(text[10], 16) % 4]}{text[11:14]}-{text[14:26]}"
