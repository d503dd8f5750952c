"""A few points in place of the rows of a cell, with the same count, means, variances and covariances.

So the error of the rows and that of the points differ in the third order of the cell's width alone. Points stand at
z_1 … z_m about the mean, (corners of a square, a triangle, two ends), which are made to have mean 0 and covariance 1
with their counts; the cell's own covariance, by its Cholesky factor, and the slope of the targets do the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Mask

LEVEL = 1e-10
"""A variance below this share of the cell's width, squared, is rounding: there the rows are one place."""

ENDS = np.array([[-1.0, 1.0]])
TRIANGLE = np.array([[-1.0, 1.0, 0.0], [-1.0, -1.0, 2.0]])
SQUARE = np.array([[-1.0, 1.0, -1.0, 1.0], [-1.0, -1.0, 1.0, 1.0]])
"""Where points stand, (axes, points)."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Of m cells: counts (m,), means of inputs (k, m) and of targets (t, m), and their covariances.

    xx (k, k, m), xy (k, t, m), yy (t, m); level (k, m): what of a variance is rounding.
    """

    counts: Array
    x: Array
    y: Array
    xx: Array
    xy: Array
    yy: Array
    level: Array

    def some(self, chosen: Mask) -> Moments:
        return Moments(*(part[..., chosen] for part in vars(self).values()))


def points_of(moments: Moments) -> tuple[Array, Array, Array, Array]:
    """Return points' inputs (k, p), targets (t, p) and counts (p,), and the squares that they leave out, (t,)."""
    factor = _factor(moments)
    spread = np.array([factor[i, i] > 0 for i in range(len(moments.x))])  # which way the rows of a cell differ
    parts, left = list[tuple[Array, Array, Array]](), np.zeros(len(moments.y))
    for chosen, along, shape in _shapes(moments.counts, spread):
        if not chosen.any():
            continue
        some = moments.some(chosen)
        if shape is None:
            parts.append((some.x, some.y, some.counts))
            left += some.yy @ some.counts
        else:
            x, y, counts, rest = _spread(some, factor[..., chosen], along, shape)
            parts.append((x, y, counts))
            left += rest
    x, y, counts = (np.concatenate(each, axis=-1) for each in zip(*parts, strict=True))
    return x, y, counts, left


def _shapes(counts: Array, spread: Mask) -> Iterator[tuple[Mask, list[int], Array | None]]:
    """Yield which cells, (m,), have their points in a shape along some of the axes, or None for one point."""
    ways = spread.sum(axis=0)
    yield ways == 0, [], None
    for axis in range(len(spread)):
        yield (ways == 1) & spread[axis], [axis], ENDS
    # Of two rows no more than one way is left but for rounding.
    yield (ways == 2) & (counts == 2), [0], ENDS
    yield (ways == 2) & (counts == 3), [0, 1], TRIANGLE
    yield (ways == 2) & (counts > 3), [0, 1], SQUARE


def _factor(moments: Moments) -> Array:
    """Return the lower Cholesky factors of the inputs' covariances, (k, k, m), with 0 for what is rounding."""
    level = moments.level
    factor = np.zeros_like(moments.xx)
    for i in range(len(moments.x)):
        for j in range(i):
            rest = moments.xx[i, j] - np.sum(factor[i, :j] * factor[j, :j], axis=0)
            factor[i, j] = np.divide(rest, factor[j, j], out=np.zeros_like(rest), where=factor[j, j] > 0)
        rest = moments.xx[i, i] - np.sum(factor[i, :i] ** 2, axis=0)
        factor[i, i] = np.sqrt(np.where(rest > level[i], rest, 0.0))
    return factor


def _spread(moments: Moments, factor: Array, along: list[int], shape: Array) -> tuple[Array, Array, Array, Array]:
    """Return what `points_of` does, of cells whose points all stand in one shape along the same axes."""
    axes, number = len(moments.x), int(shape.shape[1])
    each = np.floor(moments.counts / number)
    over: Array = moments.counts - number * each
    counts = each + np.array([over > place for place in range(number)])  # (number, m), whole
    z = np.zeros((axes, number, len(moments.counts)))
    z[along] = _whitened(shape, counts / moments.counts)
    # The slopes of the targets along z: what of their scatter the points have themselves.
    slopes = np.zeros_like(moments.xy)
    for i in along:
        rest = moments.xy[i] - np.sum(factor[i, :i, None] * slopes[:i], axis=0)
        slopes[i] = np.divide(rest, factor[i, i], out=np.zeros_like(rest), where=factor[i, i] > 0)
    # They have no more of it than there is: where the rows all but agree along an axis, rounding would say so.
    own = np.sum(slopes**2, axis=0)
    slopes *= np.sqrt(np.divide(np.minimum(own, moments.yy), own, out=np.ones_like(own), where=own > 0))
    x = moments.x[:, None] + np.einsum("ijm,jpm->ipm", factor, z)
    y = moments.y[:, None] + np.einsum("jtm,jpm->tpm", slopes, z)
    left = np.maximum(moments.yy - np.sum(slopes**2, axis=0), 0.0) @ moments.counts
    return x.reshape(axes, -1), y.reshape(len(y), -1), counts.ravel(), left


def _whitened(shape: Array, shares: Array) -> Array:
    """Return where points stand that have mean 0 and covariance 1 with their shares of the rows, (axes, number, m)."""
    z = shape[:, :, None] - np.einsum("ip,pm->im", shape, shares)[:, None]
    for i in range(len(z)):
        for j in range(i):
            z[i] -= np.sum(z[i] * z[j] * shares, axis=0) * z[j]
        size = np.sum(z[i] ** 2 * shares, axis=0)
        z[i] = z[i] / np.sqrt(np.where(size > 0, size, 1.0))
    return z
