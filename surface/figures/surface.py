"""The error surface in 3D and as a contour map, with critical points and runs upon them.

Each is made as a drawing, plain data for plotly.js, and as plotly's figure of it.
"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from surface.arrays import Array
from surface.figures.bar import colour_bar
from surface.figures.relief import draped, finite, hollow_levels, knots, positive, shade
from surface.figures.styles import (
    BLACK,
    COLOURSCALE,
    DASHES,
    GLYPHS,
    INK,
    PAPER,
    RING,
    RULE,
    RUN_STYLES,
    Glyph,
    drawing,
    figure,
    run_label,
)
from surface.landscape.points import CriticalPoint, CriticalPoints, Hollow, ties

LIFT = 0.006  # of the height of the picture: a path lies this much above the surface
LINE = "rgba(24,44,66,0.34)"
MARK = 4  # a mark in 3D stands this many times as high, or half of it would be under the surface
EYE = {"x": -0.59, "y": -1.4, "z": 1.3}
ASPECT = {"x": 1.12, "y": 1.12, "z": 0.78}


def surface_figure(
    landscape, points: Sequence, names: Sequence[str], scale: str = "linear", runs: Sequence = ()
) -> go.Figure:
    """The error over two weights as a surface in 3D; `runs` (anything with `path` and `error`) are drawn upon it."""
    return figure(surface_drawing(landscape, points, names, scale, runs))


def contour_figure(
    landscape, points: Sequence, names: Sequence[str], scale: str = "linear", runs: Sequence = (), marks: bool = True
) -> go.Figure:
    """The error over two weights as a map: contour lines on a light ground, darker where the error is larger.

    marks: whether the points are drawn; the levels are spaced for them in any case.
    """
    return figure(contour_drawing(landscape, points, names, scale, runs, marks))


def surface_drawing(landscape, points, names, scale="linear", runs=(), upwards="error E") -> dict:
    """The drawing of `surface_figure`; upwards: what its height is called."""
    stops = knots(landscape.error, points, scale)
    height = _height(landscape.error, scale)
    traces = [_surface(landscape, height, stops, names), *_points_3d(points, _lift(height, scale))]
    traces += [trace for i, run in enumerate(runs) for trace in _run_3d(landscape, run, i, _lift(height, scale))]
    return drawing(traces, _surface_layout((*names, upwards), scale, stops), _meta(landscape, points, stops, scale))


def _meta(landscape, points, stops: Array, scale: str) -> dict:
    """What is said of the levels, for who draws with them: where they lie, and where by another spacing."""
    return {
        "scale": scale,
        "knots": stops.tolist(),
        "hollows": hollow_levels(stops, points, scale).tolist(),
        "by_area": knots(landscape.error, points, scale, "area").tolist(),
    }


def contour_drawing(landscape, points, names, scale="linear", runs=(), marks=True) -> dict:
    """The drawing of `contour_figure`."""
    stops = knots(landscape.error, points, scale)
    meta = _meta(landscape, points, stops, scale)
    traces = [_contour(landscape, stops, names, scale), *_hollow_contours(landscape, stops, meta["hollows"])]
    traces += _points_2d(points) if marks else []
    traces += [trace for i, run in enumerate(runs) for trace in _run_2d(run, i)]
    return drawing(traces, _map_layout(landscape, names), meta)


GRIDS = ("x", "y", "z", "surfacecolor", "customdata")


def without_grids(drawn: dict) -> dict:
    """A drawing without its sampled arrays, which the view puts back from the samples it has already."""
    bare = [
        {name: value for name, value in trace.items() if trace.get("meta") != "grid" or name not in GRIDS}
        for trace in drawn["data"]
    ]
    return {**drawn, "data": bare}


def _height(error: Array, scale: str) -> Array:
    """What is drawn upwards: the error, with holes where it is not finite."""
    # An infinite height would leave no room for any other.
    held = np.where(np.isfinite(error), error, np.nan)
    return positive(held) if scale == "log" else held


def _lift(height: Array, scale: str):
    """A function that raises an error by a hair, or several, above the surface of the given heights."""
    values = finite(height)
    if scale == "log":
        # Upwards on a logarithmic axis, a hair is a factor.
        factor = (values[-1] / values[0]) ** LIFT if values[0] > 0 else 1.0
        return lambda error, hairs=1: np.maximum(error, values[0]) * factor**hairs
    return lambda error, hairs=1: error + hairs * LIFT * (values[-1] - values[0])


def _hover(names: Sequence[str], error: str) -> str:
    return f"{names[0]} = %{{x:.3f}}<br>{names[1]} = %{{y:.3f}}<br>error E = {error}<extra></extra>"


def _surface(landscape, height: Array, stops: Array, names: Sequence[str]) -> dict:
    return {
        "type": "surface",
        "x": landscape.w1,
        "y": landscape.w2,
        "z": height,
        "surfacecolor": shade(landscape.error, stops),
        "cmin": 0,
        "cmax": stops.size - 1,
        "colorscale": banded(stops.size - 1),
        "showscale": False,
        "meta": "grid",
        "name": "error surface",
        "hovertemplate": _hover(names, "%{z:.4g}"),
        # Mostly ambient: the colour has to be the map's, and the light only models the form.
        "lighting": {"ambient": 0.88, "diffuse": 0.24, "specular": 0.04, "roughness": 0.9, "fresnel": 0.02},
        "lightposition": {"x": -2000, "y": -1500, "z": 4000},
    }


def banded(count: int) -> list:
    """The colour scale in `count` bands of one colour each, as the map fills them."""
    edges = np.arange(count + 1) / count
    # Each band has the colour of its middle, as the map's filled contours have.
    fills = sample_colorscale(COLOURSCALE, (edges[:-1] + edges[1:]) / 2)
    bands = [[(edges[i], fill), (edges[i + 1], fill)] for i, fill in enumerate(fills)]
    return [[float(place), fill] for band in bands for place, fill in band]


def _contour(landscape, stops: Array, names: Sequence[str], scale: str) -> dict:
    count = stops.size - 1
    return {
        "type": "contour",
        "x": landscape.w1,
        "y": landscape.w2,
        "z": shade(landscape.error, stops),
        # What is drawn is the shade; what is read off is the error.
        "customdata": np.where(np.isfinite(landscape.error), landscape.error, np.nan),
        "zmin": 0,
        "zmax": count,
        "colorscale": COLOURSCALE,
        "meta": "grid",
        "name": "contours",
        "hovertemplate": _hover(names, "%{customdata:.4g}"),
        # The shade is a whole number at each level.
        "contours": {"coloring": "fill", "showlines": True, "start": 1, "end": max(count - 1, 1), "size": 1},
        # Between fine samples a straight line is as smooth as a curve, and drawn sooner.
        "line": {
            "color": LINE,
            "width": 0.9,
            "smoothing": 0 if min(landscape.error.shape) > 60 else 1,
        },
        "colorbar": colour_bar(stops, scale),
    }


def _hollow_contours(landscape, stops: Array, hollows: Sequence[float]) -> list[dict]:
    """A trace of dashed lines at levels of their own, or none."""
    if not hollows:
        return []
    return [
        {
            "type": "contour",
            "x": landscape.w1,
            "y": landscape.w2,
            "z": shade(landscape.error, np.array([stops[0], *hollows, stops[-1]])),
            "contours": {"coloring": "none", "start": 1, "end": len(hollows), "size": 1},
            "line": {"color": LINE, "width": 0.9, "dash": "3px,3px"},
            "showscale": False,
            "hoverinfo": "skip",
            "meta": "grid",
            "name": "contours of hollows",
        }
    ]


def _surface_layout(names: Sequence[str], scale: str, stops: Array) -> dict:
    axis = {
        "showbackground": False,
        "showspikes": False,
        "gridcolor": RULE,
        "gridwidth": 1,
        "zeroline": False,
        "nticks": 6,
        "color": INK,
        "tickfont": {"size": 11},
    }
    axes = {key: {**axis, "title": {"text": text}} for key, text in zip("xyz", names, strict=True)}
    axes["z"] |= {"type": scale, "nticks": 5} | (_decades(stops) if scale == "log" else {})
    return {
        "scene": {
            **{f"{key}axis": value for key, value in axes.items()},
            # Weights and errors have no unit in common that could set their lengths.
            "aspectmode": "manual",
            "aspectratio": ASPECT,
            "camera": {"eye": EYE, "center": {"x": 0.0, "y": 0.0, "z": -0.24}},
            # However it is turned, the error points upwards.
            "dragmode": "turntable",
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 72},
        "legend": {"orientation": "h", "x": 0, "y": -0.01, "yanchor": "top", "bgcolor": "rgba(0,0,0,0)"},
    }


def _decades(stops: Array) -> dict:
    """Ticks at whole powers of ten, written as such, where there are some to see."""
    count = np.log10(stops[-1] / stops[0]) if 0 < stops[0] < stops[-1] else 0.0
    # About five ticks, and no more than one to a decade.
    return {"exponentformat": "power"} | ({"dtick": float(np.ceil(count / 5))} if count >= 1.5 else {})


def _map_layout(landscape, names: Sequence[str]) -> dict:
    return {
        "xaxis": _map_axis(names[0], landscape.w1),
        "yaxis": _map_axis(names[1], landscape.w2),
        "plot_bgcolor": PAPER,
        "margin": {"l": 52, "r": 8, "t": 8, "b": 84},
        # A start may be set between any two samples.
        "clickanywhere": True,
        "dragmode": "pan",
        "hovermode": "closest",
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": -0.14,
            "yanchor": "top",
            "font": {"size": 12},
            "itemsizing": "trace",
            # It explains: nothing goes away by a click on it.
            "itemclick": False,
            "itemdoubleclick": False,
            "bgcolor": "rgba(0,0,0,0)",
        },
    }


def _map_axis(name: str, places: Array) -> dict:
    low, high = float(places[0]), float(places[-1])
    return {
        "title": {"text": name, "standoff": 6},
        "range": [low, high],
        # Beyond the window nothing was sampled: there is nothing to pan or to zoom out to.
        "minallowed": low,
        "maxallowed": high,
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": RULE,
        "ticklabeloverflow": "allow",  # there is room for all of them, and to measure them takes time
        "nticks": 8,
    }


# ------------------------------------------------------------------------------------------------- points and runs


def sorts(points: Sequence) -> list[str]:
    """The key of `GLYPHS` for each critical point: its kind, or 'lowest' for the lowest minima, ties included."""
    lowest = points.lowest if isinstance(points, CriticalPoints) else _lowest_of(points)
    # By identity, in a set: a surface may have thousands of points, and as many of them may tie.
    tied = {id(point) for point in lowest}
    return ["lowest" if id(point) in tied else point.kind for point in points]


def _lowest_of(points: Sequence[CriticalPoint]) -> tuple[Hollow, ...]:
    """The lowest minima of a plain list: without a window, the errors of the list are all there is to compare with."""
    errors = [point.error for point in points]
    minima = sorted((point for point in points if point.kind == "minimum"), key=lambda point: point.error)
    return ties(minima, max(errors, default=0.0) - min(errors, default=0.0))


def _marked(points: Sequence):
    """Each glyph that is needed, with its points."""
    found = sorts(points)
    for sort, glyph in GLYPHS.items():
        chosen = [point for point, its in zip(points, found, strict=True) if its == sort]
        if chosen:
            yield glyph, np.array([p.weights for p in chosen], float), np.array([p.error for p in chosen], float)


def _points_2d(points: Sequence) -> list[dict]:
    traces = [
        {
            "type": "scatter",
            "x": w[:, 0],
            "y": w[:, 1],
            "customdata": error,
            "mode": "markers",
            "name": glyph.label,
            "marker": {
                "symbol": glyph.symbol,
                "size": glyph.size,
                "color": BLACK,
                "line": {"width": 2, "color": BLACK},
            },
            "hovertemplate": _point_hover(glyph),
        }
        for glyph, w, error in _marked(points)
    ]
    lowest = [trace for trace in traces if trace["name"] == GLYPHS["lowest"].label]
    plain = {"type": "scatter", "mode": "markers", "marker": RING, "hoverinfo": "skip", "showlegend": False}
    rings = [{**plain, "x": trace["x"], "y": trace["y"]} for trace in lowest]
    # Rings first, and so below the marks.
    return rings + traces


def _point_hover(glyph: Glyph) -> str:
    return f"{glyph.label}<br>(%{{x:.3f}}, %{{y:.3f}})<br>error E = %{{customdata:.4g}}<extra></extra>"


def _points_3d(points: Sequence, lift) -> list[dict]:
    return [
        {
            "type": "scatter3d",
            "x": w[:, 0],
            "y": w[:, 1],
            "z": lift(error, MARK),
            "customdata": error,
            "mode": "markers",
            "name": glyph.label,
            "marker": {"symbol": glyph.symbol_3d, "size": 6, "color": BLACK, "line": {"width": 0}},
            "hovertemplate": _point_hover(glyph),
        }
        for glyph, w, error in _marked(points)
    ]


def _run_2d(run, index: int) -> list[dict]:
    style, (x, y) = RUN_STYLES[index % len(RUN_STYLES)], np.asarray(run.path).T
    line = {"type": "scatter", "x": x, "y": y, "mode": "lines", "name": run_label(run, index), "hoverinfo": "skip"}
    # Or a path would go under in the dark of a large error.
    casing = {**line, "line": {"color": "#ffffff", "width": 5}, "opacity": 0.8, "showlegend": False}
    ends = {
        "type": "scatter",
        "x": x[[0, -1]],
        "y": y[[0, -1]],
        "mode": "markers",
        "showlegend": False,
        "name": f"start and end of {index + 1}",
    }
    rim = {"color": [style.colour, "#ffffff"], "width": 2}
    dots = {"symbol": style.marker, "size": 11, "color": ["#ffffff", style.colour], "line": rim}
    own = {"color": style.colour, "width": 2.6, "dash": DASHES[style.dash]}
    return [casing, {**line, "line": own}, {**ends, "marker": dots}]


def _run_3d(landscape, run, index: int, lift) -> list[dict]:
    style, (x, y, z) = RUN_STYLES[index % len(RUN_STYLES)], draped(landscape, run.path, run.error).T
    line = {"color": style.colour, "width": 6, "dash": style.dash}
    own = {"type": "scatter3d", "hoverinfo": "skip"}
    path = {**own, "x": x, "y": y, "z": lift(z), "mode": "lines", "name": run_label(run, index)}
    under = {"line": {"color": style.colour, "width": 2}, "showlegend": False}  # the dashes of 3D are far apart
    ends = {"x": x[[0, -1]], "y": y[[0, -1]], "z": lift(z, MARK)[[0, -1]], "mode": "markers", "showlegend": False}
    dots = {"symbol": style.marker, "size": 5, "color": ["#ffffff", style.colour], "line": {"width": 0}}
    return [{**path, "line": line}, {**path, **under}, {**own, **ends, "marker": dots}]
