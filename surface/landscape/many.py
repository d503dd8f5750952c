"""Many runs at once: where each of thousands of starts, or of settings of a rule, ends; no path is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from surface.arrays import Array, Indices, Numbers
from surface.cluster import Client, cut, spread
from surface.descent import Rule, Surface, checked_steps
from surface.landscape.iterates import iterates
from surface.landscape.leaps import leap
from surface.landscape.points import CriticalPoints
from surface.landscape.runs import BLOCK, Runs, rule_of
from surface.landscape.search import work_of
from surface.landscape.substitute import table

EARLY = 32
"""After so many steps, twice as many, and so on, it is seen how many runs there still are, and how to take them on."""

LEAST = 256
"""So many runs at least are sent to a worker, and BLOCK data points × runs: else a step's calls cost more than that."""

Progress = Callable[[float], Any]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where many runs end: label (m,), an index into points.hollows or UNSETTLED, LEFT, DIVERGED; steps (m,).

    steps: how many it took to come within 1 % of the window's width of its minimum for good; all of them where it is
    at none.
    """

    label: Indices
    steps: Indices


def walk_all(
    E: Surface,
    rule: Rule,
    starts: Numbers,
    steps: int,
    points: CriticalPoints,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Ends:
    """Walk from all starts, (m, 2), at once and return where each run ends, as `verdict` would say.

    rule: its hyperparameters are numbers, or arrays (m, 1) with one for each run. progress is called with the share
    done; what it raises ends the work. A run that cannot leave its minimum any more is not walked to its end.
    client: of Dask, over whose workers the runs are spread; they end where they do here.
    """
    places, steps = np.array(starts, dtype=np.float64), checked_steps(steps)
    ground = table(E, points.window, len(places) * steps)
    if client is not None and len(places):
        least = max(LEAST, BLOCK // work_of(ground))
        parts = [(rule_of(rule, some), places[some]) for some in cut(len(places), client, least)]
        ends = spread(client, _walk_some, parts, (ground, steps, points), progress)
        return Ends(*(np.concatenate(each) for each in zip(*ends, strict=True)))
    tell = progress or _untold
    # A run that overflows has found its end like any other.
    with np.errstate(all="ignore"):
        runs = Runs(ground, rule, places, steps, points)
        _walk_or_leap(runs, ground is E, tell)
        runs.finish()
        if len(runs.again):
            single = Runs(ground, rule, places[runs.again], steps, points)
            _walk(single, steps, lambda _: tell(1.0))
            single.finish()
            runs.label[runs.again], runs.taken[runs.again] = single.label, single.taken
    tell(1.0)
    return Ends(runs.label, runs.taken)


def _walk_some(E: Surface, steps: int, points: CriticalPoints, rule: Rule, starts: Array) -> tuple[Indices, Indices]:
    ends = walk_all(E, rule, starts, steps, points)
    return ends.label, ends.steps


def _walk_or_leap(runs: Runs, beyond: bool, tell: Progress) -> None:
    """Take all steps, many at once where that pays; beyond: whether places around the window cost no more."""
    seen = EARLY
    # Where there is no minimum there is nothing to be near to.
    while runs.points.hollows and runs.step < seen < runs.steps:
        _walk(runs, seen // 2, tell)
        before = len(runs.run)
        _walk(runs, seen, tell)
        expected, window = _expected(runs, before, seen // 2), runs.points.window
        if many := iterates(runs.E, runs.rule, window, expected, lambda: tell(runs.step / runs.steps), beyond):
            leap(runs, many, tell)
        seen *= 2
    _walk(runs, runs.steps, tell)


def _walk(runs: Runs, end: int, tell: Progress) -> None:
    """Take single steps until so many are taken."""
    while runs.step < min(end, runs.steps) and len(runs.run):
        runs.walk()
        # A hundred times or so, however many steps there are.
        if runs.step % max(1, runs.steps // 100) == 0:
            tell(runs.step / runs.steps)


def _expected(runs: Runs, before: int, steps: int) -> int:
    """Return how many steps all runs will take together, if they go on ending as in the last steps, of `before`."""
    left, count = runs.steps - runs.step, len(runs.run)
    if count < before:
        left = min(left, steps / np.log(before / max(count, 1)))
    return int(count * left)


def _untold(share: float) -> None:
    """Tell nobody how much is done."""
