"""What a surface is like at one place, from its own gradient and curvatures there and from nothing else."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from surface.arrays import Array
from surface.error import ErrorSurface
from surface.landscape.search import View
from surface.landscape.settling import leads
from surface.landscape.stability import derivatives, eigenvalues

ROUNDING = 1e-12
"""A curvature under this share of the other one, in window units, is rounding: that way the ground is level."""

NARROW = 30
"""A valley is narrow where its walls are so many times as curved as its floor."""

SOLVED = 1e-20
"""An error under this share of the squared targets is what rounding leaves of an exact solution."""


class Local:
    """A surface at a place w, (2,).

    Curvatures are compared in window units, where unlike weights weigh alike, and quoted in the weights' own.
    """

    def __init__(self, view: View, w: Array, error: float, error_scale: float) -> None:
        self.view, self.w, self.error = view, w, error
        # Of a sum of squares the error itself is the measure: walls elsewhere in the window have no part in it.
        self.scale = abs(error) if isinstance(view.E, ErrorSurface) else error_scale
        self.error_scale = error_scale
        self.gradient, self._hessian = derivatives(view.E, w)
        self.gradient_norm = float(np.linalg.norm(self.gradient))
        self.eigenvalues = eigenvalues(self._hessian)

    @cached_property
    def _bends(self) -> Array:
        """The curvatures in window units, the smaller first."""
        return eigenvalues(np.nan_to_num(self._hessian * np.outer(self.view.width, self.view.width)))

    @property
    def upward(self) -> bool:
        """Whether the ground curves upwards every way, beyond rounding."""
        return bool(self._bends[0] > ROUNDING * self._bends[1] > 0)

    @property
    def floor(self) -> bool:
        """Whether it curves upwards one way and not at all the other, where it does not slope either."""
        level = abs(self._bends[0]) <= ROUNDING * self._bends[1]
        # A valley in saturated ground is one of the last digits.
        walls = self._bends[1] > ROUNDING * max(self.error_scale, self.scale)
        return bool(level and walls and np.linalg.norm(self.gradient * self.view.width) <= 1e-6 * self._bends[1])

    @property
    def narrow(self) -> bool:
        """Whether it is a valley whose walls are far more curved than its floor."""
        return self.upward and bool(self.eigenvalues[1] >= NARROW * self.eigenvalues[0])

    def leads_to(self, w: Array) -> bool:
        """Return whether the ground curves upwards and the minimum of Newton's model is the one at w, and no other."""
        return self.upward and bool(leads((w - self.w) / self.view.width, self._step / self.view.width))

    @cached_property
    def _step(self) -> Array:
        """Newton's step, (2,)."""
        return np.asarray(-np.linalg.solve(self._hessian, self.gradient), dtype=np.float64)

    def within(self, share: float) -> bool:
        """Return whether the minimum of Newton's model lies within this share of the window's width."""
        return self.upward and bool(np.linalg.norm(self._step / self.view.width) <= share)

    @property
    def near(self) -> bool:
        """Whether it lies within a window's width: further, the model says nothing."""
        return self.within(1)

    @property
    def gain(self) -> float | None:
        """What Newton's model says is still to be had, ½ gᵀH⁻¹g; None where it has no minimum or none that is near."""
        return max(0.0, float(-self.gradient @ self._step) / 2) if self.near else None

    @property
    def crossing(self) -> float:
        """By what share E would change over the whole width of the window at the slope that is here."""
        change = float(np.linalg.norm(self.gradient * self.view.width))
        return change / self.scale if self.scale else np.inf * bool(change)

    @property
    def straight(self) -> bool:
        """Whether both curvatures bend E by less than a hundredth of itself over the whole width of the window."""
        return bool(np.abs(self._bends).max() / 2 <= 0.01 * self.scale)

    @property
    def solved(self) -> bool:
        """Whether E is a sum of squares that is zero but for rounding."""
        if not isinstance(self.view.E, ErrorSurface):
            return False
        return self.error <= SOLVED * self.view.E.data.squares / 2
