"""An error surface over boxes: bounds of its derivatives that hold everywhere in a box, by intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from surface.arrays import Array, Numbers
from surface.error.layers import ORDERS, Key, PlaneLayer, Products, above_the_held, derivative, outputs
from surface.model import Interval

BLOCK = 2**17
"""The most numbers that one array of a block holds (1 MiB): of many arrays at once, these stay in the cache."""


class Boxes:
    """A surface's layers, inputs (inputs, n), targets (units, n) and counts, to be asked about boxes of its plane."""

    def __init__(self, layers: Sequence[PlaneLayer], inputs: Array, targets: Array, counts: Array | None) -> None:
        # From the data on, and not from what is kept of the held layers: their rounding counts too.
        self._inputs, self._layers = above_the_held(layers, Interval.exact(inputs))
        self._targets, self._counts = targets, counts

    def bounds(self, boxes: Array, orders: int, tick: Callable[[], object]) -> Array:
        """Return bounds of the derivatives of orders 1 to 2 over boxes, (..., 2, 2) -> (..., 2 or 5, 2)."""
        flat = boxes.reshape(-1, 2, 2)
        keys = [key for order in range(1, orders + 1) for key in ORDERS[order]]
        if self.quadratic and len(flat) > 1:
            tick()
            return self._of_quadratic(flat)[:, : len(keys)].reshape(*boxes.shape[:-2], len(keys), 2)
        size = max(1, BLOCK // self._numbers)
        found = np.empty((len(flat), len(keys), 2))
        for k in range(0, len(flat), size):
            tick()
            # Infinite bounds, as over a kink, are numbers like others here.
            with np.errstate(over="ignore", invalid="ignore"):
                found[k : k + size] = self._bounds(flat[k : k + size], keys)
        return found.reshape(*boxes.shape[:-2], len(keys), 2)

    @property
    def quadratic(self) -> bool:
        """Whether the error is a quadratic form: outputs that are linear in both weights."""
        return [layer.activation.name for layer in self._layers] == ["identity"]

    def _of_quadratic(self, boxes: Array) -> Array:
        """Return bounds of the derivatives of orders 1 and 2 over boxes, (m, 2, 2) -> (m, 5, 2).

        The gradient is that of one place and, from there, the curvatures, which are the same everywhere, times the way:
        one pass over the data, however many boxes there are.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            centre = boxes[..., 0].min(axis=0) / 2 + boxes[..., 1].max(axis=0) / 2
            there = self._bounds(np.stack([centre, centre], axis=-1)[None], [*ORDERS[1], *ORDERS[2]])[0]
            one = np.ones(len(boxes))
            along_1, along_2, aa, ab, bb = (Interval(low * one, high * one) for low, high in there)
            a, b = (Interval(*boxes[:, axis].T) - centre[axis] * one for axis in (0, 1))
            parts = along_1 + aa * a + ab * b, along_2 + ab * a + bb * b, aa, ab, bb
            found = np.stack([np.stack([part.low, part.high], axis=-1) for part in parts], axis=1)
        return np.where(np.isnan(found), (-np.inf, np.inf), found)

    @property
    def _numbers(self) -> int:
        """How many numbers one box needs of an array."""
        return self._targets.shape[1] * max(layer.constant.units for layer in self._layers)

    def _bounds(self, boxes: Array, keys: Sequence[Key]) -> Array:
        ends = boxes[:, :, :, None, None]
        a, b = (Interval(ends[:, axis, 0], ends[:, axis, 1]) for axis in (0, 1))
        y = outputs(self._layers, self._first_products, (a, b), max(map(sum, keys)))
        residual = self._targets - y[0, 0]
        found = np.zeros((len(boxes), len(keys), 2))
        for place, key in enumerate(keys):
            if (bound := derivative(y, residual, key, self._counts)) is not None:
                found[:, place, 0], found[:, place, 1] = bound.low, bound.high
        # Infinity less infinity, where the net input overflows, bounds nothing.
        return np.where(np.isnan(found), (-np.inf, np.inf), found)

    @cached_property
    def _first_products(self) -> Products[Interval]:
        return self._layers[0].products({(0, 0): self._inputs})


def checked_boxes(boxes: Numbers) -> Array:
    """Return boxes as float64, or say in one sentence what came instead."""
    box = np.asarray(boxes, dtype=np.float64)
    if box.shape[-2:] != (2, 2):
        raise ValueError(f"`boxes` must have shape (..., 2, 2), got {box.shape}")
    return box
