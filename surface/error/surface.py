"""The error surface: the sum of squared errors of a network over two of its weights, with exact derivatives.

E(w) = ½ Σ_μ Σ_j (y_j^μ − ŷ_j^μ)². The two free weights span a plane in weight space, w = origin + a·direction_1 +
b·direction_2; value, first and second derivatives along the plane are carried through the layers together (forward
mode: a Taylor polynomial in a and b, cut after the second order), so one formula serves every network.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

import numpy as np

from surface.arrays import Array
from surface.data import Dataset
from surface.error import grid
from surface.error.window import Landscape, Window, checked_resolution, checked_threads, checked_window
from surface.model import ACTIVATIONS, Activation, Layer, Network, Plane, checked, checked_last_axis, checked_network

Jet = Mapping[tuple[int, int], Array]
"""Derivatives (p times along a, q times along b) -> (..., units, n); what is missing is zero."""
Products = Mapping[tuple[int, int], list[Array | None]]
"""The same of what a layer's constant part, and those along a and b, make of its inputs; None: it has no such part."""

BLOCK = 2**20
"""The most numbers that one array of a block holds (8 MiB): what bounds the memory of every evaluation."""

_ORDERS = (((0, 0),), ((1, 0), (0, 1)), ((2, 0), (1, 1), (0, 2)))


class _PlaneLayer:
    """A layer whose weights are constant + a·along[0] + b·along[1]."""

    def __init__(self, constant: Layer, along: tuple[Layer, Layer]):
        self.activation: Activation = ACTIVATIONS[constant.activation]
        self.constant = constant
        self.along = tuple(layer if layer.flat.any() else None for layer in along)

    @property
    def free(self) -> bool:
        return any(layer is not None for layer in self.along)

    def products(self, x: Jet) -> Products:
        """Return what each of the three parts of the layer makes of inputs with these Taylor coefficients."""
        parts = (self.constant, *self.along)
        return {
            key: [None if part is None else _affine(part, value, key == (0, 0)) for part in parts]
            for key, value in x.items()
        }

    def net(self, made: Products, ab: tuple[Array, Array], order: int) -> Jet:
        """Return the net inputs' Taylor coefficients: Leibniz' rule for (W₀ + a A + b B) x, of which W is linear."""
        z: dict[tuple[int, int], Array] = {}
        for key in (key for keys in _ORDERS[: order + 1] for key in keys):
            terms = []
            if key in made:
                terms.append(made[key][0])
            for axis in (0, 1):
                if self.along[axis] is None:
                    continue
                if key in made:
                    terms.append(ab[axis] * made[key][1 + axis])
                below = (key[0] - 1, key[1]) if axis == 0 else (key[0], key[1] - 1)
                if below in made:
                    terms.append(key[axis] * made[below][1 + axis])
            if terms:
                z[key] = sum(terms[1:], start=terms[0])
        return z

    def activity(self, z: Jet, order: int) -> Jet:
        """Return the Taylor coefficients of f(z): the chain rule, and at second order f″ z′ z′ + f′ z″."""
        f = self.activation.taylor(z[0, 0], order)
        y = {(0, 0): f[0]}
        for key in _ORDERS[1] if order >= 1 else ():
            if key in z:
                y[key] = f[1] * z[key]
        for key in _ORDERS[2] if order >= 2 else ():
            first, second = _factors(key)
            terms = [f[2] * z[first] * z[second]] if first in z and second in z else []
            terms += [f[1] * z[key]] if key in z else []
            if terms:
                y[key] = sum(terms[1:], start=terms[0])
        return y


def _affine(layer: Layer, x: Array, with_bias: bool) -> Array:
    """Return weights · x, (..., units, n), and the bias too where x is a value and not a derivative."""
    product = layer.weights @ x
    return product if layer.bias is None or not with_bias else product + layer.bias[:, None]


def _factors(key: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the two first derivatives whose product belongs to a second one."""
    return {(2, 0): ((1, 0), (1, 0)), (1, 1): ((1, 0), (0, 1)), (0, 2): ((0, 1), (0, 1))}[key]


class ErrorSurface:
    """The sum of squared errors of a network on a data set over two free weights, the rest held where they are.

    free: two different names out of network.names. Weights w are (..., 2) throughout, the first free weight first.
    Raises ValueError where the data do not fit the network or a name is unknown or given twice.
    """

    dimension = 2
    """How many numbers a place w on the plane has."""

    def __init__(self, network: Network, data: Dataset, free: tuple[str, str]):
        _check_fit(network, data)
        self._build(Plane.of_two(network, free), data)

    @classmethod
    def on(cls, plane: Plane, data: Dataset) -> ErrorSurface:
        """Return the surface over a plane; weights w, (..., 2), are places on the plane."""
        if not isinstance(plane, Plane):
            raise ValueError(f"`plane` must be a Plane, got {type(plane).__name__}")
        _check_fit(plane.network, data)
        surface = cls.__new__(cls)
        surface._build(plane, data)
        return surface

    def _build(self, plane: Plane, data: Dataset) -> None:
        self.plane, self.data = plane, data
        constant, *along = (plane.network.with_weights(v).layers for v in (plane.origin, *plane.directions))
        self.layers = [_PlaneLayer(c, pair) for c, *pair in zip(constant, *along, strict=True)]
        self._skip_what_is_constant()

    @property
    def network(self) -> Network:
        return self.plane.network

    @property
    def free(self) -> tuple[str, str] | None:
        """The two weights that are free, the first one first; None over a plane of other directions."""
        return self.plane.free

    def _skip_what_is_constant(self) -> None:
        """Compute once what no free weight reaches: the layers below the first free one, and untouched outputs."""
        x, y = self.data.inputs.T, self.data.targets.T
        while len(self.layers) > 1 and not self.layers[0].free:
            layer = self.layers[0]
            x = layer.activity(layer.net(layer.products({(0, 0): x}), (0.0, 0.0), 0), 0)[0, 0]
            del self.layers[0]
        self.held_error = 0.0
        if len(self.layers) == 1:
            layer = self.layers[0]
            touched = np.any([_touched(part) for part in layer.along if part is not None], axis=0)
            held = layer.activation.value(_affine(layer.constant, x, True))[~touched]
            self.held_error = 0.5 * float(np.sum((y[~touched] - held) ** 2))
            parts = [
                _rows(part, touched) for part in (layer.constant, *(p or _zero(layer.constant) for p in layer.along))
            ]
            self.layers, y = [_PlaneLayer(parts[0], (parts[1], parts[2]))], y[touched]
        self.inputs, self.targets = x, y

    def error(self, w) -> Array:
        """Return E, (...,), at weights w, (..., 2)."""
        return self._in_blocks(w, 0)[..., 0]

    def gradient(self, w) -> Array:
        """Return (∂E/∂w₁, ∂E/∂w₂), (..., 2), at weights w, (..., 2)."""
        return self._in_blocks(w, 1)

    def hessian(self, w) -> Array:
        """Return the second derivatives, (..., 2, 2), at weights w, (..., 2)."""
        aa, ab, bb = np.moveaxis(self._in_blocks(w, 2), -1, 0)
        return np.stack([np.stack([aa, ab], -1), np.stack([ab, bb], -1)], -2)

    def sample(self, window: Window, resolution: int | tuple[int, int] = 201, threads: int | None = None) -> Landscape:
        """Return the surface on a grid over the window, edges included; `resolution` is an int or (n1, n2).

        threads: by default as many as there are cores. The result does not depend on it.
        """
        (a, b), (c, d) = checked_window(window)
        n1, n2 = checked_resolution(resolution)
        w1, w2 = np.linspace(a, b, n1), np.linspace(c, d, n2)
        return Landscape(w1, w2, grid.errors(self, w1, w2, checked_threads(threads)))

    def network_at(self, w) -> Network:
        """Return the network at weights w, (2,)."""
        w = checked("w", w, 1)
        if w.shape != (2,):
            raise ValueError(f"`w` must be two numbers, got {len(w)}")
        return self.network.with_weights(self.plane.weights(w))

    def _in_blocks(self, w, order: int) -> Array:
        """Return the derivatives of that order, (..., 1 to 3), a bounded number of points at a time."""
        w = checked_last_axis("w", w, 2)
        points = w.reshape(-1, 2)
        size = max(1, BLOCK // (self.data.inputs.shape[0] * max(layer.constant.units for layer in self.layers)))
        if 0 < len(points) <= size:  # a step of a run: what comes once for each block would take as long as the step
            values = self._derivatives(points, order)
        else:
            blocks = [self._derivatives(points[k : k + size], order) for k in range(0, len(points), size)]
            values = np.concatenate(blocks) if blocks else np.zeros((0, order + 1))
        return values.reshape(*w.shape[:-1], order + 1)

    def _derivatives(self, w: Array, order: int) -> Array:
        """Return E, its two first or its three second derivatives at points w, (m, 2) -> (m, 1 to 3)."""
        y = self._outputs(w, order)
        residual = self.targets - y[0, 0]
        if order == 0:
            return (0.5 * np.sum(residual**2, axis=(-2, -1)) + self.held_error)[:, None]
        values = np.zeros((len(w), order + 1))
        for column, key in zip(values.T, _ORDERS[order], strict=True):
            self._add_derivative(column, y, residual, key)
        return values

    @staticmethod
    def _add_derivative(total: Array, y: Jet, residual: Array, key: tuple[int, int]) -> None:
        """Add one derivative of ½ Σ r² to zeros, (m,): −Σ r y′ at first order, Σ y′ y′ − r y″ at second."""
        if key in y:
            total -= (residual * y[key]).sum(axis=(-2, -1))
        if sum(key) == 2:
            first, second = _factors(key)
            if first in y and second in y:
                total += (y[first] * y[second]).sum(axis=(-2, -1))

    @cached_property
    def _first_products(self) -> Products:
        """What the first layer's parts make of the data: the same at all points."""
        return self.layers[0].products({(0, 0): self.inputs})

    def _outputs(self, w: Array, order: int) -> Jet:
        """Return the outputs' Taylor coefficients, each (m, units, n), at points w, (m, 2)."""
        ab = w[:, 0, None, None], w[:, 1, None, None]
        made = self._first_products
        for layer, above in pairwise(self.layers):
            made = above.products(layer.activity(layer.net(made, ab, order), order))
        last = self.layers[-1]
        return last.activity(last.net(made, ab, order), order)


def _check_fit(network: Network, data: Dataset) -> None:
    checked_network(network)
    if not isinstance(data, Dataset):
        raise ValueError(f"`data` must be a Dataset, got {type(data).__name__}")
    wide, out = data.inputs.shape[1], data.targets.shape[1]
    if wide != network.inputs:
        raise ValueError(f"the data must have {network.inputs} inputs, as the network has, got {wide}")
    if out != network.outputs:
        raise ValueError(f"the data must have {network.outputs} targets, as the network has outputs, got {out}")


def _touched(layer: Layer) -> Array:
    """Return for each unit whether any of its numbers is not zero."""
    return layer.rows.any(axis=1)


def _rows(layer: Layer, some: Array) -> Layer:
    return Layer(layer.weights[some], layer.activation, None if layer.bias is None else layer.bias[some])


def _zero(layer: Layer) -> Layer:
    return layer.with_flat(np.zeros(layer.flat.size))
