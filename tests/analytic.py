"""Surfaces whose critical points are known from their formulas, and a few networks whose behaviour was measured."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.model import Network


@dataclass(frozen=True)
class Formula:
    """A surface given by E(x, y) and its two slopes, without a Hessian of its own."""

    value: Callable
    slopes: Callable

    def error(self, w):
        return self.value(w[..., 0], w[..., 1])

    def gradient(self, w):
        return np.stack(np.broadcast_arrays(*self.slopes(w[..., 0], w[..., 1])), axis=-1).astype(float)


@dataclass(frozen=True)
class Quadratic:
    """½ (w − centre)ᵀ A (w − centre) + floor."""

    A: np.ndarray
    centre: tuple = (0.0, 0.0)
    floor: float = 0.0

    def error(self, w):
        d = w - np.asarray(self.centre)
        return 0.5 * np.einsum("...i,ij,...j->...", d, self.A, d) + self.floor

    def gradient(self, w):
        return (w - np.asarray(self.centre)) @ self.A

    def hessian(self, w):
        return np.broadcast_to(self.A, (*np.shape(w)[:-1], 2, 2))


def bowl(*curvatures, centre=(0.0, 0.0), floor=0.0, turn=0.0):
    """A bowl with these two curvatures along axes turned by `turn`."""
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return Quadratic(turned @ np.diag(curvatures) @ turned.T, centre, floor)


COSINES = Formula(lambda x, y: -np.cos(x) - np.cos(y), lambda x, y: (np.sin(x), np.sin(y)))
MONKEY = Formula(lambda x, y: x**3 - 3 * x * y**2, lambda x, y: (3 * x**2 - 3 * y**2, -6 * x * y))
VALLEY = Formula(lambda x, y: x**2, lambda x, y: (2 * x, 0 * y))
RING = Formula(lambda x, y: (x**2 + y**2 - 1) ** 2, lambda x, y: (4 * x * (x**2 + y**2 - 1), 4 * y * (x**2 + y**2 - 1)))
QUARTIC = Formula(lambda x, y: x**2 + y**4, lambda x, y: (2 * x, 4 * y**3))
LEVEL = Formula(lambda x, y: 0 * x + 3, lambda x, y: (0 * x, 0 * y))
SLOPE = Formula(lambda x, y: x + y, lambda x, y: (1 + 0 * x, 1 + 0 * y))
ROSENBROCK = Formula(
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
)
HIMMELBLAU = Formula(
    lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    lambda x, y: (4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7), 2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7)),
)
SADDLE = Formula(lambda x, y: x**2 / 2 - y**2 / 2, lambda x, y: (x, -y))


def network_surface(activation, inputs, targets, bias=False):
    """The surface of one unit over its first two weights, or over its bias and its weight."""
    inputs, targets = np.array(inputs, dtype=float), np.array(targets, dtype=float)[:, None]
    network = Network.single_layer(np.zeros((1, inputs.shape[1])), activation, [0.0] if bias else None)
    return ErrorSurface(network, Dataset(inputs, targets), ("b[1]", "w[1,1]") if bias else ("w[1,1]", "w[2,1]"))


def bounds(E, run):
    """The largest stable rate at each step of a run, by the steepest curvature there; None for a rule without one."""
    if run.rule.stability is None:
        return None
    steepest = np.linalg.eigvalsh(E.hessian(run.path))[:, 1]
    return np.where(steepest > 0, run.rule.stability / np.where(steepest > 0, steepest, 1), np.inf)


HOLLOWS = network_surface("sin", [[1, 0], [0, 0.5], [0.3, 0.1], [0.2, -0.3]], [0, 0, 0.8, 0.5])
HOLLOWS_WINDOW, HOLLOWS_START = ((-2.5, 5.0), (-3.5, 3.5)), (-1.3, 2.4)

HINGE = network_surface("relu", [[-2], [-1], [0], [1], [2], [3]], [0, 0, 0.5, 1.5, 2, 3], bias=True)
HINGE_WINDOW = ((-5.0, 4.0), (-3.0, 4.0))

STEP = network_surface("sigmoid", [[-2], [-1], [0], [1], [2], [3]], [0.1, 0.1, 0.2, 0.6, 0.8, 0.9], bias=True)
STEP_WINDOW = ((-10.0, 10.0), (-10.0, 10.0))

UNDECIDED = network_surface(
    "tanh", [[4], [-4], [1], [-1], [0.5], [-0.5], [0.25], [-0.25]], [0.8, 0.8] + [-0.8] * 6, bias=True
)
UNDECIDED_WINDOW = ((-4.0, 2.0), (-2.0, 2.0))
