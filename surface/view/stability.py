"""What the strip under the error curve is given: the largest curvature at each step, and the bound it sets."""

from __future__ import annotations

from typing import Any

import numpy as np

from surface.descent import Descent, Surface
from surface.landscape.stability import hessian


def stability(E: Surface, run: Descent) -> dict[str, Any] | None:
    """Return the curvatures λ (k+1,) along a run, the c of its rule's bound c / λ and that bound in symbols.

    None for a rule without a bound.

    Where a curvature is too large for a number, it is NaN.
    """
    if not run.rule.bounded:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        second = hessian(E, run.path)
    broken = ~np.all(np.isfinite(second), axis=(-2, -1))
    largest = np.linalg.eigvalsh(np.where(broken[:, None, None], 0.0, second))[:, 1]
    return {
        "curvature": np.where(broken, np.nan, largest),
        "bound": run.rule.stability,
        "formula": run.rule.bound_formula,
    }
