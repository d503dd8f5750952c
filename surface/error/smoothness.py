"""How smooth an activation is: how many Chebyshev nodes its errors need on a stretch of net inputs.

A data point's error ½ (y − f)² = ½ y² − y f + ½ f² is known on a stretch of net inputs z to the accuracy to which f
and f² are. How fast their Chebyshev coefficients fall depends on how far the stretch reaches beside the nearest place
in the complex plane at which f is not analytic, and is measured here, once for each activation and length: on
stretches about many middles, for each degree the largest sum of the coefficients from it on.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from surface.arrays import Array, Indices
from surface.model import Activation

STEPS = 6
"""Lengths are measured at 2^(k / STEPS) for whole k, and a stretch counts as the next longer one."""

NEAR, MIDDLES = 4.0, 41
"""So far beyond a stretch that touches 0 middles lie, and how many: there every activation has all its features."""

NOISE = 8 * float(np.finfo(float).eps)
"""Coefficients below this share of the largest value are rounding."""

UNKNOWN = 1e290
"""More than any error may be off, and still a number: of no data points it is nothing."""

MOST_NODES = 1024
"""What needs more nodes than this is taken to be not smooth."""


def rungs(reach: Array) -> Indices:
    """Return for each half length of a stretch the number k of the length at which it is measured."""
    # Below 2⁻⁴⁰ all are alike, and 0 has no logarithm.
    return np.ceil(STEPS * np.log2(np.maximum(reach, 2.0**-40))).astype(np.intp)


def left_out(activation: Activation, steps: Indices, furthest: float, target: float) -> Array:
    """Return by how much ½ (y − f)² may be off that is known at 0, 1, 2 … nodes of a stretch, (lengths, counts).

    steps: the numbers of the lengths, as `rungs` gives them; furthest: the largest |z| at which a stretch may have its
    middle; target: the size of the targets y. UNKNOWN for what MOST_NODES do not settle, as a kink.
    """
    far = int(np.ceil(np.log2(max(furthest, 1.0))))
    found = [_rests(activation, step, far) for step in steps.tolist()]
    table = np.zeros((len(found), max((rests.shape[1] for rests in found if rests is not None), default=1)))
    for row, rests in zip(table, found, strict=True):
        if rests is None:
            row[:] = UNKNOWN
        else:
            # What is left out, and as much that is mistaken for what is there.
            row[: rests.shape[1]] = 2 * target * rests[0] + rests[1]
    return table


def enough(table: Array, accuracy: float, most: int) -> Indices:
    """Return the smallest number of nodes, at least 1, with which a row of a table is right; `most` where none is."""
    right = table <= accuracy
    return np.where(right[:, -1], np.minimum(np.maximum(np.argmax(right, axis=1), 1), most), most)


@lru_cache(maxsize=2048)
def _rests(activation: Activation, rung: int, far: int) -> Array | None:
    """Return the sums of |coefficients| from each degree on, of f and of f², (2, degrees); None without an end."""
    if activation.kinks:
        return None
    reach = float(np.exp2(rung / STEPS))
    middles = np.linspace(-reach - NEAR, reach + NEAR, MIDDLES)
    if 2.0**far > reach + NEAR:
        # Further out only what grows without bound has anything new.
        out = np.geomspace(reach + NEAR, 2.0**far, 8)
        middles = np.concatenate([middles, out, -out])
    count = 32
    while count <= 2 * MOST_NODES:
        sizes = _sizes(activation, middles, reach, count)
        rests = np.cumsum(sizes[..., ::-1], axis=-1)[..., ::-1].max(axis=1)
        # The upper half is rounding alone: there was nothing that lower degrees could be mistaken for.
        if not np.any(rests[:, count // 2 :]):
            return np.ascontiguousarray(rests[:, : count // 2 + 1])
        count *= 2
    return None


def _sizes(activation: Activation, middles: Array, reach: float, count: int) -> Array:
    """Return the sizes of the coefficients of f and f² about each middle, (2, middles, count); 0 for rounding."""
    z = middles[:, None] + reach * np.cos(np.pi * np.arange(count + 1) / count)
    with np.errstate(over="ignore", under="ignore"):
        value, slope = activation.taylor(z, 1)
        both = np.stack([value, value**2])
        # z is rounded as well, and by more the further out it is.
        size = np.abs(np.stack([slope * z, 2 * value * slope * z])) + np.abs(both)
    # Values at the nodes down and up again: the cosine transform is then a Fourier transform.
    around = np.concatenate([both, both[..., -2:0:-1]], axis=-1)
    sizes = np.abs(np.fft.rfft(around, axis=-1)[..., :count]) / count
    return np.where(sizes > NOISE * size.max(axis=-1, keepdims=True), sizes, 0.0)
