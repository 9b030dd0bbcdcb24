"""Arrays that were made lately, kept up to a number of bytes; the least lately used go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Protocol, TypeVar, cast


class Weighed(Protocol):
    @property
    def nbytes(self) -> int: ...


T = TypeVar("T", bound=Weighed)


class Shelf:
    """Shared by the threads of a server: an array is made once, by the thread that asks first."""

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self.held_bytes = 0
        self._held: OrderedDict[Hashable, Weighed] = OrderedDict()
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What stands under the key, made if it does not; one key always holds one kind."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast(T, self._held[key])
            made = make()
            self._held[key] = made
            self.held_bytes += made.nbytes
            while self.held_bytes > self.capacity_bytes and len(self._held) > 1:
                _, dropped = self._held.popitem(last=False)
                self.held_bytes -= dropped.nbytes
            return made
