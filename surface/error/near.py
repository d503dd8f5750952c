"""The error on a whole grid to a tolerance: smooth where it is smooth, and only there computed at every place.

Over the window each data point's error is a function of its net input z = held + x₁ a + x₂ b, whose reach x₁ h₁ and
x₂ h₂ along the axes, h the window's half widths, says how many Chebyshev nodes it takes to know it (`smoothness.py`).
Data points of like reach make a group (`plan.py`), whose sum is computed by the kernels of `grid.py` on the group's
own nodes. The sums' coefficients are added up, and made values of the grid once. With hidden layers above the free
weights no reach says it all: there each data point's smoothness is measured along a few lines (`reach.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array, Indices
from surface.error import chebyshev, grid
from surface.error.layers import work_of
from surface.error.plan import WORTHWHILE, Costs, Group, apart, groups
from surface.error.reach import cost_of_measuring, measured, told
from surface.error.split import Axes
from surface.error.window import checked_threads

if TYPE_CHECKING:
    from surface.error.surface import ErrorSurface
    from surface.error.window import Window

SIDE = 641
"""As if of a grid with so many places along each axis are the nodes for a whole window told."""

LOOKS = (0.0, 0.14, 0.33, 0.55, 0.78, 1.0)
"""Where along each axis the error is looked at for its range, unevenly, so that no period hides it."""

ROUNDING = 64 * float(np.finfo(float).eps)
"""By so much of the largest error the way over coefficients may round."""

VALUE, LINE = 1.0, 20.0
"""What one value of a data point's error costs, which is the unit, and what a node of an axis does."""

SINES = 0.15, 10.0
"""The same for sines, whose sums are products of matrices."""

UNIT = 1.3
"""What each hidden unit adds to that."""

LAST, MORE = 2, 1.35
"""So many coefficients at the end have to be next to nothing; where they are not, nodes become so many times more."""


def errors(surface: ErrorSurface, w1: Array, w2: Array, threads: int, tolerance: float) -> Array:
    """Return what `grid.errors` does, wrong by at most `tolerance` times the range of the errors; 0: not at all."""
    if tolerance and (costs := _costs(surface, (w1, w2))):
        look = _Look(surface, (w1, w2), tolerance)
        found = look.groups(costs) if look.clear else None
        if found is not None:
            error = _Sums(surface, (w1, w2), threads, None if look.known else look.allowed).of(found)
            if look.agrees(error):
                return error
    return grid.errors(surface, w1, w2, threads)


def whole(surface: ErrorSurface, window: Window, tolerance: float) -> Whole | None:
    """Return the error over a window as a Chebyshev polynomial, right to a tolerance, and a few data points beside it.

    None where it takes more nodes, or would cost more than SIDE × SIDE errors.
    """
    w1, w2 = (np.linspace(*edges, SIDE) for edges in window)
    costs = _costs(surface, (w1, w2))
    look = None if costs is None else _Look(surface, (w1, w2), tolerance)
    if costs is None or look is None or not look.clear:
        return None
    found = look.groups(costs)
    if found is None:
        return None
    made = _Sums(surface, (w1, w2), checked_threads(None), None if look.known else look.allowed).whole(found)
    return made if look.is_of(made) else None


@dataclass(frozen=True, eq=False)
class Whole:
    """The coefficients, (n2, n1), of the polynomial of most data points, and the others, too steep for it, (r,)."""

    coefficients: Array
    rows: Indices


def _costs(surface: ErrorSurface, axes: Axes) -> Costs | None:
    """Return what a value costs, None where nodes gain nothing: kinks, too few rows, and the identity costs nothing."""
    layers, names = surface.layers, [layer.activation.name for layer in surface.layers]
    if names == ["identity"] or not surface.targets.size or any(layer.activation.kinks for layer in layers):
        return None
    hidden = sum(layer.constant.units for layer in layers[:-1])
    value, line = SINES if names == ["sin"] else (VALUE + UNIT * hidden, LINE)
    sides = axes[0].size, axes[1].size
    costs = Costs(value, line, sides, measured=cost_of_measuring(sides) * value if hidden else 0.0)
    return costs if costs.worth_a_plan(surface.rows) else None


class _Look:
    """A look at the error at a few places of the grid: how far it may be off, and afterwards whether it is not.

    clear: whether the rounding of the sum itself is less than that; known: whether the reach says how smooth it is.
    """

    def __init__(self, surface: ErrorSurface, axes: Axes, tolerance: float) -> None:
        self.surface, self.axes, self.known = surface, axes, len(surface.layers) == 1
        across, up = (np.unique(np.rint(np.array(LOOKS) * (axis.size - 1)).astype(np.intp)) for axis in axes)
        self.places = np.ix_(up, across)
        self.error = grid.errors(surface, axes[0][across], axes[1][up])
        # The range at a few places is at most that at all of them.
        least, most = float(self.error.min()), float(self.error.max())
        self.allowed = tolerance * (most - least)
        self.clear = bool(np.isfinite(most)) and self.allowed > ROUNDING * most

    def groups(self, costs: Costs) -> list[Group] | None:
        """Return how the data points are grouped, None where every place of the grid costs less."""
        smooth = told if self.known else measured
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            reach = smooth(self.surface, self.axes, self.allowed)
        found = groups(reach.needed, costs)
        return None if found is None else reach.settled(found)

    def agrees(self, error: Array) -> bool:
        """Return whether a grid's errors are as they were found here: between a few lines smoothness is a guess."""
        return self._is_close(error[self.places])

    def is_of(self, found: Whole) -> bool:
        """Return whether a polynomial and its data points have the errors that were found here."""
        w2, w1 = (axis[places.ravel()] for axis, places in zip(self.axes[::-1], self.places, strict=True))
        n2, n1 = found.coefficients.shape
        error = _polynomials(w2, self.axes[1], n2) @ found.coefficients @ _polynomials(w1, self.axes[0], n1).T
        return self._is_close(error + grid.errors(self.surface.of_rows(found.rows), w1, w2))

    def _is_close(self, error: Array) -> bool:
        return bool(np.all(np.abs(error - self.error) <= self.allowed))


class _Sums:
    """The sums of groups on a grid: of those with nodes along an axis the coefficients along it.

    allowed: how far all may be off together, where smoothness was measured along a few lines; None: it is known.
    """

    def __init__(self, surface: ErrorSurface, axes: Axes, threads: int, allowed: float | None) -> None:
        self.surface, self.axes, self.threads, self.allowed = surface, axes, threads, allowed

    def of(self, found: list[Group]) -> Array:
        """Return the error at every place of the grid."""
        sums = self._sums(found)
        n2, n1 = sums[True, True].shape
        across_all, up_all = (_polynomials(axis, axis, count) for axis, count in zip(self.axes, (n1, n2), strict=True))
        error = (up_all @ sums[True, True] + sums[True, False]) @ across_all.T
        error += up_all @ sums[False, True]
        error += sums[False, False]
        # No sum of squares is less than what does not change; what falls below it is the tolerance.
        return np.maximum(error, self.surface.held_error, out=error)

    def whole(self, found: list[Group]) -> Whole:
        """Return the error as a polynomial of both weights, without the data points of groups that it is no help to."""
        smooth, steep = apart(found, self.surface.rows, work_of(self.surface.layers))
        parts = [self._part(group, len(found)) for group in smooth]
        # A group may have come to need more nodes than an axis has.
        steep += [group for group, _ in parts if None in group.nodes]
        sums = self._added([part for part in parts if None not in part[0].nodes])[True, True]
        sums[0, 0] += self.surface.held_error
        rows = [group.rows for group in steep]
        return Whole(sums, np.concatenate(rows) if rows else np.zeros(0, dtype=np.intp))

    def _sums(self, found: list[Group]) -> dict[tuple[bool, bool], Array]:
        """Return the groups' sums by whether there are nodes along each axis: across, up."""
        return self._added([self._part(group, len(found)) for group in found])

    def _added(self, parts: list[tuple[Group, Array]]) -> dict[tuple[bool, bool], Array]:
        n1, n2 = (max((group.nodes[axis] or 1 for group, _ in parts), default=1) for axis in (0, 1))
        g1, g2 = self.axes[0].size, self.axes[1].size
        sums = {
            (True, True): np.zeros((n2, n1)),
            (True, False): np.zeros((g2, n1)),
            (False, True): np.zeros((n2, g1)),
            (False, False): np.full((g2, g1), self.surface.held_error),
        }
        for group, part in parts:
            across, up = group.nodes
            sums[across is not None, up is not None][: part.shape[0], : part.shape[1]] += part
        return sums

    def _part(self, group: Group, count: int) -> tuple[Group, Array]:
        """Return a group, with more nodes where it needs them, and its sum as coefficients; count: of how many."""
        while True:
            across, up = (
                axis if nodes is None else chebyshev.nodes(float(axis[0]), float(axis[-1]), nodes)
                for axis, nodes in zip(self.axes, group.nodes, strict=True)
            )
            sums = grid.errors(self.surface.of_rows(group.rows), across, up, self.threads)
            n1, n2 = group.nodes
            of_both = upwards = sums if n2 is None else chebyshev.transform(n2) @ sums
            if n1 is not None:
                of_both = upwards @ chebyshev.transform(n1).T
            if self.allowed is None:
                return group, of_both
            part = self.allowed / (2 * count)
            if n2 is not None and not _end(upwards) <= part:
                group = Group(group.rows, (n1, self._more(1, n2)))
            elif n1 is not None and not _end(chebyshev.transform(n1) @ sums.T) <= part:
                group = Group(group.rows, (self._more(0, n1), n2))
            else:
                return group, of_both

    def _more(self, axis: int, nodes: int) -> int | None:
        """Return a larger number of nodes, None where that is worth nothing any more."""
        count = 4 + MORE * nodes
        return int(count) if count < WORTHWHILE * self.axes[axis].size else None


def _polynomials(places: Array, axis: Array, count: int) -> Array:
    return chebyshev.values_at(places, float(axis[0]), float(axis[-1]), count)


def _end(coefficients: Array) -> float:
    """Return the most that the last coefficients, along the first axis, come to anywhere."""
    return float(np.abs(coefficients[-LAST:]).sum(axis=0).max())
