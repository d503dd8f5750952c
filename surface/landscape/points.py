"""What a surface holds: its critical points in a window, and the check that they balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, overload

import numpy as np

from surface.arrays import Array
from surface.descent import Surface
from surface.error import Window
from surface.landscape.search import View

Kind = Literal["minimum", "saddle", "maximum"]
KINDS: tuple[Kind, ...] = ("minimum", "saddle", "maximum")
"""By how many curvatures are negative."""
Flat = Literal["flat", "valley floor", "ridge", "degenerate point", "minimum at a kink"]
AT_A_KINK: Flat = "minimum at a kink"


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """Where the gradient vanishes and neither curvature does: weights (2,), eigenvalues (2,), the smaller first.

    enclosure: a box ((a, b), (c, d)), (2, 2), that provably holds this zero of the gradient and no other; None where
    the point was found and not proven. on_edge: whether it lies on the window's edge, to the rounding of both.
    """

    weights: Array
    error: float
    eigenvalues: Array
    kind: Kind
    enclosure: Array | None = None
    on_edge: bool = False


@dataclass(frozen=True, eq=False)
class Degenerate:
    """Where the gradient vanishes and a curvature does too: no point of its own, or one that has no kind.

    kind: 'flat' | 'valley floor' | 'ridge' | 'degenerate point' | 'minimum at a kink', where the slope jumps and no
    gradient vanishes; weights: a place amid it; extent: its bounding box.
    """

    weights: Array
    error: float
    eigenvalues: Array
    kind: Flat
    extent: Window


Hollow = CriticalPoint | Degenerate
"""A minimum: one whose gradient vanishes, or one at a kink."""


def ties(hollows: Sequence[Hollow], error_scale: float) -> tuple[Hollow, ...]:
    """Return the lowest of some hollows, (lowest first), and those within a billionth of the scale of errors of it."""
    return tuple(hollow for hollow in hollows if hollow.error - hollows[0].error <= 1e-9 * error_scale)


@dataclass(frozen=True, eq=False)
class CriticalPoints(Sequence[CriticalPoint]):
    """The critical points of a window: minima first, then saddles, then maxima, each by error.

    proven: whether these are all: every place of the window lies in a box without a zero of the gradient, in one with
    exactly one, which is listed, or in a named flat. undecided: boxes ((a, b), (c, d)), (k, 2, 2), of which that could
    not be shown; they may hold points beside those that were found.
    winding_number: how often the gradient turns along the window's edge, None where it vanishes there or has kinks.
    balanced: whether that is minima − saddles + maxima; None where there is no winding number. Balance is no proof:
    a missed pair of minimum and saddle leaves it as it was. error_scale and gradient_scale: the range of the error
    and the largest gradient norm seen in the window.
    """

    points: tuple[CriticalPoint, ...]
    window: Window
    degenerate: tuple[Degenerate, ...]
    winding_number: int | None
    error_scale: float
    gradient_scale: float
    undecided: Array
    proven: bool

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, index: int) -> CriticalPoint: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[CriticalPoint, ...]: ...
    def __getitem__(self, index: int | slice) -> CriticalPoint | tuple[CriticalPoint, ...]:
        return self.points[index]

    @cached_property
    def minima(self) -> tuple[CriticalPoint, ...]:
        return tuple(point for point in self.points if point.kind == "minimum")

    @cached_property
    def hollows(self) -> tuple[Hollow, ...]:
        """The minima and, where the surface has kinks, the minima at them, the lowest first."""
        kinks = [place for place in self.degenerate if place.kind == AT_A_KINK]
        return tuple(sorted((*self.minima, *kinks), key=lambda hollow: hollow.error))

    @cached_property
    def lowest(self) -> tuple[Hollow, ...]:
        """The lowest of the hollows and those that tie with it."""
        return ties(self.hollows, self.error_scale)

    def nearest(self, most: int) -> tuple[CriticalPoint, ...]:
        """Return at most so many points, in their order: the lowest, and those nearest to the window's middle."""
        if len(self.points) <= most:
            return self.points
        corner, width = np.array(self.window)[:, 0], np.ptp(self.window, axis=-1)
        place = (np.array([point.weights for point in self.points]) - corner) / width - 0.5
        lowest = np.argsort(np.array([point.error for point in self.points]), kind="stable")
        middle = np.argsort(np.abs(place).max(axis=-1), kind="stable")
        chosen = {int(index) for index in (*lowest[: most // 2], *middle[: most - most // 2])}
        return tuple(self.points[index] for index in sorted(chosen))

    @property
    def balance(self) -> int:
        """Minima − saddles + maxima."""
        return sum(-1 if point.kind == "saddle" else 1 for point in self.points)

    @property
    def balanced(self) -> bool | None:
        return None if self.winding_number is None else self.winding_number == self.balance


def as_points(E: Surface, points: Sequence[CriticalPoint], path: Array) -> CriticalPoints:
    """Return critical points with their window; that of a plain list is the box round them and a path (k+1, 2)."""
    if isinstance(points, CriticalPoints):
        return points
    spots = np.array([*path, *(point.weights for point in points)])
    low, high = spots.min(axis=0), spots.max(axis=0)
    # Points on a line, or a single one, leave a box without a width: it is given one.
    margin = np.where(high > low, 0.1 * (high - low), 1.0)
    (a, c), (b, d) = (map(float, corner) for corner in (low - margin, high + margin))
    window = (a, b), (c, d)
    view = View(E, window)
    # The largest gradient is what a plateau is measured against.
    slopes = np.linalg.norm(E.gradient(view.weights(coarse_grid())), axis=-1)
    largest = float(slopes[np.isfinite(slopes)].max(initial=0.0))
    ordered = tuple(sorted(points, key=lambda point: (KINDS.index(point.kind), point.error)))
    undecided = np.array([window])
    return CriticalPoints(ordered, window, (), None, error_range(view), largest, undecided, proven=False)


def coarse_grid(ticks: int = 65) -> Array:
    """Return a coarse grid over the window, in window units."""
    return np.stack(np.meshgrid(*[np.linspace(0, 1, ticks)] * 2), axis=-1)


def error_range(view: View, ticks: int = 65) -> float:
    """Return how far apart the errors on a coarse grid over the window are."""
    error = np.asarray(view.E.error(view.weights(coarse_grid(ticks))), dtype=np.float64)
    error = error[np.isfinite(error)]
    return float(np.ptp(error)) if error.size else 0.0
