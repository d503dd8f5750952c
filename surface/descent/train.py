"""Training: a rule's path over all the weights of a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices
from surface.data import Dataset
from surface.descent.batches import checked_batch
from surface.descent.descend import checked_rule, checked_steps, finite_part, slopes, walk
from surface.descent.rules import Rule
from surface.descent.schedules import Schedule, checked_schedule
from surface.error.full import FullError
from surface.model import Network, checked_whole

KEPT = 10**6
"""The most numbers that the kept weights are: of a longer training every second step is kept, or every third, …"""

TOLD = 50
"""About how often a training says how far down it is."""


class EndedError(Exception):
    """What `progress` raises to end a training that keeps the steps it has taken."""


Progress = Callable[[float], object]
Follow = Callable[[int, float], object]


# Arrays compare entry by entry and hash not at all: a record of them is equal to itself alone.
@dataclass(frozen=True, eq=False)
class Training:
    """A finished training: all weights after each kept step, (k+1, p), in the order of network.names, and E, (k+1,).

    steps: which step each row is after, (k+1,), the first 0 and the last the last one taken; network: with the last
    weights; planned: how many steps were to be taken, more than were where a value stopped being finite. E is that of
    all rows of the data, whatever the batch.
    """

    weights: Array
    error: Array
    steps: Indices
    network: Network
    data: Dataset
    rule: Rule
    schedule: Schedule | None
    batch: int | None
    seed: int
    planned: int

    @property
    def overflowed(self) -> bool:
        """Whether a value stopped being finite before the last step."""
        return int(self.steps[-1]) < self.planned


def train(
    network: Network,
    data: Dataset,
    rule: Rule,
    steps: int,
    schedule: Schedule | None = None,
    batch: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    follow: Follow | None = None,
) -> Training:
    """Train all weights of a network from where they are, and return how they went.

    batch: each step sees so many rows alone, drawn without replacement and anew for each epoch as the seed has it, and
    their gradient times n / batch. A training that overflows keeps its finite part. progress is called with the share
    done, before every block of work, and what it raises ends the training, of which EndedError leaves the steps so
    far; follow is called now and then with the number of steps taken and the error there.
    Raises ValueError where the data do not fit the network, or the error at its own weights is not finite.
    """
    rule, steps, schedule = checked_rule(rule), checked_steps(steps), checked_schedule(schedule)
    batch, seed = checked_batch(batch), checked_whole("seed", seed, 0)
    course = _Course(FullError(network, data), steps, progress, follow)
    with np.errstate(over="ignore", invalid="ignore"):
        weights, error, kept = course.walked(rule, schedule, batch, seed, network.weights)
    finite = finite_part(error)
    if not finite:
        raise ValueError(f"the error at the network's own weights must be finite, got {error[0]}")
    last = network.with_weights(weights[finite - 1])
    planned = course.done if course.ended else steps
    return Training(weights[:finite], error[:finite], kept[:finite], last, data, rule, schedule, batch, seed, planned)


_Reached = tuple[int, Array, float]
"""The number of a step, the weights after it, and the error there."""


class _Course:
    """A training under way: which steps are kept, and how far it has come."""

    def __init__(self, E: FullError, steps: int, progress: Progress | None, follow: Follow | None) -> None:
        self.steps, self.done, self.progress, self.follow, self.ended = steps, 0, progress, follow, False
        self.E = E if progress is None else E.watched(self._tell)
        # The first and the last row are kept in any case.
        self.every = max(1, -(-steps // max(1, KEPT // E.dimension - 1)))
        self.errors = dict[int, float]()

    def _tell(self) -> None:
        # What is left to do once it has ended is to find the errors of the steps that are kept.
        if self.progress is not None and not self.ended:
            self.progress(self.done / max(1, self.steps))

    def walked(
        self, rule: Rule, schedule: Schedule | None, batch: int | None, seed: int, start: Array
    ) -> tuple[Array, Array, Indices]:
        """Return the kept weights, (k+1, p), their errors, (k+1,), and the numbers of their steps, (k+1,)."""
        slope = slopes(self.E, batch, seed)
        # The sweep through all rows finds the error with the gradient.
        slope = self._noted if slope == self.E.gradient else slope
        path, w, told = {0: start}, start, max(1, self.steps // TOLD)
        try:
            for w in walk(slope, rule, start, self.steps, schedule):
                self.done += 1
                if self.done % self.every == 0:
                    path[self.done] = w
                if self.follow is not None and self.done % told == 0:
                    self.follow(self.done, float(self.E.error(w)))
        except EndedError:
            self.ended = True
        path[self.done] = w
        kept, weights = np.array(list(path), dtype=np.intp), np.array(list(path.values()))
        unknown = [k for k, step in enumerate(path) if step not in self.errors]
        self.errors |= zip(kept[unknown].tolist(), self._errors(weights[unknown]).tolist(), strict=True)
        errors = np.array([self.errors[step] for step in path])
        finite = finite_part(errors)
        if not 0 < finite < len(errors):
            return weights, errors, kept
        # What ran away between two kept steps has its last finite one kept as well: walked once more up to there.
        first, beyond = kept[finite - 1 : finite + 1].tolist()
        again = walk(slopes(self.E, batch, seed), rule, start, beyond - 1, schedule)
        step, w, error = self._last_finite(enumerate(again, 1), (first, weights[finite - 1], errors[finite - 1]))
        if step > first:
            weights[finite], errors[finite], kept[finite] = w, error, step
        return weights, errors, kept

    def _last_finite(self, path: Iterable[tuple[int, Array]], last: _Reached) -> _Reached:
        """Return the last step of a path before an error that is not finite, of those that come after a known one."""
        after = last[0]
        try:
            for step, w in path:
                if step > after:
                    error = float(self.E.error(w))
                    if not np.isfinite(error):
                        break
                    last = step, w, error
        except EndedError:
            self.ended = True
        return last

    def _errors(self, weights: Array) -> Array:
        try:
            return self.E.error(weights)
        except EndedError:  # after the last step: what was trained is there, and only its errors are missing
            self.ended = True
            return self.E.error(weights)

    def _noted(self, w: Array) -> Array:
        error, gradient = self.E.error_and_gradient(w)
        if self.done % self.every == 0:
            self.errors[self.done] = float(error)
        return gradient
