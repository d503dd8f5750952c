"""Sums P(a) + Q(b), a function of each free weight, carried up the layers of a network along the axes of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Mask
from surface.error.layers import PlaneLayer
from surface.model import Activation

Axes = tuple[Array, Array]


@dataclass(frozen=True)
class Split:
    """What reaches the units of a layer, as held + a function of a + a function of b, for n data points.

    held: (units, n); for each axis: slope (units, n), the part that is linear in its weight; curve (units, n, g), any
    other part, or None; reached (units,), which units it reaches at all.
    """

    held: Array
    slope: tuple[Array, Array]
    curve: tuple[Array | None, Array | None]
    reached: tuple[Mask, Mask]

    @classmethod
    def of_inputs(cls, inputs: Array) -> Split:
        # One zero array for both axes will do: nothing writes into a split that is made.
        nothing, nobody = np.zeros_like(inputs), np.zeros(len(inputs), bool)
        return cls(inputs, (nothing, nothing), (None, None), (nobody, nobody))

    @property
    def linear(self) -> bool:
        """Whether it is linear in both weights."""
        return self.curve[0] is None and self.curve[1] is None

    @property
    def both(self) -> Mask:
        """Which units both weights reach."""
        return self.reached[0] & self.reached[1]

    def along(self, axis: int, axes: Axes) -> Array:
        """Return the function of one weight at all its grid points, (units, n, g)."""
        line, curve = self.slope[axis][..., None] * axes[axis], self.curve[axis]
        return line if curve is None else line + curve

    def values(self, axes: Axes) -> tuple[Array, Array]:
        """Return P, (units, n, g1), and Q, (units, n, g2), of the sum P(a) + Q(b) = held + both functions."""
        return self.held[..., None] + self.along(0, axes), self.along(1, axes)

    def take(self, units: Mask) -> Split:
        """Return some of the units."""
        curve_1, curve_2 = (None if part is None else part[units] for part in self.curve)
        slope_1, slope_2 = (part[units] for part in self.slope)
        reached_1, reached_2 = (part[units] for part in self.reached)
        return Split(self.held[units], (slope_1, slope_2), (curve_1, curve_2), (reached_1, reached_2))

    def through(self, layer: PlaneLayer, axes: Axes) -> Split | None:
        """Return a layer's net inputs, or None where one weight multiplies what the other one reaches."""
        # A product of both weights is no sum of a function of each.
        if any(free is not None and free.weights[:, self.reached[1 - k]].any() for k, free in enumerate(layer.along)):
            return None
        (slope_1, curve_1, reached_1), (slope_2, curve_2, reached_2) = (self._axis(layer, axes, k) for k in (0, 1))
        held = layer.constant.net(self.held)
        return Split(held, (slope_1, slope_2), (curve_1, curve_2), (reached_1, reached_2))

    def _axis(self, layer: PlaneLayer, axes: Axes, axis: int) -> tuple[Array, Array | None, Mask]:
        """Return slope, curve and reach of a layer's net inputs along one axis."""
        weights, free, curve = layer.constant.weights, layer.along[axis], self.curve[axis]
        slope, curve = weights @ self.slope[axis], None if curve is None else _combined(weights, curve)
        # A weight of exactly 0 passes nothing on: what hangs on it alone is not reached.
        reached = np.any(weights[:, self.reached[axis]] != 0, axis=1)
        if free is None:
            return slope, curve, reached
        # The weight times what it does not reach is linear in it; times what it has reached already, it is not.
        if free.weights[:, self.reached[axis]].any():
            product = axes[axis] * _combined(free.weights, self.along(axis, axes))
            curve = product if curve is None else curve + product
        return slope + free.net(self.held), curve, reached | np.any(free.rows, axis=1)

    def activity(self, activation: Activation, axes: Axes) -> Split:
        """Return f of net inputs; unless f is the identity, both weights must not reach the same unit."""
        # The identity alone keeps what is linear linear.
        if activation.name == "identity":
            return self
        held = activation.value(self.held)
        curve_1, curve_2 = (self._bent(activation, axis, axes) for axis in (0, 1))
        # What a weight reaches is all in its curve: f of a sum is no sum of f.
        held[self.reached[0] | self.reached[1]] = 0
        nothing = np.zeros_like(held)
        return Split(held, (nothing, nothing), (curve_1, curve_2), self.reached)

    def _bent(self, activation: Activation, axis: int, axes: Axes) -> Array | None:
        """Return f of the units that one weight reaches, (units, n, g), or None where it reaches none."""
        units = self.reached[axis]
        if not units.any():
            return None
        some, curve = self.take(units), np.zeros((*self.held.shape, axes[axis].size))
        # The others stay 0 here: what they are is in `held`, or in the curve of the other axis.
        curve[units] = activation.value(some.held[..., None] + some.along(axis, axes))
        return curve


def _combined(weights: Array, x: Array) -> Array:
    """Return weights · x over the first axis of x, (inputs, n, g)."""
    # Not weights @ x, which would sum over the data points, the middle axis.
    return np.asarray(np.tensordot(weights, x, 1), dtype=np.float64)
