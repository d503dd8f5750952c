"""Records as plotly figures: `surface` (3D and map), `charts`, `basins`; `relief` spaces levels, `styles` is shared."""

from surface.figures.basins import basins_figure, difference_figure, escape_figure
from surface.figures.charts import error_figure, training_figure
from surface.figures.growing import growing_curve
from surface.figures.styles import COLOURS, COLOURSCALE, GLYPHS, RUN_STYLES, RunStyle
from surface.figures.surface import (
    contour_drawing,
    contour_figure,
    sorts,
    surface_drawing,
    surface_figure,
    without_grids,
)

__all__ = [
    "COLOURS",
    "COLOURSCALE",
    "GLYPHS",
    "RUN_STYLES",
    "RunStyle",
    "basins_figure",
    "contour_drawing",
    "contour_figure",
    "difference_figure",
    "error_figure",
    "escape_figure",
    "growing_curve",
    "sorts",
    "surface_drawing",
    "surface_figure",
    "training_figure",
    "without_grids",
]
