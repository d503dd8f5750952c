"""What the noise of mini-batches does to a stuck run: in which hollow it leaves it, seed by seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np

from surface.arrays import Array, Indices, Mask, Numbers
from surface.cluster import Client, cut, spread
from surface.descent import (
    Batched,
    Rule,
    Schedule,
    Surface,
    batches_of,
    checked_rule,
    checked_schedule,
    checked_start,
    checked_steps,
    descend,
    rules_at,
)
from surface.error import ErrorSurface
from surface.landscape.flow import Goals, follow
from surface.landscape.hollows import Lake
from surface.landscape.many import Progress
from surface.landscape.points import CriticalPoints
from surface.landscape.search import View
from surface.landscape.settling import SETTLED
from surface.landscape.substitute import near
from surface.model import checked_whole

ORDERS = 2**22
"""How many row numbers the orders of one epoch are at once, over all seeds: more seeds walk one group after another."""


LEAST = 25
"""So many seeds at least are sent to a worker: of fewer, each step's calls would cost more than its numbers."""


class BatchedSurface(Surface, Batched, Protocol):
    """A surface over data, of which a batch can be taken."""


class AstrayError(ValueError):
    """Without noise the run ends in no hollow of the window, so that there is none that noise could free it from."""


@dataclass(frozen=True, eq=False)
class Noise:
    """Runs of one start by their seeds 0, 1, …: where each ends, (m, 2), and in whose hollow, (m,), −1 for none.

    label: an index into the points' hollows; hollow: that of the run without noise; lower (m,): whether it is a lower
    hollow than that one. A place is in the hollow to whose minimum the line of steepest descent leads from it.
    """

    ends: Array
    label: Indices
    hollow: int
    lower: Mask

    @property
    def share(self) -> float:
        """The share of runs that noise frees."""
        return float(np.mean(self.lower))


def freed_by_noise(
    E: Surface,
    rule: Rule,
    start: Numbers,
    steps: int,
    batch: int,
    points: CriticalPoints,
    seeds: int = 100,
    schedule: Schedule | None = None,
    progress: Progress | None = None,
    client: Client | None = None,
) -> float:
    """Return the share of seeds, 0 to 1, whose run of mini-batches ends in a lower hollow than the one without noise.

    Raises ValueError as `by_noise` does.
    """
    return by_noise(E, rule, start, steps, batch, points, seeds, schedule, progress, client).share


def by_noise(
    E: Surface,
    rule: Rule,
    start: Numbers,
    steps: int,
    batch: int,
    points: CriticalPoints,
    seeds: int = 100,
    schedule: Schedule | None = None,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Noise:
    """Walk from a start with batches of that size, once for each seed, all at once, and return where they end.

    Each run is the one that `descend` walks with its seed. points: the critical points of the window. progress is
    called with the share done, and what it raises ends the work. client: of Dask, over whose workers seeds are spread.
    Raises ValueError where E has no data, or the run without noise ends in no hollow of the window.
    """
    rule, schedule, steps = checked_rule(rule), checked_schedule(schedule), checked_steps(steps)
    size, count, place = checked_whole("batch", batch, 1), checked_whole("seeds", seeds, 1), checked_start(start)
    if not isinstance(E, Batched):
        raise ValueError(f"`E` must be a surface over data for batches of it, got {type(E).__name__}")
    given, all_seeds = (rule, schedule, place, steps, size), range(count)
    runs = _Runs(*given, all_seeds, progress)
    # Of many rows a single step is long work.
    seen = E.watched(runs.tell) if isinstance(E, ErrorSurface) and progress is not None else E
    plain = descend(seen, rule, place, steps, schedule).path[-1]
    hollow = int(_hollows(seen, plain[None], points)[0])
    if hollow < 0:
        raise AstrayError(f"`start` must lead to a minimum of the window without noise, got {tuple(place.tolist())}")
    if size >= seen.rows:
        # All rows make no noise: each of the runs is that one.
        ends, label = np.tile(plain, (count, 1)), np.full(count, hollow)
    elif client is None:
        ends, label = runs.ends(seen, points)
    else:
        parts = [(all_seeds[some],) for some in cut(count, client, LEAST)]
        found = spread(client, _ends, parts, (E, points, *given), progress)
        ends, label = (np.concatenate(each) for each in zip(*found, strict=True))
    # What ties is no lower.
    bound = points.hollows[hollow].error - 1e-9 * points.error_scale
    lower = np.array([point.error < bound for point in points.hollows] + [False])
    return Noise(ends, label, hollow, lower[label])


def freed_by_depth(
    E: Surface,
    rule: Rule,
    lakes: Sequence[Lake],
    steps: int,
    batch: int,
    points: CriticalPoints,
    seeds: int = 100,
    schedule: Schedule | None = None,
    progress: Progress | None = None,
    client: Client | None = None,
) -> tuple[Array, Array]:
    """Return how deep hollows are, (k,), from the least, and the share of seeds that noise frees from each, (k,).

    lakes: those of `hollows`; of those whose depth is known each run starts at the minimum. A share is NaN where the
    rule does not stay in the hollow without noise either.
    """
    known = sorted((lake.depth, number) for number, lake in enumerate(lakes) if lake.depth is not None)
    shares = np.full(len(known), np.nan)
    for k, (_, number) in enumerate(known):
        start, tell = lakes[number].minimum.weights, None if progress is None else _part(progress, k, len(known))
        try:
            found = by_noise(E, rule, start, steps, batch, points, seeds, schedule, tell, client)
        except AstrayError:
            continue
        if points.hollows[found.hollow] is lakes[number].minimum:
            shares[k] = found.share
    return np.array([depth for depth, _ in known]), shares


def _part(progress: Progress, k: int, count: int) -> Progress:
    """Return the progress of one of several parts of the work."""
    return lambda share: progress((k + share) / count)


def _ends(
    E: BatchedSurface,
    points: CriticalPoints,
    rule: Rule,
    schedule: Schedule | None,
    start: Array,
    steps: int,
    batch: int,
    seeds: range,
) -> tuple[Array, Indices]:
    return _Runs(rule, schedule, start, steps, batch, seeds, None).ends(E, points)


class _Runs:
    """The runs of some seeds, and how far they have come."""

    def __init__(
        self,
        rule: Rule,
        schedule: Schedule | None,
        start: Array,
        steps: int,
        batch: int,
        seeds: range,
        progress: Progress | None,
    ) -> None:
        self.rule, self.schedule, self.start, self.steps, self.batch = rule, schedule, start, steps, batch
        self.seeds, self.progress, self.done = seeds, progress, 0

    def ends(self, E: BatchedSurface, points: CriticalPoints) -> tuple[Array, Indices]:
        """Return where the runs end, (m, 2), one group of seeds after another, and in whose hollow, (m,)."""
        size = max(1, ORDERS // E.rows)
        groups = [self.seeds[first : first + size] for first in range(0, len(self.seeds), size)]
        with np.errstate(all="ignore"):
            ends = np.concatenate([self._walked(E, seeds) for seeds in groups])
        return ends, _hollows(E, ends, points)

    def _walked(self, E: Batched, seeds: Sequence[int]) -> Array:
        w = np.tile(self.start, (len(seeds), 1))
        state = self.rule.init(w)
        seen = islice(batches_of(E.rows, self.batch, seeds), self.steps)
        for rule, rows in zip(rules_at(self.rule, self.schedule, self.steps), seen, strict=True):
            move, state = rule.update(E.batch_gradient(w, rows), state)
            w = w + move
            self.done += len(seeds)
            self.tell()
        return w

    def tell(self) -> None:
        if self.progress is not None:
            self.progress(min(1.0, self.done / max(1, len(self.seeds) * self.steps)))


def _hollows(E: Surface, w: Array, points: CriticalPoints) -> Indices:
    """Return in whose hollow places, (m, 2), are: (m,), −1 outside the window, beside it and at no minimum."""
    view, label = View(near(E, points.window), points.window), np.full(len(w), -1)
    u, goals = view.place(w), Goals(view, points.hollows)
    inside = np.flatnonzero(np.all((u >= 0) & (u <= 1), axis=-1))
    if not len(inside) or not points.hollows:
        return label
    beside = goals.near(w[inside])
    # What has arrived is not followed: there the slope is rounding and leads nowhere.
    there = (beside >= 0) & (np.hypot(*(u[inside] - goals.places[beside]).T) <= SETTLED)
    label[inside[there]] = beside[there]
    away = inside[~there]
    if len(away):
        label[away] = np.maximum(follow(view, w[away], goals).goal, -1)
    return label
