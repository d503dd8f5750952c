"""Any function of two variables as a surface: its values, and its derivatives as they are given or by differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from surface.arrays import Array, Numbers, is_list
from surface.error.elementwise import Elementwise
from surface.error.window import Landscape, checked_resolution, checked_window
from surface.model import checked_last_axis, checked_text

SHARE = 1e-3
"""How far apart the places are of which differences are taken, as a share of the scale."""

LOOPED = 1600
"""One value of a function that is asked one by one takes about as long as one of a network on so many data points."""

FIRST = np.array([[1, -8, 8, -1]]) / 12
SECOND = np.array([[-1, 16, -30, 16, -1]]) / 12
"""The weights of central differences of the fourth order, at −2 to 2 steps without and with the place itself."""

BOTH = np.array([(side, other) for side in (1, -1) for other in (1, -1)])
"""The corners round a place, for the mixed derivative: their values count with the product of their signs."""


class FunctionSurface:
    """A function f(x, y) of two numbers as a surface over their plane, for `descend`, `critical_points` and `show`.

    f is called with two arrays of one shape, as NumPy's own functions are, and returns such an array; one that takes
    single numbers alone is noticed and called place by place. Where it returns no finite number, or raises ValueError
    or an ArithmeticError as `math.log` does, the surface has a gap. gradient(x, y) returns ∂f/∂x and ∂f/∂y; without it
    both are central differences. names: of the two variables. scale: on which length f bends, one number or one for
    each axis: differences are taken over a thousandth of it.
    Weights w are (..., 2): x first. Raises ValueError where f fails or gives anything but real numbers.
    """

    dimension = 2

    def __init__(
        self,
        f: Callable[..., Any],
        gradient: Callable[..., Any] | None = None,
        names: Sequence[str] = ("x", "y"),
        scale: Numbers = 1.0,
    ) -> None:
        self.names, self.scale = _checked_names(names), _checked_scale(scale)
        self.f = Elementwise(f, "f")
        self.slope = None if gradient is None else Elementwise(gradient, "gradient", parts=2)

    def error(self, w: Numbers) -> Array:
        """Return f, (...,), at places w, (..., 2); NaN or infinite where it has no value."""
        return self._asked(self.f, checked_last_axis("w", w, 2))[0]

    def gradient(self, w: Numbers) -> Array:
        """Return (∂f/∂x, ∂f/∂y), (..., 2), at places w, (..., 2)."""
        w = checked_last_axis("w", w, 2)
        if self.slope is not None:
            return np.moveaxis(self._asked(self.slope, w), 0, -1)
        with np.errstate(all="ignore"):
            values = self.error(w[..., None, None, :] + self._along[:, [0, 1, 3, 4]])
            return np.sum(values * FIRST, axis=-1) / self._step

    def hessian(self, w: Numbers) -> Array:
        """Return the second derivatives, (..., 2, 2), at places w, (..., 2): differences of the gradient or of f."""
        w = checked_last_axis("w", w, 2)
        with np.errstate(all="ignore"):
            if self.slope is None:
                return self._curvatures(w)
            slopes = self.gradient(w[..., None, None, :] + self._along[:, [0, 1, 3, 4]])
            rows = np.sum(slopes * FIRST[..., None], axis=-2) / self._step[:, None]
        return (rows + np.swapaxes(rows, -1, -2)) / 2

    def _curvatures(self, w: Array) -> Array:
        own = np.sum(self.error(w[..., None, None, :] + self._along) * SECOND, axis=-1) / self._step**2
        near, far = (self.error(w[..., None, :] + k * BOTH * self._step) @ BOTH.prod(axis=-1) for k in (1, 2))
        # Richardson's extrapolation of the steps h and 2h.
        mixed = (near / 3 - far / 48) / self._step.prod()
        return np.stack([np.stack([own[..., 0], mixed], -1), np.stack([mixed, own[..., 1]], -1)], -2)

    def sample(self, window: Numbers, resolution: int | tuple[int, int] = 201) -> Landscape:
        """Return the surface on a grid over the window, edges included; `resolution` is an int or (n1, n2)."""
        (a, b), (c, d) = checked_window(window)
        n1, n2 = checked_resolution(resolution)
        w1, w2 = np.linspace(a, b, n1), np.linspace(c, d, n2)
        return Landscape(w1, w2, self.error(np.stack(np.meshgrid(w1, w2), axis=-1)))

    @property
    def work(self) -> int:
        """How many data points of a network one value is worth: what tells how closely the surface can be searched."""
        return LOOPED if self.f.takes_arrays is False else 1

    @cached_property
    def _step(self) -> Array:
        """The step of differences along each axis, (2,): a power of two, so that a place moved by it is exact."""
        return np.exp2(np.round(np.log2(SHARE * self.scale)))

    @cached_property
    def _along(self) -> Array:
        """Steps along each axis from −2 to 2 times, (2, 5, 2)."""
        return np.arange(-2, 3)[:, None] * (np.eye(2) * self._step)[:, None]

    @staticmethod
    def _asked(f: Elementwise, w: Array) -> Array:
        """Return what a function gives, (parts, ...), at places w, (..., 2)."""
        places = w.reshape(-1, 2)
        values = f(places[:, 0], places[:, 1]) if len(places) else np.zeros((f.parts, 0))
        return values.reshape(f.parts, *w.shape[:-1])


def _checked_names(names: object) -> tuple[str, str]:
    given = [name for name in names if isinstance(name, str) and name] if is_list(names) else []
    if is_list(names) and len(names) == len(given) == 2:
        return checked_text("names", given[0]), checked_text("names", given[1])
    raise ValueError(f"`names` must be two texts, got {names!r:.80}")


def _checked_scale(scale: Numbers) -> Array:
    try:
        both = np.broadcast_to(np.asarray(scale, dtype=np.float64), (2,))
    except (TypeError, ValueError):
        raise ValueError(f"`scale` must be one or two numbers, got {scale!r:.80}") from None
    if not (np.isfinite(both).all() and (both > 0).all()):
        raise ValueError(f"`scale` must be finite and greater than 0, got {scale!r:.80}")
    return both
