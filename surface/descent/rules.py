"""The update rules: RULES is name -> Rule.

A rule is a pair of pure functions, `init` and `update`, in PyTorch's convention; its state is handed along. Both work
element by element, so that one call moves one point or ten thousand. All that the rest of the package needs
of a rule stands in its class: a new one is a class here and its place in RULES.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from surface.arrays import Array
from surface.descent.settings import check_settings, epsilon, hyperparameters, learning_rate, share

State = Mapping[str, Array]
"""What a rule remembers from step to step, under the symbols of its formula."""


@dataclass(frozen=True)
class Rule:
    """An update rule; its fields are its hyperparameters.

    A hyperparameter is a number, or for a sweep an array that broadcasts against the weights (..., p).
    Raises ValueError where a hyperparameter cannot be.
    """

    name: ClassVar[str]
    formula: ClassVar[str]  # assignments, one after another; the last one gives the new weights
    meanings: ClassVar[Mapping[str, str]] = {}  # what the symbols of `parts` stand for
    rival: ClassVar[str] = "momentum"  # the rule that it is compared with where no other is there
    plain: ClassVar[bool] = False  # a step is η times the gradient or a velocity of it: momentum only adds to that
    bound_formula: ClassVar[str] = ""  # `bound` in symbols, over the curvature λ; "" where there is none
    learning_rate: float = learning_rate(0.1)

    def __post_init__(self) -> None:
        check_settings(self)

    def init(self, w: Array) -> State:
        """Return the state before the first step at w, (..., p)."""
        return {}

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        """Return the step, which is added to the weights, and the next state."""
        raise NotImplementedError

    def at(self, factor: float) -> Self:
        """Return this rule at its learning rate times a factor, as a schedule has it.

        Nothing is checked again: it is made anew at every step, and a factor of 0 is a step that stays where it is.
        """
        other = object.__new__(type(self))
        vars(other).update(vars(self), learning_rate=self.learning_rate * factor)
        return other

    def parts(self, state: State) -> State:
        """Return all that `formula` names of a state, what follows from it included."""
        return state

    @property
    def carry(self) -> float:
        """How many times the last step a velocity still carries the weights on level ground: β + β² + …"""
        return 0.0

    @property
    def stability(self) -> float | None:
        """The c of the bound learning_rate < c / curvature; None where a rule has no such bound."""
        return None

    def falling_rates(self, state: State) -> Array | None:
        """Return what each weight's gradient is multiplied by, (..., p), at most, from here on; None: it may rise."""
        return None

    @property
    def bounded(self) -> bool:
        """Whether a curvature bounds the learning rate at all."""
        return self.stability is not None

    def largest_stable_rate(self, curvature: float) -> float | None:
        """Return the learning rate above which steps grow along this curvature, or None where nothing bounds it."""
        return None if self.stability is None or not curvature > 0 else self.stability / curvature

    def best_rate(self, smallest: float, largest: float) -> float | None:
        """Return the rate that nears a minimum with these curvatures fastest; None for a rule where it is not known."""
        return None

    @property
    def heavy(self) -> Momentum:
        """The rule with momentum that a stuck run of this one is to be freed by: at this rate, so far with none."""
        return Momentum(self.learning_rate, 0.0)


def _zeros(w: Array) -> Array:
    return np.zeros_like(w, dtype=np.float64)


@dataclass(frozen=True)
class GradientDescent(Rule):
    """w ← w − η g (Cauchy 1847)."""

    name: ClassVar[str] = "gradient descent"
    formula: ClassVar[str] = "w ← w − η g"
    plain: ClassVar[bool] = True
    bound_formula: ClassVar[str] = "2/λ"

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        return -self.learning_rate * gradient, state

    @property
    def stability(self) -> float:
        # A step multiplies the distance along λ by 1 − ηλ, which is −1 at ηλ = 2.
        return 2.0

    def best_rate(self, smallest: float, largest: float) -> float:
        # At this rate the steps along both curvatures shrink by the same share, the best that one rate can do.
        return 2 / (smallest + largest)


@dataclass(frozen=True)
class Momentum(Rule):
    """v ← β v + g; w ← w − η v, the heavy ball (Polyak 1964)."""

    name: ClassVar[str] = "momentum"
    formula: ClassVar[str] = "v ← β v + g;  w ← w − η v"
    meanings: ClassVar[Mapping[str, str]] = {"v": "velocity"}
    rival: ClassVar[str] = "gradient descent"
    plain: ClassVar[bool] = True
    bound_formula: ClassVar[str] = "2(1+β)/λ"
    whose: ClassVar[str] = "the heavy ball's"  # momentum
    momentum: float = share(0.9, "β", "The part of the velocity that is kept from step to step.")

    def init(self, w: Array) -> State:
        return {"v": _zeros(w)}

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        velocity = self.momentum * state["v"] + gradient
        return -self.learning_rate * velocity, {"v": velocity}

    @property
    def carry(self) -> float:
        # The sum of the geometric series.
        return self.momentum / (1 - self.momentum)

    @property
    def stability(self) -> float:
        # Along λ the distances follow r² − (1 + β − ηλ) r + β, whose first root to leave the unit circle does so at −1.
        return 2 * (1 + self.momentum)

    @property
    def heavy(self) -> Momentum:
        return self


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v ← β v + g; w ← w − η (g + β v), the velocity used once more (Nesterov 1983; PyTorch's form)."""

    name: ClassVar[str] = "nesterov"
    formula: ClassVar[str] = "v ← β v + g;  w ← w − η (g + β v)"
    rival: ClassVar[str] = "momentum"
    bound_formula: ClassVar[str] = "2(1+β)/((1+2β)λ)"
    whose: ClassVar[str] = "Nesterov's"

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        velocity = self.momentum * state["v"] + gradient
        return -self.learning_rate * (gradient + self.momentum * velocity), {"v": velocity}

    @property
    def stability(self) -> float:
        # Likewise with r² − (1 + β)(1 − ηλ) r + β (1 − ηλ).
        return 2 * (1 + self.momentum) / (1 + 2 * self.momentum)


@dataclass(frozen=True)
class AdaGrad(Rule):
    """s ← s + g²; w ← w − η g / (√s + ε) (Duchi, Hazan and Singer 2011)."""

    name: ClassVar[str] = "adagrad"
    formula: ClassVar[str] = "s ← s + g²;  w ← w − η g / (√s + ε)"
    meanings: ClassVar[Mapping[str, str]] = {"s": "sum of the squared gradients"}
    learning_rate: float = learning_rate(0.5)
    # PyTorch's default, as are the ρ, β and ε of the rules below.
    epsilon: float = epsilon(1e-10)

    def init(self, w: Array) -> State:
        return {"s": _zeros(w)}

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        squares = state["s"] + gradient**2
        return -self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon), {"s": squares}

    def falling_rates(self, state: State) -> Array:
        # A sum of squares never falls.
        return np.asarray(self.learning_rate / (np.sqrt(state["s"]) + self.epsilon))


@dataclass(frozen=True)
class RMSProp(Rule):
    """s ← ρ s + (1−ρ) g²; w ← w − η g / (√s + ε) (Tieleman and Hinton 2012)."""

    name: ClassVar[str] = "rmsprop"
    formula: ClassVar[str] = "s ← ρ s + (1−ρ) g²;  w ← w − η g / (√s + ε)"
    meanings: ClassVar[Mapping[str, str]] = {"s": "mean of the squared gradients"}
    learning_rate: float = learning_rate(0.05)
    decay: float = share(0.99, "ρ", "The part of the mean squared gradient that is kept from step to step.")
    epsilon: float = epsilon(1e-8)

    def init(self, w: Array) -> State:
        return {"s": _zeros(w)}

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        squares = self.decay * state["s"] + (1 - self.decay) * gradient**2
        return -self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon), {"s": squares}


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
    beta_1: float = share(0.9, "β₁", "The part of the mean gradient that is kept from step to step.")
    beta_2: float = share(0.999, "β₂", "The part of the mean squared gradient that is kept from step to step.")
    epsilon: float = epsilon(1e-8)

    def init(self, w: Array) -> State:
        # A count without an axis: runs that are walked at once share it.
        return {"m": _zeros(w), "s": _zeros(w), "t": np.zeros(())}

    def update(self, gradient: Array, state: State) -> tuple[Array, State]:
        mean = self.beta_1 * state["m"] + (1 - self.beta_1) * gradient
        squares = self.beta_2 * state["s"] + (1 - self.beta_2) * gradient**2
        parts = self.parts(state := {"m": mean, "s": squares, "t": np.add(state["t"], 1)})
        return -self.learning_rate * parts["m̂"] / (np.sqrt(parts["ŝ"]) + self.epsilon), state

    def parts(self, state: State) -> State:
        # Before the first step both means are 0, and no share of them is missing yet: any divisor but 0 will do.
        count = max(int(state["t"]), 1)
        share_1, share_2 = (1 - beta**count for beta in (self.beta_1, self.beta_2))
        return {"m": state["m"], "s": state["s"], "m̂": state["m"] / share_1, "ŝ": state["s"] / share_2, "t": state["t"]}

    @property
    def carry(self) -> float:
        # As long as m lasts; that √ŝ, by which it is divided, dwindles as well is left out.
        return self.beta_1 / (1 - self.beta_1)


RULES: dict[str, type[Rule]] = {
    rule.name: rule for rule in (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam)
}

LABELS: tuple[str, ...] = tuple(
    dict.fromkeys(setting.label for rule in RULES.values() for setting in hyperparameters(rule))
)
"""What the settings of all rules are called: some are shared, and each stands here once."""
