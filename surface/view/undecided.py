"""The ground of a window where it is open whether there are critical points, as the player draws it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surface.arrays import Array
from surface.landscape import CriticalPoint, CriticalPoints
from surface.landscape.proof import touched

CELLS = 128
"""How fine the ground is drawn: a box is shown as the cells of a raster that it reaches into."""


def undecided(points: Sequence[CriticalPoint]) -> Array:
    """Return boxes, (k, 4), each from and to along the first axis and then along the second, in weights."""
    if not isinstance(points, CriticalPoints) or points.proven:
        return np.zeros((0, 4))
    corner, width = np.array(points.window)[:, 0], np.ptp(points.window, axis=-1)
    cells = touched((points.undecided - corner[:, None]) / width[:, None], CELLS)
    # Cells beside each other along the second axis are one box: where they begin and where they end.
    edges = np.diff(cells.astype(np.int8), axis=1, prepend=0, append=0)
    (i, first), (_, end) = np.nonzero(edges > 0), np.nonzero(edges < 0)
    low, high = np.stack([i, first], axis=-1) / CELLS, np.stack([i + 1, end], axis=-1) / CELLS
    ends = np.stack([corner + width * low, corner + width * high], axis=-1)
    return ends.reshape(-1, 4)


def undecided_share(points: CriticalPoints) -> float:
    """Return which share of the window is open, from 0 to 1: the boxes' own size, where they do not overlap."""
    if points.proven:
        return 0.0
    width = np.ptp(points.window, axis=-1)
    return float(min(1.0, np.prod(np.ptp(points.undecided, axis=-1) / width, axis=-1).sum()))
