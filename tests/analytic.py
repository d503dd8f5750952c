"""Surfaces whose critical points are known from their formulas, and a few networks whose behaviour was measured."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS, Interval, Network


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


@dataclass(frozen=True)
class Enclosed(Formula):
    """A formula of numbers and intervals alike, so that it has bounds over boxes; curves(x, y): E_xx, E_xy, E_yy."""

    curves: Callable = None

    def hessian(self, w):
        xx, xy, yy = np.broadcast_arrays(*self.curves(w[..., 0], w[..., 1]))
        return np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2).astype(float)

    def enclosed_gradient(self, boxes):
        return np.stack([self._ends(bound, boxes) for bound in self.slopes(*self._axes(boxes))], axis=1)

    def enclosed_derivatives(self, boxes):
        xx, xy, yy = (self._ends(bound, boxes) for bound in self.curves(*self._axes(boxes)))
        return self.enclosed_gradient(boxes), np.stack([np.stack([xx, xy], 1), np.stack([xy, yy], 1)], 1)

    @staticmethod
    def _axes(boxes):
        return [Interval(boxes[:, axis, 0], boxes[:, axis, 1]) for axis in (0, 1)]

    @staticmethod
    def _ends(bound, boxes):
        ends = (bound.low, bound.high) if isinstance(bound, Interval) else (bound, bound)
        return np.stack([np.broadcast_to(end, len(boxes)) for end in ends], axis=-1)


def sine(z):
    """Sine and cosine, of numbers or intervals."""
    return ACTIVATIONS["sin"].taylor(z, 1)


def power(z, exponent):
    """A whole power, of numbers or intervals: a square is a square, and not a product of two unknowns."""
    if exponent == 0:
        return 1 + 0 * z
    if exponent == 1:
        return z
    half = power(z, exponent // 2)
    return half * half if exponent % 2 == 0 else half * half * z


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
ROSENBROCK = Enclosed(
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    lambda x, y: (1200 * (x * x) - 400 * y + 2, -400 * x, 200 + 0 * x),
)
HIMMELBLAU = Enclosed(
    lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    lambda x, y: (4 * x * (x * x + y - 11) + 2 * (x + y * y - 7), 2 * (x * x + y - 11) + 4 * y * (x + y * y - 7)),
    lambda x, y: (12 * (x * x) + 4 * y - 42, 4 * x + 4 * y, 12 * (y * y) + 4 * x - 26),
)
RASTRIGIN = Enclosed(
    lambda x, y: 20 + x**2 + y**2 - 10 * (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)),
    lambda x, y: tuple(2 * z + 20 * np.pi * sine(2 * np.pi * z)[0] for z in (x, y)),
    lambda x, y: (2 + 40 * np.pi**2 * sine(2 * np.pi * x)[1], 0 * x, 2 + 40 * np.pi**2 * sine(2 * np.pi * y)[1]),
)
CAMEL = Enclosed(
    lambda x, y: (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2,
    lambda x, y: (8 * x - 8.4 * (x * x * x) + 2 * (x * x * x * (x * x)) + y, x - 8 * y + 16 * (y * y * y)),
    lambda x, y: (8 - 25.2 * (x * x) + 10 * ((x * x) * (x * x)), 1 + 0 * x, 48 * (y * y) - 8),
)
BEALE = Enclosed(
    lambda x, y: sum((c - x + x * y**k) ** 2 for k, c in BEALES),
    lambda x, y: (
        sum(2 * ((c - x + x * power(y, k)) * (power(y, k) - 1)) for k, c in BEALES),
        sum(2 * ((c - x + x * power(y, k)) * (x * (k * power(y, k - 1)))) for k, c in BEALES),
    ),
    lambda x, y: (
        sum(2 * power(power(y, k) - 1, 2) for k, c in BEALES),
        sum(2 * (k * power(y, k - 1) * (c - 2 * x + 2 * (x * power(y, k)))) for k, c in BEALES),
        sum(
            2 * power(x * (k * power(y, k - 1)), 2)
            + 2 * ((c - x + x * power(y, k)) * (x * (k * (k - 1) * power(y, max(k - 2, 0)))))
            for k, c in BEALES
        ),
    ),
)
BEALES = ((1, 1.5), (2, 2.25), (3, 2.625))
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
