"""The error of a training under way, as a drawing of its own: a chart of plotly's would be made anew at each change."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import numpy as np

from surface.figures.charts import raised
from surface.formatting import number

WIDTH, HEIGHT = 640, 240
GREY = "#7b8590"  # read on a light and on a dark ground, of which a picture knows neither
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 34


def growing_curve(steps: Sequence[int], error: Sequence[float], last: int) -> str:
    """Return a picture, as HTML, of the error over the steps so far on a logarithmic scale; last: of how many."""
    values, places = np.array(error, dtype=np.float64), np.array(steps, dtype=np.float64)
    known = np.isfinite(values)
    values, places = values[known], places[known]
    if not values.size:
        return ""
    heights = np.log10(raised(values))
    low, high = float(heights.min()), float(heights.max())
    across = LEFT + places / max(last, 1) * (WIDTH - LEFT - RIGHT)
    down = TOP + (high - heights) / (high - low or 1.0) * (HEIGHT - TOP - BOTTOM)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    foot, side = HEIGHT - BOTTOM, f"M{LEFT},{TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"
    told = f"The error E over {int(places[-1])} of {last} steps: {number(float(values[-1]))} now"
    words = [
        (LEFT - 8, TOP + 8, "end", number(10**high, 3)),
        (LEFT - 8, foot, "end", number(10**low, 3) if high > low else ""),
        (LEFT - 8, (TOP + foot) / 2, "end", "E"),
        (LEFT, foot + 20, "middle", "0"),
        ((LEFT + WIDTH - RIGHT) / 2, foot + 20, "middle", "step"),
        (WIDTH - RIGHT, foot + 20, "end", str(last)),
    ]
    texts = "".join(f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>' for x, y, anchor, text in words)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        f' font-size="14" fill="{GREY}">{texts}<path d="{side}" fill="none" stroke="{GREY}"/>'
        f'<polyline points="{points}" fill="none" stroke="#c8102e" stroke-width="2.4"/></svg>'
    )
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="growing-curve" src="{source}" alt="{told}" style="width: 100%; max-width: {WIDTH}px">'
