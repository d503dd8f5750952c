"""What all figures share: colours, the signs of runs and of critical points, type."""

from typing import NamedTuple

import plotly.graph_objects as go

# Equal steps of CIE lightness from 97 down to 27, from cream over sea green to slate blue: darker is a larger error
# in colour, in grey, and for every colour blindness, and the light end leaves the black dot of the minimum visible.
COLOURS = ("#f6f7ec", "#cce3d4", "#9ececb", "#7fb6be", "#649eb2", "#4c86a2", "#3d6e8e", "#305779", "#254164")
COLOURSCALE = [[i / (len(COLOURS) - 1), colour] for i, colour in enumerate(COLOURS)]
INK, PAPER, RULE = "#1f2933", "#fbfbf6", "#c9ced3"
# The page's own font first.
FONT = "'Source Sans Pro', 'Source Sans 3', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


class RunStyle(NamedTuple):
    """What tells one run from another, in colour and without."""

    colour: str
    dash: str
    marker: str


# Chosen by search: at least 30 apart in CIE Lab for normal sight and each kind of colour blindness, and visible on
# white and on the dark theme alike.
RUN_STYLES = (
    RunStyle("#e15211", "solid", "circle"),
    RunStyle("#ae2f8e", "longdash", "diamond"),
    RunStyle("#6d6aeb", "dot", "square"),
    RunStyle("#2fa06e", "dashdot", "cross"),
)


# In pixels, for plotly's own dashes grow with the width of the line.
DASHES = {"solid": "solid", "longdash": "11px,4px", "dot": "2px,4px", "dashdot": "9px,4px,2px,4px"}


class Glyph(NamedTuple):
    """How a kind of critical point is marked, on the map and in 3D, and the words that explain it."""

    label: str
    symbol: str
    size: int
    symbol_3d: str


BLACK = "#000000"
# A ring wide enough to be seen around a ball that has come to rest in it; in 3D only symbols that every font has.
GLYPHS = {
    "lowest": Glyph("lowest minimum found here", "circle", 10, "circle"),
    "minimum": Glyph("another local minimum", "circle-open", 20, "circle-open"),
    "saddle": Glyph("saddle", "x-thin", 9, "cross"),
    "maximum": Glyph("maximum", "triangle-up-open", 11, "diamond"),
}
RING = {"symbol": "circle-open", "size": 20, "color": BLACK, "line": {"width": 1.5, "color": BLACK}}


def run_label(run, index: int) -> str:
    """What a run is called beside a picture."""
    return f"{index + 1} · {run.rule.name}"


def drawing(traces: list, layout: dict, meta: dict) -> dict:
    """A figure as plain data, {"data", "layout"}, in the words and colours of all.

    Its `meta` says where the contour levels lie, and on which scale.
    """
    words = {"font": {"family": FONT, "size": 13, "color": INK}, "paper_bgcolor": "rgba(0,0,0,0)"}
    hover = {"bgcolor": "#ffffff", "bordercolor": RULE, "font": {"family": FONT, "size": 12, "color": INK}}
    return {"data": traces, "layout": {**words, "hoverlabel": hover, "meta": meta, **layout}}


def figure(drawn: dict) -> go.Figure:
    """A drawing as plotly's own figure, which checks every word of it: that takes longer than all the rest."""
    return go.Figure(drawn["data"], {"template": "none", **drawn["layout"]})
