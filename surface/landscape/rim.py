"""The window's edge as a surface over one line: where along it the error has its minima and maxima."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.landscape.search import View, work_of

TICKS = 512
"""The places on each side at which the slope along it is looked at."""

WORK = 2**24
"""About how many places × data points; larger data get fewer places, but never fewer than 64."""

ALONG = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
"""The way along each side, against the clock from the lower left; what lies to its left is inside."""

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


@dataclass(frozen=True, eq=False)
class Rim:
    """The minima and maxima along the edge in turn, each maximum (k,) between the minimum of its index and the next.

    A place is t in [0, 4): so many sides from the lower left, against the clock. minima, maxima: weights (k, 2);
    inward: minima from which the steepest way down leads into the window.
    """

    view: View
    at: Array
    minima: Array
    maxima: Array
    inward: Mask

    def below(self, w: Array) -> Indices:
        """Return the minimum, (m,), to which the edge leads down from places on it, (m, 2)."""
        # The maximum of index i ends the stretch of minimum i, and the first one may lie beyond the corner.
        order = np.argsort(self.at)
        after = np.searchsorted(self.at[order], _along_edge(self.view.place(w))) % len(order)
        return order[after]


def rim(view: View) -> Rim:
    """Return the window's edge, with minima and maxima to rounding, where ticks have not stepped over a pair."""
    ticks = int(np.clip(WORK / (4 * work_of(view.E)), 64, TICKS))
    side, share = np.repeat(np.arange(4), ticks + 1), np.tile(np.linspace(0, 1, ticks + 1), 4)
    sign = np.sign(_slope(view, side, share))
    # Where the edge is level, the next place that is not decides.
    k = np.flatnonzero(sign)
    if not np.any(sign[k] != np.roll(sign[k], -1)):
        return _level(view)
    turn = np.flatnonzero(sign[k] != np.roll(sign[k], -1))
    first, last = k[turn], np.roll(k, -1)[turn]
    # A minimum comes first: from there on the turns alternate.
    first, last = (np.roll(part, -int(np.argmin(sign[first]))) for part in (first, last))
    side, share = side[first], _refined(view, side[first], share[first], side[last], share[last])
    minima, maxima = (_weights(view, side[start::2], share[start::2]) for start in (0, 1))
    at = (side + share)[1::2] % 4
    return Rim(view, at, minima, maxima, _leads_in(view, side[::2], share[::2]))


def _level(view: View) -> Rim:
    """Return an edge without any slope along it: one minimum and one maximum stand for all of it."""
    middle, across = _weights(view, np.array([0]), np.array([0.5])), _weights(view, np.array([2]), np.array([0.5]))
    return Rim(view, np.array([2.5]), middle, across, _leads_in(view, np.array([0]), np.array([0.5])))


def _refined(view: View, side: Indices, low: Array, next_side: Indices, high: Array) -> Array:
    """Return at which share of its side the slope along the edge changes its sign between two places, (m,)."""
    # Between two sides there is the corner alone: it is where the first one ends.
    corner = side != next_side
    sign = np.sign(_slope(view, side, low))
    low, high = np.where(corner, 1.0, low), np.where(corner, 1.0, high)
    for _ in range(60):
        middle = (low + high) / 2
        same = np.sign(_slope(view, side, middle)) == sign
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return high


def _weights(view: View, side: Indices, share: Array) -> Array:
    return view.weights(CORNERS[side] + share[:, None] * ALONG[side])


def _slope(view: View, side: Indices, share: Array) -> Array:
    """Return the slope along the sides at shares of them."""
    return np.sum(view.gradient(CORNERS[side] + share[:, None] * ALONG[side]) * ALONG[side], axis=-1)


def _leads_in(view: View, side: Indices, share: Array) -> Mask:
    """Return from which minima along the edge the way down leads in; at a corner no way down does."""
    g = view.gradient(CORNERS[side] + share[:, None] * ALONG[side])
    # Inside is to the left of the way.
    left = np.stack([-ALONG[side][:, 1], ALONG[side][:, 0]], axis=-1)
    return (np.sum(g * left, axis=-1) < 0) & (share > 0) & (share < 1)


def _along_edge(u: Array) -> Array:
    """Return the place t in [0, 4) along the edge that is nearest to each u, (m, 2)."""
    x, y = np.clip(u, 0, 1).T
    side = np.argmin([np.abs(y), np.abs(1 - x), np.abs(1 - y), np.abs(x)], axis=0)
    return (side + np.choose(side, [x, y, 1 - x, 1 - y])) % 4
