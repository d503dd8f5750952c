"""What a scene can claim about its runs and its surface: data, each with the check that a test makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from surface.descent import Descent


@dataclass(frozen=True, eq=False)
class Played:
    """A scene that has run: its surface and window, the descents, the critical points found, a verdict for each run."""

    surface: Any
    window: tuple
    descents: Sequence[Descent]
    points: Any
    verdicts: Sequence[Any]


class Claim(Protocol):
    """Something that is true of a scene or not; runs are counted from 0, as they stand in it."""

    def holds(self, played: Played) -> bool: ...


# --- how a run ends -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ends:
    """The run's verdict is this outcome."""

    run: int
    outcome: str

    def holds(self, played: Played) -> bool:
        return played.verdicts[self.run].outcome == self.outcome


@dataclass(frozen=True)
class EndsWithError:
    """The run's last error is this, as far as its digits go."""

    run: int
    error: float
    digits: int = 3

    def holds(self, played: Played) -> bool:
        return round(played.descents[self.run].error[-1], self.digits) == self.error


@dataclass(frozen=True)
class EndsNear:
    """The run's last weights are within a distance of these."""

    run: int
    weights: tuple[float, float]
    within: float = 0.05

    def holds(self, played: Played) -> bool:
        return np.linalg.norm(played.descents[self.run].path[-1] - self.weights) <= self.within


@dataclass(frozen=True)
class EndsApart:
    """No two runs end within this distance of each other."""

    distance: float

    def holds(self, played: Played) -> bool:
        ends = [descent.path[-1] for descent in played.descents]
        return all(np.linalg.norm(a - b) > self.distance for a, b in combinations(ends, 2))


@dataclass(frozen=True)
class CasesWrong:
    """At the run's end, so many targets are missed by so much that output and target lie on different sides of ½."""

    run: int
    count: int

    def holds(self, played: Played) -> bool:
        data = played.surface.data
        outputs = played.surface.network_at(played.descents[self.run].path[-1]).predict(data.inputs)
        return int(((outputs > 0.5) != (data.targets > 0.5)).sum()) == self.count


# --- how it gets there --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BelowBy:
    """By this step the run's error is below a value."""

    run: int
    error: float
    step: int

    def holds(self, played: Played) -> bool:
        return played.descents[self.run].error[self.step] < self.error


@dataclass(frozen=True)
class AboveUntil:
    """Up to this step the run's error is above a value."""

    run: int
    error: float
    step: int

    def holds(self, played: Played) -> bool:
        return bool((played.descents[self.run].error[: self.step + 1] > self.error).all())


@dataclass(frozen=True)
class Lingers:
    """Between two steps the run's error falls by less than this share, and in the end by more."""

    run: int
    first: int
    last: int
    share: float = 0.01

    def holds(self, played: Played) -> bool:
        error = played.descents[self.run].error
        fall = 1 - np.array([error[self.last], error[-1]]) / error[self.first]
        return bool(fall[0] < self.share < fall[1])


@dataclass(frozen=True)
class Rests:
    """From this step on the run does not move at all."""

    run: int
    step: int = 0

    def holds(self, played: Played) -> bool:
        path = played.descents[self.run].path[self.step :]
        return bool((path == path[0]).all())


@dataclass(frozen=True)
class GoesStraight:
    """Every step of the run points the same way, as long as steps are not lost in rounding."""

    run: int

    def holds(self, played: Played) -> bool:
        steps = _steps(played, self.run)
        steps = steps[np.linalg.norm(steps, axis=1) > 1e-6]
        return bool((_cosine(steps[1:], steps[0]) > 1 - 1e-9).all())


@dataclass(frozen=True)
class TurnsBack:
    """Each of the run's first steps goes back against the one before."""

    run: int
    steps: int

    def holds(self, played: Played) -> bool:
        steps = _steps(played, self.run)[: self.steps]
        return bool((_cosine(steps[1:], steps[:-1]) < 0).all())


@dataclass(frozen=True)
class Quicker:
    """The run is below an error at least this many times sooner than another."""

    run: int
    than: int
    error: float
    times: float

    def holds(self, played: Played) -> bool:
        return _first_below(played, self.run, self.error) * self.times <= _first_below(played, self.than, self.error)


@dataclass(frozen=True)
class KeepsGrowing:
    """Over the second half of the run the weights grow at every step, and the error falls."""

    run: int

    def holds(self, played: Played) -> bool:
        descent = played.descents[self.run]
        half = descent.k // 2
        sizes = np.linalg.norm(descent.path[half:], axis=1)
        return bool((np.diff(sizes) > 0).all() and (np.diff(descent.error[half:]) < 0).all())


# --- what the surface is like -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holds:
    """So many minima and saddles are found in the window."""

    minima: int
    saddles: int = 0

    def holds(self, played: Played) -> bool:
        kinds = [point.kind for point in played.points]
        return (kinds.count("minimum"), kinds.count("saddle")) == (self.minima, self.saddles)


@dataclass(frozen=True)
class MinimaAt:
    """All minima found have this error, as far as its digits go."""

    error: float
    digits: int = 3

    def holds(self, played: Played) -> bool:
        return {round(point.error, self.digits) for point in played.points.minima} == {self.error}


@dataclass(frozen=True)
class ZeroErrorAt:
    """The error is 0 at these weights, up to rounding, and they are a minimum."""

    weights: tuple[float, float]

    def holds(self, played: Played) -> bool:
        curvatures = np.linalg.eigvalsh(played.surface.hessian(self.weights))
        return bool(played.surface.error(self.weights) < 1e-24 and (curvatures > 0).all())


@dataclass(frozen=True)
class FreeWeightsInteract:
    """Whether the slope along one free weight depends on the other, somewhere in the window."""

    interact: bool

    def holds(self, played: Played) -> bool:
        mixed = played.surface.hessian(_grid(played.window))[..., 0, 1]
        return bool(np.abs(mixed).max() > 1e-12) == self.interact


@dataclass(frozen=True)
class Round:
    """The curvature is this, along every direction and everywhere."""

    curvature: float

    def holds(self, played: Played) -> bool:
        return np.allclose(played.surface.hessian(_grid(played.window)), self.curvature * np.eye(2), atol=1e-9)


def _steps(played: Played, run: int) -> np.ndarray:
    return np.diff(played.descents[run].path, axis=0)


def _cosine(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.sum(a * b, axis=-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))


def _first_below(played: Played, run: int, error: float) -> float:
    below = played.descents[run].error < error
    return float(below.argmax()) if below.any() else np.inf


def _grid(window) -> np.ndarray:
    """Return 9 × 9 weights spread over a window."""
    return np.stack(np.meshgrid(*(np.linspace(low, high, 9) for low, high in window)), -1)
