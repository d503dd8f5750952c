"""The error over all weights of a network, with its slope along each of them: what a training walks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy

import numpy as np

from surface.arrays import Array, Indices, Numbers, is_array
from surface.data import Dataset
from surface.error.fit import check_fit
from surface.error.sweep import Sweep
from surface.model import Network, checked_last_axis

BLOCK = 2**15
"""About how many numbers the values of all layers are at once: they stay in the cache, and memory bounded."""


class FullError:
    """The sum of squared errors of a network on a data set over all its weights w, (..., p), in the order of its names.

    Of the network's own weights nothing depends. Raises ValueError where the data do not fit the network.
    """

    def __init__(self, network: Network, data: Dataset) -> None:
        check_fit(network, data)
        self.network, self.data, self._sweep = network, data, Sweep(network.layers)
        self.dimension = self._sweep.dimension
        self.rows = len(data)  # of which a batch is a part
        self._inputs, self._targets = self._sweep.fed(data.inputs.T), np.ascontiguousarray(data.targets.T)
        self._counts = data.counts
        self._deep = network.inputs + sum(layer.units for layer in network.layers)
        self._at_once = self.rows * self._deep <= BLOCK
        self.tick: Callable[[], object] = _unwatched

    def watched(self, tick: Callable[[], object]) -> FullError:
        """Return this error for long work: `tick` is called before every block of it, and what it raises ends it."""
        other = copy(self)
        other.tick = tick
        return other

    def error(self, w: Numbers) -> Array:
        """Return E, (...,), at weights w, (..., p)."""
        given = checked_last_axis("w", w, self.dimension)
        points = given.reshape(-1, self.dimension)
        error = np.full(len(points), self.data.unexplained)
        for some, part in self._blocks(len(points), self.rows):
            error[some] += self._sweep.error(points[some], *self._part(part))
        return error.reshape(given.shape[:-1])

    def gradient(self, w: Numbers) -> Array:
        """Return the slope of E along each weight, (..., p), at weights w, (..., p)."""
        return self.error_and_gradient(w)[1]

    def error_and_gradient(self, w: Numbers) -> tuple[Array, Array]:
        """Return E, (...,), and its slope along each weight, (..., p), at weights w, (..., p), in one sweep."""
        if self._at_once and is_array(w) and w.shape == (self.dimension,):  # a step of a training
            self.tick()
            error, slope = self._sweep.error_and_gradient(w, self._inputs, self._targets, self._counts)
            return error + self.data.unexplained, slope
        given = checked_last_axis("w", w, self.dimension)
        points = given.reshape(-1, self.dimension)
        error, gradient = np.full(len(points), self.data.unexplained), np.zeros(points.shape)
        for some, part in self._blocks(len(points), self.rows):
            of_part = self._sweep.error_and_gradient(points[some], *self._part(part))
            error[some] += of_part[0]
            gradient[some] += of_part[1]
        return error.reshape(given.shape[:-1]), gradient.reshape(given.shape)

    def batch_gradient(self, w: Numbers, rows: Indices) -> Array:
        """Return the gradient that a batch of rows of the data gives for all of them, (..., p), at weights w, (..., p).

        rows: (b,), or (..., b) with a batch for each place. The gradient of their error alone is multiplied by n / b,
        so that its mean over all batches of an epoch is the gradient where b divides n.
        """
        given, size = checked_last_axis("w", w, self.dimension), rows.shape[-1]
        if given.ndim == 1 and size * self._deep <= BLOCK:  # a step of a training
            self.tick()
            return self._sweep.error_and_gradient(given, *self._part(rows))[1] * (self.rows / size)
        points = given.reshape(-1, self.dimension)
        chosen = np.broadcast_to(rows, (*given.shape[:-1], size)).reshape(-1, size)
        gradient = np.zeros(points.shape)
        for some, part in self._blocks(len(points), size):
            of_batches = chosen[some, part]
            x, t = (np.moveaxis(values[:, of_batches], 1, 0) for values in (self._inputs, self._targets))
            counts = None if self._counts is None else self._counts[of_batches][:, None]
            gradient[some] += self._sweep.error_and_gradient(points[some], x, t, counts)[1]
        return (gradient * (self.rows / size)).reshape(given.shape)

    def _part(self, rows: slice | Indices) -> tuple[Array, Array, Array | None]:
        """Return what the first layer is fed with, the targets and the counts of some of the points."""
        return self._inputs[:, rows], self._targets[:, rows], None if self._counts is None else self._counts[rows]

    def _blocks(self, points: int, rows: int) -> Iterator[tuple[slice, slice]]:
        """Yield which of so many places and which of so many rows are worked through at once."""
        wide = max(1, min(rows, BLOCK // self._deep))
        many = max(1, BLOCK // (self._deep * wide))
        for first in range(0, points, many):
            for start in range(0, rows, wide):
                self.tick()
                yield slice(first, min(first + many, points)), slice(start, min(start + wide, rows))


def _unwatched() -> None:
    """Watch nothing: what an error calls that nobody waits for."""
