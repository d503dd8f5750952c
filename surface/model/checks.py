"""What an array that somebody gives has to be."""

from __future__ import annotations

import numpy as np


def checked(name: str, values, dimensions: int) -> np.ndarray:
    """Return `values` as a read-only float64 array, or say in one sentence what is wrong with them."""
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`{name}` must be an array of numbers, got {values!r:.80}") from None
    if array.ndim != dimensions or not array.size:
        raise ValueError(f"`{name}` must be a filled array of {dimensions} dimension(s), got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"`{name}` must be finite, got {array[~np.isfinite(array)][0]}")
    array.setflags(write=False)
    return array
