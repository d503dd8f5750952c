"""The activation functions of a unit, each with its slope and its curvature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from surface.arrays import Array, Numbers


@dataclass(frozen=True)
class Activation:
    """A function of the net input z, with its slope and its curvature.

    `derivatives(z)` yields value, slope and curvature in turn, each of z's shape; who needs fewer takes fewer.
    """

    name: str
    formula: str
    derivatives: Callable[[Array], Iterator[Array]]
    saturates: bool = False  # the slope tends to 0 far from the origin, on at least one side
    kinks: bool = False  # the slope jumps somewhere
    idle: str = "saturated"  # what a unit is called where its slope is next to nothing

    def taylor(self, z: Array, order: int) -> tuple[Array, ...]:
        """Return the value and the first `order` derivatives at z."""
        # A generator goes no further than it is asked to.
        return tuple(islice(self.derivatives(z), order + 1))

    def value(self, z: Numbers) -> Array:
        return self.taylor(np.asarray(z, np.float64), 0)[0]

    def slope(self, z: Numbers) -> Array:
        return self.taylor(np.asarray(z, np.float64), 1)[1]

    def curvature(self, z: Numbers) -> Array:
        return self.taylor(np.asarray(z, np.float64), 2)[2]


def _identity(z: Array) -> Iterator[Array]:
    yield z
    yield np.ones_like(z)
    yield np.zeros_like(z)


def _sigmoid(z: Array) -> Iterator[Array]:
    # Only e^-|z| is formed: it cannot overflow, and the slope of a saturated unit keeps its digits.
    tail = np.exp(-np.abs(z))
    total = 1 + tail
    yield np.where(z < 0, tail, 1) / total
    slope = tail / total**2
    yield slope
    # f″ = f′ (1 − 2f), and 1 − 2f is what stands beside the slope.
    yield slope * np.sign(z) * (tail - 1) / total


def _tanh(z: Array) -> Iterator[Array]:
    value = np.tanh(z)
    yield value
    tail = np.exp(-2 * np.abs(z))
    # 1 − tanh² z would be 0 from |z| = 19 on.
    slope = 4 * tail / (1 + tail) ** 2
    yield slope
    yield -2 * value * slope


def _relu(z: Array) -> Iterator[Array]:
    yield np.maximum(z, 0)
    # At the kink itself, where any slope from 0 to 1 would do, it counts as 0.
    yield np.where(z > 0, 1.0, 0.0)
    yield np.zeros_like(z)


def _softplus(z: Array) -> Iterator[Array]:
    tail = np.exp(-np.abs(z))
    # The same as ln(1 + eᶻ), without an exponential that could overflow.
    yield np.maximum(z, 0) + np.log1p(tail)
    yield np.where(z < 0, tail, 1) / (1 + tail)
    yield tail / (1 + tail) ** 2


def _sin(z: Array) -> Iterator[Array]:
    sine = np.sin(z)
    yield sine
    yield np.cos(z)
    yield -sine


def _gaussian(z: Array) -> Iterator[Array]:
    # Beyond |z| = 40 the value is below 1e-600, which float64 calls 0: clipping there avoids an overflow in z².
    z = np.clip(z, -40, 40)
    value = np.exp(-(z**2))
    yield value
    yield -2 * z * value
    yield (4 * z**2 - 2) * value


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("identity", "f(z) = z", _identity),
        Activation("sigmoid", "f(z) = 1 / (1 + e⁻ᶻ)", _sigmoid, saturates=True),
        Activation("tanh", "f(z) = tanh z", _tanh, saturates=True),
        Activation("relu", "f(z) = max(0, z)", _relu, saturates=True, kinks=True, idle="off"),
        Activation("softplus", "f(z) = ln(1 + eᶻ)", _softplus, saturates=True),
        Activation("sin", "f(z) = sin z", _sin),
        Activation("gaussian", "f(z) = e^(−z²)", _gaussian, saturates=True),
    )
}
