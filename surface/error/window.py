"""A window of a plane, the grid laid over it, and what was sampled there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from numbers import Real

import numpy as np

from surface.arrays import Array, Numbers, is_list, is_whole

Window = tuple[tuple[float, float], tuple[float, float]]

MAX_RESOLUTION = 2001
"""The largest number of grid points along one axis."""

LEAST_TOLERANCE = 1e-13
"""The smallest share of the errors' range that float64 can keep, whatever the data."""


def checked_window(window: Numbers) -> Window:
    """Return a window as ((a, b), (c, d)) of floats, or say in one sentence what is wrong with it."""
    try:
        edges = np.array(window, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`window` must be ((a, b), (c, d)), got {window!r:.80}") from None
    if edges.shape != (2, 2):
        raise ValueError(f"`window` must be ((a, b), (c, d)), got {window!r:.80}")
    if not np.isfinite(edges).all():
        raise ValueError(f"`window` must have finite edges, got {_plain(edges)}")
    if not (edges[:, 0] < edges[:, 1]).all():
        raise ValueError(f"`window` must run from a smaller to a larger number along each axis, got {_plain(edges)}")
    if (edges[:, 1] / 2 - edges[:, 0] / 2).max() > np.finfo(float).max / 2:  # halved, so that nothing overflows here
        raise ValueError(f"`window` must have a finite width, got {_plain(edges)}")
    return as_window(edges)


def as_window(edges: Array) -> Window:
    """Return edges, (2, 2), as plain numbers."""
    (a, b), (c, d) = ((float(low), float(high)) for low, high in (edges[0], edges[1]))
    return (a, b), (c, d)


def _plain(edges: Array) -> str:
    """Write edges as a reader has them: 5 to 1 and 0 to 1."""
    return " and ".join(f"{low:.12g} to {high:.12g}" for low, high in as_window(edges))


def checked_resolution(resolution: object) -> tuple[int, int]:
    """Return the number of grid points along each axis, or say in one sentence what is wrong with it."""
    both = resolution if is_list(resolution) else (resolution, resolution)
    numbers = list[int]()
    for number in both:
        if not is_whole(number):
            raise ValueError(f"`resolution` must be a whole number or two of them, got {resolution!r:.80}")
        if not 2 <= number <= MAX_RESOLUTION:
            raise ValueError(f"`resolution` must be from 2 to {MAX_RESOLUTION}, got {number}")
        numbers.append(int(number))
    if len(numbers) != 2:
        raise ValueError(f"`resolution` must be a whole number or two of them, got {resolution!r:.80}")
    return numbers[0], numbers[1]


def checked_threads(threads: object) -> int:
    """Return how many threads are to be used, or say in one sentence what is wrong with the number."""
    if threads is None:
        # What this process may run on can be less than what the machine has.
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not is_whole(threads) or threads < 1:
        raise ValueError(f"`threads` must be a whole number from 1, got {threads!r:.80}")
    return int(threads)


def checked_tolerance(tolerance: object) -> float:
    """Return a tolerance as a float, or say in one sentence what is wrong with it."""
    if isinstance(tolerance, bool) or not isinstance(tolerance, Real):
        raise ValueError(f"`tolerance` must be a number, got {tolerance!r:.80}")
    share = float(tolerance)
    if share != 0 and not LEAST_TOLERANCE <= share < 1:
        what = "which is the least that float64 can keep, to below 1, or 0 for none"
        raise ValueError(f"`tolerance` must be from {LEAST_TOLERANCE:g}, {what}, got {share:g}")
    return share


@dataclass(frozen=True, eq=False)
class Landscape:
    """A sampled surface: error[j, i] is the error at (w1[i], w2[j])."""

    w1: Array
    w2: Array
    error: Array

    @property
    def window(self) -> Window:
        return (float(self.w1[0]), float(self.w1[-1])), (float(self.w2[0]), float(self.w2[-1]))
