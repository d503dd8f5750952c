"""Small charts as plotly figures: the error over the steps."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from surface.figures.relief import positive
from surface.figures.styles import DASHES, PAPER, RULE, RUN_STYLES, drawing, figure, run_label


def error_figure(runs: Sequence, scale: str = "linear") -> go.Figure:
    """The error of each run over its steps."""
    traces = [
        go.Scatter(
            x=np.arange(len(run.error)),
            y=positive(run.error) if scale == "log" else run.error,
            mode="lines",
            name=run_label(run, i),
            line={"color": style.colour, "dash": DASHES[style.dash], "width": 2.6},
            hovertemplate="step %{x}<br>error E = %{y:.4g}<extra></extra>",
        )
        for i, (run, style) in enumerate(zip(runs, RUN_STYLES, strict=False))
    ]
    layout = {
        "xaxis": _plain("step"),
        "yaxis": {**_plain("error E"), "type": scale, "rangemode": "tozero"},
        "plot_bgcolor": PAPER,
        "margin": {"l": 56, "r": 12, "t": 40, "b": 48},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    }
    return figure(drawing(traces, layout, {"scale": scale}))


def _plain(title: str) -> dict:
    return {"title": {"text": title}, "gridcolor": "#e6e9ec", "zeroline": False, "ticks": "outside", "tickcolor": RULE}
