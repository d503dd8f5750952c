"""A short text that stands for a value: the same for equal values, another one for any other."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def digest(*parts: Any) -> str:
    """Return the digest of some values: arrays by their bytes, records by their fields or their own `digest`."""
    made = hashlib.blake2b(digest_size=16)
    _add(made, parts)
    return made.hexdigest()


def _add(made: Any, part: Any) -> None:
    if isinstance(part, np.ndarray):
        made.update(f"{part.dtype.str}{part.shape}".encode())
        made.update(np.ascontiguousarray(part + 0.0).tobytes())  # −0 is 0
    elif isinstance(part, (tuple, list)):
        made.update(b"(")
        for each in part:
            _add(made, each)
        made.update(b")")
    elif hasattr(part, "digest"):
        made.update(part.digest.encode())
    elif is_dataclass(part):
        _add(made, (type(part).__name__, *(getattr(part, field.name) for field in fields(part))))
    else:
        made.update(f"{part + 0.0 if isinstance(part, float) else part!r};".encode())
