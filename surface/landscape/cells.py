"""Polynomials over square cells of a plane, made where they are asked for, and smaller where one says too little.

The plane is cut into SQUARES² squares; a cell is of BIG² of them, or of one. Places (2, m) count squares from the lower
left corner of the plane, and the polynomials tell by how much each is moved, in squares as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.error import chebyshev

SQUARES = 96
"""How many squares the plane has along each axis."""

BIG = 2
"""How many of them a cell has along each axis before it is cut."""

NODES = 12
"""How many nodes each cell has along each axis."""

UNMADE, NOTHING = -1, -2
"""What a square has in place of a cell's number: nobody has asked yet, or nothing is known there."""

ROOM = 256
"""For so many cells there is room at first."""

FEW, MORE = 8, 16
"""So many places of a cell go through its polynomials together: MORE where the cells are crowded."""

BLOCK = 2**12
"""So many places go through their polynomials one after the other: they then stay in the cache."""


class Cells:
    """The cells that are made so far: corner (n, 2) and size (n,) in squares, and by how much their nodes are moved.

    moved: (n, 2, NODES, NODES), of what lies across and of what lies up, row by row.
    """

    def __init__(self) -> None:
        self.count = 0
        self.corner, self.size = np.empty((ROOM, 2), dtype=np.intp), np.empty(ROOM, dtype=np.intp)
        self.moved, self._table = np.empty((ROOM, 2, NODES, NODES)), np.empty((ROOM, 2 * NODES, NODES))
        self._number = np.full((SQUARES, SQUARES), UNMADE)

    def at(self, place: Array) -> Indices:
        """Return the number of each place's cell, (m,), or UNMADE or NOTHING; outside the plane it is NOTHING."""
        across, up = place
        inside = (across >= 0) & (across <= SQUARES) & (up >= 0) & (up <= SQUARES)
        column, row = (np.where(inside, line, 0).astype(np.intp) for line in place)
        # The upper edges belong to the last squares.
        found = self._number[np.minimum(row, SQUARES - 1), np.minimum(column, SQUARES - 1)]
        return np.where(inside, found, NOTHING)

    def add(self, corner: Indices, size: Indices, moved: Array, coefficients: Array) -> None:
        """Add cells, by the Chebyshev coefficients of what `moved` says of their nodes."""
        first, self.count = self.count, self.count + len(size)
        self.corner = _added(self.corner, first, corner)
        self.size = _added(self.size, first, size)
        self.moved = _added(self.moved, first, moved)
        # As powers they take half the products; over so small a cell these lose no digit that counts.
        table = _powers().T @ coefficients @ _powers()
        self._table = _added(self._table, first, table.reshape(-1, 2 * NODES, NODES))
        self._mark(corner, size, range(first, self.count))

    def leave(self, corner: Indices, size: Indices) -> None:
        """Say nothing of these cells."""
        self._mark(corner, size, repeat(NOTHING))

    def _mark(self, corner: Indices, size: Indices, numbers: Iterable[int]) -> None:
        for (column, row), across, number in zip(corner.tolist(), size.tolist(), numbers, strict=False):
            self._number[row : row + across, column : column + across] = number

    def move(self, place: Array, cell: Indices) -> Array:
        """Return places (2, m) moved by the polynomials of their cells, (m,); one that has none stays."""
        moved, some = place.copy(), np.flatnonzero(cell >= 0)
        # Cell by cell, so that the places of one go through it together.
        order = some[np.argsort(cell[some].astype(np.int16), kind="stable")]
        for k in range(0, len(order), BLOCK):
            block = order[k : k + BLOCK]
            moved[:, block] += self._shift(place[:, block], cell[block])
        return moved

    def _shift(self, place: Array, cell: Indices) -> Array:
        """Return by how much places, in the order of their cells, are moved."""
        first = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
        count = np.diff(np.append(first, len(cell)))
        width = MORE if len(cell) >= MORE * len(first) else FEW
        # Rows of so many places of one cell each; what the last row of a cell lacks is its last place once more.
        rows = -(-count // width)
        whose = np.repeat(np.arange(len(first)), rows)
        begin = first[whose] + width * (np.arange(len(whose)) - (np.cumsum(rows) - rows)[whose])
        index = np.minimum(begin[:, None] + np.arange(width), (first + count - 1)[whose][:, None])
        number = cell[first][whose]
        powers = np.ones((NODES, 2, *index.shape))
        powers[1] = 2 * (place[:, index] - self.corner[number].T[:, :, None]) / self.size[number][:, None] - 1
        for k in range(2, NODES):
            np.multiply(powers[k - 1], powers[1], out=powers[k])
        across, up = powers.swapaxes(0, 1)
        products = (self._table[number] @ across.transpose(1, 0, 2)).reshape(-1, 2, NODES, width)
        shift = np.empty(place.shape)
        shift[:, index] = np.einsum("rkjq,jrq->krq", products, up)
        return shift


def squares(place: Array) -> Indices:
    """Return the corners of the squares in which places (2, m) of the plane lie, each once, (n, 2)."""
    column, row = np.minimum(place.astype(np.intp), SQUARES - 1)
    found = np.unique(row * SQUARES + column)
    return np.stack([found % SQUARES, found // SQUARES], axis=-1)


def nodes(corner: Indices, size: Indices) -> Array:
    """Return the nodes of cells, (2, n, NODES, NODES): what lies across and what lies up, row by row."""
    across, up = (line[:, None] + size[:, None] * chebyshev.nodes(0.0, 1.0, NODES) for line in corner.T)
    shape = len(size), NODES, NODES
    return np.stack([np.broadcast_to(across[:, None, :], shape), np.broadcast_to(up[:, :, None], shape)])


def quarters(corner: Indices, size: Indices) -> tuple[Indices, Indices]:
    """Return the corners and the sizes of the four quarters of each cell."""
    off = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    half = size // 2
    return (corner[:, None] + half[:, None, None] * off).reshape(-1, 2), np.repeat(half, 4)


def coefficients(moved: Array) -> tuple[Array, Array]:
    """Return the Chebyshev coefficients of values at nodes, of the same shape, and what the last come to, (n,)."""
    made = chebyshev.transform(NODES)
    found = made @ moved @ made.T
    sizes = np.abs(found)
    last = np.maximum(sizes[:, :, -2:].sum(axis=(2, 3)), sizes[..., -2:].sum(axis=(2, 3)))
    return found, last.max(axis=-1)


def turns_over(moved: Array, size: Indices) -> Mask:
    """Return at which nodes, (n, NODES, NODES), a move beside the given one comes out larger and turned round.

    There an eigenvalue of the map's derivative is below −1: of a step of descent, where the rate is above 2 / λ.
    """
    slopes = _slopes() * (2 / size[:, None, None])
    along, upwards = moved @ slopes[:, None].swapaxes(-1, -2), slopes[:, None] @ moved
    mean = 1 + (along[:, 0] + upwards[:, 1]) / 2
    apart = ((along[:, 0] - upwards[:, 1]) / 2) ** 2 + upwards[:, 0] * along[:, 1]
    return np.asarray(mean - np.sqrt(np.maximum(apart, 0)) < -1)


@cache
def _slopes() -> Array:
    """Return the matrix that makes slopes at the nodes of −1 … 1 of values there, (NODES, NODES)."""
    series = chebyshev.derived(chebyshev.transform(NODES), 1, 1.0, 0)
    return chebyshev.polynomials(chebyshev.nodes(-1.0, 1.0, NODES), NODES - 1) @ series


@cache
def _powers() -> Array:
    """Return the powers that each Chebyshev polynomial is made of, a row for each, lowest first."""
    return np.array([np.pad(chebyshev.as_powers(k), (0, NODES - 1 - k)) for k in range(NODES)])


def _added(to: Any, count: int, more: Any) -> Any:
    """Return an array with more entries than the `count` that it has, in an array with room for others."""
    if count + len(more) > len(to):
        larger = np.empty((max(2 * len(to), count + len(more)), *to.shape[1:]), dtype=to.dtype)
        larger[:count] = to[:count]
        to = larger
    to[count : count + len(more)] = more
    return to
