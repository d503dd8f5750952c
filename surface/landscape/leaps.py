"""Runs taken on by many steps at once, where it is known whither those lead, and by single steps where it is not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.descent import Rule, Surface
from surface.landscape.iterates import ROUND, Iterates
from surface.landscape.runs import Runs
from surface.landscape.search import View
from surface.landscape.settling import CIRCLE, NEAR

CREEPS = 8
"""So many times as far as its longest step a run is from where it might circle."""


def leap(runs: Runs, many: Iterates, tell: Callable[[float], Any]) -> None:
    """Take all steps, up to ROUND at once with the runs of which it is known where they lead.

    tell: called with the share done; what it raises ends the work.
    """
    keeps = np.array([_keeps(runs.E, runs.view, runs.rule, minimum) for minimum in runs.minima])
    last, tenth = max(runs.steps - 2 * runs.tenth, 0), runs.steps - runs.tenth
    marks = [*range(runs.step, last, ROUND), *range(last, tenth, ROUND), *range(tenth, runs.steps, ROUND)]
    for step, mark in pairwise([*marks, runs.steps]):
        if not len(runs.run):
            break
        runs.look()
        # Of the last two tenths each step counts, but for those that are at no minimum however they circle.
        ahead = _ahead(runs, mark - step, many, keeps if mark <= last else None)
        while runs.step < mark and len(runs.run):
            runs.walk(lets_go=mark > last)
        runs.step = mark
        runs.take_back(ahead)
        if mark >= last:
            runs.remember()
        tell(mark / runs.steps)


def _ahead(runs: Runs, count: int, many: Iterates, keeps: Mask | None) -> dict[str, Any]:
    """Take out the runs of which it is known where they are so many steps on, and return what is known of them.

    keeps: of each minimum, whether nobody leaves who is near it; None: where each step near one counts.
    """
    after, known = many.after(runs.w, count)
    nearest, distance = runs.nearest_to(after)
    least = np.minimum(runs.distance, distance)
    if keeps is None:
        # One that creeps past a minimum in steps much shorter than the way to it neither is there nor circles it.
        away = known & (least > np.minimum(CIRCLE, np.maximum(NEAR, CREEPS * _longest(runs, after, many))))
        stays = np.zeros(len(away), dtype=bool)
    else:
        away, stays = least > NEAR, (distance <= NEAR) & keeps[nearest]
    # On a line of symmetry a run stays to the last digit, and so at a saddle: it is walked to the last digit.
    some = known & (away | stays) & ~runs.straight
    entered = np.where(away, runs.step + count + 1, runs.entered)
    coming = np.flatnonzero(some & stays & (runs.distance > NEAR))
    taken, some[coming] = _steps_to(runs, coming, nearest[coming], count, many)
    entered[coming] = runs.step + taken
    ahead = runs.take_out(some)
    ahead.update(w=after[some], nearest=nearest[some], distance=distance[some], entered=entered[some])
    ahead["led"] = np.ones(len(ahead["led"]), dtype=bool)
    return ahead


def _longest(runs: Runs, after: Array, many: Iterates) -> Array:
    """Return the longer of each run's steps here and at where it is after, in window widths; infinite if unknown.

    In between none is much longer: each mode of a run grows or shrinks from the one to the other.
    """
    beyond, known = many.after(after, 1)
    return np.where(known, np.maximum(runs.moved, runs.in_widths(beyond - after)), np.inf)


def _steps_to(runs: Runs, some: Indices, minimum: Indices, count: int, many: Iterates) -> tuple[Indices, Mask]:
    """Return after how many steps some runs come near the minimum near which they are after `count`, by halves.

    And of which of them that is known.
    """
    w, taken, size = runs.w[some], np.zeros(len(some), dtype=np.intp), ROUND
    known = np.ones(len(some), dtype=bool)
    while size := size // 2:
        after, found = many.after(w, size)
        known &= found
        short = runs.in_widths(after - runs.minima[minimum]) > NEAR
        short &= taken + size < count
        w, taken = np.where(short[:, None], after, w), taken + size * short
    return taken + 1, known


def _keeps(E: Surface, view: View, rule: Rule, minimum: Array) -> bool:
    """Return whether a rule without state, from anywhere near a minimum, steps to where that is near as well."""
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    w = minimum + NEAR * view.width * np.concatenate([circle * share for share in (0.25, 0.5, 0.75, 1.0)])
    move, _ = rule.update(E.gradient(w), rule.init(w))
    return bool(np.all(np.hypot(*((w + move - minimum) / view.width).T) <= NEAR))
