"""How many nodes each data point's error takes over a window: told from its reach, or measured along a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.error import chebyshev
from surface.error.plan import Group
from surface.error.smoothness import NOISE, UNKNOWN, enough, left_out, rungs
from surface.error.split import Axes
from surface.model import Interval

if TYPE_CHECKING:
    from surface.error.surface import ErrorSurface

NET_ROUNDING = 2 * float(np.finfo(float).eps)
"""By so much of itself a net input is rounded."""

AMPLIFIED = 5.0
"""By so much interpolation along one axis can enlarge what is wrong along the other: Lebesgue's constant."""

TOGETHER = 4.0
"""Within a group most data points need fewer nodes than it has: of its share each may take so many times its part."""

LINES = (-0.97, -0.55, 0.08, 0.61, 0.98)
"""On which lines across the window smoothness is measured, from −1 to 1."""

BETWEEN = 20.0
"""By so much more may be left out between those lines than on them."""

SEEN = 0.02
"""Smoothness is measured where each unit's activation itself is known to this from fewer nodes."""

FAR = 1000.0
"""Between this on either side an activation is as steep as it gets."""

PLAIN = 3.0
"""So many values of the grid are computed in the time of one on a line."""

MOST_MEASURED = 129
"""The most nodes along such a line: what needs more is computed at every place."""


@dataclass(frozen=True, eq=False)
class Reach:
    """By how much data points' errors may be off at so many nodes along each axis.

    tables: for each axis (kinds, counts), a row for each kind of data point; kinds: (2, rows), which one each is of;
    clear: (rows,), the data points for which nodes can be enough; allowed: for each axis, all data points together;
    sides: how many places the axes have; each: how many errors of a table's kind data points have, (rows,).
    """

    tables: tuple[Array, Array]
    kinds: Indices
    clear: Mask
    allowed: tuple[float, float]
    sides: tuple[int, int]
    each: Array

    @property
    def needed(self) -> Indices:
        """How many nodes each data point needs, (rows, 2), as many as the axes have where nodes are not enough."""
        counts = np.tile(self.sides, (len(self.clear), 1))
        for axis, (table, allowed) in enumerate(zip(self.tables, self.allowed, strict=True)):
            part = TOGETHER * allowed / float(self.each.sum())
            found = np.minimum(enough(table, part, self.sides[axis]), self.sides[axis])
            counts[self.clear, axis] = found[self.kinds[axis, self.clear]]
        return counts

    def settled(self, found: Sequence[Group]) -> list[Group]:
        """Return groups with the nodes at which all that they leave out together is within what is allowed."""
        groups = list(found)
        for axis, (table, allowed) in enumerate(zip(self.tables, self.allowed, strict=True)):
            some = [number for number, group in enumerate(groups) if group.nodes[axis] is not None]
            if not some:
                continue
            chosen = [groups[k].rows for k in some]
            errors = np.array([np.bincount(self.kinds[axis, rows], self.each[rows], len(table)) for rows in chosen])
            counts = enough(errors @ table, allowed / len(some), self.sides[axis])
            for number, count in zip(some, counts.tolist(), strict=True):
                nodes = list(groups[number].nodes)
                nodes[axis] = count if count < self.sides[axis] else None
                groups[number] = replace(groups[number], nodes=(nodes[0], nodes[1]))
        return groups


def _shares(allowed: float) -> tuple[float, float]:
    """Return half of what is allowed for each axis, of which interpolation along the other one enlarges one."""
    return allowed / 2, allowed / 2 / AMPLIFIED


def told(surface: ErrorSurface, axes: Axes, allowed: float) -> Reach:
    """Return how smooth the errors of a single layer are: its activation on stretches of net inputs."""
    f, y = surface.layers[0].activation, surface.targets
    constant, *parts = surface.first_parts
    reach, centre = np.zeros((2, *y.shape)), constant
    for axis, part in enumerate(parts):
        if part is not None:
            low, high = axes[axis][0], axes[axis][-1]
            reach[axis] = np.abs(part) * (high / 2 - low / 2)
            centre = centre + part * (low / 2 + high / 2)
    size = np.abs(centre) + reach[0] + reach[1]
    largest = float(np.max(np.abs(f.outputs)))
    # Where z is rounded by more than the accuracy, what is summed is no smooth function of the weights any more.
    rounding = NET_ROUNDING * size * (np.abs(y) + (largest if np.isfinite(largest) else size))
    each = len(y) * (np.ones(surface.rows) if surface.counts is None else surface.counts)
    clear = np.all(rounding <= allowed / float(each.sum()), axis=0)
    furthest = float(np.max(np.abs(centre[:, clear]), initial=0.0))
    kinds, tables = np.zeros((2, len(clear)), dtype=np.intp), list[Array]()
    for axis in (0, 1):
        lengths, kinds[axis, clear] = np.unique(rungs(reach[axis].max(axis=0)[clear]), return_inverse=True)
        tables.append(left_out(f, lengths, furthest, float(np.average(np.abs(y).mean(axis=0), weights=each))))
    return Reach((tables[0], tables[1]), kinds, clear, _shares(allowed), (axes[0].size, axes[1].size), each)


def cost_of_measuring(sides: tuple[int, int]) -> float:
    """Return how many values of the grid a data point's errors along all lines are worth: these take the plain way."""
    return PLAIN * len(LINES) * sum(min(MOST_MEASURED, side) for side in sides)


def measured(surface: ErrorSurface, axes: Axes, allowed: float) -> Reach:
    """Return how smooth the errors of a network with hidden layers are, each data point's along lines of the window."""
    found = [_along(surface, axes, axis) for axis in (0, 1)]
    rows, clear = np.arange(surface.rows), found[0][1] & found[1][1] & _seen(surface, axes)
    sides = axes[0].size, axes[1].size
    return Reach((found[0][0], found[1][0]), np.array([rows, rows]), clear, _shares(allowed), sides, np.ones(len(rows)))


def _along(surface: ErrorSurface, axes: Axes, axis: int) -> tuple[Array, Mask]:
    """Return a table with a row for each data point, and at which of them the errors are finite."""
    count = min(MOST_MEASURED, axes[axis].size)
    along = chebyshev.nodes(float(axes[axis][0]), float(axes[axis][-1]), count)
    low, high = float(axes[1 - axis][0]), float(axes[1 - axis][-1])
    sizes, floor = np.zeros((count, surface.rows)), np.zeros(surface.rows)
    for line in LINES:
        across = np.full(count, low / 2 + high / 2 + line * (high / 2 - low / 2))
        errors = surface.row_errors(np.column_stack([along, across] if axis == 0 else [across, along]))
        sizes = np.maximum(sizes, np.abs(chebyshev.transform(count) @ errors))
        floor = np.maximum(floor, NOISE * np.max(np.abs(errors), axis=0))
    sizes[sizes <= floor] = 0
    # What is known at three quarters of the nodes, the last quarter had nothing to mistake it for.
    table = 2 * BETWEEN * np.cumsum(sizes[::-1], axis=0)[::-1][: 3 * count // 4 + 1].T
    clear = np.isfinite(table[:, 0])
    table[~clear] = UNKNOWN
    return table, clear


def _seen(surface: ErrorSurface, axes: Axes) -> Mask:
    """Return for which data points no unit can do anything over the window that the nodes of a line do not see."""
    layers, seen = surface.layers, np.ones(surface.rows, dtype=bool)
    ends = [(float(axis[0]), float(axis[-1])) for axis in axes]
    middle, half = ([high / 2 + sign * low / 2 for low, high in ends] for sign in (1, -1))
    most = [max(abs(low), abs(high)) for low, high in ends]
    constant, *parts = surface.first_parts
    z = constant + sum(part * place for part, place in zip(parts, middle, strict=True) if part is not None)
    nets = [np.zeros_like(z) if part is None else np.abs(part) * h for part, h in zip(parts, half, strict=True)]
    for depth, layer in enumerate(layers):
        for axis, net in enumerate(nets):
            lengths, which = np.unique(rungs(net.max(axis=0)), return_inverse=True)
            most_nodes = 3 * min(MOST_MEASURED, axes[axis].size) // 4
            seen &= (enough(left_out(layer.activation, lengths, 1.0, 1.0), SEEN, most_nodes + 1) <= most_nodes)[which]
        if layer is layers[-1]:
            return seen
        steepest = layer.activation.taylor(Interval(np.array(-FAR), np.array(FAR)), 1)[1].size
        values, above = layer.activation.value(z), layers[depth + 1]
        moved = [steepest * net for net in nets]
        largest = np.abs(values) + moved[0] + moved[1]
        weights = np.abs(above.constant.weights)
        for along, place in zip(above.along, most, strict=True):
            weights = weights if along is None else weights + np.abs(along.weights) * place
        nets = [weights @ move for move in moved]
        for axis, along in enumerate(above.along):
            if along is not None:
                bias = 0.0 if along.bias is None else np.abs(along.bias)[:, None]
                nets[axis] = nets[axis] + half[axis] * (np.abs(along.weights) @ largest + bias)
        z = above.net(above.products({(0, 0): values}), (np.array(middle[0]), np.array(middle[1])), 0)[0, 0]
    return seen
