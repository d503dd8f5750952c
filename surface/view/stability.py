"""What the strip under the error curve is given: the largest curvature at each step, and the bound it sets."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from surface.arrays import Array
from surface.descent import Descent, Surface
from surface.landscape.stability import hessian


class Curvatures(TypedDict):
    """The curvature at each step, before it is encoded for the player."""

    curvature: Array
    bound: float
    formula: str


def stability(E: Surface, run: Descent) -> Curvatures | None:
    """Return the curvatures λ (k+1,) along a run, the c of its rule's bound c / λ and that bound in symbols.

    None for a rule without a bound. Where a curvature is too large for a number, it is NaN.
    """
    bound = run.rule.stability
    if bound is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        second = hessian(E, run.path)
    # One curvature that overflowed would let the eigenvalues of all the others fail.
    broken = ~np.all(np.isfinite(second), axis=(-2, -1))
    # In place of the broken ones something finite, whose eigenvalues are not used.
    largest = np.linalg.eigvalsh(np.where(broken[:, None, None], 0.0, second))[:, 1]
    return {
        "curvature": np.where(broken, np.nan, largest),
        "bound": bound,
        "formula": run.rule.bound_formula,
    }
