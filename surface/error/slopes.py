"""The gradient over a plane of weights, of many places at once and of one at a time."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from threading import local

import numpy as np

from surface.arrays import Array
from surface.error.layers import PlaneLayer, Products


class _Rooms(local):
    """Numbers of this thread to work in: the system gives out large arrays anew, page by page, each time."""

    numbers: Array = np.empty(0)


_rooms = _Rooms()


def _room(shape: tuple[int, ...]) -> tuple[Array, Array, Array]:
    """Return three arrays of a shape, with anything in them, until the next call of this thread."""
    size = prod(shape)
    if len(_rooms.numbers) < 3 * size:
        _rooms.numbers = np.empty(3 * size)
    one, two, three = (_rooms.numbers[k * size : (k + 1) * size].reshape(shape) for k in range(3))
    return one, two, three


def slopes(
    layer: PlaneLayer, made: Products[Array], ab: tuple[Array, Array], targets: Array, counts: Array | None
) -> Array:
    """Return the gradient over the output layer alone, (m, 2), in fewer steps than Taylor coefficients would take.

    A place's own gradient does not depend on the others, (m, 1, 1) of each number of ab: not in the last digit.
    """
    constant, *along = made[0, 0]
    z, term, room = _room((len(ab[0]), *constant.shape[-2:]))
    z.fill(0.0)
    for number, part in zip(ab, along, strict=True):
        if part is not None:
            z += np.multiply(number, part, out=term)
    z += constant
    value, slope = layer.activation.value_and_slope(z, term, room)
    pull = np.subtract(targets, value, out=z)
    pull *= slope
    if counts is not None:
        pull *= counts
    gradient = np.zeros((len(z), 2))
    for column, part in zip(gradient.T, along, strict=True):
        if part is not None:
            column -= np.einsum("mun,un->m" if part.ndim == 2 else "mun,mun->m", pull, part)
    return gradient


def slopes_of_one(
    layer: PlaneLayer,
    made: Products[Array],
    targets: Array,
    counts: Array | None,
    tick: Callable[[], object],
) -> Callable[[Array], Array]:
    """Return what gives the gradient over the output layer alone at one place, (2,): to the last digit as `slopes`.

    A run asks thousands of times, each time for what takes less than to make ready for many places at once. What is
    returned has arrays of its own, and so is for one run at a time. tick: called each time.
    """
    constant, *along = made[0, 0]
    parts = [(axis, part) for axis, part in enumerate(along) if part is not None]
    z, term, room = (np.empty((1, *constant.shape[-2:])) for _ in range(3))
    value_and_slope = layer.activation.value_and_slope

    def gradient(w: Array) -> Array:
        tick()
        z.fill(0.0)
        for axis, part in parts:
            np.multiply(part, w[axis], out=term)
            np.add(z, term, out=z)
        np.add(z, constant, out=z)
        value, slope = value_and_slope(z, term, room)
        np.subtract(targets, value, out=term)
        np.multiply(term, slope, out=term)
        if counts is not None:
            np.multiply(term, counts, out=term)
        found = np.zeros(2)
        for axis, part in parts:
            found[axis] -= np.einsum("mun,un->m", term, part)[0]
        return found

    return gradient
