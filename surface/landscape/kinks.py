"""Minima at a kink: where a surface whose slope jumps is lowest though no gradient vanishes there."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array
from surface.landscape.search import View, regions

REACH = 1e-5
"""How far from a minimum at a kink, in window widths, its slope must jump."""

RISE = 1e-4
"""How far from it the surface must be higher all round."""


def kink_minima(view: View, gradient_scale: float, ticks: int) -> Array:
    """Return the minima at a kink in the window, u (m, 2): from the grid's hollows, downhill by comparing errors alone.

    gradient_scale: the largest gradient in the window, in window units; a slope jumps where it changes by more than a
    thousandth of that. ticks: how fine the grid is along each axis.
    """
    u = _walked_down(view, _grid_hollows(view, ticks), 1 / (ticks - 1))
    # The way down may lead out of the window.
    u = u[np.all((u >= 0) & (u <= 1), axis=-1)]
    # A kinked valley also has a jump; a minimum rises on every side.
    rises = np.all(_error(view, u[:, None] + RISE * _circle(256)) > _error(view, u)[:, None], axis=-1)
    jump = np.ptp(view.gradient(u[:, None] + REACH * _circle(64)), axis=1).max(axis=-1, initial=0)
    u = u[rises & (jump > 1e-3 * gradient_scale)]
    # Several hollows of the grid may lead down to one minimum.
    return u[[group[0] for group in regions(u, round(1 / RISE))]]


def _error(view: View, u: Array) -> Array:
    return np.asarray(view.E.error(view.weights(u)), dtype=np.float64)


def _circle(count: int, turn: float = 0.0) -> Array:
    angle = 2 * np.pi * (np.arange(count) + turn) / count
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def _grid_hollows(view: View, ticks: int) -> Array:
    """Return the inner points of a grid that are lower than their eight neighbours."""
    u = np.stack(np.meshgrid(*[np.linspace(0, 1, ticks)] * 2), axis=-1)
    error = _error(view, u)
    # A point on the grid's edge has no eight neighbours.
    around = [error[1 + a : ticks - 1 + a, 1 + b : ticks - 1 + b] for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
    return u[1:-1, 1:-1][np.all(error[1:-1, 1:-1] < around, axis=0)]


def _along_kinks(view: View, u: Array) -> Array:
    """Return both ways along the kink at each u, (m, 2, 2): square to the jump of the gradient across it.

    In a trough with steep walls no other way leads down.
    """
    around = view.gradient(u[:, None] + REACH / 10 * _circle(8))
    # Of eight gradients round a kink, the two that differ most lie on either side of it.
    jumps = (around[:, :, None] - around[:, None]).reshape(len(u), -1, 2)
    jump = jumps[np.arange(len(u)), np.linalg.norm(jumps, axis=-1).argmax(axis=-1)]
    # Where nothing jumps the way along is 0, and not 0 / 0.
    along = np.stack([-jump[:, 1], jump[:, 0]], axis=-1) / np.maximum(np.linalg.norm(jump, axis=-1), 1e-300)[:, None]
    return np.stack([along, -along], axis=1)


def _walked_down(view: View, u: Array, size: float) -> Array:
    """Go to the lowest point on a circle round each u while that is lower, else halve the circle."""
    u, error, sizes = u.copy(), _error(view, u), np.full(len(u), size)
    for turn in range(300):
        busy = np.flatnonzero(sizes > 1e-10)
        if not len(busy):
            break
        # Each round turns the circle by a golden share of its spacing, so that no direction is missed for ever.
        ways = np.concatenate([np.tile(_circle(32, 0.618 * turn), (len(busy), 1, 1)), _along_kinks(view, u[busy])], 1)
        around = u[busy, None] + sizes[busy, None, None] * ways
        errors = _error(view, around)
        best = errors.argmin(axis=-1)
        lower = errors.min(axis=-1) < error[busy]
        u[busy[lower]] = around[lower, best[lower]]
        error[busy[lower]] = errors[lower, best[lower]]
        # Nothing lower all round: either the minimum is near, or the way down is narrower than the circle.
        sizes[busy[~lower]] /= 2
    return u
