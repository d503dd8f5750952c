"""A short text that stands for a value: the same for equal values, another one for any other."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from surface.arrays import Array, is_array, is_list


class _Hash(Protocol):
    """What this file needs of hashlib's objects, which have no public type."""

    def update(self, data: bytes, /) -> None: ...


@runtime_checkable
class _Digested(Protocol):
    """A value that knows a digest of its own."""

    @property
    def digest(self) -> str: ...


def digest(*parts: object) -> str:
    """Return the digest of some values: arrays by their bytes, records by their fields or their own `digest`."""
    made = hashlib.blake2b(digest_size=16)
    _add(made, parts)
    return made.hexdigest()


def _add(made: _Hash, part: object) -> None:
    # First, for most parts are these, and to ask whether a value has a digest takes longest where it has none.
    if part is None or isinstance(part, str | int | float):
        made.update(f"{part + 0.0 if isinstance(part, float) else part!r};".encode())
    elif is_array(part):
        _add_array(made, part)
    elif is_list(part):
        # Bracketed, or ((1, 2), 3) would read like (1, (2, 3)).
        made.update(b"(")
        for item in part:
            _add(made, item)
        made.update(b")")
    # Before the fields: its own digest is kept once made, and leaves out what makes no difference.
    elif isinstance(part, _Digested):
        made.update(part.digest.encode())
    elif is_dataclass(part):
        _add(made, (type(part).__name__, *(getattr(part, field.name) for field in fields(part))))
    else:
        made.update(f"{part!r};".encode())


def _add_array(made: _Hash, part: Array) -> None:
    # Without the shape a row would read like a column.
    made.update(f"{part.dtype.str}{part.shape}".encode())
    made.update(np.ascontiguousarray(part + 0.0).tobytes())  # −0 is 0
