"""A sample of a table's rows, each as likely as any other: the same for a seed, however the rows come in batches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surface.arrays import Array

SURE = 4.0
"""By so many standard deviations chance may be against us."""


class Sample:
    """The rows with the `most` smallest of the numbers that are drawn for all rows; columns (columns, n)."""

    def __init__(self, columns: int, most: int, seed: int | Sequence[int]) -> None:
        self.most, self.rows = most, 0
        self.table, self._drawn = np.zeros((columns, 0)), np.zeros(0)
        self._rng = np.random.default_rng(seed)

    def add(self, table: Array) -> None:
        count = int(table.shape[1])
        self._take(self._rng.random(count), table)
        self.rows += count

    def merge(self, other: Sample) -> None:
        """Add the sample of other rows, drawn by another seed: what is left is a sample of all."""
        self._take(other._drawn, other.table)
        self.rows += other.rows

    def _take(self, drawn: Array, table: Array) -> None:
        if len(self._drawn) == self.most:
            chosen = drawn < self._drawn.max()
            drawn, table = drawn[chosen], table[:, chosen]
        drawn, table = np.concatenate([self._drawn, drawn]), np.concatenate([self.table, table], axis=1)
        if len(drawn) > self.most:
            first = np.sort(np.argpartition(drawn, self.most - 1)[: self.most])  # in the order in which they came
            drawn, table = drawn[first], table[:, first]
        self._drawn, self.table = drawn, table

    def counts(self) -> Array:
        """Return how many rows each row of the sample stands for, whole numbers as alike as can be."""
        size = len(self._drawn)
        each, more = divmod(self.rows, size)
        return np.where(np.arange(size) < more, each + 1.0, float(each))

    def bound(self, targets: Array) -> float:
        """Return by how much E of the sample may differ from that of all rows, as a share, but for bad luck.

        A sum over a sample scatters as its terms do: here the squares of targets, (t, n), about their mean.
        """
        size = len(self._drawn)
        if size == self.rows:
            return 0.0
        squares = np.sum((targets - targets.mean(axis=1, keepdims=True)) ** 2, axis=0)
        mean = float(squares.mean())
        # Of a share of all rows less is left to chance.
        rest = np.sqrt((1 - size / self.rows) / size)
        return SURE * float(squares.std() / mean * rest) if mean else 0.0
