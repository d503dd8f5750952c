"""Records as plotly figures: where starts end, what another rule changes, and which settings free a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from surface.arrays import Array, Indices, Mask
from surface.figures.relief import knots, shade
from surface.figures.styles import FONT, INK, PAPER, RULE
from surface.formatting import percent
from surface.landscape.basins import Basins, Difference
from surface.landscape.escape import EscapeMap
from surface.landscape.runs import DIVERGED, LEFT, UNSETTLED
from surface.landscape.summary import CASES, NOWHERE, escape_names, minimum_name


class RegionStyle(NamedTuple):
    """What tells a region of a map from the others, in colour and without."""

    colour: str
    pattern: str


# Chosen by search: light enough for marks and contours upon them, the first two 51 apart in CIE Lab, all at least 16,
# for normal sight and each kind of colour blindness; the patterns and the numbers tell them apart without colour.
REGION_STYLES = (
    RegionStyle("#86dccb", "plain"),
    RegionStyle("#f1e374", "rising"),
    RegionStyle("#b996f7", "dots"),
    RegionStyle("#f0a05c", "falling"),
    RegionStyle("#8fad80", "level"),
    RegionStyle("#cd94ce", "upright"),
    RegionStyle("#caedb2", "grid"),
    RegionStyle("#41f5fe", "cross"),
)
NOWHERE_STYLE = RegionStyle("#dcdfe3", "sparse")
CODE_STYLES = {
    UNSETTLED: NOWHERE_STYLE,
    LEFT: RegionStyle("#a9b0b8", "rising"),
    DIVERGED: RegionStyle("#6d747c", "cross"),
}
CASE_STYLES = {
    "both": RegionStyle("#c9e4de", "plain"),
    "rescued": RegionStyle("#4fbf9f", "dots"),
    "lost": RegionStyle("#e8835a", "rising"),
    "neither": RegionStyle("#e4e4e0", "sparse"),
}


class Region(NamedTuple):
    """One region of a map: the name it is explained by, its style, and the number that stands in it ('' for none)."""

    name: str
    style: RegionStyle
    number: str


def minimum_style(index: int) -> RegionStyle:
    """The style of a minimum's region; beyond the eighth a colour returns with the next pattern."""
    styles, turn = REGION_STYLES, index // len(REGION_STYLES)
    return RegionStyle(styles[index % len(styles)].colour, styles[(index + turn) % len(styles)].pattern)


def basin_regions(basins: Basins) -> list[Region]:
    """The regions of a map of basins: one for each minimum, in their order, and last the starts that end at none."""
    minima = [
        Region(f"{minimum_name(k, basins.minima, basins.lowest)}: {percent(share)}", minimum_style(k), str(k + 1))
        for k, share in enumerate(basins.share.tolist())
    ]
    return [*minima, Region(f"{NOWHERE}: {percent(basins.unsettled)}", NOWHERE_STYLE, "")]


def difference_regions(difference: Difference) -> list[Region]:
    """The four regions of a difference, in the order of CASES."""
    signs = {"both": "", "rescued": "+", "lost": "−", "neither": ""}
    return [
        Region(f"{words}: {percent(difference.share[case])}", CASE_STYLES[case], signs[case])
        for case, words in CASES.items()
    ]


def case_numbers(difference: Difference) -> Indices:
    """Which of CASES each start is, [j, i]."""
    return np.argmax([getattr(difference, case) for case in CASES], axis=0)


# ------------------------------------------------------------------------------------------------------ the figures


def basins_figure(basins: Basins, landscape, names: Sequence[str], title: str = "") -> go.Figure:
    """Where each start ends, as a map; contours of the error lie upon it, and each minimum bears its number."""
    regions = basin_regions(basins)
    # All that end at no minimum are one region, the last.
    label = np.where(basins.label < 0, len(regions) - 1, basins.label)
    hover = f"start ({names[0]} = %{{x:.3g}}, {names[1]} = %{{y:.3g}})<br>%{{text}}<br>%{{customdata}} steps"
    traces = _regions(basins.w1, basins.w2, label, regions, hover, basins.steps)
    traces += [_contours(landscape, basins.minima), _minima(basins)]
    return _map(traces, names, title)


def difference_figure(difference: Difference, landscape, names: Sequence[str], title: str = "") -> go.Figure:
    """Which starts the second of two rules rescues and which it loses, as a map."""
    regions, label = difference_regions(difference), case_numbers(difference)
    hover = f"start ({names[0]} = %{{x:.3g}}, {names[1]} = %{{y:.3g}})<br>%{{text}}"
    traces = _regions(difference.w1, difference.w2, label, regions, hover)
    # A difference knows of no minima: the levels are spaced without them.
    traces += [_contours(landscape, ()), _signs(difference.w1, difference.w2, label, regions)]
    return _map(traces, names, title)


def escape_figure(found: EscapeMap) -> go.Figure:
    """Where runs from one start end, over learning rate × momentum, with the run's own setting marked by a cross.

    The trace called "settings" holds every setting as a point, so that one can be picked by a click.
    """
    names = escape_names(found)
    regions = [Region(name, _ending_style(code), str(code + 1) if code >= 0 else "") for code, name in names.items()]
    # Labels run from −3 on; regions are counted in the order in which they are explained.
    label = np.vectorize(list(names).index)(found.label)
    hover = "η = %{x:.3g}, β = %{y:.2f}<br>%{text}"
    traces = _regions(found.rates, found.momenta, label, regions, hover)
    traces += [_signs(found.rates, found.momenta, label, regions), _settings(found, label, regions), _here(found)]
    figure = _map(traces, ("learning rate η (logarithmic)", "momentum β"))
    ticks = [t * 10.0**e for e in range(-8, 9) for t in (1, 2, 5)]
    ticks = [t for t in ticks if found.rates[0] <= t <= found.rates[-1]]
    return figure.update_xaxes(type="log", tickvals=ticks, ticktext=[f"{t:g}" for t in ticks])


def _ending_style(code: int) -> RegionStyle:
    return minimum_style(code) if code >= 0 else CODE_STYLES[code]


def _regions(x, y, label: Indices, regions: Sequence[Region], hover: str, more=None) -> list:
    """The regions as coloured cells, and an entry in the legend for each of them that is there."""
    count = len(regions)
    scale = [[(k + side) / count, regions[k].style.colour] for k in range(count) for side in (0, 1)]
    names = np.array([region.name for region in regions], dtype=object)
    cells = go.Heatmap(
        x=x,
        y=y,
        z=label,
        # Halves, so that each whole number lies amid its own colour.
        zmin=-0.5,
        zmax=count - 0.5,
        colorscale=scale,
        showscale=False,
        text=names[label],
        customdata=more,
        hovertemplate=f"{hover}<extra></extra>",
        name="where each ends",
    )
    shown = [region for k, region in enumerate(regions) if np.any(label == k)]
    return [cells, *(_entry(region) for region in shown)]


def _entry(region: Region) -> go.Scatter:
    square = {"symbol": "square", "size": 13, "color": region.style.colour, "line": {"width": 1, "color": INK}}
    name = f"{region.number} · {region.name}" if region.number in ("+", "−") else region.name
    return go.Scatter(x=[None], y=[None], mode="markers", marker=square, name=name, showlegend=True)


def _contours(landscape, points: Sequence) -> go.Contour:
    stops = knots(landscape.error, points)
    return go.Contour(
        x=landscape.w1,
        y=landscape.w2,
        z=shade(landscape.error, stops),
        contours={"coloring": "none", "start": 1, "end": max(stops.size - 2, 1), "size": 1},
        line={"color": "rgba(24,44,66,0.45)", "width": 0.8},
        showscale=False,
        showlegend=False,
        hoverinfo="skip",
        name="contours of the error",
    )


def _texts(x, y, texts, name: str) -> go.Scatter:
    font = {"size": 15, "color": INK, "family": FONT, "shadow": "0 0 3px #fff, 0 0 3px #fff", "weight": 700}
    plain = {"mode": "text", "textfont": font, "hoverinfo": "skip", "showlegend": False}
    return go.Scatter(x=x, y=y, text=texts, name=name, **plain)


def _minima(basins: Basins) -> go.Scatter:
    # Two columns, even where there is no minimum.
    places = np.array([minimum.weights for minimum in basins.minima]).reshape(-1, 2)
    return _texts(places[:, 0], places[:, 1], [str(k + 1) for k in range(len(places))], "minima")


def _signs(x, y, label: Indices, regions: Sequence[Region]) -> go.Scatter:
    """The number of each region, in the middle of it."""
    there = [k for k, region in enumerate(regions) if region.number and np.any(label == k)]
    places = [middle(label == k) for k in there]
    return _texts([x[i] for _, i in places], [y[j] for j, _ in places], [regions[k].number for k in there], "signs")


def middle(inside: Mask) -> tuple[int, int]:
    """The cell [j, i] of a region that is farthest from its border."""
    # The region is eaten from its border; the last cell left is the farthest from it.
    depth, left = np.zeros(inside.shape, dtype=int), inside.copy()
    while left.any():
        depth += left
        framed = np.pad(left, 1)
        left = left & framed[:-2, 1:-1] & framed[2:, 1:-1] & framed[1:-1, :-2] & framed[1:-1, 2:]
    j, i = np.unravel_index(int(np.argmax(depth)), inside.shape)
    return int(j), int(i)


def _settings(found: EscapeMap, label: Indices, regions: Sequence[Region]) -> go.Scatter:
    rate, momentum = (grid.ravel() for grid in np.meshgrid(found.rates, found.momenta))
    names = np.array([region.name for region in regions], dtype=object)[label].ravel()
    # Not to be seen, but to be clicked: cells cannot be selected, points can.
    seen = {"symbol": "square", "size": 9, "color": INK, "opacity": 0}
    chosen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=rate,
        y=momentum,
        text=names,
        mode="markers",
        marker=seen,
        selected=chosen,
        unselected=chosen,
        hovertemplate="η = %{x:.3g}, β = %{y:.2f}<br>%{text}<extra></extra>",
        showlegend=False,
        name="settings",
    )


def _here(found: EscapeMap) -> go.Scatter:
    """The run's own setting: a black cross, cased in white so that it shows on every ground."""
    return go.Scatter(
        x=[found.here[0]],
        y=[found.here[1]],
        mode="markers",
        marker={"symbol": "x", "size": 14, "color": "#000000", "line": {"width": 2, "color": "#ffffff"}},
        hoverinfo="skip",
        name="the run's own setting",
        showlegend=True,
    )


def _map(traces: list, names: Sequence[str], title: str = "") -> go.Figure:
    axis = {"showgrid": False, "zeroline": False, "ticks": "outside", "ticklen": 4, "tickcolor": RULE}
    cells = traces[0]
    return go.Figure(
        traces,
        {
            "font": {"family": FONT, "size": 13, "color": INK},
            "template": "none",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": PAPER,
            "title": {"text": title, "font": {"size": 14}, "x": 0, "xref": "paper", "yref": "container", "y": 0.98},
            "xaxis": {**axis, "title": {"text": names[0], "standoff": 6}, "range": _range(cells.x, names[0])},
            "yaxis": {**axis, "title": {"text": names[1], "standoff": 6}, "range": _range(cells.y, names[1])},
            "margin": {"l": 52, "r": 12, "t": 34 if title else 10, "b": 44, "pad": 0},
            "legend": {"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top", "font": {"size": 12}},
            "clickmode": "event",
            "dragmode": False,
        },
    )


def _range(values: Array, name: str) -> list[float]:
    """The range of an axis over the whole of the outermost cells; in logarithms where the axis is."""
    places = np.log10(values) if "logarithmic" in name else np.asarray(values)
    half = (places[1] - places[0]) / 2
    return [float(places[0] - half), float(places[-1] + half)]
