"""Many steps of plain descent at once: the iterates of its map, as polynomials over the cells of a plane.

A step of gradient descent takes each place to one next place, w ↦ w − η g(w), whatever came before. Where the nodes of
a cell are after n steps makes a polynomial for all of its places, where they are after 2n the same polynomials asked
once more: seven times over, one polynomial takes a place as far as 128 gradients do. Cells are made where there are
places to be taken on, and where those lead. Where the map is too steep for so few nodes, or leads out of the plane,
nothing is said: such a run goes step by step.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.descent import Rule, Surface
from surface.error import ErrorSurface, Window
from surface.landscape.cells import (
    BIG,
    NOTHING,
    SQUARES,
    UNMADE,
    Cells,
    coefficients,
    nodes,
    quarters,
    squares,
    turns_over,
)

ROUND = 128
"""So many steps are taken at once, a power of two."""

WIDTH = 48
"""How many squares of the plane the window has along each axis: around it lies half of its width on each side."""

EXACT, SHARE = 1e-9, 1e-7
"""What the last coefficients may come to: of the window's width, and of how far the cell's places move."""

WHOLE, HALF = 1.0, 0.5
"""A cell is made where it is known whither all of its nodes lead, and cut where it is known of so large a part."""

MOST = 12_000
"""So many cells at most are made, which are 60 MB: then it is known where those lead that there are."""

PAYS = 2_000_000
"""The polynomials pay where all runs together take so many steps."""

LEAPS = 8
"""At most so many times a place is taken on by a part of ROUND: smaller parts are left to single steps."""

BATCH = 512
"""So many cells are made together."""


class Iterates:
    """Where gradient descent is after 1, 2, 4 … ROUND steps from any place in and around a window, where it is known.

    beyond: whether it is known around the window as well. tick: called before each block of the work, and what it
    raises ends it.
    """

    def __init__(self, E: Surface, rule: Rule, window: Window, tick: Callable[[], object], beyond: bool = True) -> None:
        self._E, self._rule, self._tick = E, rule, tick
        edges = np.array(window)
        self._width = np.ptp(edges, axis=-1) / WIDTH
        self._corner = edges[:, 0] - self._width * (SQUARES - WIDTH) / 2
        self._levels, self._left = [Cells() for _ in range(ROUND.bit_length())], MOST
        if not beyond:
            corner = np.stack(np.meshgrid(*2 * [np.arange(0, SQUARES, BIG)]), axis=-1).reshape(-1, 2)
            around = np.any(np.abs(corner + BIG / 2 - SQUARES / 2) > WIDTH / 2, axis=-1)
            self._levels[0].leave(corner[around], np.full(np.count_nonzero(around), BIG))

    def after(self, w: Array, steps: int) -> tuple[Array, Mask]:
        """Return places w, (m, 2), after so many steps, and of which of them it is known, (m,)."""
        place, left = ((w - self._corner) / self._width).T, np.full(len(w), steps)
        for level in reversed(range(len(self._levels))):
            size, longest = 2**level, 2 * 2**level > steps or 2**level == ROUND
            some = np.flatnonzero(left if longest else left <= LEAPS * size)
            while len(some := some[left[some] >= size]):
                place[:, some], known = self._on(place[:, some], level)
                some = some[known]
                left[some] -= size
        return self._corner + self._width * place.T, left == 0

    def _on(self, place: Array, level: int) -> tuple[Array, Mask]:
        """Return places (2, m) after 2^level steps, and of which of them it is known, (m,)."""
        cell = self._cells_at(place, level)
        return self._levels[level].move(place, cell), cell >= 0

    def _cells_at(self, place: Array, level: int) -> Indices:
        """Return the numbers of the cells in which places (2, m) lie, and make those that lack."""
        cells = self._levels[level]
        cell = cells.at(place)
        if self._left > 0 and np.any(lacks := cell == UNMADE):
            self._make(level, place[:, lacks])
            cell = cells.at(place)
        return cell

    def _make(self, level: int, place: Array) -> None:
        """Make the cells in which places (2, m) lie, or leave them where nothing is known."""
        corner, size, moved = self._begun(level, place)
        for k in range(0, len(size), BATCH):
            some = slice(k, k + BATCH)
            if self._left > 0:
                self._add(level, corner[some], size[some], None if moved is None else moved[some])

    def _add(self, level: int, corner: Indices, size: Indices, half: Array | None) -> None:
        """Add cells, or what can be added of their quarters; half: by how much half as many steps move their nodes."""
        cells = self._levels[level]
        while len(size):
            self._tick()
            moved, known = self._moved(level, nodes(corner, size), half)
            if level == 0:
                known &= ~turns_over(moved, size)
            found, last = coefficients(moved)
            share = known.mean(axis=(1, 2))
            right = (share >= WHOLE) & (last <= np.minimum(EXACT * WIDTH, SHARE * np.abs(moved).max(axis=(1, 2, 3))))
            cells.add(corner[right], size[right], moved[right], found[right])
            self._left -= np.count_nonzero(right)
            cut = ~right & (size > 1) & (share >= HALF)
            cells.leave(corner[~right & ~cut], size[~right & ~cut])
            (corner, size), half = quarters(corner[cut], size[cut]), None

    def _begun(self, level: int, place: Array) -> tuple[Indices, Indices, Array | None]:
        """Return the corners and sizes of cells of places (2, m), and by how much half as many steps move their nodes.

        None: nobody knows. Of what nothing is known after half as many steps nothing is known later.
        """
        if level == 0:
            corner = np.unique(squares(place) // BIG, axis=0) * BIG
            return corner, np.full(len(corner), BIG), None
        cell, below = self._cells_at(place, level - 1), self._levels[level - 1]
        nowhere = squares(place[:, cell == NOTHING])
        self._levels[level].leave(nowhere, np.ones(len(nowhere), dtype=np.intp))
        cell = np.unique(cell[cell >= 0])
        return below.corner[cell], below.size[cell], below.moved[cell]

    def _moved(self, level: int, at: Array, half: Array | None) -> tuple[Array, Mask]:
        """Return by how much nodes (2, n, up, across) are moved, (n, 2, up, across), and of which of them it is known.

        half: by how much half as many steps move them, where that was asked before.
        """
        begin = at.reshape(2, -1)
        if level == 0:
            there, known = self._stepped(begin), np.ones(begin.shape[1], dtype=bool)
        else:
            if half is None:
                half_way, known = self._on(begin, level - 1)
            else:
                half_way, known = begin + half.swapaxes(0, 1).reshape(2, -1), True
            there, later = self._on(half_way, level - 1)
            known = known & later
        return (there - begin).reshape(at.shape).swapaxes(0, 1), known.reshape(at.shape[1:])

    def _stepped(self, place: Array) -> Array:
        move, _ = self._rule.update(self._E.gradient(self._corner + self._width * place.T), {})
        return place + (move / self._width).T


def iterates(
    E: Surface, rule: Rule, window: Window, steps: int, tick: Callable[[], object], beyond: bool = True
) -> Iterates | None:
    """Return the iterates of a rule, None where its steps hang on more than the place, or they would not pay.

    steps: of all runs together. beyond: whether places around the window cost no more than those in it.
    """
    place = np.zeros((1, 2))
    alike = not rule.init(place) and np.ndim(rule.learning_rate) == 0
    # A step over a quadratic surface costs less than a polynomial does.
    cheap = isinstance(E, ErrorSurface) and E.is_quadratic
    return Iterates(E, rule, window, tick, beyond) if alike and steps >= PAYS and not cheap else None
