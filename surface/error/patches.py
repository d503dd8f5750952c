"""The slopes of a polynomial as a table of small polynomials, one for each cell of its window, for very many places.

A polynomial of a hundred degrees takes thousands of products at each place; cut into cells, over each of which eight
degrees say as much, it takes a hundred and the way to its cell.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array, Numbers
from surface.error import chebyshev
from surface.error.layers import work_of
from surface.model import checked_last_axis

if TYPE_CHECKING:
    from surface.error.polynomial import PolynomialSurface

DEGREES = 8
"""So many Chebyshev polynomials along each axis of a cell."""

CELLS = 32, 64, 128
"""So many cells along each axis, more where fewer are not exact enough."""

EXACT = 1e-10
"""The last coefficients come to no more than this share of the largest slope."""

BLOCK = 2**12
"""At so many places at once slopes are looked up."""


class PatchedSurface:
    """A polynomial surface whose gradient comes from a table; what else it is asked it asks the polynomial."""

    dimension = 2

    def __init__(self, whole: PolynomialSurface, table: Array, cells: int) -> None:
        self.whole, self._table, self._cells = whole, table, cells
        self.error, self.hessian, self.derivatives = whole.error, whole.hessian, whole.derivatives
        edges = np.array(whole.window)
        self._corner, self._width = edges[:, 0], np.ptp(edges, axis=-1)

    @property
    def work(self) -> int:
        """What an evaluation goes through, in data points: it takes as long as so many of them would."""
        rest = self.whole.rest
        return 4 * DEGREES + (int(rest.rows * work_of(rest.layers)) if rest else 0)

    def gradient(self, w: Numbers) -> Array:
        """Return (∂E/∂w₁, ∂E/∂w₂), (..., 2), at weights w, (..., 2)."""
        places = checked_last_axis("w", w, 2)
        flat = places.reshape(-1, 2)
        found, inside = np.empty(flat.shape), self.whole.inside(flat)
        some = np.flatnonzero(inside)
        for k in range(0, len(some), BLOCK):
            found[some[k : k + BLOCK]] = self._looked_up(flat[some[k : k + BLOCK]])
        if len(some) < len(flat):
            found[~inside] = self.whole.exact.gradient(flat[~inside])
        return found.reshape(places.shape)

    def _looked_up(self, w: Array) -> Array:
        self.whole.exact.tick()
        place = (w - self._corner) / self._width * self._cells
        cell = np.clip(place.astype(np.intp), 0, self._cells - 1)
        u = np.clip(2 * (place - cell) - 1, -1, 1)
        across, up = (chebyshev.polynomials(u[:, axis], DEGREES) for axis in (0, 1))
        # (m, 2, up, across), as the table has them.
        found = self._table[cell[:, 1] * self._cells + cell[:, 0]]
        slopes = np.einsum("mkj,mj->mk", np.einsum("mkji,mi->mkj", found, across), up)
        rest = self.whole.rest
        return slopes if rest is None else slopes + rest.gradient(w)


def patched(whole: PolynomialSurface) -> PatchedSurface | None:
    """Return a polynomial with a table of its slopes, None where none of CELLS is exact enough."""
    for cells in CELLS:
        table = _table(whole, cells)
        last = np.abs(table[:, :, -1, :]).max(), np.abs(table[:, :, :, -1]).max()
        if max(last) <= EXACT * np.abs(table).max():
            return PatchedSurface(whole, table, cells)
    return None


def _table(whole: PolynomialSurface, cells: int) -> Array:
    """Return the coefficients of both slopes over each cell, (cells², 2, DEGREES, DEGREES), row by row."""
    w1, w2 = (_nodes(*edges, cells) for edges in whole.window)
    made, values = chebyshev.transform(DEGREES), whole.slopes_on(w1, w2)
    # (2, rows of cells, up, columns of cells, across)
    cut = values.reshape(2, cells, DEGREES, cells, DEGREES)
    found = np.einsum("krjci,aj,bi->rckab", cut, made, made, optimize=True)
    return np.ascontiguousarray(found.reshape(cells**2, 2, DEGREES, DEGREES))


def _nodes(low: float, high: float, cells: int) -> Array:
    edges = np.linspace(low, high, cells + 1)
    return np.concatenate([chebyshev.nodes(a, b, DEGREES) for a, b in pairwise(edges.tolist())])
