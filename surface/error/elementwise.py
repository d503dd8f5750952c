"""A caller's function of two numbers, asked at many places: all at once where it takes arrays, else one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from surface.arrays import Array, is_array

NO_VALUE = (ArithmeticError, ValueError)
"""What a function raises where it has no value, as `math.log` does at 0: there is a gap then."""

FAULTS = (TypeError, LookupError, AttributeError, NameError, RuntimeError, AssertionError, OSError)
"""What a function raises that has a fault of its own, or that takes something else than two numbers."""

ALIKE = 1e-9
"""By so much of itself a value may depend on whether it was asked for alone."""


class Elementwise:
    """A function f(x, y) that gives `parts` real numbers, as (parts, n) at places x, y, (n,); NaN where it has none.

    Whether it takes arrays is found out at the first few places: what it gives for one place alone is the truth.
    gap: what it raised last where it has no value.
    Raises ValueError, with one sentence, for a function that fails, or that gives anything but real numbers.
    """

    def __init__(self, f: Callable[..., Any], name: str, parts: int = 1) -> None:
        if not callable(f):
            raise ValueError(f"`{name}` must be a function of two numbers, got {f!r:.80}")
        self.f, self.name, self.parts = f, name, parts
        self.takes_arrays: bool | None = None  # until it has been asked
        self.gap = ""

    def __call__(self, x: Array, y: Array) -> Array:
        with np.errstate(all="ignore"):
            if len(x) > 1 and self.takes_arrays is not False:
                values = self._at_once(x, y)
                if self.takes_arrays is None:
                    self.takes_arrays = values is not None and self._agrees(values, x, y)
                if self.takes_arrays and values is not None:
                    return values
            return self._one_by_one(x, y)

    def _at_once(self, x: Array, y: Array) -> Array | None:
        """Return the values of one call with arrays, None where that is not what the function takes."""
        try:
            given = self.f(x.copy(), y.copy())  # it may work in place, and the places are needed once more
        except (*NO_VALUE, *FAULTS):
            return None
        parts = [given] if self.parts == 1 else _pair(given)
        numbers = [None if part is None else _numbers(part) for part in parts]
        # A constant is one number for all places.
        rows = [row for row in numbers if row is not None and row.shape in (x.shape, ())]
        return np.array([np.broadcast_to(row, x.shape) for row in rows]) if len(rows) == self.parts else None

    def _agrees(self, values: Array, x: Array, y: Array) -> bool:
        """Return whether values are those that the function gives one by one: a sum over all places is not."""
        some = np.unique([0, len(x) // 2, len(x) - 1])
        return np.allclose(values[:, some], self._one_by_one(x[some], y[some]), ALIKE, 0.0, equal_nan=True)

    def _one_by_one(self, x: Array, y: Array) -> Array:
        return np.array([self._one(a, b) for a, b in zip(x, y, strict=True)]).reshape(-1, self.parts).T

    def _one(self, x: np.float64, y: np.float64) -> list[float]:
        try:
            given = self.f(x, y)
        except NO_VALUE as gap:
            self.gap = f"at ({x:.6g}, {y:.6g}) it raised {type(gap).__name__}: {gap}"
            return [np.nan] * self.parts
        except FAULTS as fault:
            raised = f"{type(fault).__name__}: {fault}"
            raise ValueError(
                f"`{self.name}` must take two numbers, and at ({x:.6g}, {y:.6g}) raised {raised}"
            ) from fault
        if self.parts == 1 and isinstance(given, float):  # as most do, hundreds of thousands of times
            return [given]
        parts = [given] if self.parts == 1 else _pair(given)
        numbers = [_numbers(part) for part in parts]
        if len(numbers) != self.parts or any(number is None or number.size != 1 for number in numbers):
            wanted = "one real number" if self.parts == 1 else "two real numbers"
            raise ValueError(f"`{self.name}` must return {wanted}, got {_told(given)} at ({x:.6g}, {y:.6g})")
        return [float(number.ravel()[0]) for number in numbers if number is not None]


def _pair(given: Any) -> list[Any]:
    """Return the two parts of what a function gave, or what it gave as one where it has no parts."""
    try:
        return list(given)
    except TypeError:
        return [given]


def _told(given: Any) -> str:
    """Say in a few words what a function gave: an array would go over many lines."""
    return f"an array of shape {given.shape}" if is_array(given) and given.shape else f"{given!r:.80}"


def _numbers(given: Any) -> Array | None:
    """Return what a function gave as float64, None where it is no real number and no array of them."""
    try:
        found = np.asarray(given)
        # Anything that can be a float may be one, as the numbers of an algebra system; a text may not.
        return found.astype(np.float64) if found.dtype.kind in "biuf" or _is_own_kind(found) else None
    except (TypeError, ValueError):
        return None


def _is_own_kind(found: np.ndarray[Any, Any]) -> bool:
    # None would become NaN.
    return found.dtype.kind == "O" and not any(value is None for value in found.ravel())
