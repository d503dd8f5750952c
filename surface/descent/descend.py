"""The path that a rule walks on a surface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Protocol, runtime_checkable

import numpy as np

from surface.arrays import Array, Indices, Numbers
from surface.descent.batches import batches, checked_batch
from surface.descent.rules import Rule, State
from surface.descent.schedules import Schedule, checked_schedule, rules_at
from surface.model import checked_whole


@runtime_checkable
class Sized(Protocol):
    """A surface that says how many weights it has."""

    @property
    def dimension(self) -> int: ...


class Surface(Protocol):
    """Anything that can be descended: error (...,) and gradient (..., p) at weights w (..., p)."""

    def error(self, w: Array, /) -> Array: ...
    def gradient(self, w: Array, /) -> Array: ...


@runtime_checkable
class Batched(Protocol):
    """A surface that knows how many rows its data have, and what gradient a batch of them, (..., b), gives for all."""

    @property
    def rows(self) -> int: ...
    def batch_gradient(self, w: Array, rows: Indices, /) -> Array: ...


@runtime_checkable
class Summing(Protocol):
    """A surface over data that finds its error, (...,), and gradient, (..., p), in one pass over its rows."""

    @property
    def rows(self) -> int: ...
    def error_and_gradient(self, w: Array, /) -> tuple[Array, Array]: ...


@runtime_checkable
class Stepping(Protocol):
    """A surface that has a quicker way to the gradient at one place after the other, (p,), for the steps of one run."""

    def stepping(self) -> Callable[[Array], Array]: ...


MANY_ROWS = 5000
"""Of so many rows the errors of a run are summed up on its way: of few, all at once afterwards is quicker."""


# Arrays compare entry by entry and hash not at all: a record of them is equal to itself alone.
@dataclass(frozen=True, eq=False)
class Descent:
    """A finished run: path (k+1, p), error (k+1,) and the rule that walked it; k = steps unless it diverged.

    schedule: of the rule's learning rate, None for a constant one; batch: how many rows a step saw, None for all.
    """

    path: Array
    error: Array
    rule: Rule
    steps: int | None = None  # as many as were to be taken; more than k where a value stopped being finite
    schedule: Schedule | None = None
    batch: int | None = None
    seed: int = 0

    @property
    def k(self) -> int:
        """The number of steps taken."""
        return len(self.path) - 1

    @property
    def overflowed(self) -> bool:
        """Whether a value stopped being finite before the last step."""
        return self.steps is not None and self.k < self.steps

    def rate(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0."""
        factor = 1.0 if self.schedule is None else float(self.schedule.factor(step))
        return self.rule.learning_rate * factor


def checked_start(start: Numbers, dimension: int = 2) -> Array:
    """Return a start as float64, (dimension,), or say in one sentence what is wrong with it."""
    count = {1: "one number", 2: "two numbers"}.get(dimension, f"{dimension} numbers")
    point = _numbers(start, count)
    if point.shape != (dimension,):
        raise ValueError(f"`start` must be {count}, got {start!r:.80}")
    if not np.isfinite(point).all():
        # "two numbers" becomes "two finite numbers".
        raise ValueError(f"`start` must be {count.replace(' ', ' finite ')}, got {tuple(point.tolist())}")
    return point


def _numbers(start: Numbers, count: str) -> Array:
    try:
        return np.array(start, dtype=np.float64)
    # A whole number beyond the range of float64 is an OverflowError.
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`start` must be {count}, got {start!r:.80}") from None


def _dimension(E: Surface, start: Numbers) -> int:
    """Return how many weights E has: as it says, or else as its gradient at the start shows."""
    if isinstance(E, Sized):
        return E.dimension
    point = _numbers(start, "a list of numbers")
    if point.ndim != 1 or not point.size:
        raise ValueError(f"`start` must be a list of numbers, got {start!r:.80}")
    return np.shape(E.gradient(point))[-1]


def checked_steps(steps: object) -> int:
    """Return a number of steps as int, or say in one sentence what is wrong with it."""
    return checked_whole("steps", steps, 0)


def checked_rule(rule: object) -> Rule:
    """Return an update rule, or say in one sentence what to give instead of its name or its class."""
    if not isinstance(rule, Rule):
        raise ValueError(f"`rule` must be an update rule, as RULES['momentum']() gives one, got {rule!r:.80}")
    many = [name for name, value in vars(rule).items() if np.ndim(value)]
    if many:  # many runs at once may have one each, a run has one
        raise ValueError(f"`{many[0]}` must be a single number, got an array of {np.size(getattr(rule, many[0]))}")
    return rule


def descend(
    E: Surface,
    rule: Rule,
    start: Numbers,
    steps: int = 200,
    schedule: Schedule | None = None,
    batch: int | None = None,
    seed: int = 0,
) -> Descent:
    """Walk `steps` steps from `start` and return the whole path.

    E: anything with error(w) and gradient(w), w (..., p); where it says its `dimension`, the start must have that many
    numbers: two over a plane. A run that overflows keeps its finite part. batch: each step sees so many rows of E's
    data alone, drawn without replacement and anew for each epoch, as the seed has it; the error is that of all rows.
    Raises ValueError where the start is not so many finite numbers, the error there is not finite, or the rule is none.
    """
    rule, steps, schedule = checked_rule(rule), checked_steps(steps), checked_schedule(schedule)
    slope = slopes(E, checked_batch(batch), checked_whole("seed", seed, 0))
    with np.errstate(over="ignore", invalid="ignore"):
        # A surface that does not say how many weights it has shows it by its gradient, which may overflow.
        w = checked_start(start, _dimension(E, start))
        met = list[Array]()
        if isinstance(E, Summing) and E.rows > MANY_ROWS and not draws(E, batch):
            slope = _noting(E, met)
        path = np.array([w, *walk(slope, rule, w, steps, schedule)])
        # Otherwise all at once: the error is not needed on the way.
        rest = np.asarray(E.error(path[len(met) :]), dtype=np.float64)
        error = np.concatenate([np.array(met[: len(path)]), rest])
    # The error may overflow where the weights do not yet.
    finite = finite_part(error)
    if not finite:
        raise ValueError(f"the error at the start must be finite, got {error[0]} at {tuple(w.tolist())}")
    return Descent(path[:finite], error[:finite], rule, steps, schedule, batch, seed)


def _noting(E: Summing, met: list[Array]) -> Callable[[Array], Array]:
    """Return the gradient of all rows, as `slopes` does, which notes the error at each place that it is asked about."""

    def slope(w: Array) -> Array:
        error, gradient = E.error_and_gradient(w)
        met.append(error)
        return gradient

    return slope


def slopes(E: Surface, batch: int | None, seed: int) -> Callable[[Array], Array]:
    """Return the gradient that a step sees at weights w: that of a batch, the next one at each call, or of all rows."""
    if batch is None:
        return _full(E)
    if not isinstance(E, Batched):
        raise ValueError(f"`batch` must be None for a surface without data, got {batch}")
    # A batch of all rows is the full gradient.
    if not draws(E, batch):
        return _full(E)
    seen = batches(E.rows, batch, seed)
    return lambda w: E.batch_gradient(w, next(seen))


def _full(E: Surface) -> Callable[[Array], Array]:
    """Return the gradient of all rows, at one place after the other."""
    return E.stepping() if isinstance(E, Stepping) else E.gradient


def walk(
    slope: Callable[[Array], Array], rule: Rule, w: Array, steps: int, schedule: Schedule | None = None
) -> Iterator[Array]:
    """Yield the weights after each step, as long as they are finite."""
    state = rule.init(w)
    for now in rules_at(rule, schedule, steps):
        step, state = now.update(slope(w), state)
        # Not in place: the path holds every w.
        w = w + step
        # What follows would be NaN to the end, and a picture of it nothing.
        # Of finite numbers the sum of squares most often is finite too, and of others never.
        if not isfinite(np.vdot(w, w)) and not np.isfinite(w).all():
            return
        yield w


def finite_part(error: Array) -> int:
    """Return how many errors stand before the first that is not finite."""
    broken = np.flatnonzero(~np.isfinite(error))
    return int(broken[0]) if len(broken) else len(error)


def seen_gradients(E: Surface, run: Descent) -> Array:
    """Return the gradient that each step of a run went by, and the one that a next step would, (k+1, p)."""
    slope = slopes(E, run.batch, run.seed)
    # One by one, for each call has the next batch; without batches all at once.
    return np.array([slope(w) for w in run.path]) if draws(E, run.batch) else E.gradient(run.path)


def draws(E: Surface, batch: int | None) -> bool:
    """Return whether batches of this size are drawn from a surface's data: one of all rows is none."""
    return batch is not None and isinstance(E, Batched) and batch < E.rows


def states(rule: Rule, gradients: Array, schedule: Schedule | None = None) -> list[State]:
    """Return the rule's state after each of the given gradients, (k, p): a run's inner life, replayed."""
    # Where a run starts plays no part in its first state.
    state, seen = rule.init(np.zeros(int(gradients.shape[-1]))), list[State]()
    for k, now in enumerate(rules_at(rule, schedule, len(gradients))):
        _, state = now.update(gradients[k], state)
        seen.append(state)
    return seen
