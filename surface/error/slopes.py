"""The gradient over a plane of weights, backwards through the layers, at many places at once.

What reaches a unit is passed up once, and what the error makes of it down once, where Taylor coefficients would be
carried up along both axes (Rumelhart, Hinton and Williams 1986: Learning representations by back-propagating errors).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from threading import local

import numpy as np

from surface.arrays import Array
from surface.error.layers import Parts, PlaneLayer, Products


class _Rooms(local):
    """Numbers of this thread to work in: the system gives out large arrays anew, page by page, each time."""

    numbers: Array = np.empty(0)
    taken: int = 0

    def begin(self) -> None:
        """Say that nothing of what was taken is needed any more."""
        self.taken = 0

    def take(self, shape: tuple[int, ...]) -> Array:
        """Return an array of a shape, with anything in it."""
        size = prod(shape)
        if self.taken + size > len(self.numbers):
            # What was taken stays with whoever has it; the next time there is room for all.
            self.numbers, self.taken = np.empty(2 * (self.taken + size)), 0
        self.taken += size
        return self.numbers[self.taken - size : self.taken].reshape(shape)


_rooms = _Rooms()


@dataclass(frozen=True, eq=False)
class _Passed:
    """A layer on the way up: f′ of its net inputs, and what the weights along a and b make of its inputs.

    All of them with the units first, (units, m, n); along: (units, 1, n) where it is the same at all places; None: the
    layer has no such weights.
    """

    layer: PlaneLayer
    slope: Array
    along: tuple[Array | None, Array | None]


def slopes(
    layers: Sequence[PlaneLayer], made: Products[Array], w: Array, targets: Array, counts: Array | None
) -> Array:
    """Return the gradient at places w, (m, 2), as an array of that shape.

    made: what the first layer's parts make of the points; targets: theirs, ([m,] units, n); counts: how many rows each
    stands for, (n,) or (m, 1, n); None: one each. A place's own gradient does not depend on the others: not in the last
    digit.
    """
    _rooms.begin()
    ab = w[:, 0, None], w[:, 1, None]
    value, way = _up(layers, made, ab)
    pull = np.subtract(_units_first(targets), value, out=value)
    if counts is not None:
        pull *= counts if counts.ndim == 1 else counts[:, 0]
    gradient = np.zeros((len(w), 2))
    for number, each in reversed(list(enumerate(way))):
        pull *= each.slope
        _add(gradient, pull, each.along)
        if number:
            pull = pulled(each.layer, pull, ab, _times)
    return gradient


def _up(layers: Sequence[PlaneLayer], made: Products[Array], ab: tuple[Array, Array]) -> tuple[Array, list[_Passed]]:
    """Return the outputs, (units, m, n), and the layers on the way to them."""
    constant, *along = made[0, 0]
    first, second = (None if part is None else _units_first(part) for part in along)
    parts: Parts = _units_first(constant), first, second
    value, way = parts[0], list[_Passed]()
    for number, layer in enumerate(layers):
        parts = layer.parts(value, _times) if number else parts
        shape = len(parts[0]), len(ab[0]), parts[0].shape[-1]
        value, slope = passed(layer, parts, ab, [_rooms.take(shape) for _ in range(3)])
        way.append(_Passed(layer, slope, parts[1:]))
    return value, way


def passed(
    layer: PlaneLayer, parts: Parts, ab: tuple[Array | float, Array | float], rooms: Sequence[Array]
) -> tuple[Array, Array]:
    """Return a layer's values and slopes, (units, m, n) each, of what its parts make of its inputs.

    rooms: three arrays of that shape to work in, in which the two may then stand.
    """
    (constant, *along), (net, value, slope) = parts, rooms
    net.fill(0.0)
    for number, part in zip(ab, along, strict=True):
        if part is not None:
            net += np.multiply(part, number, out=value)
    net += constant
    return layer.activation.value_and_slope(net, value, slope)


def pulled(
    layer: PlaneLayer,
    pull: Array,
    ab: tuple[Array | float, Array | float],
    times: Callable[[Array, Array], Array],
) -> Array:
    """Return the error's slope at a layer's inputs, (inputs, m, n), of that at its net inputs, (units, m, n).

    times: of a table and inputs, their product.
    """
    below = times(layer.constant.weights.T, pull)
    for number, part in zip(ab, layer.along, strict=True):
        if part is not None:
            below += number * times(part.weights.T, pull)
    return below


def product(table: Array, x: Array, out: Array) -> Array:
    """Write the product of a table, (i, j), and x, (j, m, n), into `out`, each number summed in the same order."""
    flat = x.reshape(len(x), -1)
    # BLAS sums by how many numbers there are beside; of a single one this would sum in another order as well.
    if flat.shape[1] == 1:
        out[...] = np.einsum("ij,jk->ik", table, np.repeat(flat, 2, axis=1))[:, :1, None]
    else:
        np.einsum("ij,jk->ik", table, flat, out=out.reshape(len(table), -1))
    return out


def _add(gradient: Array, pull: Array, along: tuple[Array | None, Array | None]) -> None:
    """Take what a layer's weights along a and b do to the error off the gradient, (m, 2)."""
    for column, part in zip(gradient.T, along, strict=True):
        if part is not None:
            # Unit by unit: of all at once a place that is alone would be summed in another order.
            for unit in np.einsum("umn,umn->um", pull, part):
                column -= unit


def _times(table: Array, x: Array) -> Array:
    return product(table, x, _rooms.take((len(table), *x.shape[1:])))


def _units_first(part: Array) -> Array:
    """Return what there is of the points, (units, n) or (m, units, n), with the units first: (units, 1 or m, n)."""
    return part[:, None] if part.ndim == 2 else part.swapaxes(0, 1)
