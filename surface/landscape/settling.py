"""When a run has come to rest at a minimum, circles it, or has diverged: one rule for one run and for many at once."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array, Mask, Values

NEAR = 0.01
"""A run is at a critical point within this distance of it, in window widths."""

CIRCLE = 0.1
"""A run that circles a minimum within about its step is at it, up to this distance."""

SETTLED = 1e-6
"""Within this distance of a critical point, in window widths, a run has arrived whatever its last steps did."""

NEARER = 0.75
"""Newton's step from the hollow of a minimum leaves at most this share of the way to it."""

GROWN = 10
"""A run that ends with more than this many times its first error has diverged."""


def grown_from(error: Values) -> Values:
    """Return the error above which a run has diverged that began with this one.

    A sum of squares is GROWN times as large there; a surface that goes below zero is as far above its beginning.
    """
    return error + (GROWN - 1) * np.abs(error)


def settles(end: Values, farthest: Values, earlier: Values, coast: Values) -> bool | Mask:
    """Return whether a run is at a minimum and comes no further from it.

    In window widths: its distance at the end, its farthest in the last tenth of the run and in the tenth before, and
    how far its velocity would still carry it.
    """
    nearing = farthest <= np.maximum(earlier, NEAR * (earlier > 0) + SETTLED)
    return (end <= NEAR) & (coast <= NEAR) & ((end <= SETTLED) | nearing)


def leads(way: Array, step: Array) -> Mask:
    """Return whether Newton's step, (..., 2), leads to the minimum that lies this way, and to no other beside it."""
    away = np.linalg.norm(way, axis=-1)
    return np.asarray((away <= SETTLED) | (np.linalg.norm(way - step, axis=-1) <= NEARER * away))


def circles(k: int, farthest: Values, earlier: Values, step: Values) -> bool | Mask:
    """Return whether a run of k steps goes on within about a step of a minimum without coming nearer.

    In window widths: its farthest from the minimum in the last tenth and in the tenth before, and its longest step.
    """
    away = (farthest > SETTLED) & (farthest <= np.minimum(CIRCLE, 2 * step))
    return (k >= 20) & away & (farthest > earlier / 2)
