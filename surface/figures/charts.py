"""Small charts as plotly figures: the error over the steps."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from surface.arrays import Array
from surface.descent import Training
from surface.error import Projected
from surface.figures.styles import DASHES, PAPER, RULE, RUN_STYLES, drawing, figure, run_label


def raised(error: Array) -> Array:
    """`error` as a curve on a logarithmic scale has it: what is not above 0 is as the least that is, all else as it is.

    A picture of a surface cuts off what lies far below its highest place; a run that ran away began there.
    """
    known = error[np.isfinite(error) & (error > 0)]
    return np.where(error <= 0, known.min(initial=np.inf) if known.size else 1.0, error)


def error_figure(runs: Sequence, scale: str = "linear") -> go.Figure:
    """The error of each run over its steps."""
    traces = [
        go.Scatter(
            x=np.arange(len(run.error)),
            y=raised(run.error) if scale == "log" else run.error,
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


def training_figure(training: Training, seen: Projected | None) -> go.Figure:
    """The error of a training over its steps, the error at the nearest places of a plane, and how far off that is."""
    curves = [("true error", training.error, "#c8102e", "solid", "y")]
    if seen is not None:
        curves.append(("error on the plane, at the nearest place", seen.plane_error, "#1f5a96", "dash", "y"))
        curves.append(("distance from the plane", seen.distance, "#5b6770", "dot", "y2"))
    traces = [
        go.Scatter(
            x=training.steps,
            y=raised(values) if axis == "y" else values,
            mode="lines",
            name=name,
            yaxis=axis,
            line={"color": colour, "dash": dash, "width": 2.4},
            hovertemplate=f"step %{{x}}<br>{name} %{{y:.4g}}<extra></extra>",
        )
        for name, values, colour, dash, axis in curves
    ]
    layout = {
        "xaxis": _plain("step"),
        "yaxis": {**_plain("error E"), "type": "log", "exponentformat": "power"},
        "yaxis2": {**_plain("distance"), "overlaying": "y", "side": "right", "rangemode": "tozero", **OWN_TICKS},
        "plot_bgcolor": PAPER,
        "margin": {"l": 56, "r": 56, "t": 40, "b": 48},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    }
    return figure(drawing(traces, layout, {"scale": "log"}))


OWN_TICKS = {"showgrid": False, "tickmode": "auto", "nticks": 6}
"""For the numbers of a second axis: beside those of the first, which are powers, they would be crooked."""


def _plain(title: str) -> dict:
    return {"title": {"text": title}, "gridcolor": "#e6e9ec", "zeroline": False, "ticks": "outside", "tickcolor": RULE}
