"""Chebyshev's polynomials on a stretch of an axis: the nodes, the coefficients of what is known there, its values."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.polynomial import chebyshev as library

from surface.arrays import Array


@lru_cache(maxsize=256)
def _cosines(count: int) -> Array:
    """Return the nodes on −1 … 1, rising: the extrema of T_(count − 1)."""
    angles = np.pi * (np.arange(count) / (count - 1) - 0.5)
    nodes = np.sin(angles)  # a sine about the middle is exactly odd, as the nodes are
    nodes.flags.writeable = False
    return nodes


def nodes(low: float, high: float, count: int) -> Array:
    """Return `count` nodes from low to high, both included, (count,); one alone is the middle."""
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    return np.array([middle]) if count == 1 else middle + half * _cosines(count)


@lru_cache(maxsize=256)
def transform(count: int) -> Array:
    """Return the matrix that makes coefficients, lowest degree first, of values at the nodes, (count, count)."""
    if count == 1:
        return np.ones((1, 1))
    degree = count - 1
    # Counted from the upper end, the k-th node is cos(πk / degree).
    places = np.arange(degree, -1, -1)
    # The product of the two counts is taken round the circle first: a large angle would lose digits.
    turns = np.outer(np.arange(count), places) % (2 * degree)
    matrix = np.cos(np.pi / degree * turns) * (2 / degree)
    matrix[:, [0, -1]] /= 2
    matrix[[0, -1], :] /= 2
    matrix.flags.writeable = False
    return matrix


def values_at(axis: Array, low: float, high: float, count: int) -> Array:
    """Return the polynomials T_0 … T_(count − 1) at places of a stretch from low to high, (len(axis), count)."""
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    angle = np.arccos(np.clip((axis - middle) / half, -1, 1))
    return np.cos(angle[:, None] * np.arange(count))


def polynomials(u: Array, count: int) -> Array:
    """Return T_0 … T_(count − 1) at many places of −1 … 1, (m, count), by their recurrence."""
    return np.asarray(library.chebvander(u, count - 1), dtype=np.float64)


def derived(coefficients: Array, order: int, half: float, axis: int) -> Array:
    """Return the coefficients of a derivative along an axis, on a stretch of this half length."""
    return np.asarray(library.chebder(coefficients, order, scl=1 / half, axis=axis), dtype=np.float64)


def as_powers(degree: int) -> Array:
    """Return the coefficients of T_degree by powers, lowest first, (degree + 1,)."""
    return np.asarray(library.cheb2poly(np.eye(degree + 1)[degree]), dtype=np.float64)
