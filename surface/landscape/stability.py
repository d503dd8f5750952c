"""Stability: the curvatures of a surface, and the learning rate above which a step along them grows."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np

from surface.arrays import Array, Numbers
from surface.descent import Rule, Surface


@runtime_checkable
class Curved(Protocol):
    """A surface that knows its second derivatives, (..., p, p) at weights w (..., p)."""

    def hessian(self, w: Array, /) -> Array: ...


@runtime_checkable
class Differentiated(Protocol):
    """A surface that finds gradient, (..., p), and second derivatives, (..., p, p), in one pass."""

    def derivatives(self, w: Array, /) -> tuple[Array, Array]: ...


def derivatives(E: Surface, w: Numbers) -> tuple[Array, Array]:
    """Return the gradient, (..., p), and the second derivatives, (..., p, p): in one pass where the surface has one."""
    w = np.asarray(w, dtype=np.float64)
    if not isinstance(E, Differentiated):
        return np.asarray(E.gradient(w), dtype=np.float64), hessian(E, w)
    with np.errstate(over="ignore", invalid="ignore"):
        return E.derivatives(w)


def hessian(E: Surface, w: Numbers) -> Array:
    """Return the second derivatives, (..., p, p): the surface's own, else central differences of its gradient.

    They are not finite where they are larger than numbers are, as with inputs of 1e200.
    """
    w = np.asarray(w, dtype=np.float64)
    if isinstance(E, Curved):
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(E.hessian(w), dtype=np.float64)
    # The cube root of the rounding error balances truncation against cancellation in a central difference.
    size = np.cbrt(np.finfo(np.float64).eps) * np.maximum(np.abs(w), 1)
    offsets = size[..., None, :] * np.eye(int(w.shape[-1]))
    up, down = w[..., None, :] + offsets, w[..., None, :] - offsets
    # The step that float64 took, not the one that was meant, is what the difference is over.
    rows = (E.gradient(up) - E.gradient(down)) / np.sum(up - down, axis=-1, keepdims=True)
    # Alike but for rounding: `eigvalsh` would look at one half alone.
    return (rows + np.swapaxes(rows, -1, -2)) / 2


def eigenvalues(H: Array) -> Array:
    """Return the eigenvalues of symmetric matrices (..., p, p), the smallest first, (..., p); NaN of what is none."""
    # LAPACK finds 0 for some matrices of NaN.
    finite = np.all(np.isfinite(H), axis=(-2, -1))
    return np.where(np.expand_dims(finite, -1), np.linalg.eigvalsh(H), np.nan)


def curvatures(E: Surface, w: Numbers) -> Array:
    """Return the curvatures (eigenvalues of the Hessian, the smallest first), (..., p), at weights w, (..., p)."""
    return eigenvalues(hessian(E, w))


def largest_stable_rate(E: Surface, rule: Rule, w: Numbers) -> float | None:
    """Return the learning rate above which the steepest curvature at w, (2,), makes steps grow; None for no bound."""
    return rule.largest_stable_rate(float(curvatures(E, w)[-1]))


def best_rate(E: Surface, rule: Rule, w: Numbers) -> float | None:
    """Return the rate at which a rule nears the minimum at w, (2,), fastest.

    None for a rule where it is not known, and where a curvature is not positive.
    """
    smallest, largest = map(float, curvatures(E, w))
    # A curvature that is rounding beside the other is the floor of a valley, where no rate arrives at a point.
    upwards = smallest > 1e-12 * largest > 0
    return rule.best_rate(smallest, largest) if upwards else None
