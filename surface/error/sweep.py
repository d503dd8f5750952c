"""The two sweeps through a network's layers: its error carried up, and the slope of it along every weight carried down.

What reaches a layer is kept on the way up, with a row of ones for the biases; the error's slope at each net input is
then carried down (back-propagation: Rumelhart, Hinton and Williams 1986). Arrays are ([m,] units, rows): a column for
each row of the data, and where there are several places w at once, a table for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from threading import local

import numpy as np

from surface.arrays import Array
from surface.model import ACTIVATIONS, Activation, Layer

SHAPES = 4
"""For how many shapes of arrays there is room at once: a full block and the last one, of places and of rows."""

LINE = 64
"""Bytes."""


@dataclass(frozen=True, eq=False)
class _Table:
    """Where a layer's numbers stand in the vector of all weights: a row for each unit, its bias at the end."""

    place: slice
    units: int
    inputs: int
    bias: bool
    activation: Activation

    def of(self, w: Array) -> Array:
        """Return the layer's rows, ([m,] units, inputs [+ 1]), out of weights ([m,] p)."""
        return w[..., self.place].reshape(*w.shape[:-1], self.units, -1)


class Sweep:
    """The sweeps through layers at any weights w, (p,) or (m, p); the layers given say their shapes alone.

    Their arrays are made once for each shape and thread: at a thousand steps a second, making them anew would take
    longer than all that is computed.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        ends: list[int] = np.cumsum([layer.flat.size for layer in layers]).tolist()
        self.tables = [
            _Table(slice(first, end), layer.units, layer.inputs, layer.bias is not None, ACTIVATIONS[layer.activation])
            for layer, first, end in zip(layers, [0, *ends], ends, strict=False)
        ]
        self.dimension = ends[-1]
        self._rooms = _Rooms()

    def fed(self, x: Array) -> Array:
        """Return what the first layer is fed with, (inputs [+ 1], n), of the data's inputs (inputs, n)."""
        fed = _aligned((len(x) + self.tables[0].bias, x.shape[1]))
        fed[: len(x)] = x
        return fed

    def error(self, w: Array, x: Array, t: Array, counts: Array | None) -> Array:
        """Return the error, ([m,]), of some points: what the first layer is fed with, ([m,] .., n), and targets t.

        counts: how many rows each stands for, (n,) or (m, 1, n); None: one each.
        """
        room = self._room(w, x)
        room.up(w, x)
        return room.miss(t, counts)

    def error_and_gradient(self, w: Array, x: Array, t: Array, counts: Array | None) -> tuple[Array, Array]:
        """Return the error, ([m,]), of some points, and its slope along every weight, ([m,] p)."""
        room = self._room(w, x)
        room.up(w, x)
        return room.miss(t, counts), room.down(x)

    def _room(self, w: Array, x: Array) -> _Room:
        shape, rooms = (*w.shape[:-1], x.shape[-1]), self._rooms.made
        if shape not in rooms:
            if len(rooms) == SHAPES:
                rooms.clear()
            rooms[shape] = _Room(self.tables, shape[:-1], shape[-1])
        return rooms[shape]


class _Room:
    """The arrays of all layers for so many places and rows, and the two ways through them."""

    def __init__(self, tables: Sequence[_Table], many: tuple[int, ...], rows: int) -> None:
        self.tables = tables
        self.weights, self.gradient = (np.empty((*many, tables[-1].place.stop)) for _ in range(2))
        # The layers' rows in both: cut out once, for there are few numbers in each.
        self.rows, self.along = ([table.of(all_of) for table in tables] for all_of in (self.weights, self.gradient))
        shapes = [(*many, table.units, rows) for table in tables]
        self.nets, self.backs = ([_aligned(shape) for shape in shapes] for _ in range(2))
        # One after another on the way down: they share their place, which the cache then holds.
        slopes = _aligned((max(prod(shape) for shape in shapes),))
        self.slopes = [slopes[: prod(shape)].reshape(shape) for shape in shapes]
        # What the next layer is fed with: the values, and a row of ones where it has biases.
        ones = [table.bias for table in tables[1:]] + [False]
        self.fed = [_aligned((*many, table.units + one, rows)) for table, one in zip(tables, ones, strict=True)]
        self.values = [fed[..., : table.units, :] for table, fed in zip(tables, self.fed, strict=True)]
        # Turned once as well: what a layer was fed with, and its rows without the biases.
        self.fed_turned = [fed.swapaxes(-1, -2) for fed in self.fed]
        self.rows_turned = [
            rows[..., : table.inputs].swapaxes(-1, -2) for table, rows in zip(tables, self.rows, strict=True)
        ]

    def up(self, w: Array, x: Array) -> None:
        """Fill in the net inputs and the values of all layers at weights w."""
        self.weights[...] = w
        for table, rows, net, value, fed in zip(self.tables, self.rows, self.nets, self.values, self.fed, strict=True):
            np.matmul(rows, x, out=net)
            table.activation.write_value(net, value)
            x = fed

    def miss(self, t: Array, counts: Array | None) -> Array:
        """Return the error, ([m,]), at the outputs' values, and keep its slope at each output."""
        miss = np.subtract(self.values[-1], t, out=self.backs[-1])
        if counts is not None:
            back = np.multiply(miss, counts)
            error = np.asarray(0.5 * np.sum(back * miss, axis=(-2, -1)))
            miss[...] = back
            return error
        # ½ Σ r²; of one place BLAS makes it four times as fast.
        return np.asarray(0.5 * (np.vdot(miss, miss) if miss.ndim == 2 else np.einsum("mij,mij->m", miss, miss)))

    def down(self, x: Array) -> Array:
        """Return the slope along every weight, ([m,] p), where `backs` ends with the error's slope at each output."""
        for depth in range(len(self.tables) - 1, -1, -1):
            back, slope = self.backs[depth], self.slopes[depth]
            self.tables[depth].activation.write_slope(self.nets[depth], self.values[depth], slope)
            np.multiply(back, slope, back)  # now the error's slope at each net input
            np.matmul(back, self.fed_turned[depth - 1] if depth else x.swapaxes(-1, -2), out=self.along[depth])
            if depth:
                _times(self.rows_turned[depth], back, self.backs[depth - 1])
        return self.gradient.copy()


def _times(table: Array, x: Array, out: Array) -> None:
    """Write the product of a table, ([m,] i, j), and x, ([m,] j, n), into `out`."""
    # Of a single unit there is nothing to sum, and `matmul` takes four times as long.
    if len(x) == 1 and x.ndim == 2:
        np.dot(table, x, out)
    else:
        np.matmul(table, x, out=out)


def _aligned(shape: tuple[int, ...]) -> Array:
    """Return an array of ones that begins where a line of the cache does: products then take two thirds of the time."""
    numbers = np.ones(prod(shape) + LINE // 8)
    first = -numbers.ctypes.data % LINE // 8
    return numbers[first : first + prod(shape)].reshape(shape)


class _Rooms(local):
    """The rooms of each thread, by the shape of their arrays: two threads may ask one sweep at once."""

    def __init__(self) -> None:
        self.made = dict[tuple[int, ...], _Room]()
