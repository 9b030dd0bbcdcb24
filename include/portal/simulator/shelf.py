"""Arrays that were made lately, kept up to a number of bytes; the least lately used go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Protocol, TypeVar, cast


class Weighed(Protocol):
    @property
    def nbytes(self) -> int: ...


T = TypeVar("T", bound=Weighed)


class Shelf:
    """Shared by the threads of a server: what several ask for at once is made once, while others are served."""

    def __init__(self, capacity_bytes: int) -> None:
        self.capacity_bytes = capacity_bytes
        self.held_bytes = 0
        self._held: OrderedDict[Hashable, Weighed] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What stands under the key, made if it does not; one key always holds one kind. `make` may ask for others."""
        if (found := self._find(key)) is not None:
            return cast(T, found)
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            if (found := self._find(key)) is not None:
                return cast(T, found)
            made = make()
            self._keep(key, made)
        return made

    def _find(self, key: Hashable) -> Weighed | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def _keep(self, key: Hashable, made: Weighed) -> None:
        with self._lock:
            if (other := self._held.pop(key, None)) is not None:
                self.held_bytes -= other.nbytes
            self._held[key] = made
            self.held_bytes += made.nbytes
            self._making.pop(key, None)
            while self.held_bytes > self.capacity_bytes and len(self._held) > 1:
                _, dropped = self._held.popitem(last=False)
                self.held_bytes -= dropped.nbytes
