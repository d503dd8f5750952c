"""The error over a plane of weights, and over all of them.

surface    a point at a time, with its derivatives along the plane (`layers` carry them up, `boxes` bounds of them;
           `slopes`: the gradient alone, by the way back down, `alone` at one place)
window     a whole window of the plane at once (`grid`, by `split` and `spread` where the activation allows it)
near       the same to a tolerance (`plan` of groups by `smoothness`, each known on nodes of `chebyshev`)
polynomial a window as one polynomial, whose evaluation costs the same whatever the data (`patches`: cut into cells)
function   any function of two variables as such a surface, of no network
full       all weights, with the gradient by the reverse `sweep`
projected  a training seen from a plane
"""

from surface.error.full import FullError
from surface.error.function import FunctionSurface
from surface.error.layers import work_of as work_of_layers
from surface.error.patches import PatchedSurface, patched
from surface.error.polynomial import PolynomialSurface
from surface.error.projected import Projected, projected
from surface.error.surface import BLOCK, ErrorSurface
from surface.error.window import MAX_RESOLUTION, Landscape, Window, as_window, checked_resolution, checked_window

__all__ = [
    "BLOCK",
    "MAX_RESOLUTION",
    "ErrorSurface",
    "FullError",
    "FunctionSurface",
    "Landscape",
    "PatchedSurface",
    "PolynomialSurface",
    "Projected",
    "Window",
    "as_window",
    "checked_resolution",
    "checked_window",
    "patched",
    "projected",
    "work_of_layers",
]
