"""Escape: which momentum frees a stuck run, and where a run ends for every learning rate and momentum."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from surface.arrays import Array, Indices, Mask, Numbers
from surface.cluster import Client
from surface.descent import Descent, Rule, Surface, checked_start, checked_steps, descend
from surface.landscape.many import Progress, walk_all
from surface.landscape.points import CriticalPoints, Hollow
from surface.landscape.runs import DIVERGED, LEFT, UNSETTLED
from surface.landscape.settling import NEAR
from surface.landscape.verdicts import verdict

CODES = {UNSETTLED: "unsettled", LEFT: "left the window", DIVERGED: "diverged"}
"""What the labels below 0 mean; from 0 on they count the minima."""


@dataclass(frozen=True, eq=False)
class Escape:
    """Which momenta free a run, scanned at `resolution`: what frees is in general not one interval.

    momentum: the smallest that does, or None; intervals: all that do, as (first, last) of the momenta tried;
    momenta (m,) and frees (m,): the scan itself; label (m,): where each ended, as in an EscapeMap; check: the run
    with the smallest one, walked by `descend`.
    """

    momentum: float | None
    intervals: tuple[tuple[float, float], ...]
    resolution: float
    momenta: Array
    frees: Mask
    label: Indices
    check: Descent | None


def smallest_momentum(
    E: Surface,
    run: Descent,
    points: CriticalPoints,
    resolution: float = 0.01,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Escape:
    """Return the smallest momentum that takes the run's start, rate and steps to a minimum lower than where it ended.

    The heavy ball is scanned, or Nesterov's rule where the run is one of it. client: of Dask, over whose workers the
    momenta are spread. Raises ValueError where the resolution
    is not between 0.0001 and 0.5.
    """
    # At the finest, ten thousand runs.
    if not 1e-4 <= resolution <= 0.5:
        raise ValueError(f"`resolution` must be from 0.0001 to 0.5, got {resolution}")
    # Rounded, or 0.3 would be shown as 0.30000000000000004.
    momenta = np.round(np.arange(0, 1, resolution), 10)
    # As many as it was given: one that diverged has taken fewer.
    steps = run.k if run.steps is None else run.steps
    heavy = run.rule.heavy
    # A column, for each run has two weights and one momentum.
    scanned = replace(heavy, momentum=momenta[:, None])
    starts = np.tile(run.path[0], (len(momenta), 1))
    label = walk_all(E, scanned, starts, steps, points, progress, client).label
    # The entry at the end stands for "at no minimum", which label −1 then finds.
    lower = np.array([_is_lower(point, run, points) for point in points.hollows] + [False])
    frees = lower[np.where(label >= 0, label, -1)]
    for momentum in momenta[frees]:
        check = descend(E, replace(heavy, momentum=momentum), run.path[0], steps)
        hollow = verdict(E, check, points).hollow
        # Scanned many at once and walked alone: a momentum counts only where both say that it frees.
        if hollow is not None and lower[hollow]:
            return Escape(float(momentum), _intervals(momenta, frees), resolution, momenta, frees, label, check)
    return Escape(None, (), resolution, momenta, frees, label, None)


def _is_lower(point: Hollow, run: Descent, points: CriticalPoints) -> bool:
    """Return whether a minimum lies lower than the one that the run ended near, so that a way there is an escape."""
    reach = NEAR * np.ptp(points.window, axis=1)
    # A run that stopped beside a minimum would else "escape" into that very minimum.
    near = [p.error for p in (*points, *points.hollows) if np.all(np.abs(p.weights - run.path[-1]) <= reach)]
    # Clearly lower: what ties with the minimum it is in is no escape from it.
    return point.error < min([float(run.error[-1]), *near]) - 1e-9 * points.error_scale


def _intervals(values: Array, chosen: Mask) -> tuple[tuple[float, float], ...]:
    """Return the first and last value of each stretch of chosen ones."""
    # Padded with zeros, so that a stretch at either end has both its edges.
    edges = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(int), [0]])))
    return tuple((float(values[a]), float(values[b - 1])) for a, b in edges.reshape(-1, 2))


@dataclass(frozen=True, eq=False)
class EscapeMap:
    """Where a run from one start ends, for each learning rate and momentum.

    label[j, i]: for (rates[i], momenta[j]), the index of its minimum in `minima`, or one of CODES; here: the learning
    rate and momentum of the run's own rule; lowest: how many of the minima, the first ones, tie.
    """

    rates: Array
    momenta: Array
    label: Indices
    minima: tuple[Hollow, ...]
    here: tuple[float, float]
    lowest: int


def escape_map(
    E: Surface,
    rule: Rule,
    start: Numbers,
    points: CriticalPoints,
    steps: int = 200,
    rates: Numbers | None = None,
    momenta: Numbers | None = None,
    progress: Progress | None = None,
    client: Client | None = None,
) -> EscapeMap:
    """Return where runs of the heavy ball (Nesterov's rule, if `rule` is it) end, over learning rate × momentum.

    rates: by default 41 from a tenth of the rule's own to ten times it, evenly by ratio; momenta: 50 from 0 to 0.98.
    client: of Dask, over whose workers the runs are spread.
    Raises ValueError where one of them is out of its rule's range.
    """
    here = rule.heavy.learning_rate, rule.heavy.momentum
    # By ratio, for a rate twice as large does as much as half of it does the other way.
    rates = np.array(here[0] * np.geomspace(0.1, 10, 41) if rates is None else rates, dtype=np.float64)
    # Short of 1, which no rule takes: its velocity would never die away.
    momenta = np.array(np.linspace(0, 0.98, 50) if momenta is None else momenta, dtype=np.float64)
    rate, momentum = (grid.reshape(-1, 1) for grid in np.meshgrid(rates, momenta))
    starts = np.tile(checked_start(start), (len(rate), 1))
    tried = replace(rule.heavy, learning_rate=rate, momentum=momentum)
    ends = walk_all(E, tried, starts, checked_steps(steps), points, progress, client)
    label = ends.label.reshape(len(momenta), len(rates))
    return EscapeMap(rates, momenta, label, points.hollows, here, len(points.lowest))
