"""Basins of attraction: where a descent from each start of a grid ends, and what a change of the rule changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.cluster import Client
from surface.descent import Rule, Surface, checked_rule, checked_steps
from surface.error import Window, checked_resolution, checked_window
from surface.landscape.critical import critical_points
from surface.landscape.many import Progress, walk_all
from surface.landscape.points import CriticalPoints, Hollow
from surface.landscape.runs import UNSETTLED


@dataclass(frozen=True, eq=False)
class Basins:
    """Where each start of a grid ends under one rule.

    label[j, i]: for the start (w1[i], w2[j]), the index of its minimum in `minima`, or -1 for none, outside the window
    or unsettled; share: each minimum's part of all starts; steps[j, i]: how many steps it took to come within 1 % of
    the window's width of its minimum for good; minima: the lowest first, those at a kink included; lowest: how many of
    them, the first ones, tie for the lowest.
    """

    w1: Array
    w2: Array
    label: Indices
    minima: tuple[Hollow, ...]
    share: Array
    steps: Indices
    rule: Rule
    lowest: int

    @property
    def unsettled(self) -> float:
        """The share of starts that end at no minimum."""
        return np.count_nonzero(self.label == UNSETTLED) / self.label.size

    @property
    def arrives(self) -> Mask:
        """Which starts end in a lowest minimum, [j, i]."""
        # The minima stand in the order of their errors.
        return (self.label >= 0) & (self.label < self.lowest)


def basins(
    E: Surface,
    rule: Rule,
    window: Window,
    resolution: int | tuple[int, int] = 64,
    steps: int = 2000,
    progress: Progress | None = None,
    points: CriticalPoints | None = None,
    client: Client | None = None,
) -> Basins:
    """Return where a descent from each start of a grid over the window, edges included, ends.

    All starts walk at once. progress is called with the share done, and what it raises ends the work; points: the
    window's critical points where they are known already; client: of Dask, over whose workers the starts are spread.
    """
    rule, window, steps = checked_rule(rule), checked_window(window), checked_steps(steps)
    points = critical_points(E, window) if points is None else points
    w1, w2 = (np.linspace(*edges, count) for edges, count in zip(window, checked_resolution(resolution), strict=True))
    # Row by row, as label[j, i] has them.
    starts = np.stack(np.meshgrid(w1, w2), axis=-1).reshape(-1, 2)
    # Where there is nowhere to arrive, nobody has to walk.
    ends = walk_all(E, rule, starts, steps if points.hollows else 0, points, progress, client)
    # How a run ends that is at no minimum is of no interest on this map.
    label = np.maximum(ends.label, UNSETTLED).reshape(len(w2), len(w1))
    # A minimum that draws no start has its share too, of 0.
    share = np.bincount(label[label >= 0], minlength=len(points.hollows)) / label.size
    taken = np.where(label >= 0, ends.steps.reshape(label.shape), steps)
    return Basins(w1, w2, label, points.hollows, share, taken, rule, len(points.lowest))


@dataclass(frozen=True, eq=False)
class Difference:
    """What the second of two rules changes: [j, i] of starts it rescues or loses, and the shares of all four cases.

    Rescued: it brings them to a lowest minimum and the first rule does not; lost: the other way round.
    """

    w1: Array
    w2: Array
    rescued: Mask
    lost: Mask
    both: Mask
    neither: Mask

    @property
    def share(self) -> dict[str, float]:
        cases = ("rescued", "lost", "both", "neither")
        return {case: np.count_nonzero(getattr(self, case)) / self.both.size for case in cases}


def difference(first: Basins, second: Basins) -> Difference:
    """Return which starts the second rule rescues and which it loses.

    Raises ValueError where the two are not over the same starts.
    """
    if not (np.array_equal(first.w1, second.w1) and np.array_equal(first.w2, second.w2)):
        raise ValueError("two basins can be compared over the same starts only, got two different grids")
    a, b = first.arrives, second.arrives
    return Difference(first.w1, first.w2, rescued=b & ~a, lost=a & ~b, both=a & b, neither=~a & ~b)
