"""Data made by rule, with noise that a seed draws: GENERATORS is name -> Generator.

All that the rest of the package needs of one stands in its class: a new one is a class here and its place in
GENERATORS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from surface.arrays import Array, is_whole
from surface.data.dataset import Dataset
from surface.formatting import capital

LEAST_POINTS = 2
MAX_POINTS = 1000
MAX_SEED = 2**31 - 1

DIGITS = 3
"""Decimals that coordinates are rounded to, so that the numbers on the screen are the data themselves."""

# Not 0 and 1: groups that can be told apart would let the weights grow without end.
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Generator:
    """What makes a data set: how many points, the deviation of their normal noise, and the seed that draws it.

    Raises ValueError where one of them cannot be.
    """

    name: ClassVar[str]
    formula: ClassVar[str]  # where the points lie without noise
    noisy: ClassVar[str]  # what the noise is added to
    input_names: ClassVar[tuple[str, ...]]
    points: int = 40
    noise: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        points = _whole("points", self.points, LEAST_POINTS, MAX_POINTS)
        # Plain numbers, so that records compare alike wherever theirs came from.
        for name, value in (
            ("points", points),
            ("noise", _noise(self.noise)),
            ("seed", _whole("seed", self.seed, 0, MAX_SEED)),
        ):
            object.__setattr__(self, name, value)

    def dataset(self) -> Dataset:
        """Return the data, the same ones each time."""
        inputs, targets = self._made(np.random.default_rng(self.seed))
        source = f"Made by rule: {self.formula}. {self.points} points, noise {self.noise:g} on {self.noisy}, seed "
        names = (self.input_names, ("y",))
        return Dataset(inputs.round(DIGITS), targets.round(DIGITS), *names, capital(self.name), f"{source}{self.seed}.")

    def _made(self, rng: np.random.Generator) -> tuple[Array, Array]:
        """Return inputs (n, i) and targets (n, 1)."""
        raise NotImplementedError


def _whole(name: str, value: object, low: int, high: int) -> int:
    # A field of the page gives 40.0 for 40.
    number = int(value) if isinstance(value, float) and value.is_integer() and abs(value) <= MAX_SEED else value
    if not is_whole(number):
        raise ValueError(f"`{name}` must be a whole number, got {value!r:.80}")
    if not low <= number <= high:
        raise ValueError(f"`{name}` must be from {low} to {high}, got {number!s:.80}")
    return int(number)


def _noise(value: object) -> float:
    if not (isinstance(value, float) or is_whole(value)):
        raise ValueError(f"`noise` must be a number, got {value!r:.80}")
    # Beyond it nothing is left of any of these shapes.
    if not 0 <= value <= 10:
        raise ValueError(f"`noise` must be from 0 to 10, got {value}")
    return float(value)


# --- one input ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Curve(Generator):
    """Points along one input, evenly spaced, with noise on their targets."""

    noisy: ClassVar[str] = "y"
    input_names: ClassVar[tuple[str, ...]] = ("x",)
    reach: ClassVar[float]  # of the inputs to either side of 0

    def _made(self, rng: np.random.Generator) -> tuple[Array, Array]:
        # Rounded first: a target belongs to the input that is shown.
        x = np.linspace(-self.reach, self.reach, self.points).round(DIGITS)[:, None]
        return x, self._height(x) + self.noise * rng.standard_normal(x.shape)

    def _height(self, x: Array) -> Array:
        raise NotImplementedError


@dataclass(frozen=True)
class NoisyLine(_Curve):
    """y = 0.5 x + 0.2."""

    name: ClassVar[str] = "line with noise"
    formula: ClassVar[str] = "y = 0.5 x + 0.2 for x from −2 to 2"
    reach: ClassVar[float] = 2.0

    def _height(self, x: Array) -> Array:
        return 0.5 * x + 0.2


@dataclass(frozen=True)
class Sine(_Curve):
    """y = sin x, over one period."""

    name: ClassVar[str] = "sine"
    formula: ClassVar[str] = "y = sin x for x from −π to π"
    reach: ClassVar[float] = float(np.pi)

    def _height(self, x: Array) -> Array:
        return np.sin(x)


# --- two inputs, two groups ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Groups(Generator):
    """Two groups of points in the plane, of as many each, with noise on both inputs; an odd one is in the first."""

    noisy: ClassVar[str] = "x1 and x2"
    input_names: ClassVar[tuple[str, ...]] = ("x1", "x2")

    def _made(self, rng: np.random.Generator) -> tuple[Array, Array]:
        second = self.points // 2
        first = self.points - second
        places = np.concatenate([self._group(0, first), self._group(1, second)])
        targets = np.repeat([[LOW], [HIGH]], [first, second], axis=0)
        return places + self.noise * rng.standard_normal(places.shape), targets

    def _group(self, group: int, count: int) -> Array:
        """Return where the points of a group lie without noise, (count, 2)."""
        raise NotImplementedError


@dataclass(frozen=True)
class Blobs(_Groups):
    """Two round heaps."""

    name: ClassVar[str] = "two blobs"
    formula: ClassVar[str] = "heaps around (−1, −1), y = 0.1, and (1, 1), y = 0.9"
    noise: float = 0.6

    def _group(self, group: int, count: int) -> Array:
        return np.full((count, 2), 2.0 * group - 1)


@dataclass(frozen=True)
class Rings(_Groups):
    """A ring around another."""

    name: ClassVar[str] = "two rings"
    formula: ClassVar[str] = "circles around 0 of radius 1, y = 0.1, and 2, y = 0.9"

    def _group(self, group: int, count: int) -> Array:
        return (1.0 + group) * _unit(2 * np.pi * np.arange(count) / count)


@dataclass(frozen=True)
class Spirals(_Groups):
    """Two arms that wind round one another."""

    name: ClassVar[str] = "spirals"
    formula: ClassVar[str] = (
        "arms r = 2 t at the angle 3 π t, y = 0.1, and half a turn on, y = 0.9, for t from 0.1 to 1"
    )
    points: int = 80
    noise: float = 0.05

    def _group(self, group: int, count: int) -> Array:
        t = np.linspace(0.1, 1, count)
        return 2 * t[:, None] * _unit(3 * np.pi * t + np.pi * group)


def _unit(angle: Array) -> Array:
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


GENERATORS: dict[str, type[Generator]] = {
    generator.name: generator for generator in (NoisyLine, Sine, Blobs, Rings, Spirals)
}
