"""Many runs dropped at random over a window, by one rule, with their whole paths and where each ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.descent import Rule, Surface, checked_steps
from surface.error import Window, checked_window
from surface.formatting import named_error
from surface.landscape.many import DIVERGED, LEFT, UNSETTLED, walk_all
from surface.landscape.points import CriticalPoint, CriticalPoints, Degenerate, critical_points

COUNT = 50
"""How many runs are dropped at once."""

ELSEWHERE = {
    UNSETTLED: "in the window, but at no minimum",
    LEFT: "outside the window",
    DIVERGED: "nowhere: the error has grown out of bounds",
}


@dataclass(frozen=True, eq=False)
class Drops:
    """Runs from seeded starts: path (m, steps + 1, 2), NaN after a run's last finite step k (m,), and their ends.

    label (m,): an index into minima (the lowest first; `lowest` of them tie for it), or UNSETTLED, LEFT, DIVERGED.
    """

    path: np.ndarray
    k: np.ndarray
    label: np.ndarray
    minima: tuple[CriticalPoint | Degenerate, ...]
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
        found = dict(zip(labels.tolist(), counts.tolist(), strict=True))
        return {label: found[label] for label in sorted(found, key=lambda label: (label < 0, abs(label)))}


def drop(
    E: Surface,
    rule: Rule,
    window: Window,
    steps: int,
    seed: int,
    count: int = COUNT,
    points: CriticalPoints | None = None,
) -> Drops:
    """Drop `count` runs evenly at random over a window and walk all of them `steps` steps at once.

    points: the window's critical points where they are known. Starts where the error is not finite are left out.
    """
    (a, b), (c, d) = window = checked_window(window)
    points = critical_points(E, window) if points is None else points
    starts = np.random.default_rng(seed).uniform((a, c), (b, d), (count, 2))
    with np.errstate(over="ignore", invalid="ignore"):
        starts = starts[np.isfinite(E.error(starts))]
        path = _paths(E, rule, starts, checked_steps(steps))
    k = np.isfinite(path).all(axis=-1).sum(axis=-1) - 1
    label = walk_all(E, rule, starts, steps, points).label
    return Drops(path, k, label, points.hollows, len(points.lowest), rule, seed)


def _paths(E: Surface, rule: Rule, w: np.ndarray, steps: int) -> np.ndarray:
    """Return the weights of every run after each step, (m, steps + 1, 2); NaN once they or the error overflow."""
    path, state = np.full((steps + 1, *w.shape), np.nan), rule.init(w)
    path[0] = w
    for step in range(1, steps + 1):
        move, state = rule.update(E.gradient(w), state)
        w = w + move
        path[step] = w
    path = np.moveaxis(path, 0, 1)
    broken = ~(np.isfinite(path).all(axis=-1) & np.isfinite(E.error(path)))
    path[np.logical_or.accumulate(broken, axis=-1)] = np.nan
    return path


def ending_name(label: int, drops: Drops) -> str:
    """Return where the runs of a label end, to follow on from "31 of 50 end"."""
    if label < 0:
        return ELSEWHERE[label]
    which = "the lowest minimum found" if drops.lowest == 1 else "one of the lowest minima found"
    name = which if label < drops.lowest else "another minimum"
    return f"in {name} ({named_error(drops.minima[label].error)})"


def drops_told(drops: Drops) -> str:
    """Say in words how many of the runs end where; many minima are told together."""
    minima = {label: count for label, count in drops.counts.items() if label >= 0}
    lowest = {label: count for label, count in minima.items() if label < drops.lowest}
    others = {label: count for label, count in minima.items() if label >= drops.lowest}
    parts = [*_told(drops, lowest, "lowest minima found"), *_told(drops, others, "other minima")]
    parts += [(count, ending_name(label, drops)) for label, count in drops.counts.items() if label < 0]
    if not parts:
        return "The error is finite at none of the starts."
    first, *rest = [f"{count} {where}" for count, where in parts]
    number, _, where = first.partition(" ")
    opening = f"{number} of {len(drops.label)} end {where}"
    return f"{', '.join([opening, *rest[:-1]])}{f' and {rest[-1]}' if rest else ''}."


def _told(drops: Drops, counts: dict[int, int], together: str) -> list[tuple[int, str]]:
    """Return how many runs end at some of the minima, and where: each by itself where there are at most two."""
    if len(counts) <= 2:
        return [(count, ending_name(label, drops)) for label, count in counts.items()]
    return [(sum(counts.values()), f"in {len(counts)} {together}")]
