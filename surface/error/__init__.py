"""The error surface: a point at a time with its derivatives (`surface`), or a whole `window` at once (`grid`)."""

from surface.error.surface import BLOCK, ErrorSurface
from surface.error.window import MAX_RESOLUTION, Landscape, Window, as_window, checked_resolution, checked_window

__all__ = [
    "BLOCK",
    "MAX_RESOLUTION",
    "ErrorSurface",
    "Landscape",
    "Window",
    "as_window",
    "checked_resolution",
    "checked_window",
]
