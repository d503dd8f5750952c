"""Mini-batches: which rows of the data each step of a run sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from surface.arrays import Indices
from surface.model import checked_whole


def batches(n: int, batch: int, seed: int = 0) -> Iterator[Indices]:
    """Yield for each step, without end, the rows that it sees, (batch,), of n.

    Each epoch goes through all rows once, in an order of its own that follows from the seed; where the batch does not
    divide n its last batch is what is left, as with PyTorch's DataLoader.
    """
    for rows in batches_of(n, batch, [seed]):
        yield rows[0]


def batches_of(n: int, batch: int, seeds: Sequence[int]) -> Iterator[Indices]:
    """Yield for each step the rows of many runs at once, (m, batch): those that `batches` yields for each seed."""
    generators = [np.random.default_rng(seed) for seed in seeds]
    while True:
        orders = np.stack([generator.permutation(n) for generator in generators])
        for first in range(0, n, batch):
            yield orders[:, first : first + batch]


def checked_batch(batch: object) -> int | None:
    """Return the size of a batch, or None for all rows, or say in one sentence what is wrong with it."""
    return None if batch is None else checked_whole("batch", batch, 1)
