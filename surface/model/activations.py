"""The activation functions of a unit, each with its slope and its curvature, at numbers and over intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from surface.arrays import Array, Numbers
from surface.model.interval import ROUNDING, SLACK, TINY, Interval, Value

Turns = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]

Quick = tuple[Callable[[Array, Array], object], Callable[[Array, Array, Array], object]]
"""Functions of (z, out) that writes the value, and of (z, value, out) that writes the slope."""

Both = Callable[[Array, Array, Array], object]
"""A function of (z, value, slope) that writes the two, each digit as `derivatives` yields it, and works in z."""

DULL = 1e-8
"""Of a unit whose slopes 1 − y² are all below this too few digits are left: they are made anew, from z."""


@dataclass(frozen=True)
class Activation:
    """A function of the net input z, with its slope and its curvature.

    `derivatives(z)` yields value, slope and curvature in turn, each of z's shape; who needs fewer takes fewer.
    turns: the extrema of each of the three, for one period where there is one; between them each is monotone, so that
    its range over an interval is that of the ends and of the extrema within.
    """

    name: str
    formula: str
    derivatives: Callable[[Array], Iterator[Array]]
    turns: Turns
    period: float = np.inf
    saturates: bool = False  # the slope tends to 0 far from the origin, on at least one side
    kinks: bool = False  # the slope jumps somewhere
    idle: str = "saturated"  # what a unit is called where its slope is next to nothing
    quick: Quick | None = None  # the value and the slope written into arrays that are there, where that costs less
    both: Both | None = None  # the same of both at once, where one is made of the other

    @cached_property
    def outputs(self) -> tuple[float, float]:
        """The least and the largest value that a unit can put out, infinite where nothing bounds it."""
        far = 1000.0  # beyond it no function here has anything new
        (values,) = self.taylor(Interval(np.array(-far), np.array(far)), 0)
        # Without what the bounds are widened by against rounding.
        low, high = round(float(values.low), 6) + 0.0, round(float(values.high), 6)
        return (low if low > -far / 2 else -np.inf, high if high < far / 2 else np.inf)

    def taylor(self, z: Value, order: int) -> tuple[Value, ...]:
        """Return the value and the first `order` derivatives at z, or the range of each over an interval."""
        if isinstance(z, Interval):
            return self._ranges(z, order)
        # A generator goes no further than it is asked to.
        return tuple(islice(self.derivatives(z), order + 1))

    def _ranges(self, z: Interval, order: int) -> tuple[Interval, ...]:
        # An exponential that is wrong in its last place is right for a z that is a little further: so is the range.
        z = z.widened(SLACK / 2 * ROUNDING * (1 + z.size))
        ends = self.taylor(np.stack([z.low, z.high]), order)
        return tuple(self._range(z, number, values) for number, values in enumerate(ends))

    @cached_property
    def _extremes(self) -> tuple[tuple[float, ...], ...]:
        """The value at each of the turns."""
        return tuple(
            tuple(float(self.taylor(np.array(turn), number)[number]) for turn in turns)
            for number, turns in enumerate(self.turns)
        )

    def _range(self, z: Interval, number: int, ends: Array) -> Interval:
        """Return the range of the derivative of that number over z, of which its values at the ends are given."""
        at_low, at_high = ends
        low: Array = np.minimum(at_low, at_high)
        high: Array = np.maximum(at_low, at_high)
        for turn, extreme in zip(self.turns[number], self._extremes[number], strict=True):
            # The first one not below the interval's lower end.
            near = turn if np.isinf(self.period) else turn + self.period * np.ceil((z.low - turn) / self.period)
            # Far out a whole number of periods is itself rounded.
            doubt = SLACK * ROUNDING * np.abs(near)
            within = (z.low <= near + doubt) & (near - doubt <= z.high)
            low = np.where(within, np.minimum(low, extreme), low)
            high = np.where(within, np.maximum(high, extreme), high)
        if self.kinks and number == 2:
            # Where the slope jumps no number bounds the curvature.
            jump = (z.low <= 0) & (z.high >= 0)
            low, high = np.where(jump, -np.inf, low), np.where(jump, np.inf, high)
        reach = Interval(low, high)
        size = reach.size
        return reach.widen(SLACK * ROUNDING * (np.where(np.isinf(size), 0, size) if self.kinks else size) + TINY)

    def value_and_slope(self, z: Array, value: Array, slope: Array) -> tuple[Array, Array]:
        """Return the value and the slope at z, in the two arrays of z's shape where that costs less than new ones.

        What stands in z afterwards is of no use.
        """
        if self.both is None:
            value, slope = self.taylor(z, 1)
        else:
            self.both(z, value, slope)
        return value, slope

    def write_value(self, z: Array, out: Array) -> None:
        """Write the value at z into `out`, of z's shape."""
        if self.quick:
            self.quick[0](z, out)
        else:
            out[...] = self.value(z)

    def write_slope(self, z: Array, value: Array, out: Array) -> None:
        """Write the slope at z, where the value is known, into `out`, of z's shape, (..., n).

        It is right to eight digits of the largest in its row, that is of a unit's over the data.
        """
        if self.quick:
            self.quick[1](z, value, out)
        else:
            out[...] = self.slope(z)

    def value(self, z: Numbers) -> Array:
        return self.taylor(np.asarray(z, np.float64), 0)[0]

    def slope(self, z: Numbers) -> Array:
        return self.taylor(np.asarray(z, np.float64), 1)[1]

    def curvature(self, z: Numbers) -> Array:
        return self.taylor(np.asarray(z, np.float64), 2)[2]


LEAST_SIGMOID = -709.0
"""Below this e^-z is taken to be as it is here: soon it would overflow."""

NOTHING = float(1 / (1 + np.exp(-LEAST_SIGMOID)))
"""The sigmoid there, about 10⁻³⁰⁸: taken off everywhere, it is exactly 0 below."""


def _identity(z: Array) -> Iterator[Array]:
    yield z
    yield np.ones_like(z)
    yield np.zeros_like(z)


def _sigmoid(z: Array) -> Iterator[Array]:
    # In place, and without asking for signs: a choice by a mask takes as long as all the rest. From −709 on e^-z would
    # soon overflow.
    rest = np.asarray(np.maximum(z, LEAST_SIGMOID))
    np.negative(rest, rest)
    np.exp(rest, rest)
    value = np.asarray(rest + 1)
    np.reciprocal(value, value)
    # Further out there is nothing at all, as in a sum over e^-|z|.
    value -= NOTHING
    yield value
    # e^-z f is 1 − f with all its digits, so that the slope of a saturated unit keeps its own.
    rest *= value
    slope = value * rest
    yield slope
    # f″ = f′ (1 − 2f).
    yield slope * (rest - value)


def _write_sigmoid(z: Array, value: Array, slope: Array) -> None:
    np.maximum(z, LEAST_SIGMOID, out=slope)
    np.negative(slope, slope)
    np.exp(slope, slope)
    np.add(slope, 1, out=value)
    np.reciprocal(value, value)
    np.subtract(value, NOTHING, out=value)
    np.multiply(slope, value, out=slope)
    np.multiply(value, slope, out=slope)


def _tanh(z: Array) -> Iterator[Array]:
    value = np.tanh(z)
    yield value
    slope = np.asarray(np.abs(z), dtype=np.float64)
    slope *= -2
    np.exp(slope, slope)
    # 1 − tanh² z would be 0 from |z| = 19 on.
    slope *= 4 / (1 + slope) ** 2
    yield slope
    yield -2 * value * slope


def _write_tanh(z: Array, value: Array, slope: Array) -> None:
    np.tanh(z, value)
    np.abs(z, slope)
    np.multiply(slope, -2, slope)
    np.exp(slope, slope)
    np.add(slope, 1, z)
    np.square(z, z)
    np.divide(4, z, z)
    np.multiply(slope, z, slope)


def _quick_tanh_slope(z: Array, value: Array, out: Array) -> None:
    np.square(value, out)
    np.subtract(1, out, out)
    # A look at the first of each row most often says already that none is dull; of few rows Python's is quicker.
    first = out[..., 0]
    if (min(first.tolist()) if first.ndim == 1 else first.min()) < DULL:
        dull = out.max(axis=-1) < DULL
        _, out[dull] = islice(_tanh(z[dull]), 2)


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


_SIGMOID_CURVES = float(np.log(2 + np.sqrt(3)))
"""Where the sigmoid's curvature is largest: there 1 − 6 f′ = 0."""

_TANH_CURVES = float(np.arctanh(np.sqrt(1 / 3)))
"""Where tanh's is: there 3 tanh² = 1."""

_HALF, _THREE_HALVES = float(np.sqrt(0.5)), float(np.sqrt(1.5))
_QUARTER_TURN = float(np.pi / 2)

ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("identity", "f(z) = z", _identity, ((), (), ())),
        Activation(
            "sigmoid",
            "f(z) = 1 / (1 + e⁻ᶻ)",
            _sigmoid,
            ((), (0.0,), (-_SIGMOID_CURVES, _SIGMOID_CURVES)),
            saturates=True,
            both=_write_sigmoid,
        ),
        Activation(
            "tanh",
            "f(z) = tanh z",
            _tanh,
            ((), (0.0,), (-_TANH_CURVES, _TANH_CURVES)),
            saturates=True,
            quick=(np.tanh, _quick_tanh_slope),
            both=_write_tanh,
        ),
        Activation("relu", "f(z) = max(0, z)", _relu, ((), (), ()), saturates=True, kinks=True, idle="off"),
        Activation("softplus", "f(z) = ln(1 + eᶻ)", _softplus, ((), (), (0.0,)), saturates=True),
        Activation(
            "sin",
            "f(z) = sin z",
            _sin,
            ((-_QUARTER_TURN, _QUARTER_TURN), (0.0, 2 * _QUARTER_TURN), (-_QUARTER_TURN, _QUARTER_TURN)),
            period=4 * _QUARTER_TURN,
        ),
        Activation(
            "gaussian",
            "f(z) = e^(−z²)",
            _gaussian,
            ((0.0,), (-_HALF, _HALF), (-_THREE_HALVES, 0.0, _THREE_HALVES)),
            saturates=True,
        ),
    )
}
