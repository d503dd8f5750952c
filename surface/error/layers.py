"""Layers whose weights lie on a plane: activities and net inputs carried upwards with their derivatives along it.

A derivative is known by its key (p, q): p times along a and q times along b. What has no entry is zero. Every formula
holds for numbers and for intervals alike, and so for a place on the plane and for a box of places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import Any

import numpy as np

from surface.arrays import Array, Mask
from surface.model import ACTIVATIONS, Activation, Layer, Value

Key = tuple[int, int]
Jet = Mapping[Key, Value]
"""Derivatives, (..., units, n) each: a Taylor polynomial in a and b, cut after the second order."""
Products = Mapping[Key, tuple[Value, Value | None, Value | None]]
"""What a layer's constant part, and those along a and b, make of its inputs; None: it has no such part."""
Parts = tuple[Array, Array | None, Array | None]
"""The same of inputs with the units first: (units, m, n) each, or (units, 1, n) where it is the same at all places."""

ORDERS: tuple[tuple[Key, ...], ...] = (((0, 0),), ((1, 0), (0, 1)), ((2, 0), (1, 1), (0, 2)))
"""The keys of each order."""

_FACTORS: Mapping[Key, tuple[Key, Key]] = {
    (2, 0): ((1, 0), (1, 0)),
    (1, 1): ((1, 0), (0, 1)),
    (0, 2): ((0, 1), (0, 1)),
}


def work_of(layers: Sequence[PlaneLayer]) -> float:
    """Return what a data point takes of a pass through layers, in passes through one or two units.

    Of a layer above the first one every eighth weight counts as a unit: so much less does it take.
    """
    first, *above = (layer.constant for layer in layers)
    return max(1.0, (first.units + sum(layer.units * (1 + layer.inputs / 8) for layer in above)) / 2)


def factors(key: Key) -> tuple[Key, Key]:
    """Return the two first derivatives whose product belongs to a second one."""
    return _FACTORS[key]


class PlaneLayer:
    """A layer whose weights are constant + a·along_1 + b·along_2."""

    def __init__(self, constant: Layer, along_1: Layer, along_2: Layer) -> None:
        self.activation: Activation = ACTIVATIONS[constant.activation]
        self.constant = constant
        # Most layers have no part along a direction, and then nothing needs to be multiplied by it.
        self.along = (along_1 if along_1.rows.any() else None, along_2 if along_2.rows.any() else None)
        self._held: tuple[Any, Any, Any] = (
            None,
            None,
            None,
        )  # of numbers alone: it is asked about no box

    @property
    def moved(self) -> Mask:
        """Which units have a weight that changes along the plane, (units,)."""
        parts = [np.any(part.rows, axis=1) for part in self.along if part is not None]
        return np.any(parts, axis=0) if parts else np.zeros(self.constant.units, dtype=bool)

    def of_units(self, some: Mask) -> PlaneLayer:
        """Return the layer of some of the units."""
        return PlaneLayer(*(_rows(part or _zero(self.constant), some) for part in (self.constant, *self.along)))

    def fed_by(self, moved: Mask, held: Array) -> PlaneLayer:
        """Return the layer fed by the inputs that move alone; held: the values of the others, (inputs, n)."""
        parts = [part or _zero(self.constant) for part in (self.constant, *self.along)]
        fed = PlaneLayer(*(Layer(part.weights[:, moved], part.activation, part.bias) for part in parts))
        still = [part.weights[:, ~moved] for part in parts]
        constant, along_1, along_2 = (weights @ held if weights.any() else None for weights in still)
        fed._held = constant, along_1, along_2
        return fed

    def of_points(self, rows: slice) -> PlaneLayer:
        """Return the layer for some of the data points."""
        other = copy(self)
        constant, first, second = (None if part is None else part[:, rows] for part in self._held)
        other._held = constant, first, second
        return other

    @property
    def free(self) -> bool:
        """Whether any of its weights changes along the plane."""
        return any(layer is not None for layer in self.along)

    def products(self, x: Jet[Value]) -> Products[Value]:
        """Return what each of the three parts of the layer makes of inputs with these Taylor coefficients."""
        made: dict[Key, tuple[Value, Value | None, Value | None]] = {}
        for key, value in x.items():
            bias = key == (0, 0)  # a derivative of the input is multiplied, but shifted by nothing
            along_1, along_2 = (None if part is None else part.net(value, bias) for part in self.along)
            # Three parts and not their sum: made once, they hold at every place (a, b) of the plane.
            constant = self.constant.net(value, bias)
            if bias:
                held, held_1, held_2 = self._held
                constant = constant if held is None else constant + held
                along_1, along_2 = _shifted(along_1, held_1), _shifted(along_2, held_2)
            made[key] = constant, along_1, along_2
        return made

    def parts(self, x: Array, times: Callable[[Array, Array], Array]) -> Parts:
        """Return what each of the three parts makes of inputs with the units first, (inputs, m, n).

        times: of a table and inputs, their product.
        """
        held, held_1, held_2 = (None if part is None else part[:, None] for part in self._held)
        along_1, along_2 = (None if part is None else _net(part, x, times) for part in self.along)
        constant = _net(self.constant, x, times)
        constant = constant if held is None else np.add(constant, held, out=constant)
        return constant, _shifted(along_1, held_1), _shifted(along_2, held_2)

    def net(self, made: Products[Value], ab: tuple[Value, Value], order: int) -> Jet[Value]:
        """Return the net inputs' Taylor coefficients: Leibniz' rule for (W₀ + a A + b B) x, of which W is linear."""
        z: dict[Key, Value] = {}
        for key in (key for keys in ORDERS[: order + 1] for key in keys):
            terms = [made[key][0]] if key in made else []
            for axis in (0, 1):
                if key in made and (part := made[key][1 + axis]) is not None:
                    terms.append(ab[axis] * part)
                below = (key[0] - 1, key[1]) if axis == 0 else (key[0], key[1] - 1)
                if below in made and (part := made[below][1 + axis]) is not None:
                    # A weight's own derivative along its axis is 1 and the next 0: one term, taken p or q times.
                    terms.append(key[axis] * part)
            if terms:
                z[key] = _added(terms)
        return z

    def activity(self, z: Jet[Value], order: int) -> Jet[Value]:
        """Return the Taylor coefficients of f(z): the chain rule, and at second order f″ z′ z′ + f′ z″."""
        f = self.activation.taylor(z[0, 0], order)
        # What z lacks y lacks too, unless two first derivatives meet in it.
        y = {(0, 0): f[0]}
        for key in ORDERS[1] if order >= 1 else ():
            if key in z:
                y[key] = f[1] * z[key]
        for key in ORDERS[2] if order >= 2 else ():
            first, second = factors(key)
            # Either part may be missing: z need not bend, or may be level along one of the two. The slopes come first:
            # of one that is multiplied by itself an interval knows that it is a square.
            terms = [f[2] * (z[first] * z[second])] if first in z and second in z else []
            terms += [f[1] * z[key]] if key in z else []
            if terms:
                y[key] = _added(terms)
        return y


def above_the_held(layers: Sequence[PlaneLayer], x: Value) -> tuple[Value, list[PlaneLayer]]:
    """Return what reaches the first layer that holds a free weight, or the last, and the layers from there on."""
    first = next((depth for depth, layer in enumerate(layers) if layer.free), 0)
    for layer in layers[:first]:
        z: Jet[Value] = {(0, 0): layer.constant.net(x)}
        x = layer.activity(z, 0)[0, 0]
    return x, list(layers[first:])


def moving(layers: Sequence[PlaneLayer], x: Array) -> list[PlaneLayer]:
    """Return layers fed by x, (inputs, n), without the units of the first that no free weight reaches.

    What those put out is the same at every place, and becomes a part of the next layer's net inputs.
    """
    first, *above = layers
    moved = first.moved
    if not above or moved.all():
        return list(layers)
    held = first.activation.value(first.constant.net(x))[~moved]
    return [first.of_units(moved), above[0].fed_by(moved, held), *above[1:]]


def outputs(layers: Sequence[PlaneLayer], made: Products[Value], ab: tuple[Value, Value], order: int) -> Jet[Value]:
    """Return the outputs' Taylor coefficients, each (m, units, n); made: the products of the first of the layers."""
    for layer, above in pairwise(layers):
        made = above.products(layer.activity(layer.net(made, ab, order), order))
    last = layers[-1]
    return last.activity(last.net(made, ab, order), order)


def derivative(y: Jet[Value], residual: Value, key: Key, counts: Array | None) -> Value | None:
    """Return a derivative of ½ Σ n r², (m,): −Σ n r y′ at first order, Σ n (y′ y′ − r y″) at second; None if it is 0.

    counts: how many rows each point stands for, (n,) or (m, 1, n); None: one each.
    """
    # The residual's own derivative is −y′: hence the sign.
    terms = [-_counted(residual * y[key], counts)] if key in y else []
    if sum(key) == 2:
        first, second = factors(key)
        terms += [_counted(y[first] * y[second], counts)] if first in y and second in y else []
    return _added(terms) if terms else None


def matrices(second: Array) -> Array:
    """Return second derivatives, (..., 3), as symmetric matrices, (..., 2, 2)."""
    aa, ab, bb = np.moveaxis(second, -1, 0)
    return np.stack([np.stack([aa, ab], -1), np.stack([ab, bb], -1)], -2)


def half_squares(residual: Array, counts: Array | None) -> Array:
    """Return ½ Σ n r², (m,); counts as above."""
    return 0.5 * _counted(residual**2, counts)


def _counted(terms: Value, counts: Array | None) -> Value:
    """Return the sum over units and points, each as often as it counts."""
    counted: Any = terms if counts is None else terms * counts
    return counted.sum(axis=(-2, -1))


def _net(layer: Layer, x: Array, times: Callable[[Array, Array], Array]) -> Array:
    """Return what reaches each unit with the units first, (units, m, n), of activities (inputs, m, n)."""
    net = times(layer.weights, x)
    return net if layer.bias is None else np.add(net, layer.bias[:, None, None], out=net)


def _shifted(part: Value | None, held: Any) -> Value | None:
    """Return the sum of two parts of a net input, of which either may be missing."""
    return part if held is None else held if part is None else part + held


def _rows(layer: Layer, some: Mask) -> Layer:
    return Layer(layer.weights[some], layer.activation, None if layer.bias is None else layer.bias[some])


def _zero(layer: Layer) -> Layer:
    return layer.with_flat(np.zeros(layer.flat.size))


def _added(terms: Sequence[Value]) -> Value:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
