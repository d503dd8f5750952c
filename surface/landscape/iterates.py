"""Many steps of plain descent at once: the iterates of its map, as polynomials over the cells of a window.

A step of gradient descent takes each place to one next place, w ↦ w − η g(w), whatever came before. Where the nodes of
a cell are after n steps makes a polynomial for all of its places, where they are after 2n the same polynomials asked
once more: six times over, one polynomial takes a place as far as 64 gradients do. Where the map is too steep for so few
nodes, or leads out of the window, nothing is said: such a run goes step by step.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.descent import Rule, Surface
from surface.error import ErrorSurface, Window, chebyshev

ROUND = 64
"""So many steps are taken at once, a power of two."""

CELLS, NODES = 48, 12
"""How many cells the window has along each axis, and each cell nodes."""

PAYS = 16
"""The polynomials pay where all runs together take so many times as many steps as there are nodes."""

EXACT, SHARE = 1e-9, 1e-7
"""What the last coefficients may come to: of the window's width, and of how far the cell's places move."""

LEAPS = 8
"""At most so many times a place is taken on by a part of ROUND: smaller parts are left to single steps."""

BLOCK = 2**12
"""So many places are taken on together: their polynomials then stay in the cache."""


class Iterates:
    """Where gradient descent is after 1, 2, 4 … ROUND steps from any place of a window, where that is known.

    tick: called before each block of the work, and what it raises ends it.
    """

    def __init__(self, E: Surface, rule: Rule, window: Window, tick: Callable[[], object]) -> None:
        edges = np.array(window)
        self._corner, self._width = edges[:, 0], np.ptp(edges, axis=-1)
        self._tables, self._known = list[Array](), list[Mask]()
        nodes = _nodes()
        moved = np.concatenate([self._step(E, rule, some, tick) for some in np.array_split(nodes, CELLS)])
        known = self._add(moved, np.ones(len(nodes), dtype=bool))
        while known.any() and 2 ** len(self._tables) <= ROUND:
            # From here on once more as far: a cell is known whose every node is.
            there, all_known = self._on(nodes[known] + moved[known], len(self._tables) - 1, tick)
            moved[known], known[known] = there - nodes[known], all_known.all(axis=(1, 2))
            known = self._add(moved, known)

    def after(self, w: Array, steps: int) -> tuple[Array, Mask]:
        """Return places w, (m, 2), after so many steps, and of which of them it is known, (m,)."""
        z, left = (w - self._corner) / self._width, np.full(len(w), steps)
        for level in reversed(range(len(self._tables))):
            size, whole = 2**level, level == len(self._tables) - 1
            some = np.flatnonzero(left if whole else left <= LEAPS * size)
            while len(some := some[left[some] >= size]):
                z[some], known = self._on(z[some], level)
                some = some[known]
                left[some] -= size
        return self._corner + self._width * z, left == 0

    def _step(self, E: Surface, rule: Rule, z: Array, tick: Callable[[], object]) -> Array:
        tick()
        move, _ = rule.update(E.gradient(self._corner + self._width * z), {})
        return move / self._width

    def _add(self, moved: Array, known: Mask) -> Mask:
        """Add the polynomials through what the nodes of each cell move by, and return which of them are right."""
        made, table, right = chebyshev.transform(NODES), np.zeros((len(moved), 2 * NODES, NODES)), known.copy()
        # (cells, 2, up, across)
        found = made @ np.moveaxis(moved[known], -1, 1) @ made.T
        table[known], sizes = found.reshape(-1, 2 * NODES, NODES), np.abs(found)
        last = np.maximum(sizes[:, :, -2:].sum(axis=(2, 3)), sizes[..., -2:].sum(axis=(2, 3))).max(axis=-1)
        right[known] = last <= np.minimum(EXACT, SHARE * np.abs(moved[known]).max(axis=(1, 2, 3)))
        self._tables.append(table)
        self._known.append(right)
        return right

    def _on(self, z: Array, level: int, tick: Callable[[], object] = lambda: None) -> tuple[Array, Mask]:
        """Return places z, (..., 2), of the window, a square from 0 to 1, 2^level steps on, and which are known."""
        flat = z.reshape(-1, 2)
        inside = np.all((flat >= 0) & (flat <= 1), axis=-1)
        with np.errstate(invalid="ignore"):
            column, row = np.clip(flat.T * CELLS, 0, CELLS - 1).astype(np.int16)
        # Of a place outside the number means nothing.
        cell = np.where(inside, row * CELLS + column, 0)
        known = inside & self._known[level][cell]
        some = np.flatnonzero(known)
        # Cell by cell, so that the places of one are taken on by one product of matrices.
        order = some[np.argsort(cell[some], kind="stable")]
        there = flat.copy()
        for k in range(0, len(order), BLOCK):
            tick()
            block = order[k : k + BLOCK]
            there[block] += self._moves(flat[block], cell[block], level)
        return there.reshape(z.shape), known.reshape(z.shape[:-1])

    def _moves(self, z: Array, cell: Indices, level: int) -> Array:
        """Return by how much places, (m, 2), in the order of their cells, (m,), are moved."""
        corner = np.stack([cell % CELLS, cell // CELLS], axis=-1)
        across, up = (chebyshev.polynomials(u, NODES).T for u in (2 * (z * CELLS - corner) - 1).T)
        table, products = self._tables[level], np.empty((2 * NODES, len(z)))
        ends = [0, *(np.flatnonzero(np.diff(cell)) + 1).tolist(), len(z)]
        for (a, b), number in zip(pairwise(ends), cell[ends[:-1]].tolist(), strict=True):
            np.matmul(table[number], across[:, a:b], out=products[:, a:b])
        return np.einsum("kjm,jm->mk", products.reshape(2, NODES, -1), up)


def iterates(E: Surface, rule: Rule, window: Window, steps: int, tick: Callable[[], object]) -> Iterates | None:
    """Return the iterates of a rule, None where its steps hang on more than the place, or they would not pay.

    steps: of all runs together.
    """
    place = np.zeros((1, 2))
    alike = not rule.init(place) and np.ndim(rule.learning_rate) == 0
    # A step over a quadratic surface costs less than a polynomial does.
    cheap = isinstance(E, ErrorSurface) and E.is_quadratic
    pays = steps >= PAYS * (CELLS * NODES) ** 2 and not cheap
    return Iterates(E, rule, window, tick) if alike and pays else None


def _nodes() -> Array:
    """Return the nodes of each cell, row by row, of a square from 0 to 1, (cells, up, across, 2)."""
    own, lines = chebyshev.nodes(0.0, 1.0, NODES), np.arange(CELLS)
    along = (lines[:, None] + own) / CELLS
    shape = CELLS, CELLS, NODES, NODES
    across = np.broadcast_to(along[None, :, None, :], shape)
    up = np.broadcast_to(along[:, None, :, None], shape)
    return np.stack([across, up], axis=-1).reshape(-1, NODES, NODES, 2)
