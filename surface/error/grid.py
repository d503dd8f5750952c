"""The error on a whole grid of the two free weights, with as little work for each grid point as the network allows.

While no weight multiplies what the other one reaches, a net input is a sum P(a) + Q(b): what depends on one weight is
computed along its axis alone, n·(g₁ + g₂) numbers, and only the rest is spread over the grid (`spread.py` has how).
For three activations of the output the sum over the data points can be taken first, and nothing is spread:

- identity: E is a quadratic form; a QR decomposition leaves three squares, whatever the number of points;
- sin: by angle addition, Σ y ŷ and Σ ŷ² are matrix products (which NumPy's BLAS spreads over threads of its own);
- relu: E is quadratic between the break points along a row, so running sums of its coefficients: n + g for a row.

Memory: an array along an axis holds at most CHUNK numbers (16 MiB), unless one data point needs more, and a thread's
tile at most spread.TILE (4 MiB). The blocks do not depend on the number of threads, so neither does any bit of the
result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array
from surface.error.layers import PlaneLayer
from surface.error.split import Axes, Split
from surface.error.spread import KERNELS, TILE, Kernel, SquaredResiduals, Targets, Unit, plain
from surface.model import ACTIVATIONS, Activation

if TYPE_CHECKING:
    from surface.error.surface import ErrorSurface

CHUNK = 2**21
"""The most numbers in one array over units, data points and one axis of the grid."""

MOST_POINTS = 4096
"""The most data points, times units, that are looked at together."""

ROWS = 32
"""The rows of the grid that a thread takes at a time; more where they are quickly done."""

DOUBTFUL = 1e-2
"""Below this share of the numbers that cancelled to it, an error is computed again in a way that cancels nothing."""

OFFSET_DOUBTFUL = 1e-6
"""The same for the offset of a kernel, squared: below this share, it takes digits from outputs near their targets."""


def errors(surface: ErrorSurface, w1: Array, w2: Array, threads: int = 1) -> Array:
    """Return an ErrorSurface's error at every (w1[i], w2[j]), as error[j, i]; the axes are equally spaced."""
    # The quick formulas subtract large numbers; where too few digits are left, the slow ones do it again.
    quick = _Sum(surface, (w1, w2), threads, quick=True)
    doubtful = quick.error < DOUBTFUL * quick.cancelled
    # One by one, a point is taken to cost eight times what it costs on a grid.
    if 8 * np.count_nonzero(doubtful) > doubtful.size:
        return _Sum(surface, (w1, w2), threads, quick=False).error
    if doubtful.any():
        rows, columns = np.nonzero(doubtful)
        with _quiet():
            quick.error[rows, columns] = surface.error(np.stack([w1[columns], w2[rows]], axis=-1))
    return quick.error


class _Sum:
    """The error on a grid, summed over chunks of data points.

    error: (g2, g1); cancelled: the size of the numbers that were subtracted on the way, 0 where none were.
    """

    def __init__(self, surface: ErrorSurface, axes: Axes, threads: int, quick: bool):
        self.layers, self.axes, self.threads, self.tick = surface.layers, axes, threads, surface.tick
        # What no weight reaches was summed when the surface was made.
        self.error = np.full((axes[1].size, axes[0].size), surface.held_error)
        self.cancelled = np.zeros_like(self.error)
        self.squares, self.centre = np.zeros((0, 3)), (0.0, 0.0)
        # Both subtract large numbers; the squares of the identity do not, and are taken in any case.
        self.shortcuts = {"sin": self._add_sines, "relu": self._add_hinges} if quick else {}
        self.quick = quick
        with _quiet():
            targets = Targets(surface.targets, surface.counts)
            self._add_all(surface.inputs, targets)
            if self.squares.size:
                self._expand_squares(surface.inputs, targets)

    def _add_all(self, inputs: Array, targets: Targets) -> None:
        # The widest layer sets what the arrays along an axis hold.
        width = max(layer.constant.units for layer in self.layers)
        size = max(1, min(MOST_POINTS, CHUNK // max(self.error.shape)) // width)
        for start in range(0, inputs.shape[1], size):
            self.tick()
            chunk = slice(start, start + size)
            self._add(inputs[:, chunk], targets.some(chunk))

    def _add(self, inputs: Array, targets: Targets) -> None:
        """Follow some data points up the layers while every activity lies along one axis, then spread the rest."""
        x = Split.of_inputs(inputs)
        for depth, layer in enumerate(self.layers):
            z, f = x.through(layer, self.axes), layer.activation
            if z is None:
                # One weight multiplies what the other one reaches: what is below is spread as it stands.
                self._add_climbs(x, ACTIVATIONS["identity"], self.layers[depth:], targets)
                return
            if layer is self.layers[-1]:
                self._add_outputs(z, f, targets)
            elif z.both.any() and f.name != "identity":
                # From here on f of a sum is no sum any more.
                self._add_climbs(z, f, self.layers[depth + 1 :], targets)
                return
            else:
                x = z.activity(f, self.axes)

    def _add_outputs(self, z: Split, f: Activation, targets: Targets) -> None:
        """Add the error of output units whose net inputs are z."""
        if f.name == "identity" and z.linear:
            self._add_squares(z, targets)
            return
        self._add_lines(z, f, targets)
        mixed, targets = z.take(z.both), targets.take(z.both)
        shortcut = self.shortcuts.get(f.name)
        if targets.values.size and not (shortcut and shortcut(mixed, targets.flat())):
            p, q = mixed.values(self.axes)
            self._add_pairs(f.name, _flat(p), _flat(q), targets.flat())

    def _add_lines(self, z: Split, f: Activation, targets: Targets) -> None:
        """Add the error of the units that at most one weight reaches."""
        # error[j, i]: the first weight runs along a row, the second one down a column.
        for axis, line in enumerate((np.s_[None, :], np.s_[:, None])):
            units = z.reached[axis] & ~z.both
            if units.any():
                some = z.take(units)
                outputs = f.value(some.held[..., None] + some.along(axis, self.axes))
                squares = (targets.values[units][..., None] - outputs) ** 2
                self.error += 0.5 * np.sum(targets.counted(squares, axis=1), axis=(0, 1))[line]
        untouched = ~(z.reached[0] | z.reached[1])
        squares = (targets.values[untouched] - f.value(z.held[untouched])) ** 2
        self.error += 0.5 * np.sum(targets.counted(squares))

    def _add_squares(self, z: Split, targets: Targets) -> None:
        """Reduce the residuals, seen from the centre, to three that have the same sum of squares."""
        residual = targets.values - z.held - self.centre[0] * z.slope[0] - self.centre[1] * z.slope[1]
        # QR leaves three rows with the same sums of products, whatever the number of data points.
        columns = np.column_stack([part.ravel() for part in (*z.slope, residual)])
        if (counts := targets.flat().counts) is not None:
            columns *= np.sqrt(counts)[:, None]
        self.squares = np.linalg.qr(np.vstack([self.squares, columns]), mode="r")

    def _expand_squares(self, inputs: Array, targets: Targets) -> None:
        """Reduce the residuals again, from the lowest point, where they cancel least, and add their squares."""
        # From the lowest point the squares are smallest, and the least is lost by adding them.
        lowest = np.linalg.lstsq(self.squares[:, :2], self.squares[:, 2], rcond=None)[0]
        self.centre = [np.clip(w, axis[0], axis[-1]) for w, axis in zip(lowest, self.axes, strict=True)]
        self.squares = np.zeros((0, 3))
        self._add_all(inputs, targets)
        across, up = (axis - w for w, axis in zip(self.centre, self.axes, strict=True))
        for slope_1, slope_2, residual in self.squares:
            self.error += 0.5 * (slope_1 * across + (slope_2 * up - residual)[:, None]) ** 2

    def _add_sines(self, z: Split, targets: Targets) -> bool:
        """Add ½ Σ (y − sin(P + Q))² = Σ (½ y² + ¼ − y sin(P + Q) − ¼ cos(2P + 2Q)), by one matrix product."""
        p, q = map(_flat, z.values(self.axes))
        y, (sin_p, sin_q), (cos_p, cos_q) = targets.values.T, (np.sin(p), np.sin(q)), (np.cos(p), np.cos(q))
        # cos 2x = cos² x − sin² x and sin 2x = 2 sin x cos x: twice the angle takes no new sine.
        up = np.concatenate([cos_q, sin_q, cos_q**2 - sin_q**2, sin_q * cos_q])
        terms = -y * sin_p, -y * cos_p, -0.25 * (cos_p**2 - sin_p**2), sin_p * cos_p
        across = np.concatenate([targets.counted(term, axis=0) for term in terms])
        self.error += up.T @ across + np.sum(targets.counted(0.5 * y**2 + 0.25, axis=0))
        # The most that the terms can be, for no output is beyond 1.
        self.cancelled += np.sum(targets.counted(0.5 * (np.abs(y) + 1) ** 2, axis=0))
        return True

    def _add_hinges(self, z: Split, targets: Targets) -> bool:
        """Add ½ Σ (y − max(0, P + Q))² along the weight in which P + Q is linear; return whether there is one."""
        if not any(linear := [curve is None for curve in z.curve]):
            return False
        line = linear.index(True)
        w, y, slope = self.axes[line], targets.values[0], z.slope[line].ravel()
        # What is √n times as large all over has the square of n rows, and bends at the same places.
        roots = None if targets.counts is None else np.sqrt(targets.counts)
        # Seen from the middle of the row, the terms that cancel are a quarter as large as from its end.
        middle = z.held.ravel() + slope * (w[0] / 2 + w[-1] / 2)
        others = middle + _flat(z.along(1 - line, self.axes)).T
        if roots is not None:
            others, slope, y = others * roots, slope * roots, y * roots
        error, cancelled = (total if line == 0 else total.T for total in (self.error, self.cancelled))

        def add(rows: slice) -> None:
            _add_hinges(error[rows], cancelled[rows], others[rows], slope * ((w[-1] - w[0]) / (w.size - 1)), y)

        self._over_rows(add, len(error), max(1, TILE // y.size))
        return True

    def _add_pairs(self, name: str, p: Array, q: Array, targets: Targets) -> None:
        """Add ½ Σ (y − f(P + Q))² of one output, by the activation's own kernel wherever that is safe."""
        kernel = KERNELS.get(name, plain(name))
        # tanh as 2 / (1 + e^(−2z)) − 1 loses the digits of small outputs to the 1.
        if kernel.offset and not self.quick:
            kernel = plain(name)
        safe = kernel.safe(p, q)
        # Scaled, so that the one threshold DOUBTFUL is right for the offset as well.
        rows = targets.values.size if targets.counts is None else float(targets.counts.sum())
        self.cancelled += OFFSET_DOUBTFUL / DOUBTFUL * kernel.offset**2 * rows
        for part, chosen in ((kernel, safe), (plain(name), ~safe)):
            if chosen.any():
                some = targets.some(chosen)
                scaled = Targets((some.values - part.offset) / part.scale, some.counts)
                self._spread([(part, p[chosen], q[chosen])], [], scaled, 0.5 * part.scale**2)

    def _add_climbs(self, z: Split, f: Activation, layers: Sequence[PlaneLayer], targets: Targets) -> None:
        """Add the error of layers that are fed by f(z), of which some lies along both axes."""
        units = list[Unit]()
        for p, q, by_1, by_2 in zip(*z.values(self.axes), *z.reached, strict=True):
            # A unit that only one weight reaches is known along that axis: nothing needs to be spread for it.
            if by_1 and by_2:
                units.append((_hidden(f.name, p, q), p, q))
            elif by_2:
                units.append((plain("identity"), np.zeros_like(p), f.value(p[:, :1] + q)))
            else:
                units.append((plain("identity"), f.value(p), np.zeros_like(q)))
        self._spread(units, layers, targets, 0.5)

    def _spread(self, units: Sequence[Unit], layers: Sequence[PlaneLayer], targets: Targets, weight: float) -> None:
        """Add weight · Σ (y − ŷ)² for outputs that have to be spread over the grid."""
        residuals = SquaredResiduals(units, layers, targets, self.axes, self.tick)
        rows = max(ROWS, TILE // (self.axes[0].size * targets.values.shape[1]))
        self._over_rows(lambda some: residuals.add(self.error, weight, some), len(self.error), rows)

    def _over_rows(self, add: Callable[[slice], None], count: int, size: int) -> None:
        """Call `add` with every block of rows, on all threads; where one raises, no other block is begun."""
        ended = Event()

        def quietly(rows: slice) -> None:
            if ended.is_set():
                return
            whole = False
            try:
                with _quiet():  # how NumPy treats overflow is each thread's own setting
                    add(rows)
                whole = True
            finally:
                if not whole:
                    ended.set()

        blocks = [slice(start, min(start + size, count)) for start in range(0, count, size)]
        if self.threads == 1 or len(blocks) == 1:
            list(map(quietly, blocks))
        else:
            with ThreadPoolExecutor(min(self.threads, len(blocks))) as pool:
                # list() waits for all of them, and lets out what one of them raises.
                list(pool.map(quietly, blocks))


def _quiet() -> np.errstate:
    """Let what is too large be inf and what is too small 0: f of either is what it should be."""
    return np.errstate(over="ignore", under="ignore")


def _flat(x: Array) -> Array:
    """Return (units, n, g) as (units · n, g)."""
    return x.reshape(-1, x.shape[-1])


def _hidden(name: str, p: Array, q: Array) -> Kernel:
    """Return the kernel for a hidden unit, which must yield f itself and do so for every data point."""
    kernel = KERNELS.get(name)
    return kernel if kernel and kernel.scale == 1 and kernel.safe(p, q).all() else plain(name)


def _add_hinges(error: Array, cancelled: Array, z: Array, slope: Array, y: Array) -> None:
    """Add ½ Σ (y − max(0, z + slope · x))² to rows (r, g): z (r, n), and x counts columns from the middle."""
    count = int(error.shape[1])
    x = np.arange(float(count)) - (count - 1) / 2
    flat = 0.5 * np.sum(y**2)
    for points, order in ((slope >= 0, slice(None)), (slope < 0, slice(None, None, -1))):
        # A falling slope is a rising one read from the other end of the row.
        constant, linear, square = _active(z[:, points], np.abs(slope[points]), y[points], x)
        error[:, order] += 0.5 * constant - x * linear + 0.5 * x**2 * square
        cancelled[:, order] += 0.5 * constant + 0.5 * x**2 * square
    error += flat
    cancelled += 2 * flat


def _active(z: Array, slope: Array, y: Array, x: Array) -> list[Array]:
    """Return the sums, (r, g), of (y − z)² − y², (y − z)·slope and slope² over the points with z + slope · x > 0."""
    # A slope of 0 has no break point: the tiny one puts it beyond one end of the row or the other.
    crossing = -z / np.maximum(slope, 1e-300) - x[0]
    first = np.clip(np.floor(crossing) + 1, 0, x.size).astype(np.intp)
    # Each row has bins of its own, one for every column at which a point becomes active, and one for never.
    bins = (first + (x.size + 1) * np.arange(len(z))[:, None]).ravel()
    # Less y², which is the same for all points, active or not, and is added once.
    terms = z * (z - 2 * y), (y - z) * slope, np.broadcast_to(slope**2, z.shape)
    # Where a point becomes active its terms are added, and a running sum keeps them from there on.
    sums = [np.bincount(bins, term.ravel(), len(z) * (x.size + 1)).reshape(len(z), -1) for term in terms]
    # Without the last bin: whoever is in there is never active.
    return [part[:, :-1].cumsum(axis=1) for part in sums]
