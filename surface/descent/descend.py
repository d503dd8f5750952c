"""The path that a rule walks on a surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from surface.descent.rules import Rule


class Surface(Protocol):
    """Anything that can be descended: error (...,) and gradient (..., 2) at weights w (..., 2)."""

    def error(self, w: np.ndarray) -> np.ndarray: ...
    def gradient(self, w: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class Descent:
    """A finished run: path (k+1, 2), error (k+1,) and the rule that walked it; k = steps unless it diverged."""

    path: np.ndarray
    error: np.ndarray
    rule: Rule
    steps: int | None = None  # as asked for; more than k where a value stopped being finite

    @property
    def k(self) -> int:
        """The number of steps taken."""
        return len(self.path) - 1

    @property
    def overflowed(self) -> bool:
        """Whether a value stopped being finite before the last step."""
        return self.steps is not None and self.k < self.steps


def checked_start(start) -> np.ndarray:
    """Return a start as a float64 pair, or say in one sentence what is wrong with it."""
    try:
        point = np.array(start, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`start` must be two numbers, got {start!r:.80}") from None
    if point.shape != (2,):
        raise ValueError(f"`start` must be two numbers, got {start!r:.80}")
    if not np.isfinite(point).all():
        raise ValueError(f"`start` must be two finite numbers, got {tuple(point.tolist())}")
    return point


def checked_steps(steps) -> int:
    """Return a number of steps as int, or say in one sentence what is wrong with it."""
    if isinstance(steps, bool) or not isinstance(steps, (int, np.integer)) or steps < 0:
        raise ValueError(f"`steps` must be a whole number of at least 0, got {steps!r:.80}")
    return int(steps)


def checked_rule(rule) -> Rule:
    """Return an update rule, or say in one sentence what to give instead of its name or its class."""
    if isinstance(rule, (str, type)) or not (hasattr(rule, "init") and hasattr(rule, "update")):
        raise ValueError(f"`rule` must be an update rule, as RULES['momentum']() gives one, got {rule!r:.80}")
    many = [name for name, value in vars(rule).items() if np.ndim(value)] if isinstance(rule, Rule) else []
    if many:  # a fleet walks with an array of them, a run with one
        raise ValueError(f"`{many[0]}` must be a single number, got an array of {np.size(getattr(rule, many[0]))}")
    return rule


def descend(E: Surface, rule: Rule, start, steps: int = 200) -> Descent:
    """Walk `steps` steps from `start` and return the whole path.

    E: anything with error(w) and gradient(w), w (..., 2). A run that overflows keeps its finite part.
    Raises ValueError where the start is not two finite numbers, the error there is not finite, or the rule is none.
    """
    rule, w, steps = checked_rule(rule), checked_start(start), checked_steps(steps)
    with np.errstate(over="ignore", invalid="ignore"):
        path = np.array([w, *_walk(E, rule, w, steps)])
        error = np.asarray(E.error(path), dtype=float)
    finite = _finite_part(error)
    if not finite:
        raise ValueError(f"the error at the start must be finite, got {error[0]} at {tuple(w.tolist())}")
    return Descent(path[:finite], error[:finite], rule, steps)


def _walk(E: Surface, rule: Rule, w: np.ndarray, steps: int):
    """Yield the weights after each step, as long as they are finite."""
    state = rule.init(w)
    for _ in range(steps):
        step, state = rule.update(E.gradient(w), state)
        w = w + step
        if not np.isfinite(w).all():
            return
        yield w


def _finite_part(error: np.ndarray) -> int:
    """Return how many errors stand before the first that is not finite."""
    broken = ~np.isfinite(error)
    return int(broken.argmax()) if broken.any() else len(error)


def states(rule: Rule, gradients: np.ndarray) -> list[Any]:
    """Return the rule's state after each of the given gradients, (k, 2): a run's inner life, replayed."""
    state, seen = rule.init(np.zeros(2)), []
    for gradient in gradients:
        _, state = rule.update(gradient, state)
        seen.append(state)
    return seen
