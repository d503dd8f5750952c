"""The update rules: RULES is name -> Rule.

A rule is a pair of pure functions, `init` and `update`, in PyTorch's convention; its state is handed along. Both work
element by element, so that one call moves one point or ten thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

import numpy as np


@dataclass(frozen=True)
class Hyperparameter:
    """What a setting of a rule may be, and how a control shows it."""

    name: str
    symbol: str
    default: float
    low: float
    high: float = np.inf
    low_open: bool = False  # low itself is not allowed
    slider: tuple[float, float] = (0.0, 1.0)  # the range a slider covers; an exact number may lie outside it
    logarithmic: bool = False
    help: str = ""

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")

    def check(self, value) -> float | np.ndarray:
        """Return the value as float64, or say in one sentence which rule it breaks."""
        try:
            number = np.asarray("no number" if value is None or isinstance(value, bool) else value, dtype=float)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"`{self.name}` must be a number, got {value!r:.80}") from None
        if not np.isfinite(number).all():
            raise ValueError(f"`{self.name}` must be a finite number, got {value}")
        below = number <= self.low if self.low_open else number < self.low
        if below.any():
            raise ValueError(
                f"`{self.name}` must be {'greater than' if self.low_open else 'at least'} {self.low:g}, got {value}"
            )
        if (number >= self.high).any():
            raise ValueError(f"`{self.name}` must be less than {self.high:g}, got {value}")
        return float(number) if number.ndim == 0 else number


def _setting(symbol: str, default: float, low: float, high: float = np.inf, **more) -> Any:
    return field(default=default, metadata={"symbol": symbol, "low": low, "high": high, **more})


def _learning_rate(default: float) -> Any:
    text = "How far a step goes for a given gradient."
    return _setting("η", default, 0, low_open=True, slider=(1e-4, 10.0), logarithmic=True, help=text)


def _share(symbol: str, default: float, text: str) -> Any:
    return _setting(symbol, default, 0, 1, slider=(0.0, 0.999), help=text)


def _epsilon(default: float) -> Any:
    text = "A small number that keeps the division from dividing by zero."
    return _setting("ε", default, 0, low_open=True, slider=(1e-12, 1e-2), logarithmic=True, help=text)


def hyperparameters(rule: type[Rule] | Rule) -> tuple[Hyperparameter, ...]:
    """Return a rule's settings in the order of its fields."""
    return tuple(Hyperparameter(f.name, default=f.default, **f.metadata) for f in fields(rule))


@dataclass(frozen=True)
class Rule:
    """An update rule; its fields are its hyperparameters.

    A hyperparameter is a number, or for a sweep an array that broadcasts against the weights (..., p).
    Raises ValueError where a hyperparameter cannot be.
    """

    name: ClassVar[str]
    formula: ClassVar[str]  # assignments, one after another; the last one gives the new weights
    meanings: ClassVar[Mapping[str, str]] = {}  # what the symbols of the state stand for

    def __post_init__(self):
        for setting in hyperparameters(self):
            object.__setattr__(self, setting.name, setting.check(getattr(self, setting.name)))

    def init(self, w: np.ndarray) -> Any:
        """Return the state before the first step at w, (..., p)."""
        raise NotImplementedError

    def update(self, gradient: np.ndarray, state: Any) -> tuple[np.ndarray, Any]:
        """Return the step, which is added to the weights, and the next state."""
        raise NotImplementedError

    def parts(self, state: Any) -> dict[str, Any]:
        """Return what a state holds under the symbols of `formula`; nothing for a rule that has no state."""
        return {}

    def velocity(self, state: Any) -> np.ndarray | None:
        """Return the velocity v held in a state, or None for a rule that has none."""
        return self.parts(state).get("v")

    @property
    def stability(self) -> float | None:
        """The c of the bound learning_rate < c / curvature; None where a rule has no such bound."""
        return None

    def largest_stable_rate(self, curvature: float) -> float | None:
        """Return the learning rate above which steps grow along this curvature, or None where nothing bounds it."""
        return None if self.stability is None or not curvature > 0 else self.stability / curvature


@dataclass(frozen=True)
class GradientDescent(Rule):
    """w ← w − η g (Cauchy 1847)."""

    name: ClassVar[str] = "gradient descent"
    formula: ClassVar[str] = "w ← w − η g"
    learning_rate: float = _learning_rate(0.1)

    def init(self, w):
        return ()

    def update(self, gradient, state):
        return -self.learning_rate * gradient, state

    @property
    def stability(self):
        return 2.0


@dataclass(frozen=True)
class Momentum(Rule):
    """v ← β v + g; w ← w − η v, the heavy ball (Polyak 1964)."""

    name: ClassVar[str] = "momentum"
    formula: ClassVar[str] = "v ← β v + g;  w ← w − η v"
    meanings: ClassVar[Mapping[str, str]] = {"v": "velocity"}
    learning_rate: float = _learning_rate(0.1)
    momentum: float = _share("β", 0.9, "The part of the velocity that is kept from step to step.")

    def init(self, w):
        return np.zeros_like(w, dtype=float)

    def update(self, gradient, state):
        velocity = self.momentum * state + gradient
        return -self.learning_rate * velocity, velocity

    def parts(self, state):
        return {"v": state}

    @property
    def stability(self):
        return 2 * (1 + self.momentum)


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v ← β v + g; w ← w − η (g + β v), the velocity used once more (Nesterov 1983; PyTorch's form)."""

    name: ClassVar[str] = "nesterov"
    formula: ClassVar[str] = "v ← β v + g;  w ← w − η (g + β v)"

    def update(self, gradient, state):
        velocity = self.momentum * state + gradient
        return -self.learning_rate * (gradient + self.momentum * velocity), velocity

    @property
    def stability(self):
        return 2 * (1 + self.momentum) / (1 + 2 * self.momentum)


@dataclass(frozen=True)
class AdaGrad(Rule):
    """s ← s + g²; w ← w − η g / (√s + ε) (Duchi, Hazan and Singer 2011)."""

    name: ClassVar[str] = "adagrad"
    formula: ClassVar[str] = "s ← s + g²;  w ← w − η g / (√s + ε)"
    meanings: ClassVar[Mapping[str, str]] = {"s": "sum of the squared gradients"}
    learning_rate: float = _learning_rate(0.5)
    epsilon: float = _epsilon(1e-10)

    def init(self, w):
        return np.zeros_like(w, dtype=float)

    def update(self, gradient, state):
        squares = state + gradient**2
        return -self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon), squares

    def parts(self, state):
        return {"s": state}


@dataclass(frozen=True)
class RMSProp(Rule):
    """s ← ρ s + (1−ρ) g²; w ← w − η g / (√s + ε) (Tieleman and Hinton 2012)."""

    name: ClassVar[str] = "rmsprop"
    formula: ClassVar[str] = "s ← ρ s + (1−ρ) g²;  w ← w − η g / (√s + ε)"
    meanings: ClassVar[Mapping[str, str]] = {"s": "mean of the squared gradients"}
    learning_rate: float = _learning_rate(0.05)
    decay: float = _share("ρ", 0.99, "The part of the mean squared gradient that is kept from step to step.")
    epsilon: float = _epsilon(1e-8)

    def init(self, w):
        return np.zeros_like(w, dtype=float)

    def update(self, gradient, state):
        squares = self.decay * state + (1 - self.decay) * gradient**2
        return -self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon), squares

    def parts(self, state):
        return {"s": state}


@dataclass(frozen=True)
class Adam(Rule):
    """m ← β₁ m + (1−β₁) g; s ← β₂ s + (1−β₂) g²; w ← w − η m̂ / (√ŝ + ε), bias-corrected (Kingma and Ba 2015)."""

    name: ClassVar[str] = "adam"
    formula: ClassVar[str] = (
        "m ← β₁ m + (1−β₁) g;  s ← β₂ s + (1−β₂) g²;  m̂ ← m / (1−β₁ᵗ);  ŝ ← s / (1−β₂ᵗ);  w ← w − η m̂ / (√ŝ + ε)"
    )
    meanings: ClassVar[Mapping[str, str]] = {
        "m": "mean gradient",
        "s": "mean of the squared gradients",
        "m̂": "mean gradient without the bias of its start",
        "ŝ": "mean of the squared gradients, likewise",
        "t": "number of the step",
    }
    learning_rate: float = _learning_rate(0.1)
    beta_1: float = _share("β₁", 0.9, "The part of the mean gradient that is kept from step to step.")
    beta_2: float = _share("β₂", 0.999, "The part of the mean squared gradient that is kept from step to step.")
    epsilon: float = _epsilon(1e-8)

    def init(self, w):
        return np.zeros_like(w, dtype=float), np.zeros_like(w, dtype=float), 0

    def update(self, gradient, state):
        mean, squares, count = state
        mean = self.beta_1 * mean + (1 - self.beta_1) * gradient
        squares = self.beta_2 * squares + (1 - self.beta_2) * gradient**2
        parts = self.parts(state := (mean, squares, count + 1))
        return -self.learning_rate * parts["m̂"] / (np.sqrt(parts["ŝ"]) + self.epsilon), state

    def parts(self, state):
        mean, squares, count = state
        share_1, share_2 = (1 - beta ** max(count, 1) for beta in (self.beta_1, self.beta_2))
        return {"m": mean, "s": squares, "m̂": mean / share_1, "ŝ": squares / share_2, "t": count}


RULES: dict[str, type[Rule]] = {
    rule.name: rule for rule in (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam)
}
