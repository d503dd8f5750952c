"""The colour bar beside a map, drawn to scale, with round numbers."""

import numpy as np

from surface.arrays import Array
from surface.figures.relief import round_step
from surface.formatting import number


def colour_bar(stops: Array, scale: str) -> dict:
    """The bar beside the map, to scale: its places are shades, which are even in the error or in its logarithm."""
    up = np.log10 if scale == "log" else np.asarray
    shown = _bar_ticks(stops, scale)
    places = np.interp(up(shown), up(stops[[0, -1]]), [0, stops.size - 1])
    return {
        "title": {"text": "error E<br>dark = large", "side": "top", "font": {"size": 12}},
        "tickvals": places.tolist(),
        "ticktext": [number(value, 3) for value in shown.tolist()],
        "thickness": 11,
        "outlinewidth": 0,
        "ticks": "",
        "tickfont": {"size": 11},
        "xpad": 4,
        "len": 0.97,
        "y": 0.0,
        "yanchor": "bottom",
    }


def _bar_ticks(stops: Array, scale: str) -> Array:
    """Round errors from the first level to the last, about seven: more would stand on one another."""
    if stops[0] == stops[-1]:
        return stops[:1]
    decades = np.log10(stops[[0, -1]]) if scale == "log" else np.zeros(2)
    if decades[1] - decades[0] >= 2:
        stride = np.ceil((decades[1] - decades[0]) / 7)
        return 10.0 ** (np.arange(np.ceil(decades[0] / stride), np.floor(decades[1] / stride) + 1) * stride)
    step = round_step((stops[-1] - stops[0]) / 6)
    counts = np.arange(np.ceil(stops[0] / step - 1e-9), np.floor(stops[-1] / step + 1e-9) + 1)
    # Adding 0 takes the sign from −0.
    return np.array([float(f"{value:.15g}") + 0 for value in counts * step])
