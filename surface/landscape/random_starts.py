"""Runs from random starts over a window, by one rule, with their whole paths and where each ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices
from surface.descent import Rule, Surface, checked_steps
from surface.error import Window, checked_window
from surface.formatting import listed, named_error
from surface.landscape.critical import critical_points
from surface.landscape.many import walk_all
from surface.landscape.points import CriticalPoints, Hollow
from surface.landscape.runs import DIVERGED, LEFT, UNSETTLED
from surface.landscape.substitute import near

COUNT = 50
"""How many runs are started at once."""

ELSEWHERE = {
    UNSETTLED: "in the window, but at no minimum",
    LEFT: "outside the window",
    DIVERGED: "nowhere: the error has grown out of bounds",
}


@dataclass(frozen=True, eq=False)
class RandomStarts:
    """Runs from seeded starts: path (m, steps + 1, 2), NaN after a run's last finite step k (m,), and their ends.

    label (m,): an index into minima (the lowest first; `lowest` of them tie for it), or UNSETTLED, LEFT, DIVERGED.
    """

    path: Array
    k: Indices
    label: Indices
    minima: tuple[Hollow, ...]
    lowest: int
    rule: Rule
    seed: int

    @property
    def steps(self) -> int:
        return self.path.shape[1] - 1

    @property
    def counts(self) -> dict[int, int]:
        """How many runs end at each label that occurs: the minima first, then the others."""
        labels, counts = np.unique(self.label, return_counts=True)
        found: dict[int, int] = dict(zip(labels.tolist(), counts.tolist(), strict=True))
        # Minima upwards from 0, the others downwards from −1.
        return {label: found[label] for label in sorted(found, key=lambda label: (label < 0, abs(label)))}


def random_starts(
    E: Surface,
    rule: Rule,
    window: Window,
    steps: int,
    seed: int,
    count: int = COUNT,
    points: CriticalPoints | None = None,
) -> RandomStarts:
    """Start `count` runs evenly at random over a window and walk all of them `steps` steps at once.

    points: the window's critical points where they are known. Starts where the error is not finite are left out.
    """
    (a, b), (c, d) = window = checked_window(window)
    points = critical_points(E, window) if points is None else points
    ground = near(E, window)
    starts = np.random.default_rng(seed).uniform((a, c), (b, d), (count, 2))
    with np.errstate(over="ignore", invalid="ignore"):
        starts = starts[np.isfinite(ground.error(starts))]
        path = _paths(ground, rule, starts, checked_steps(steps))
    k = np.isfinite(path).all(axis=-1).sum(axis=-1) - 1
    # Walked a second time without their paths: only so does each run end by the very words of a verdict.
    label = walk_all(E, rule, starts, steps, points).label
    return RandomStarts(path, k, label, points.hollows, len(points.lowest), rule, seed)


def _paths(E: Surface, rule: Rule, w: Array, steps: int) -> Array:
    """Return the weights of every run after each step, (m, steps + 1, 2); NaN once they or the error overflow."""
    # Steps first, so that each is written in one stretch of memory.
    path, state = np.full((steps + 1, *w.shape), np.nan), rule.init(w)
    path[0] = w
    for step in range(1, steps + 1):
        move, state = rule.update(E.gradient(w), state)
        w = w + move
        path[step] = w
    path = np.moveaxis(path, 0, 1)
    broken = ~(np.isfinite(path).all(axis=-1) & np.isfinite(E.error(path)))
    # A run that overflows may come back to finite numbers: what follows the first break is no part of it.
    path[np.logical_or.accumulate(broken, axis=-1)] = np.nan
    return path


def end_name(label: int, runs: RandomStarts) -> str:
    """Return where the runs of a label end, to follow on from "31 of 50 end"."""
    if label < 0:
        return ELSEWHERE[label]
    which = "the lowest minimum found" if runs.lowest == 1 else "one of the lowest minima found"
    name = which if label < runs.lowest else "another minimum"
    return f"in {name} ({named_error(runs.minima[label].error)})"


def random_starts_summary(runs: RandomStarts) -> str:
    """Say in words how many of the runs end where; many minima are named together."""
    lowest = {label: count for label, count in runs.counts.items() if 0 <= label < runs.lowest}
    others = {label: count for label, count in runs.counts.items() if label >= runs.lowest}
    parts = [*_parts(runs, lowest, "lowest minima found"), *_parts(runs, others, "other minima")]
    parts += [(count, end_name(label, runs)) for label, count in runs.counts.items() if label < 0]
    if not parts:
        return "The error is finite at none of the starts."
    (count, where), *rest = parts
    return f"{listed([f'{count} of {len(runs.label)} end {where}', *(f'{n} {there}' for n, there in rest)])}."


def _parts(runs: RandomStarts, counts: dict[int, int], together: str) -> list[tuple[int, str]]:
    """Return how many runs end at some of the minima, and where: each by itself where there are at most two."""
    if len(counts) <= 2:
        return [(count, end_name(label, runs)) for label, count in counts.items()]
    return [(sum(counts.values()), f"in {len(counts)} {together}")]
