"""Rows binned into cells over their inputs: how many there are in each, and the sums of what they are and of squares.

The cells are of one width where the first rows lie, and beyond grow outwards by a fixed share of the distance: whatever
comes later has one, and their number goes with its logarithm. Cells of parts of a table add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices
from surface.data.dataset import MAX_POINTS
from surface.data.large.spread import LEVEL, Moments, points_of

SPREAD = 0.001
"""The share of the first rows that lies beyond the cells of one width, on either side."""

MOST_NUMBERS = 2**23
"""The most numbers, all sums of all cells (64 MiB); beyond, two and two cells become one along each axis."""

EPS = float(np.finfo(np.float64).eps)

SLOPE = 2.0
"""The steepest outputs that the bound is for: standard deviations of the targets for one of an input."""

SURE = 4.0
"""By so many standard deviations chance may be against us."""


TOO_LARGE = "columns must have numbers whose squares can be added up, got larger ones"


@dataclass(frozen=True, eq=False)
class Scale:
    """Where the first rows lie: the middle and half the width of each column, (columns, 1) each."""

    middle: Array
    half: Array

    @classmethod
    def of(cls, table: Array) -> Scale:
        """Return the scale of columns, (columns, n)."""
        ends = np.quantile(table, [SPREAD, 1 - SPREAD], axis=1)
        low, high = ends[0][:, None], ends[1][:, None]
        half: Array = high / 2 - low / 2
        return cls(low / 2 + high / 2, np.where(half > 0, half, np.maximum(np.abs(high), 1.0)))

    def scaled(self, table: Array) -> Array:
        return (table - self.middle) / self.half

    def back(self, scaled: Array) -> Array:
        return self.middle + self.half * scaled


class Cells:
    """The sums over the rows of each cell, of inputs (1 or 2, n) and targets (t, n), both as their scales have them."""

    def __init__(self, inputs: Scale, targets: Scale, along: int) -> None:
        self.inputs, self.targets = inputs, targets
        self.axes, self.answers = len(inputs.middle), len(targets.middle)
        # The pairs of inputs, and those of an input and a target, whose products are summed.
        self.pairs = [(i, j) for i in range(self.axes) for j in range(i + 1)]
        self.mixed = [(i, j) for i in range(self.axes) for j in range(self.answers)]
        terms = 1 + self.axes + 2 * self.answers + len(self.pairs) + len(self.mixed)
        # A power of two: two and two are one along any axis, again and again.
        self.along = 2 ** max(1, (along - 1).bit_length())
        while terms * self.along**self.axes > MOST_NUMBERS and self.along > 2:
            self.along //= 2
        self.low = np.full(self.axes, -(self.along // 2), dtype=np.intp)
        self.sums = np.zeros((terms, *([self.along] * self.axes)))

    @property
    def rows(self) -> int:
        return int(self.sums[0].sum())

    def add(self, inputs: Array, targets: Array) -> None:
        """Add rows, (1 or 2, n) and (t, n)."""
        with np.errstate(over="ignore", invalid="ignore"):
            self._add(inputs, targets)

    def _add(self, inputs: Array, targets: Array) -> None:
        u, v = self.inputs.scaled(inputs), self.targets.scaled(targets)
        if not (np.isfinite(u).all() and np.isfinite(v).all()):
            raise ValueError(TOO_LARGE)
        places = self._room(self._places(u))
        shape = self.sums.shape[1:]
        flat = places[0] * shape[1] + places[1] if len(shape) > 1 else places[0]
        products = (*(u[i] * u[j] for i, j in self.pairs), *(u[i] * v[j] for i, j in self.mixed), *v**2)
        for total, term in zip(self.sums, (None, *u, *v, *products), strict=True):
            total += np.bincount(flat, term, total.size).reshape(shape)

    def merge(self, other: Cells) -> None:
        """Add the cells of another part of the table, of the same scales; they may be made coarser for it."""
        while other.along != self.along:
            (self if self.along > other.along else other)._coarsen()
        last: Indices = other.low + np.array(other.sums.shape[1:], dtype=np.intp) - 1
        corner = self._room(np.stack([other.low, last], axis=1))[:, 0]
        if other.along != self.along:  # there was no room for both
            self.merge(other)
            return
        where = tuple(slice(at, at + size) for at, size in zip(corner, other.sums.shape[1:], strict=True))
        self.sums[(slice(None), *where)] += other.sums

    def points(self) -> tuple[Array, Array, Array, float]:
        """Return the points' inputs (k, m), targets (t, m) and counts (m,), and the error that is left in the cells."""
        if not np.isfinite(self.sums).all():
            raise ValueError(TOO_LARGE)
        while True:
            u, v, counts, left = points_of(self._moments())
            if len(counts) <= MAX_POINTS:
                break
            self._coarsen()
        unexplained = 0.5 * float(left @ self.targets.half[:, 0] ** 2)
        return self.inputs.back(u), self.targets.back(v), counts, unexplained

    def bound(self) -> float:
        """Return by how much E of the points may differ from that of the rows, as a share of a constant's best error.

        For outputs whose slopes, bends and so on grow by SLOPE from one order to the next. With s, the inputs' standard
        deviations within the cells as shares of all, added up: (y − ŷ)² is known but for its third order, at most
        8 (SLOPE s)³ / 6 twice over, and, by chance, for what the targets' scatter makes of the second.
        """
        cells = self._moments()
        rows, weights = float(cells.counts.sum()), self.targets.half[:, 0] ** 2
        inside = np.array([cells.xx[i, i] @ cells.counts for i in range(self.axes)])
        scatter = float(weights @ (cells.yy @ cells.counts))
        answers = float(weights @ _about_the_mean(cells.y, cells.counts)) + scatter
        if not answers > 0:
            return 0.0
        spread = _about_the_mean(cells.x, cells.counts) + inside
        share = SLOPE * float(np.sum(np.sqrt(inside / np.where(spread > 0, spread, 1.0))))
        return 8 / 3 * share**3 + SURE * share**2 * float(np.sqrt(scatter / answers / rows))

    def _moments(self) -> Moments:
        """Return the moments of the cells that hold rows, scaled."""
        k, t = self.axes, self.answers
        inside = self.sums[0].ravel() > 0
        held = self.sums.reshape(len(self.sums), -1)[:, inside]
        counts, means = held[0], held[1:] / held[0]
        x, y = means[:k], means[k : k + t]
        of_pairs, of_mixed, squares = np.split(means[k + t :], [len(self.pairs), len(self.pairs) + len(self.mixed)])
        xx, xy = np.zeros((k, k, len(counts))), np.zeros((k, t, len(counts)))
        for (i, j), product in zip(self.pairs, of_pairs, strict=True):
            xx[i, j] = xx[j, i] = product - x[i] * x[j]
        for (i, j), product in zip(self.mixed, of_mixed, strict=True):
            xy[i, j] = product - x[i] * y[j]
        # Beyond 1 the cells' width goes with the distance. A sum of n terms may be off by n roundings of itself.
        width = 2 / self.along * np.maximum(np.abs(x), 1.0)
        level = np.maximum(LEVEL * width**2, EPS * (8 + counts) * (x**2 + width**2))
        for i in range(k):
            xx[i, i] = np.where(xx[i, i] > level[i], xx[i, i], 0.0)
        return Moments(counts, x, y, xx, xy, np.maximum(squares - y**2, 0.0), level)

    def _places(self, u: Array) -> Indices:
        """Return in which cell along each axis scaled inputs lie, (axes, n)."""
        size = np.abs(u)
        outside = size > 1
        if outside.any():
            u = u.copy()
            u[outside] = np.copysign(1 + np.log(size[outside]), u[outside])
        return np.asarray(np.floor(u * (self.along / 2)), dtype=np.intp)

    def _room(self, places: Indices) -> Indices:
        """Make room for these cells, and return where they lie in it."""
        shape = np.array(self.sums.shape[1:], dtype=np.intp)
        low, high = np.minimum(self.low, places.min(axis=1)), np.maximum(self.low + shape, places.max(axis=1) + 1)
        if np.any(low < self.low) or np.any(high > self.low + shape):
            # In steps: what comes next lies a little further out.
            step = max(1, self.along // 8)
            low, high = low // step * step, -(-high // step) * step
            if len(self.sums) * np.prod(high - low) > MOST_NUMBERS and self.along > 2:
                self._coarsen()
                halved: Indices = np.floor_divide(places, 2, dtype=np.intp)
                return self._room(halved)
            before, after = self.low - low, high - self.low - shape
            self.sums = np.pad(self.sums, [(0, 0), *zip(before, after, strict=True)])
            self.low = low
        return places - self.low[:, None]

    def _coarsen(self) -> None:
        """Let two and two cells along each axis be one."""
        low = self.low // 2
        for axis in range(len(self.low)):
            before = int(self.low[axis] - 2 * low[axis])
            size = self.sums.shape[axis + 1]
            pads = [(0, 0)] * self.sums.ndim
            pads[axis + 1] = (before, (before + size) % 2)
            padded = np.moveaxis(np.pad(self.sums, pads), axis + 1, -1)
            halved = padded.reshape(*padded.shape[:-1], -1, 2).sum(axis=-1)
            self.sums = np.ascontiguousarray(np.moveaxis(halved, -1, axis + 1))
        self.low, self.along = low, self.along // 2


def _about_the_mean(values: Array, counts: Array) -> Array:
    """Return the sum of squares of values, (k, m), about their mean, (k,)."""
    return (values - (values @ counts / counts.sum())[:, None]) ** 2 @ counts
