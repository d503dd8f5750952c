"""The error on a whole grid to a tolerance: smooth where it is smooth, and only there computed at every place.

Over the window each data point's error is a function of its net input z = held + x₁ a + x₂ b, whose reach x₁ h₁ and
x₂ h₂ along the axes, h the window's half widths, says how many Chebyshev nodes it takes to know it (`smoothness.py`).
Data points of like reach make a group (`plan.py`), whose sum is computed by the kernels of `grid.py` on the group's
own nodes. The sums' coefficients are added up, and made values of the grid once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array
from surface.error import chebyshev, grid
from surface.error.plan import Costs, Group, groups
from surface.error.smoothness import enough, left_out, rungs
from surface.error.split import Axes

if TYPE_CHECKING:
    from surface.error.surface import ErrorSurface

LOOKS = (0.0, 0.14, 0.33, 0.55, 0.78, 1.0)
"""Where along each axis the error is looked at for its range, unevenly, so that no period hides it."""

ROUNDING = 64 * float(np.finfo(float).eps)
"""By so much of the largest error the way over coefficients may round."""

NET_ROUNDING = 2 * float(np.finfo(float).eps)
"""By so much of itself a net input is rounded."""

AMPLIFIED = 5.0
"""By so much interpolation along one axis can enlarge what is wrong along the other: Lebesgue's constant."""

TOGETHER = 4.0
"""Within a group most data points need fewer nodes than it has: of its share each may take so many times its part."""

VALUES = {"sin": 0.2}
"""What one value costs where it is not about one: sines are sums of products."""


def errors(surface: ErrorSurface, w1: Array, w2: Array, threads: int, tolerance: float) -> Array:
    """Return what `grid.errors` does, wrong by at most `tolerance` times the range of the errors; 0: not at all."""
    found = _groups(surface, (w1, w2), tolerance) if tolerance > 0 else None
    if found is None:
        return grid.errors(surface, w1, w2, threads)
    return _Sums(surface, (w1, w2), threads).of(found)


def _groups(surface: ErrorSurface, axes: Axes, tolerance: float) -> list[Group] | None:
    """Return how the data points are grouped, None where every place of the grid costs less or cannot be done without.

    Hidden layers above a free weight have no reach that says how smooth they are, and the identity costs nothing.
    """
    if len(surface.layers) > 1 or not surface.targets.size:
        return None
    f = surface.layers[0].activation
    costs = Costs(VALUES.get(f.name, 1.0), (axes[0].size, axes[1].size))
    if f.kinks or f.name == "identity" or costs.dense(surface.rows) <= costs.around(surface.rows, np.ones(2)):
        return None
    allowed = _allowed(surface, axes, tolerance)
    if allowed is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        reach = _Reach(surface, axes, allowed)
    found = groups(reach.needed, costs)
    return None if found is None else reach.settled(found)


def _allowed(surface: ErrorSurface, axes: Axes, tolerance: float) -> float | None:
    """Return how far the error may be off, None where its own rounding is already more."""
    some = [axis[np.unique(np.rint(np.array(LOOKS) * (axis.size - 1)).astype(np.intp))] for axis in axes]
    # The range at a few places of the grid is at most that at all of them.
    error = grid.errors(surface, some[0], some[1])
    least, most = float(error.min()), float(error.max())
    allowed = tolerance * (most - least)
    return allowed if np.isfinite(most) and allowed > ROUNDING * most else None


class _Reach:
    """How far the net input of each data point moves over the window, and how many nodes that takes.

    needed: (rows, 2), as many as the grid has where nodes are not enough.
    """

    def __init__(self, surface: ErrorSurface, axes: Axes, allowed: float) -> None:
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
        clear = np.all(rounding <= allowed / y.size, axis=0)
        self.units, self.sides = len(y), (axes[0].size, axes[1].size)
        self.needed = np.tile(self.sides, (len(clear), 1))
        # Half of it for each axis, of which the other enlarges one.
        self.allowed = (allowed / 2, allowed / 2 / AMPLIFIED)
        self.steps, self.tables = np.zeros((2, len(clear)), dtype=np.intp), list[Array]()
        if not clear.any():
            return
        furthest, target = float(np.max(np.abs(centre[:, clear]))), float(np.mean(np.abs(y)))
        for axis in (0, 1):
            lengths, which = np.unique(rungs(reach[axis].max(axis=0)[clear]), return_inverse=True)
            self.tables.append(left_out(f, lengths, furthest, target))
            self.steps[axis, clear] = which
            counts = enough(self.tables[axis], TOGETHER * self.allowed[axis] / y.size, self.sides[axis])
            self.needed[clear, axis] = counts[which]

    def settled(self, found: list[Group]) -> list[Group]:
        """Return the groups with the nodes at which all that they leave out together is within what is allowed."""
        nodes = [list(group.nodes) for group in found]
        for axis in (0, 1):
            some = [number for number, group in enumerate(found) if group.nodes[axis] is not None]
            if some:
                table = self.tables[axis]
                rows = [np.bincount(self.steps[axis, found[k].rows], minlength=len(table)) for k in some]
                counts = enough(self.units * np.array(rows) @ table, self.allowed[axis] / len(some), self.sides[axis])
                for number, count in zip(some, counts.tolist(), strict=True):
                    nodes[number][axis] = count if count < self.sides[axis] else None
        return [Group(group.rows, (across, up)) for group, (across, up) in zip(found, nodes, strict=True)]


class _Sums:
    """The sums of groups on a grid: of those with nodes along an axis the coefficients along it."""

    def __init__(self, surface: ErrorSurface, axes: Axes, threads: int) -> None:
        self.surface, self.axes, self.threads = surface, axes, threads

    def of(self, found: list[Group]) -> Array:
        """Return the error at every place of the grid."""
        (a, b), (c, d) = ((float(axis[0]), float(axis[-1])) for axis in self.axes)
        n1, n2 = (max((group.nodes[axis] or 1 for group in found), default=1) for axis in (0, 1))
        g1, g2 = self.axes[0].size, self.axes[1].size
        # By whether there are nodes along each axis: across, up.
        sums = {
            (True, True): np.zeros((n2, n1)),
            (True, False): np.zeros((g2, n1)),
            (False, True): np.zeros((n2, g1)),
            (False, False): np.full((g2, g1), self.surface.held_error),
        }
        for group in found:
            across, up = group.nodes
            total = sums[across is not None, up is not None]
            part = self._coefficients(group)
            total[: part.shape[0], : part.shape[1]] += part
        up_all, across_all = chebyshev.values_at(self.axes[1], c, d, n2), chebyshev.values_at(self.axes[0], a, b, n1)
        error = (up_all @ sums[True, True] + sums[True, False]) @ across_all.T
        error += up_all @ sums[False, True]
        error += sums[False, False]
        # No sum of squares is less than what does not change; what falls below it is the tolerance.
        return np.maximum(error, self.surface.held_error, out=error)

    def _coefficients(self, group: Group) -> Array:
        """Return a group's sum at its nodes, as coefficients along each axis that has nodes of its own."""
        across, up = (
            axis if count is None else chebyshev.nodes(float(axis[0]), float(axis[-1]), count)
            for axis, count in zip(self.axes, group.nodes, strict=True)
        )
        sums = grid.errors(self.surface.of_rows(group.rows), across, up, self.threads)
        if group.nodes[1] is not None:
            sums = chebyshev.transform(group.nodes[1]) @ sums
        return sums if group.nodes[0] is None else sums @ chebyshev.transform(group.nodes[0]).T
