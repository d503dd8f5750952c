"""The error surface: the sum of squared errors of a network over two of its weights, with exact derivatives.

E(w) = ½ Σ_μ Σ_j (y_j^μ − ŷ_j^μ)², a data point that stands for n rows taken n times. The two free weights span a
plane in weight space, w = origin + a·direction_1 + b·direction_2; value, first and second derivatives along the plane
are carried through the layers together (forward mode: a Taylor polynomial in a and b, cut after the second order), so
one formula serves every network. The gradient alone, which descents ask for, takes the way back (`slopes.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property

import numpy as np

from surface.arrays import Array, Indices, Numbers
from surface.data import Dataset
from surface.error import near
from surface.error.alone import slopes_of_one
from surface.error.boxes import Boxes, checked_boxes
from surface.error.fit import check_fit
from surface.error.layers import (
    ORDERS,
    Key,
    PlaneLayer,
    Products,
    above_the_held,
    derivative,
    half_squares,
    matrices,
    moving,
    outputs,
)
from surface.error.polynomial import PolynomialSurface, whole_with_slopes
from surface.error.slopes import slopes
from surface.error.window import (
    Landscape,
    Window,
    checked_resolution,
    checked_threads,
    checked_tolerance,
    checked_window,
)
from surface.model import Network, Plane, checked, checked_last_axis, checked_plane

BLOCK = 2**16
"""The most numbers that one array of a block holds (512 KiB): of the many at once, these stay in the cache.

For each order of derivatives half as many: the Hessian then takes little more than half the time.
"""

MADE = ("_first_products", "_moving", "_stretches", "reaches", "_boxes")
"""What is computed of all rows where it is asked for."""

STRETCH = 2**14
"""So many data points, times units, are passed through all layers together, where there are more than BLOCK."""


class ErrorSurface:
    """The sum of squared errors of a network on a data set over two free weights, the rest held where they are.

    free: two different names out of network.names. Weights w are (..., 2) throughout, the first free weight first.
    Raises ValueError where the data do not fit the network or a name is unknown or given twice.
    """

    dimension = 2
    """How many numbers a place w on the plane has."""

    def __init__(self, network: Network, data: Dataset, free: tuple[str, str]) -> None:
        check_fit(network, data)
        self._build(Plane.of_two(network, free), data)

    @classmethod
    def on(cls, plane: Plane, data: Dataset) -> ErrorSurface:
        """Return the surface over a plane; weights w, (..., 2), are places on the plane."""
        check_fit(checked_plane(plane).network, data)
        surface = cls.__new__(cls)
        surface._build(plane, data)
        return surface

    def _build(self, plane: Plane, data: Dataset) -> None:
        self.plane, self.data = plane, data
        constant, along_1, along_2 = (plane.network.with_weights(v).layers for v in (plane.origin, *plane.directions))
        self.tick: Callable[[], object] = _unwatched
        self._polynomials: dict[tuple[Window, float], near.Whole | None] = {}
        self._all_layers = [PlaneLayer(*parts) for parts in zip(constant, along_1, along_2, strict=True)]
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
        y, self.counts = self.data.targets.T, self.data.counts
        x, self.layers = above_the_held(self._all_layers, self.data.inputs.T)
        self.held_error = self.data.unexplained
        if len(self.layers) == 1:
            (layer,) = self.layers
            moved = layer.moved
            held = layer.activation.value(layer.constant.net(x))[~moved]
            self.held_error += 0.5 * float(np.sum(self._counted((y[~moved] - held) ** 2)))
            self.layers, y = [layer.of_units(moved)], y[moved]
        self.inputs, self.targets = x, y

    def __getstate__(self) -> dict[str, object]:
        # Of a copy too, which may be of other rows.
        return {name: value for name, value in self.__dict__.items() if name not in MADE}

    def watched(self, tick: Callable[[], object]) -> ErrorSurface:
        """Return this surface for long work: `tick` is called before every block of it, and what it raises ends it."""
        other = copy(self)
        other.tick = tick
        return other

    def error(self, w: Numbers) -> Array:
        """Return E, (...,), at weights w, (..., 2)."""
        return self._in_blocks(w, ORDERS[0])[..., 0]

    def _counted(self, squares: Array) -> Array:
        """Return what points come to, (..., n), each as often as it counts."""
        return squares if self.counts is None else squares * self.counts

    def row_errors(self, w: Array) -> Array:
        """Return each point's own part of E at weights w, (m, 2) -> (m, n), without what does not change."""
        layers, made = self._moving
        size = self._block(self.rows, 0)
        parts = list[Array]()
        for k in range(0, len(w), size):
            self.tick()
            a, b = (w[k : k + size, axis, None, None] for axis in (0, 1))
            parts.append(0.5 * np.sum((self.targets - outputs(layers, made, (a, b), 0)[0, 0]) ** 2, axis=-2))
        return self._counted(np.concatenate(parts))

    def gradient(self, w: Numbers) -> Array:
        """Return (∂E/∂w₁, ∂E/∂w₂), (..., 2), at weights w, (..., 2)."""
        return self._in_blocks(w, ORDERS[1])

    def stepping(self) -> Callable[[Array], Array]:
        """Return what gives the gradient at one place, (2,), for one run's steps: the same numbers as `gradient`."""
        (layers, made, targets, counts), *more = self._stretches
        return self.gradient if more else slopes_of_one(layers, made, targets, counts, self.tick)

    def error_and_gradient(self, w: Numbers) -> tuple[Array, Array]:
        """Return E, (...,), and its gradient, (..., 2), at weights w, (..., 2), in one pass."""
        found = self._in_blocks(w, ORDERS[0] + ORDERS[1])
        return found[..., 0], found[..., 1:]

    @property
    def rows(self) -> int:
        """How many data points there are, of which a batch is a part."""
        return self.inputs.shape[1]

    def of_rows(self, rows: Indices) -> ErrorSurface:
        """Return the surface of some points: those of all parts add up to this one, but for `held_error`."""
        other = copy(self)
        other._polynomials = {}
        other.inputs, other.targets, other.held_error = self.inputs[:, rows], self.targets[:, rows], 0.0
        other.counts = None if self.counts is None else self.counts[rows]
        return other

    @property
    def first_parts(self) -> tuple[Array, Array | None, Array | None]:
        """What the first free layer's net inputs are made of, (units, n) each: constant, along a, along b."""
        return self._first_products[0, 0]

    def batch_gradient(self, w: Numbers, rows: Indices) -> Array:
        """Return the gradient that a batch of rows of the data gives for all of them, (..., 2), at weights w, (..., 2).

        rows: (b,), or (..., b) with a batch for each place. The gradient of their error alone is multiplied by n / b,
        so that its mean over all batches of an epoch is the gradient where b divides n.
        """
        places, size = checked_last_axis("w", w, 2), rows.shape[-1]
        points, chosen = places.reshape(-1, 2), np.broadcast_to(rows, (*places.shape[:-1], size)).reshape(-1, size)
        block = self._block(size, 1)
        slopes = [
            self._batch_slopes(points[k : k + block], chosen[k : k + block]) for k in range(0, len(points), block)
        ]
        return np.concatenate(slopes).reshape(places.shape) if slopes else np.zeros(places.shape)

    def _batch_slopes(self, w: Array, rows: Indices) -> Array:
        """Return the slopes at points w, (m, 2), of the batches rows, (m, b), each as for all the data."""
        self.tick()
        constant, *along = self._first_products[0, 0]
        along_1, along_2 = (None if part is None else _batches(part, rows) for part in along)
        made = {(0, 0): (_batches(constant, rows), along_1, along_2)}
        counts = None if self.counts is None else self.counts[rows][:, None, :]
        slopes = self._derivatives(w, ORDERS[1], self.layers, made, _batches(self.targets, rows), counts)
        return slopes * (self.rows / rows.shape[-1])

    def hessian(self, w: Numbers) -> Array:
        """Return the second derivatives, (..., 2, 2), at weights w, (..., 2)."""
        return matrices(self._in_blocks(w, ORDERS[2]))

    def derivatives(self, w: Numbers) -> tuple[Array, Array]:
        """Return gradient, (..., 2), and Hessian, (..., 2, 2), at weights w, (..., 2), in the time of the latter."""
        found = self._in_blocks(w, ORDERS[1] + ORDERS[2])
        return found[..., :2], matrices(found[..., 2:])

    def enclosed_gradient(self, boxes: Numbers) -> Array:
        """Return bounds of the gradient, (..., 2, 2), the lower one first, over boxes ((a, b), (c, d)), (..., 2, 2)."""
        return self._boxes.bounds(checked_boxes(boxes), 1, self.tick)

    def enclosed_derivatives(self, boxes: Numbers) -> tuple[Array, Array]:
        """Return bounds of the gradient, (..., 2, 2), and of the Hessian, (..., 2, 2, 2), over boxes, (..., 2, 2).

        The exact values lie within at every place of the box, rounding included; a bound may be infinite.
        """
        bounds = self._boxes.bounds(checked_boxes(boxes), 2, self.tick)
        aa, ab, bb = np.moveaxis(bounds[..., 2:, :], -2, 0)
        return bounds[..., :2, :], np.stack([np.stack([aa, ab], -2), np.stack([ab, bb], -2)], -3)

    @cached_property
    def reaches(self) -> Array:
        """How far the net inputs of the first free layer move with one unit of each axis, root mean square, (2,).

        0 for an axis that does not reach them.
        """
        _, *parts = self._first_products[0, 0]
        squares = [0.0 if part is None else np.average(part**2, axis=-1, weights=self.counts).mean() for part in parts]
        return np.sqrt(squares)

    def sheared(self, window: Window) -> tuple[ErrorSurface, Array]:
        """Return this surface over axes t, w = shear @ t, (2, 2), along which its data spread without correlation.

        A slanted valley, as inputs far from 0 beside a bias have one, lies along an axis there. The spread is that of
        the first layer's net inputs over the window; where a weight does not reach them the axes stay as they are.
        """
        shear, reach = np.eye(2), np.ptp(checked_window(window), axis=-1)
        _, *parts = self._first_products[0, 0]
        along = [part.ravel() * width for part, width in zip(parts, reach, strict=True) if part is not None]
        if len(along) < 2:
            return self, shear
        with np.errstate(over="ignore"):
            size = [float(part @ part) for part in along]
        # The axis of more reach stays: what is taken off the other one is then at most as long as that.
        kept = int(size[1] > size[0])
        with np.errstate(all="ignore"):
            ratio = np.float64(along[0] @ along[1]) / size[kept] * reach[kept] / reach[1 - kept]
            # With half its digits, an axis's numbers are exact.
            slant = float(np.float32(ratio))
        # Over 10³⁰⁰ or 10⁻³⁰⁰ of an axis no slant can be told.
        if not np.isfinite(slant):
            return self, shear
        shear[kept, 1 - kept] = -slant
        directions = shear.T @ self.plane.directions
        turned = ErrorSurface.on(Plane(self.network, self.plane.origin, *directions), self.data)
        return turned.watched(self.tick), shear

    def sample(
        self,
        window: Window,
        resolution: int | tuple[int, int] = 201,
        threads: int | None = None,
        tolerance: float = 1e-12,
    ) -> Landscape:
        """Return the surface on a grid over the window, edges included; `resolution` is an int or (n1, n2).

        threads: by default as many as there are cores. The result does not depend on it.
        tolerance: by how much of the range of the errors on the grid, largest less smallest, each may differ from the
        plain sum, from 1e-13 to below 1. Smooth activations and many rows are then sampled in a fraction of the time;
        where the rounding of the sum itself is more than that, or it saves nothing, and with 0, every sum is formed at
        every place. No error is below 0.
        """
        (a, b), (c, d) = checked_window(window)
        n1, n2 = checked_resolution(resolution)
        share = checked_tolerance(tolerance)
        w1, w2 = np.linspace(a, b, n1), np.linspace(c, d, n2)
        return Landscape(w1, w2, near.errors(self, w1, w2, checked_threads(threads), share))

    def polynomial(self, window: Window, tolerance: float = 1e-12) -> PolynomialSurface | None:
        """Return this surface over a window as one polynomial, whose evaluation costs the same whatever the data.

        tolerance: as of `sample`. None where it is none to that tolerance, of too many nodes, or without its slopes:
        kinks, few rows, wide windows, plateaus. It is computed once for each window.
        """
        key = checked_window(window), checked_tolerance(tolerance)
        if key not in self._polynomials:
            self._polynomials[key] = whole_with_slopes(self, *key)
        made = self._polynomials[key]
        return None if made is None else PolynomialSurface(self, key[0], made)

    def network_at(self, w: Numbers) -> Network:
        """Return the network at weights w, (2,)."""
        w = checked("w", w, 1)
        if w.shape != (2,):
            raise ValueError(f"`w` must be two numbers, got {len(w)}")
        return self.network.with_weights(self.plane.weights(w))

    def _in_blocks(self, w: Numbers, keys: Sequence[Key]) -> Array:
        """Return the derivatives of these keys, (..., keys), a bounded number of points at a time."""
        w = checked_last_axis("w", w, 2)
        points = w.reshape(-1, 2)
        size = self._block(self.rows, sum(keys[-1]))
        if 0 < len(points) <= size:  # a step of a run: what comes once for each block would take as long as the step
            values = self._at(points, keys)
        else:
            blocks = [self._at(points[k : k + size], keys) for k in range(0, len(points), size)]
            values = np.concatenate(blocks) if blocks else np.zeros((0, len(keys)))
        return values.reshape(*w.shape[:-1], len(keys))

    def _block(self, rows: int, order: int) -> int:
        """Return at how many points so many rows may be evaluated at once, with their derivatives up to an order."""
        # The widest layer times the data: what one point needs of an array; of a higher order more arrays are at hand.
        return max(1, (BLOCK >> order) // (rows * self._widest))

    def _at(self, w: Array, keys: Sequence[Key]) -> Array:
        """Return the derivatives of these keys for all rows at points w, (m, 2) -> (m, keys)."""
        self.tick()
        first, *rest = (self._derivatives(w, keys, *part) for part in self._stretches)
        values = sum(rest, first)
        if not any(keys[0]):
            values[:, 0] += self.held_error
        return values

    def _derivatives(
        self,
        w: Array,
        keys: Sequence[Key],
        layers: Sequence[PlaneLayer],
        made: Products[Array],
        targets: Array,
        counts: Array | None,
    ) -> Array:
        """Return E or those of its first and second derivatives that have these keys, (m, 2) -> (m, keys).

        made: what the first layer's parts make of the points; targets: theirs, ([m,] units, n); counts: theirs.
        """
        if keys == ORDERS[1]:
            return slopes(layers, made, w, targets, counts)
        ab, order = (w[:, 0, None, None], w[:, 1, None, None]), sum(keys[-1])  # the highest stands last
        y = outputs(layers, made, ab, order)
        residual = targets - y[0, 0]
        values = np.zeros((len(w), len(keys)))
        for column, key in zip(values.T, keys, strict=True):
            found = derivative(y, residual, key, counts) if any(key) else half_squares(residual, counts)
            # What has no entry is zero; what does not depend on w comes as one number for all of them.
            column[:] = 0 if found is None else found
        return values

    @property
    def is_quadratic(self) -> bool:
        """Whether the error is a quadratic form of the two weights, known from one pass over the data."""
        return self._boxes.quadratic

    @cached_property
    def _boxes(self) -> Boxes:
        return Boxes(self._all_layers, self.data.inputs.T, self.data.targets.T, self.data.counts)

    @cached_property
    def _first_products(self) -> Products[Array]:
        """What the first layer's parts make of the data: the same at all points."""
        return self.layers[0].products({(0, 0): self.inputs})

    @cached_property
    def _stretches(self) -> list[tuple[list[PlaneLayer], Products[Array], Array, Array | None]]:
        """The layers, what the first makes of the data, targets and counts: of as many data as a cache holds at a time.

        All at once where they are few: of a hundred thousand it would take three times as long.
        """
        layers, made = self._moving
        if self.rows * self._widest <= BLOCK:
            return [(layers, made, self.targets, self.counts)]
        size, (constant, *along) = max(1, STRETCH // self._widest), made[0, 0]
        found = list[tuple[list[PlaneLayer], Products[Array], Array, Array | None]]()
        for rows in (slice(k, k + size) for k in range(0, self.rows, size)):
            first, second = (None if part is None else part[:, rows] for part in along)
            counts = None if self.counts is None else self.counts[rows]
            some = [layer.of_points(rows) for layer in layers]
            found.append((some, {(0, 0): (constant[:, rows], first, second)}, self.targets[:, rows], counts))
        return found

    @property
    def _widest(self) -> int:
        return max(layer.constant.units for layer in self.layers)

    @cached_property
    def _moving(self) -> tuple[list[PlaneLayer], Products[Array]]:
        """The layers without the units that never move, and what the first one's parts make of the data."""
        layers = moving(self.layers, self.inputs)
        return layers, layers[0].products({(0, 0): self.inputs})


def _unwatched() -> None:
    """Watch nothing: what a surface calls that nobody waits for."""


def _batches(part: Array, rows: Indices) -> Array:
    """Return the columns of a part, (units, n), that each of some batches, (m, b), has: (m, units, b)."""
    return np.moveaxis(part[:, rows], 1, 0)
