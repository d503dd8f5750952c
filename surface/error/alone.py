"""The gradient over a plane of weights at one place at a time, to the last digit as `slopes` has it.

A run asks thousands of times, each time for what takes less than to make ready for many places at once: here all
arrays are made before the first step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from surface.arrays import Array
from surface.error.layers import Parts, PlaneLayer, Products
from surface.error.slopes import passed, product, pulled


def slopes_of_one(
    layers: Sequence[PlaneLayer],
    made: Products[Array],
    targets: Array,
    counts: Array | None,
    tick: Callable[[], object],
) -> Callable[[Array], Array]:
    """Return what gives the gradient at one place, (2,); it has arrays of its own, and so is for one run at a time.

    made: what the first layer's parts make of the points; targets: theirs, (units, n); counts: how many rows each
    stands for, (n,); None: one each. tick: called each time.
    """
    constant, *along = made[0, 0]
    along_1, along_2 = (None if part is None else part[:, None] for part in along)
    parts = constant[:, None], along_1, along_2
    first, *above = way = [_Alone(layer, targets.shape[-1]) for layer in layers]
    down, aims, miss = way[::-1], targets[:, None], np.empty((len(targets), 1, targets.shape[-1]))

    def gradient(w: Array) -> Array:
        tick()
        a, b = w.tolist()
        value = first.up(parts, (a, b))
        for each in above:
            value = each.up(each.layer.parts(value, _times), (a, b))
        pull = np.subtract(aims, value, out=miss)
        if counts is not None:
            np.multiply(pull, counts, out=pull)
        found = [0.0, 0.0]
        for each in down:
            np.multiply(pull, each.slope, out=pull)
            each.take_off(found, pull)
            if each is not first:
                pull = pulled(each.layer, pull, (a, b), _times)
        return np.array(found)

    return gradient


class _Alone:
    """A layer with its arrays for one place, (units, 1, n) each."""

    def __init__(self, layer: PlaneLayer, rows: int) -> None:
        self.layer = layer
        self._rooms = [np.empty((layer.constant.units, 1, rows)) for _ in range(3)]

    def up(self, parts: Parts, ab: tuple[float, float]) -> Array:
        """Return the layer's values, of what its parts make of its inputs; its slopes and parts are kept."""
        self.along = parts[1:]
        value, self.slope = passed(self.layer, parts, ab, self._rooms)
        return value

    def take_off(self, found: list[float], pull: Array) -> None:
        """Take what the layer's weights along the plane do to the error off the gradient."""
        for axis, part in enumerate(self.along):
            if part is not None:
                for unit in np.einsum("umn,umn->um", pull, part)[:, 0].tolist():
                    found[axis] -= unit


def _times(table: Array, x: Array) -> Array:
    """Return the product of a table, (i, j), and x, (j, 1, n), each number summed in the order of `slopes`."""
    return product(table, x, np.empty((len(table), *x.shape[1:])))
