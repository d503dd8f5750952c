"""Stability: the curvatures of a surface, and the learning rate above which a step along them grows."""

from __future__ import annotations

import numpy as np

from surface.descent import Descent, GradientDescent, Rule, Surface


def hessian(E: Surface, w) -> np.ndarray:
    """Return the second derivatives, (..., 2, 2): the surface's own, else central differences of its gradient."""
    w = np.asarray(w, dtype=float)
    if hasattr(E, "hessian"):
        return np.asarray(E.hessian(w), dtype=float)
    # The cube root of the rounding error balances truncation against cancellation in a central difference.
    size = np.cbrt(np.finfo(float).eps) * np.maximum(np.abs(w), 1)
    offsets = size[..., None, :] * np.eye(2)
    up, down = w[..., None, :] + offsets, w[..., None, :] - offsets
    rows = (E.gradient(up) - E.gradient(down)) / np.sum(up - down, axis=-1, keepdims=True)
    return (rows + np.swapaxes(rows, -1, -2)) / 2


def curvatures(E: Surface, w) -> np.ndarray:
    """Return the two curvatures (eigenvalues of the Hessian, the smaller first), (..., 2), at weights w, (..., 2)."""
    return np.linalg.eigvalsh(hessian(E, w))


def stable_rates(rule: Rule, curvature) -> np.ndarray:
    """Return the largest stable learning rate along each curvature, (...,); inf where nothing bounds it."""
    rates = [rule.largest_stable_rate(float(value)) for value in np.ravel(curvature)]
    return np.reshape([np.inf if rate is None else rate for rate in rates], np.shape(curvature))


def bounds(E: Surface, run: Descent) -> np.ndarray | None:
    """Return the largest stable learning rate at each point of a run, (k+1,), inf where the surface does not curve up.

    None for a rule that has no such bound (those that adapt their steps).
    """
    return stable_rates(run.rule, curvatures(E, run.path)[:, 1]) if bounded(run.rule) else None


def bounded(rule: Rule) -> bool:
    """Return whether a curvature bounds this rule's learning rate at all."""
    return rule.largest_stable_rate(1.0) is not None


def largest_stable_rate(E: Surface, rule: Rule, w) -> float | None:
    """Return the learning rate above which the steepest curvature at w, (2,), makes steps grow; None for no bound."""
    return rule.largest_stable_rate(float(curvatures(E, w)[1]))


def best_rate(E: Surface, rule: Rule, w) -> float | None:
    """Return 2/(λ_min + λ_max) at w, (2,): the rate at which plain descent nears the minimum fastest.

    None for every other rule, and where a curvature is not positive.
    """
    smallest, largest = curvatures(E, w)
    upwards = smallest > 1e-12 * largest > 0
    return float(2 / (smallest + largest)) if type(rule) is GradientDescent and upwards else None
