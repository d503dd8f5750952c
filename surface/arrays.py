"""The names that the package's signatures have for arrays: what NumPy's own types say at length."""

from __future__ import annotations

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

__all__ = ["Array", "Indices", "Mask", "Numbers"]
