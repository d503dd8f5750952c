"""Interval arithmetic: numbers of which only bounds are known, carried through sums and products (Moore 1966).

The bounds hold for exact numbers, rounding included. A product is not widened, for it is right to a few units in the
last place of itself; every sum is, by more than its own rounding and that of the products in it. So whoever reads the
bounds reads those of a sum.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from surface.arrays import Array

ROUNDING = float(np.finfo(np.float64).eps)
"""Twice the largest relative error of one operation."""

SLACK = 8
"""How many roundings of its terms a sum allows for: a chain of products, and the sum of two."""

TINY = 1e-300
"""More than all that underflow can take from a product: below it float64 no longer has numbers enough."""


class Interval:
    """Numbers between bounds: low and high, arrays of one shape. A bound that is NaN bounds nothing."""

    __slots__ = ("high", "low")
    # NumPy's arrays hand sums and products with an interval over to it.
    __array_ufunc__ = None

    def __init__(self, low: Array, high: Array) -> None:
        self.low, self.high = low, high

    @classmethod
    def exact(cls, value: Array) -> Interval:
        """Return the interval that holds one number each."""
        return cls(value, value)

    @property
    def size(self) -> Array:
        """The largest magnitude in each interval."""
        # As low ≤ high, the larger of |low| and |high|.
        return np.maximum(-self.low, self.high)

    def widened(self, by: Array) -> Interval:
        return Interval(self.low - by, self.high + by)

    def widen(self, by: Array) -> Interval:
        """Return this interval itself, widened: for one that was just made, and that nobody else has."""
        self.low -= by
        self.high += by
        return self

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval | Array) -> Interval:
        other = other if isinstance(other, Interval) else Interval.exact(other)
        added = Interval(self.low + other.low, self.high + other.high)
        return added.widen(SLACK * ROUNDING * (self.size + other.size) + TINY)

    __radd__ = __add__

    def __sub__(self, other: Interval | Array) -> Interval:
        return self + -other

    def __rsub__(self, other: Array) -> Interval:
        return -self + other

    def __mul__(self, other: Interval | Array | float) -> Interval:
        if other is self:
            return self._squared()
        if not isinstance(other, Interval):
            ends = self.low * other, self.high * other
            return Interval(np.minimum(*ends), np.maximum(*ends))
        # Four products, and room for no more than three: most of the time would go into taking it.
        product, high = np.asarray(self.low * other.low), np.asarray(self.low * other.high)
        low = np.minimum(product, high, out=np.empty_like(high))
        np.maximum(product, high, out=high)
        for end in (other.low, other.high):
            np.multiply(self.high, end, out=product)
            np.minimum(low, product, out=low)
            np.maximum(high, product, out=high)
        return Interval(low, high)

    __rmul__ = __mul__

    def _squared(self) -> Interval:
        # Of one and the same number, so that no product of a negative with a positive end belongs to it.
        ends = self.low**2, self.high**2
        across = (self.low <= 0) & (self.high >= 0)
        return Interval(np.where(across, 0.0, np.minimum(*ends)), np.maximum(*ends))

    def __rmatmul__(self, weights: Array) -> Interval:
        """Return weights (j, i) @ this (..., i, n): a sum over i of products with exact numbers."""
        # By middle and half width, two products do the work of four, and none of the bounds is lost.
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        size = np.abs(weights)
        centre, reach = weights @ middle, size @ half
        rounding = (weights.shape[1] + SLACK) * ROUNDING * (size @ np.abs(middle) + reach) + TINY
        return Interval(centre - reach, centre + reach).widen(rounding)

    def sum(self, axis: tuple[int, ...]) -> Interval:
        """Return the sum over some axes."""
        count = int(np.prod([self.low.shape[place] for place in axis]))
        total = Interval(self.low.sum(axis=axis), self.high.sum(axis=axis))
        return total.widen((count + SLACK) * ROUNDING * self.size.sum(axis=axis) + TINY)


Value = TypeVar("Value", Array, Interval)
"""What a formula is worked out on: numbers, or intervals of them."""
