"""What an array that somebody gives has to be."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array, Numbers, is_whole


def settle(record: object, **values: object) -> None:
    """Set the fields of a frozen record, which only its own construction may do."""
    for name, value in values.items():
        object.__setattr__(record, name, value)


def checked(name: str, values: Numbers, dimensions: int) -> Array:
    """Return `values` as a read-only float64 array, or say in one sentence what is wrong with them."""
    try:
        # A copy: what is given stays its owner's to write to.
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`{name}` must be an array of numbers, got {values!r:.80}") from None
    if array.ndim != dimensions or not array.size:
        raise ValueError(f"`{name}` must be a filled array of {dimensions} dimension(s), got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"`{name}` must be finite, got {array[~np.isfinite(array)][0]}")
    # A record holds what was checked: nobody may change it behind the record's back.
    array.setflags(write=False)
    return array


def checked_last_axis(name: str, values: Numbers, size: int) -> Array:
    """Return `values`, (..., size), as float64, or say in one sentence what is wrong with them.

    What is not finite passes: a run that overflows reads from the error there that it does.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`{name}` must be numbers of shape (..., {size}), got {values!r:.80}") from None
    if array.shape[-1:] != (size,):
        raise ValueError(f"`{name}` must have shape (..., {size}), got {array.shape}")
    return array


def checked_text(name: str, value: object) -> str:
    """Return a text, or say in one sentence what is wrong with it: half a character can be neither sent nor saved."""
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a text, got {value!r:.80}")
    half = next((letter for letter in value if "\ud800" <= letter <= "\udfff"), None)
    if half is not None:
        raise ValueError(f"`{name}` must be of whole characters, got half of one, {half!r}, in {value!r:.80}")
    return value


def checked_whole(name: str, value: object, least: int) -> int:
    """Return a whole number as int, or say in one sentence what is wrong with it."""
    if not is_whole(value) or value < least:
        raise ValueError(f"`{name}` must be a whole number of at least {least}, got {value!r:.80}")
    return int(value)
