"""Schedules of the learning rate: SCHEDULES is name -> Schedule.

A schedule says what the learning rate is multiplied by at each step, counted from 0. All that the rest of the package
needs of one stands in its class: a new one is a class here and its place in SCHEDULES.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import ClassVar, Self

import numpy as np

from surface.arrays import Array, Numbers
from surface.descent.rules import Rule
from surface.descent.settings import check_settings, setting, share

SCHEDULED = 1024
"""For how many steps a schedule is asked at once."""


@dataclass(frozen=True)
class Schedule:
    """What becomes of the learning rate η as the steps t are counted; its fields are its settings.

    Raises ValueError where a setting cannot be.
    """

    name: ClassVar[str]
    formula: ClassVar[str]  # what the learning rate is at step t, by which the browser goes as well

    def __post_init__(self) -> None:
        check_settings(self)

    def factor(self, step: Numbers) -> Array:
        """Return what the learning rate is multiplied by at steps, (...), of which the first is 0."""
        try:
            t = np.asarray(step, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"`step` must be numbers of steps, got {step!r:.80}") from None
        if not (t >= 0).all():
            raise ValueError(f"`step` must be at least 0, got {step!r:.80}")
        return self._factor(t)

    def _factor(self, t: Array) -> Array:
        raise NotImplementedError

    @property
    def words(self) -> str:
        """The schedule with its settings, in words that no two schedules share."""
        return self.name

    @classmethod
    def over(cls, steps: int) -> Self:
        """Return the schedule as it suits a run of so many steps."""
        return cls()


def _exact(value: float) -> str:
    # All its digits, for by its words a schedule is told from every other.
    return repr(float(value)).removesuffix(".0")


def _length(default: float, text: str) -> float:
    """Return a field for a number of steps."""
    return setting(default, "T", 1, whole=True, slider=(1.0, 1000.0), logarithmic=True, help=text)


@dataclass(frozen=True)
class Constant(Schedule):
    """η, at every step."""

    name: ClassVar[str] = "constant"
    formula: ClassVar[str] = "η"

    def _factor(self, t: Array) -> Array:
        return np.ones_like(t)


@dataclass(frozen=True)
class Steps(Schedule):
    """η γ^⌊t/T⌋: after every T steps the learning rate is multiplied by γ (PyTorch's StepLR)."""

    name: ClassVar[str] = "step"
    formula: ClassVar[str] = "η γ^⌊t / T⌋"
    length: float = _length(50, "After how many steps the learning rate falls.")
    gamma: float = share(0.5, "γ", "The part of the learning rate that is kept each time.")

    def _factor(self, t: Array) -> Array:
        return self.gamma ** np.floor(t / self.length)

    @property
    def words(self) -> str:
        return f"step: × {_exact(self.gamma)} every {_exact(self.length)} steps"

    @classmethod
    def over(cls, steps: int) -> Self:
        return cls(length=max(1, steps // 4))


@dataclass(frozen=True)
class Exponential(Schedule):
    """η γᵗ: each step has the same part of the learning rate of the one before (PyTorch's ExponentialLR)."""

    name: ClassVar[str] = "exponential"
    formula: ClassVar[str] = "η γᵗ"
    gamma: float = share(0.99, "γ", "The part of the learning rate that is kept from step to step.")

    def _factor(self, t: Array) -> Array:
        return self.gamma**t

    @property
    def words(self) -> str:
        return f"exponential: × {_exact(self.gamma)} each step"


@dataclass(frozen=True)
class Cosine(Schedule):
    """η (c + ½ (1 − c) (1 + cos(π t / T))) up to step T, then η c (Loshchilov and Hutter 2017, without restarts).

    Up to there PyTorch's CosineAnnealingLR with eta_min = η c, which would then rise again.
    """

    name: ClassVar[str] = "cosine"
    formula: ClassVar[str] = "η (c + (1 − c) (1 + cos(π min(t, T) / T)) / 2)"
    length: float = _length(200, "How many steps it takes the learning rate to fall to its least.")
    floor: float = share(0.0, "c", "The least part of the learning rate, at which it stays.")

    def _factor(self, t: Array) -> Array:
        return self.floor + (1 - self.floor) * (1 + np.cos(np.pi * np.minimum(t, self.length) / self.length)) / 2

    @property
    def words(self) -> str:
        floor = f" down to {_exact(self.floor)} η" if self.floor else ""
        return f"cosine over {_exact(self.length)} steps{floor}"

    @classmethod
    def over(cls, steps: int) -> Self:
        return cls(length=max(1, steps))


@dataclass(frozen=True)
class WarmUp(Schedule):
    """η (a + (1 − a) min(t, T) / T): from a part of the learning rate up to all of it (PyTorch's LinearLR)."""

    name: ClassVar[str] = "warm-up"
    formula: ClassVar[str] = "η (a + (1 − a) min(t, T) / T)"
    length: float = _length(20, "How many steps it takes the learning rate to come up to its own.")
    first: float = share(0.1, "a", "The part of the learning rate that the first step has.")

    def _factor(self, t: Array) -> Array:
        return self.first + (1 - self.first) * np.minimum(t, self.length) / self.length

    @property
    def words(self) -> str:
        return f"warm-up over {_exact(self.length)} steps from {_exact(self.first)} η"


SCHEDULES: dict[str, type[Schedule]] = {
    schedule.name: schedule for schedule in (Constant, Steps, Exponential, Cosine, WarmUp)
}


def checked_schedule(schedule: object) -> Schedule | None:
    """Return a schedule, or None for a constant rate, or say in one sentence what to give instead of its name."""
    if schedule is not None and not isinstance(schedule, Schedule):
        raise ValueError(f"`schedule` must be a schedule, as SCHEDULES['cosine']() gives one, got {schedule!r:.80}")
    return schedule


def rules_at(rule: Rule, schedule: Schedule | None, steps: int) -> Iterator[Rule]:
    """Yield the rule at the learning rate that each step has."""
    for first in range(0, steps, SCHEDULED):
        number = min(SCHEDULED, steps - first)
        if schedule is None:
            yield from repeat(rule, number)
        else:
            yield from map(rule.at, schedule.factor(first + np.arange(number)).tolist())
