"""A surface over a window as one polynomial of its two weights: what a place costs no longer hangs on the data.

Chebyshev's polynomials to degrees of some dozens along each axis hold the error of a smooth network to a stated
tolerance (`near.py` sums them up), and their derivatives are polynomials too (T. A. Driscoll, N. Hale and L. N.
Trefethen, Chebfun Guide, 2014, chapters 4 and 12). Outside the window the surface itself answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array, Mask, Numbers
from surface.error import chebyshev
from surface.error.layers import ORDERS, Key, work_of
from surface.error.near import Whole, whole
from surface.error.plan import COEFFICIENT
from surface.error.window import Landscape, Window
from surface.model import checked_last_axis

if TYPE_CHECKING:
    from surface.error.surface import ErrorSurface

LOOKS = 17
"""At so many places along each axis slopes are compared with those of the data."""

SLOPE, PLACE = 1e-3, 1e-9
"""By so much of itself a slope may be off, or by so much of the window's half width a place without one."""

BLOCK = 2**19
"""The most numbers that one array of a block of places holds (4 MiB)."""


class PolynomialSurface:
    """The error of a surface over a window, right to a tolerance, with its derivatives; outside the window exactly.

    coefficients: (n2, n1), of T_j(w₂) T_i(w₁), each axis of the window taken as −1 … 1; rest: the surface of the few
    data points that are too steep for it. Weights w are (..., 2).
    """

    dimension = 2

    def __init__(self, exact: ErrorSurface, window: Window, found: Whole) -> None:
        self.exact, self.window, self.coefficients = exact, window, found.coefficients
        # None of them is the common case, and the empty sum would still be work.
        self.rest = exact.of_rows(found.rows) if len(found.rows) else None
        edges = np.array(window)
        self._middle, self._half = edges.sum(axis=-1) / 2, np.ptp(edges, axis=-1) / 2
        self._of = {key: self._derived(key) for keys in ORDERS for key in keys}

    @property
    def work(self) -> int:
        """What an evaluation goes through, in data points: it takes as long as so many of them would."""
        rest = self.rest.rows * work_of(self.rest.layers) if self.rest else 0
        return max(1, int(self.coefficients.size * COEFFICIENT + rest))

    def error(self, w: Numbers) -> Array:
        """Return E, (...,), at weights w, (..., 2)."""
        error = self._at(w, ORDERS[0], _errors)[..., 0]
        # No sum of squares is less than what does not change; what falls below it is the tolerance.
        return np.maximum(error, self.exact.held_error)

    def gradient(self, w: Numbers) -> Array:
        """Return (∂E/∂w₁, ∂E/∂w₂), (..., 2), at weights w, (..., 2)."""
        return self._at(w, ORDERS[1], _gradients)

    def hessian(self, w: Numbers) -> Array:
        """Return the second derivatives, (..., 2, 2), at weights w, (..., 2)."""
        return self.derivatives(w)[1]

    def derivatives(self, w: Numbers) -> tuple[Array, Array]:
        """Return the gradient, (..., 2), and the Hessian, (..., 2, 2), at weights w, (..., 2), in one pass."""
        found = self._at(w, ORDERS[1] + ORDERS[2], _derivatives)
        aa, ab, bb = np.moveaxis(found[..., 2:], -1, 0)
        return found[..., :2], np.stack([np.stack([aa, ab], -1), np.stack([ab, bb], -1)], -2)

    def sample(self, resolution: tuple[int, int]) -> Landscape:
        """Return the surface on a grid over the window, edges included."""
        w1, w2 = (np.linspace(*edges, count) for edges, count in zip(self.window, resolution, strict=True))
        across, up = (
            chebyshev.values_at(axis, *edges, count)
            for axis, edges, count in zip((w1, w2), self.window, self.coefficients.T.shape, strict=True)
        )
        error = up @ self.coefficients @ across.T
        if self.rest:
            error += self.rest.sample(self.window, resolution, tolerance=0.0).error
        return Landscape(w1, w2, np.maximum(error, self.exact.held_error))

    def slopes_on(self, w1: Array, w2: Array) -> Array:
        """Return the polynomial's slopes at every (w1[i], w2[j]) of the window, (2, j, i), without those of `rest`."""
        across, up = (
            chebyshev.values_at(axis, *edges, count)
            for axis, edges, count in zip((w1, w2), self.window, self.coefficients.T.shape, strict=True)
        )
        return np.stack([up @ self._of[key] @ across.T for key in ORDERS[1]])

    def has_slopes(self, tolerance: float) -> bool:
        """Return whether its slopes are the surface's: on a plateau they may be less than the error is right to.

        Seen at LOOKS × LOOKS places, edges included. Near a critical point a slope may be as wrong as its place is.
        """
        w = np.stack(np.meshgrid(*(np.linspace(*edges, LOOKS) for edges in self.window)), axis=-1).reshape(-1, 2)
        slopes = self.gradient(w) * self._half
        # Where one is this steep the data need not be asked: a polynomial of degree n that is nowhere above ε has no
        # slope of more than n² ε (A. A. Markov 1889).
        off = max(self.coefficients.shape) ** 2 * tolerance * np.ptp(self.sample((LOOKS, LOOKS)).error)
        level = SLOPE * np.linalg.norm(slopes, axis=-1) <= 2 * off
        w, slopes = w[level], slopes[level]
        exact = self.exact.gradient(w) * self._half
        off = np.linalg.norm(slopes - exact, axis=-1)
        doubtful = ~(off <= SLOPE * np.linalg.norm(exact, axis=-1))
        bends = self.exact.hessian(w[doubtful]) * np.outer(self._half, self._half)
        return bool(np.all(off[doubtful] <= PLACE * np.linalg.norm(bends, axis=(-2, -1))))

    def _derived(self, key: Key) -> Array:
        """Return the coefficients of a derivative, as many along an axis as those of the error."""
        made, found = np.zeros_like(self.coefficients), self.coefficients
        for axis, order in ((1, key[0]), (0, key[1])):
            found = chebyshev.derived(found, order, float(self._half[1 - axis]), axis)
        made[: found.shape[0], : found.shape[1]] = found
        return made

    def _at(self, w: Numbers, keys: Sequence[Key], ask: Callable[[ErrorSurface, Array], Array]) -> Array:
        """Return the derivatives of these keys, (..., keys); ask: what a surface is asked for them."""
        places = checked_last_axis("w", w, 2)
        flat = places.reshape(-1, 2)
        found, inside = np.empty((len(flat), len(keys))), self.inside(flat)
        some, size = flat[inside], max(1, BLOCK // max(self.coefficients.shape))
        parts = [self._values(some[k : k + size], keys) for k in range(0, len(some), size)]
        if parts:
            found[inside] = np.concatenate(parts)
            if self.rest:
                found[inside] += ask(self.rest, some)
        if not inside.all():
            found[~inside] = ask(self.exact, flat[~inside])
        return found.reshape(*places.shape[:-1], len(keys))

    def inside(self, w: Array) -> Mask:
        """Return which of some places, (m, 2), the window holds."""
        (a, b), (c, d) = self.window
        return (w[:, 0] >= a) & (w[:, 0] <= b) & (w[:, 1] >= c) & (w[:, 1] <= d)

    def _values(self, w: Array, keys: Sequence[Key]) -> Array:
        """Return the derivatives of these keys at places of the window, (m, 2) -> (m, keys)."""
        self.exact.tick()
        n2, n1 = self.coefficients.shape
        # Rounding may carry a place on the edge beyond 1.
        u = np.clip((w - self._middle) / self._half, -1, 1)
        across, up = chebyshev.polynomials(u[:, 0], n1), chebyshev.polynomials(u[:, 1], n2)
        return np.stack([np.einsum("mn,mn->m", across @ self._of[key].T, up) for key in keys], axis=-1)


def whole_with_slopes(surface: ErrorSurface, window: Window, tolerance: float) -> Whole | None:
    """Return what a polynomial surface is made of, None where there is none or it lacks the slopes of the data."""
    found = whole(surface, window, tolerance)
    return found if found is not None and PolynomialSurface(surface, window, found).has_slopes(tolerance) else None


def _errors(surface: ErrorSurface, w: Array) -> Array:
    return surface.error(w)[:, None]


def _gradients(surface: ErrorSurface, w: Array) -> Array:
    return surface.gradient(w)


def _derivatives(surface: ErrorSurface, w: Array) -> Array:
    g, H = surface.derivatives(w)
    return np.concatenate([g, H[:, [0, 0, 1], [0, 1, 1]]], axis=-1)
