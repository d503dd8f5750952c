"""The names that the package's signatures have for arrays, and what tells the kinds of plain values apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
"""Real numbers, float64; a docstring gives their shape."""

Mask = NDArray[np.bool_]
"""Which of some things are meant."""

Indices = NDArray[np.intp]
"""Places in another array, or labels that count from 0."""

Numbers = ArrayLike
"""What a caller may give where an Array is made of it: an array, a nested list, a number."""

Values = float | Array
"""One number, or an array of them that is treated alike."""


def is_array(value: object) -> TypeGuard[Array]:
    return isinstance(value, np.ndarray)


def is_whole(value: object) -> TypeGuard[int]:
    """Return whether a value is a whole number: True and False, which Python counts among them, are not."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def is_real(value: object) -> TypeGuard[float]:
    """Return whether a value is a real number, of Python's or NumPy's: True and False are none here."""
    return not isinstance(value, bool) and isinstance(value, Real)


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Return whether a value is a list or a tuple: a text, which is a sequence too, is hardly ever meant as one."""
    return isinstance(value, (list, tuple))


def is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, Iterable)


def is_record(value: object) -> TypeGuard[Mapping[str, object]]:
    """Return whether a value is what an object of JSON is read as: a dict, with texts for its keys."""
    return isinstance(value, dict)
