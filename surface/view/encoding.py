"""Numbers as plain JSON values, and as text where they are many: base64 of little-endian float64."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from surface.arrays import Array, Numbers


def encode(numbers: Numbers) -> str:
    """Return numbers as base64 of little-endian float64, the form that decode.js reads; NaN and infinity survive."""
    return base64.b64encode(np.ascontiguousarray(numbers, dtype="<f8").tobytes()).decode("ascii")


def decode(text: str) -> Array:
    """Return the flat numbers of what `encode` wrote."""
    return np.frombuffer(base64.b64decode(text), dtype="<f8")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: arrays as lists, and null for a number that is not finite."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    # Item by item, for `tolist` would let NaN through, which JSON has no word for.
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    # NumPy's own numbers are unknown to json.
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and not np.isfinite(value) else value
