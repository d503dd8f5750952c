"""Functions f(P + Q), P along one axis of a grid and Q along the other, spread over the grid tile by tile.

What an activation needs of each axis is computed on that axis; each number of a tile then costs

- sigmoid, tanh: e^P / (e^P + e^−Q), an addition and a division;
- softplus: ln(1 + e^P e^Q), a multiplication and a logarithm;
- sin: sin P cos Q + cos P sin Q, two multiplications and an addition;
- any other, and wherever an exponential would leave the range of float64: f(P + Q), in place.

P is (n, g1) and Q (n, g2) for n data points. A tile's arrays run over points, rows and columns, laid out in memory in
that order or, where there are many points, with the points last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import isqrt, prod

import numpy as np

from surface.arrays import Array, Mask
from surface.error.layers import PlaneLayer
from surface.error.split import Axes
from surface.model import ACTIVATIONS, Layer

TILE = 2**19
"""The most numbers in one array of a tile, 4 MiB: as large as caches bear, for threads take turns between two tiles."""

PIECE = 1024
"""How many columns a matrix of activities has when weights are applied to it."""

LARGEST_EXPONENT = 700.0
"""The largest exponent that is formed: e^709 is near the end of float64."""

MANY_POINTS = 128
"""From how many data points on they are the axis that NumPy's inner loops run along."""


Factors = tuple[list[Array], list[Array]]
"""What a kernel needs of P, each (n, g1), and of Q, each (n, g2)."""


@dataclass(frozen=True)
class Kernel:
    """How f(P + Q) = scale · g(P, Q) + offset is spread over the grid.

    factors(P, Q) -> what g needs of each axis, two lists of arrays; fill(out, a, b, scratch) writes g over a tile;
    safe(P, Q) -> (n,), the data points at which no factor leaves the range of float64.
    """

    factors: Callable[[Array, Array], Factors]
    fill: Callable[[Array, list[Array], list[Array], Array], None]
    safe: Callable[[Array, Array], Mask]
    scale: float = 1.0
    offset: float = 0.0


def _ranges(p: Array, q: Array) -> tuple[Array, Array, Array, Array]:
    return np.min(p, axis=1), np.max(p, axis=1), np.min(q, axis=1), np.max(q, axis=1)


def _quotient(steepness: float, scale: float, offset: float) -> Kernel:
    """Return the kernel of scale / (1 + e^(−steepness z)) + offset."""

    def middle_and_reach(p: Array, q: Array) -> tuple[Array, Array]:
        """Return about which exponent to centre e^P and e^−Q, and how far they then reach."""
        low_p, high_p, low_q, high_q = (steepness * edge for edge in _ranges(p, q))
        low, high = np.minimum(low_p, -high_q), np.maximum(high_p, -low_q)
        # Halved before they are added: the sum of two large exponents could overflow.
        return low / 2 + high / 2, high / 2 - low / 2

    def factors(p: Array, q: Array) -> Factors:
        middle = middle_and_reach(p, q)[0][:, None]
        # The same shift on both leaves their quotient as it is.
        return [np.exp(steepness * p - middle)], [np.exp(-steepness * q - middle)]

    def fill(out: Array, a: list[Array], b: list[Array], _: Array) -> None:
        np.add(a[0], b[0], out=out)
        np.divide(a[0], out, out=out)

    def safe(p: Array, q: Array) -> Mask:
        return middle_and_reach(p, q)[1] <= LARGEST_EXPONENT

    return Kernel(factors, fill, safe, scale, offset)


def _softplus() -> Kernel:
    def middle(p: Array) -> Array:
        # Halved before they are added, here too.
        return np.min(p, axis=1) / 2 + np.max(p, axis=1) / 2

    def factors(p: Array, q: Array) -> Factors:
        shift = middle(p)[:, None]
        # Opposite shifts leave the product as it is.
        return [np.exp(p - shift)], [np.exp(q + shift)]

    def fill(out: Array, a: list[Array], b: list[Array], _: Array) -> None:
        np.multiply(a[0], b[0], out=out)
        # ln(1 + x) formed as such would lose an x that is small beside 1.
        np.log1p(out, out=out)

    def safe(p: Array, q: Array) -> Mask:
        shift, (low_p, high_p, low_q, high_q) = middle(p), _ranges(p, q)
        # Both exponents may be at their largest in one place, and there they add up.
        reach = np.maximum(high_p - shift, shift - low_p) + np.maximum(np.abs(high_q + shift), np.abs(low_q + shift))
        return reach <= LARGEST_EXPONENT

    return Kernel(factors, fill, safe)


def _sine() -> Kernel:
    def factors(p: Array, q: Array) -> Factors:
        return [np.sin(p), np.cos(p)], [np.cos(q), np.sin(q)]

    def fill(out: Array, a: list[Array], b: list[Array], scratch: Array) -> None:
        np.multiply(a[0], b[0], out=out)
        np.multiply(a[1], b[1], out=scratch)
        np.add(out, scratch, out=out)

    return Kernel(factors, fill, _everywhere)


def _everywhere(p: Array, _: Array) -> Mask:
    return np.ones(len(p), bool)


KERNELS: dict[str, Kernel] = {
    "sigmoid": _quotient(1, 1, 0),
    "tanh": _quotient(2, 2, -1),  # tanh z = 2 / (1 + e^(−2z)) − 1
    "softplus": _softplus(),
    "sin": _sine(),
}
"""Activations that come apart over the two axes. All others are computed for each number of the grid."""


def plain(activation: str) -> Kernel:
    """Return the kernel that forms P + Q and then f of it."""

    def fill(out: Array, a: list[Array], b: list[Array], _: Array) -> None:
        np.add(a[0], b[0], out=out)
        apply(activation, out)

    return Kernel(lambda p, q: ([p], [q]), fill, _everywhere)


def _sigmoid_in_place(z: Array) -> None:
    np.negative(z, out=z)
    np.exp(z, out=z)  # where it overflows, 1 / (1 + inf) is the 0 that is meant
    np.add(z, 1, out=z)
    np.divide(1, z, out=z)


def _softplus_in_place(z: Array) -> None:
    bent = np.minimum(z, LARGEST_EXPONENT)
    np.exp(bent, out=bent)
    np.log1p(bent, out=bent)
    np.maximum(z, bent, out=z)  # beyond the largest exponent, softplus is z


def _gaussian_in_place(z: Array) -> None:
    np.multiply(z, z, out=z)  # where it overflows, e^(−inf) is the 0 that is meant
    np.negative(z, out=z)
    np.exp(z, out=z)


def _tanh_in_place(z: Array) -> None:
    np.tanh(z, out=z)


def _relu_in_place(z: Array) -> None:
    np.maximum(z, 0, out=z)


def _sin_in_place(z: Array) -> None:
    np.sin(z, out=z)


_IN_PLACE: dict[str, Callable[[Array], None]] = {
    "identity": lambda _: None,
    "sigmoid": _sigmoid_in_place,
    "tanh": _tanh_in_place,
    "relu": _relu_in_place,
    "softplus": _softplus_in_place,
    "sin": _sin_in_place,
    "gaussian": _gaussian_in_place,
}


def apply(activation: str, z: Array) -> None:
    """Replace z by f(z), in place for the activations that are known here."""
    if activation in _IN_PLACE:
        _IN_PLACE[activation](z)
    else:
        # An activation that is new works at once, at the price of an array.
        z[...] = ACTIVATIONS[activation].value(z)


class Tile:
    """A block of data points, rows and columns, and where to find it in arrays that lie along one axis or neither."""

    def __init__(self, points: slice, rows: slice, columns: slice, points_last: bool) -> None:
        def in_order(along: slice, up: slice, across: slice) -> tuple[slice, slice, slice]:
            return (up, across, along) if points_last else (along, up, across)

        # An axis that an array does not have is 1 long: taken whole, it is broadcast.
        one = slice(None)
        self.rows, self.columns = rows, columns
        self.across, self.up = in_order(points, one, columns), in_order(points, rows, one)
        self.held, self.line = in_order(points, one, one), (in_order(one, one, columns), in_order(one, rows, one))
        lengths: list[int] = [part.stop - part.start for part in (points, rows, columns)]
        self.shape = [*lengths[1:], lengths[0]] if points_last else lengths


Unit = tuple[Kernel, Array, Array]
"""A unit that is spread over the grid: its kernel, P (n, g1) and Q (n, g2)."""


class Spread:
    """f(P + Q) for some data points, ready to be spread over any tile of the grid."""

    def __init__(self, kernel: Kernel, p: Array, q: Array, points_last: bool):
        across, up = kernel.factors(p, q)
        self.kernel = kernel
        self.across = [_in_memory_order(part[:, None, :], points_last) for part in across]
        self.up = [_in_memory_order(part[:, :, None], points_last) for part in up]

    def fill(self, out: Array, tile: Tile, scratch: Array) -> None:
        """Write the values on a tile into `out`."""
        self.kernel.fill(out, [part[tile.across] for part in self.across], [part[tile.up] for part in self.up], scratch)


@dataclass(frozen=True, eq=False)
class Targets:
    """What the outputs should be, (outputs, n), and how many rows each data point stands for, (n,); None: one each."""

    values: Array
    counts: Array | None

    def take(self, units: Mask) -> Targets:
        """Return those of some of the outputs."""
        return Targets(self.values[units], self.counts)

    def some(self, points: Mask | slice) -> Targets:
        """Return those of some of the data points."""
        return Targets(self.values[:, points], None if self.counts is None else self.counts[points])

    def flat(self) -> Targets:
        """Return them as those of one output, each output's data points after the other's."""
        counts = None if self.counts is None else np.tile(self.counts, len(self.values))
        return Targets(self.values.reshape(1, -1), counts)

    def counted(self, terms: Array, axis: int = -1) -> Array:
        """Return terms of the data points, which lie along an axis, each as often as it counts."""
        if self.counts is None:
            return terms
        return np.asarray(np.moveaxis(np.moveaxis(terms, axis, -1) * self.counts, -1, axis))


class SquaredResiduals:
    """Σ (y − ŷ)² over some data points, ŷ the outputs of layers fed by units that are spread over the grid.

    units: a kernel, P and Q for each; layers: what stands above them, perhaps nothing. tick is called before every
    tile.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        layers: Sequence[PlaneLayer],
        targets: Targets,
        axes: Axes,
        tick: Callable[[], object],
    ):
        self.tick = tick
        self.layers, self.points, self.columns = layers, targets.values.shape[1], axes[0].size
        self.points_last = self.points >= MANY_POINTS
        self.units = [Spread(*unit, self.points_last) for unit in units]
        self.targets = np.stack([_in_memory_order(row[:, None, None], self.points_last) for row in targets.values])
        # A residual that is √n times as large has the square of n rows.
        counts = targets.counts
        roots = None if counts is None else np.sqrt(counts)[:, None, None]
        self.roots = None if roots is None else _in_memory_order(roots, self.points_last)
        # A weight is the same for all data points.
        lines = axes[0][None, None, :], axes[1][None, :, None]
        self.axes = [_in_memory_order(line, self.points_last) for line in lines]
        # The widest layer sets how many places of the grid a tile may have.
        width = max(len(units), *(layer.constant.units for layer in layers), 1)
        self.most, self.buffers = max(1, TILE // width), list[Array]()

    def add(self, total: Array, weight: float, rows: slice) -> None:
        """Add weight · Σ (y − ŷ)² to some rows of `total`, (g2, g1)."""
        lengths = self._lengths(rows.stop - rows.start)
        # One array for each unit, and one for what a kernel makes on the way. A buffer that has been used is in memory
        # already: threads hand theirs on.
        buffer = self.buffers.pop() if self.buffers else np.empty((len(self.units) + 1) * self.most)
        ends = (self.points, rows.stop, self.columns)
        for corner in product(*map(range, (0, rows.start, 0), ends, lengths)):
            sides = zip(corner, lengths, ends, strict=True)
            points, up, across = (slice(start, min(start + length, end)) for start, length, end in sides)
            self.tick()
            tile = Tile(points, up, across, self.points_last)
            total[tile.rows, tile.columns] += weight * self._on_tile(tile, buffer)
        self.buffers.append(buffer)

    def _lengths(self, rows: int) -> tuple[int, int, int]:
        """Return how many points, rows and columns a tile has: few enough for TILE, and long where memory is."""
        # Few points are taken one at a time: columns are then what lies together in memory.
        size = self.most
        points = min(self.points, size) if self.points_last else 1
        # With points last, a tile as high as it is wide reads the least from its sides.
        columns = max(1, min(self.columns, isqrt(size // points) if self.points_last else size))
        rows = max(1, min(rows, size // (points * columns)))
        # What a small grid leaves of the room is filled with more points.
        return max(points, min(self.points, size // (rows * columns))), rows, columns

    def _on_tile(self, tile: Tile, buffer: Array) -> Array:
        """Return Σ (y − ŷ)² on a tile, (rows, columns)."""
        parts = buffer[: (len(self.units) + 1) * prod(tile.shape)].reshape(-1, *tile.shape)
        # Not strictly: the last of the parts is the scratch.
        for unit, out in zip(self.units, parts, strict=False):
            unit.fill(out, tile, parts[-1])
        outputs = self._climb(parts[:-1], *(w[line] for w, line in zip(self.axes, tile.line, strict=True)))
        # In place: a tile is as large as the cache bears, and a second one would not fit.
        outputs -= self.targets[(slice(None), *tile.held)]
        if self.roots is not None:
            outputs *= self.roots[tile.held]
        if self.points_last:
            # vecdot sums along the last axis, which is that of the points here.
            return np.vecdot(outputs, outputs).sum(axis=0)
        return np.einsum("upij,upij->ij", outputs, outputs)

    def _climb(self, x: Array, a: Array, b: Array) -> Array:
        """Return the outputs of the layers above the activities x, (units, ...), at weights a and b."""
        for layer in self.layers:
            z = _net(layer.constant, x)
            for free, weight in zip(layer.along, (a, b), strict=True):
                if free is not None:
                    # In place: z is of the layer's own making.
                    z += weight * _net(free, x)
            apply(layer.activation.name, z)
            x = z
        return x


def _net(layer: Layer, x: Array) -> Array:
    """Return weights · x + bias, (units, ...), of activities (inputs, ...), in products that BLAS leaves to one thread.

    Within one of our own threads, waiting for BLAS's would cost more than they save.
    """
    # A matrix of whole pieces, and one of what is left over.
    flat = x.reshape(len(x), -1)
    product, end = np.empty((layer.units, flat.shape[1])), flat.shape[1]
    whole = end // PIECE * PIECE
    for start, stop, length in ((0, whole, PIECE), (whole, end, end - whole)):
        if start < stop:
            pieces, out = (y[:, start:stop].reshape(len(y), -1, length).swapaxes(0, 1) for y in (flat, product))
            np.matmul(layer.weights, pieces, out=out)
    if layer.bias is not None:
        product += layer.bias[:, None]
    return product.reshape(-1, *x.shape[1:])


def _in_memory_order(x: Array, points_last: bool) -> Array:
    """Return x, (points, rows, columns), with the axes in the order in which tiles have them."""
    return np.ascontiguousarray(x.transpose(1, 2, 0) if points_last else x)
