"""How many bytes the results in a cache take, and which of them have to go where they are too many."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache
from threading import Lock
from types import FunctionType, ModuleType
from weakref import WeakKeyDictionary, WeakSet

import numpy as np

SIMPLE = str | bytes | int | float | FunctionType | ModuleType
"""What holds nothing that is weighed."""


_weights = WeakKeyDictionary[object, int]()


def weight(value: object, settled: type | tuple[type, ...] = ()) -> int:
    """Return how many bytes a value takes with all that it holds, each part once.

    settled: kinds of parts that stay as they are, and are weighed once, each by itself: many entries share them.
    """
    total, seen, waiting = 0, set[int](), [value]
    while waiting:
        part = waiting.pop()
        if id(part) in seen or isinstance(part, type):
            continue
        seen.add(id(part))
        if part is not value and isinstance(part, settled):
            if part not in _weights:
                _weights[part] = weight(part)
            total += _weights[part]
            continue
        total += sys.getsizeof(part)
        if isinstance(part, SIMPLE):
            continue
        if isinstance(part, np.ndarray):
            # A view's numbers are its base's, which others may hold as well.
            waiting += [part.base] if part.base is not None else []
        else:
            waiting += _parts(part)
    return total


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    yield from getattr(value, "__dict__", {}).values()
    yield from (getattr(value, name) for name in _slots(type(value)) if hasattr(value, name))


@cache
def _slots(kind: type) -> Iterable[str]:
    return [name for base in kind.__mro__ for name in getattr(base, "__slots__", ())]


class Ledger:
    """The entries of an LRU cache with their bytes: at most so many entries, and at most so many bytes together.

    An entry is weighed when it comes and, where entries grow, when it is first used again, for what it works out later
    is then there. The last that was used stays in any case. settled: as for `weight`.
    """

    def __init__(self, entries: int, limit: int, grows: bool = True, settled: type | tuple[type, ...] = ()) -> None:
        self.entries, self.limit, self.grows, self.settled = entries, limit, grows, settled
        self._bytes = OrderedDict[Hashable, int]()
        self._new = set[Hashable]()
        self._users = dict[Hashable, WeakSet[object]]()
        self._lock = Lock()

    @property
    def total(self) -> int:
        """How many bytes all entries take together."""
        return sum(self._bytes.values())

    def used(self, key: Hashable, value: object, by: object | None = None) -> list[Hashable]:
        """Note that an entry has been used, and return the keys of those that have to go for it, the oldest first.

        by: who uses it: see `left`.
        """
        with self._lock:
            if by is not None:
                self._users.setdefault(key, WeakSet()).add(by)
            before = self._bytes.pop(key, None)
            if before is None and self.grows:
                self._new.add(key)
            elif key in self._new:
                self._new.discard(key)
                before = None
            self._bytes[key] = weight(value, self.settled) if before is None else before
            gone = list[Hashable]()
            while len(self._bytes) > self.entries or (self.total > self.limit and len(self._bytes) > 1):
                old, _ = self._bytes.popitem(last=False)
                self._forget(old)
                gone.append(old)
            return gone

    def left(self) -> list[Hashable]:
        """Return the keys of entries whose users are all gone, which have to go as well."""
        with self._lock:
            gone = [key for key, users in self._users.items() if not users]
            for key in gone:
                self._bytes.pop(key, None)
                self._forget(key)
            return gone

    def _forget(self, key: Hashable) -> None:
        self._new.discard(key)
        self._users.pop(key, None)
