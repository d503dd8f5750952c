"""Sums P(a) + Q(b), a function of each free weight, carried up the layers of a network along the axes of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array
from surface.model import Activation, Layer

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
    reached: tuple[Array, Array]

    @classmethod
    def of_inputs(cls, inputs: Array) -> Split:
        nothing, nobody = np.zeros_like(inputs), np.zeros(len(inputs), bool)
        return cls(inputs, (nothing, nothing), (None, None), (nobody, nobody))

    @property
    def linear(self) -> bool:
        """Whether it is linear in both weights."""
        return self.curve[0] is None and self.curve[1] is None

    @property
    def both(self) -> Array:
        """Which units both weights reach."""
        return self.reached[0] & self.reached[1]

    def along(self, axis: int, axes: Axes) -> Array:
        """Return the function of one weight at all its grid points, (units, n, g)."""
        line = self.slope[axis][..., None] * axes[axis]
        return line if self.curve[axis] is None else line + self.curve[axis]

    def values(self, axes: Axes) -> tuple[Array, Array]:
        """Return P, (units, n, g1), and Q, (units, n, g2), of the sum P(a) + Q(b) = held + both functions."""
        return self.held[..., None] + self.along(0, axes), self.along(1, axes)

    def take(self, units) -> Split:
        """Return some of the units."""
        curve = tuple(None if part is None else part[units] for part in self.curve)
        slope, reached = tuple(part[units] for part in self.slope), tuple(part[units] for part in self.reached)
        return Split(self.held[units], slope, curve, reached)

    def through(self, layer, axes: Axes) -> Split | None:
        """Return a layer's net inputs, or None where one weight multiplies what the other one reaches."""
        weights = layer.constant.weights
        slope = [weights @ part for part in self.slope]
        curve = [None if part is None else np.tensordot(weights, part, 1) for part in self.curve]
        reached = [(weights[:, part] != 0).any(axis=1) for part in self.reached]
        for axis, free in enumerate(layer.along):
            if free is None:
                continue
            if free.weights[:, self.reached[1 - axis]].any():
                return None
            slope[axis] = slope[axis] + net(free, self.held)
            if free.weights[:, self.reached[axis]].any():
                product = axes[axis] * np.tensordot(free.weights, self.along(axis, axes), 1)
                curve[axis] = product if curve[axis] is None else curve[axis] + product
            reached[axis] = reached[axis] | free.rows.any(axis=1)
        return Split(net(layer.constant, self.held), tuple(slope), tuple(curve), tuple(reached))

    def activity(self, activation: Activation, axes: Axes) -> Split:
        """Return f of net inputs; unless f is the identity, both weights must not reach the same unit."""
        if activation.name == "identity":
            return self
        held, curve = activation.value(self.held), [None, None]
        for axis, units in enumerate(self.reached):
            if units.any():
                some = self.take(units)
                curve[axis] = np.zeros((*held.shape, axes[axis].size))
                curve[axis][units] = activation.value(some.held[..., None] + some.along(axis, axes))
            held[units] = 0
        nothing = np.zeros_like(held)
        return Split(held, (nothing, nothing), tuple(curve), self.reached)


def net(layer: Layer, x: Array) -> Array:
    """Return weights · x + bias, (units, n), of the activity x, (inputs, n)."""
    product = layer.weights @ x
    return product if layer.bias is None else product + layer.bias[:, None]
