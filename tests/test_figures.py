import itertools
import re
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import plotly.graph_objects as go
import pytest

from surface.data import Dataset
from surface.descent import RULES, descend
from surface.error import ErrorSurface, Landscape
from surface.figures import (
    COLOURS,
    COLOURSCALE,
    GLYPHS,
    RUN_STYLES,
    contour_drawing,
    contour_figure,
    error_figure,
    sorts,
    surface_drawing,
    surface_figure,
    without_grids,
)
from surface.figures.relief import draped, even_knots, hollow_levels, interpolate, knots, levels, log_levels, shade
from surface.landscape import critical_points
from surface.model import Network

NAMES = ("w₁", "w₂")
LABELS = {glyph.label for glyph in GLYPHS.values()}
WINDOW = ((-2.5, 5.0), (-3.5, 3.5))
AXIS = np.linspace(-3.0, 3.0, 61)
A, B = np.meshgrid(AXIS, AXIS)

# Linear RGB as it is seen with normal sight and with each kind of colour blindness (Machado et al. 2009).
SIGHTS = {
    "normal": np.eye(3),
    "no long cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no middle cones": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no short cones": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])

SURFACES = {
    "bowl": A**2 + 3 * B**2,
    "twelve decades": 10 ** (2 * np.hypot(A, B) - 4),
    "constant": np.full_like(A, 0.7),
    "zero": np.zeros_like(A),
    "a step": np.where(A < 0, 1.0, 2.0),
    "nowhere finite": np.full_like(A, np.nan),
    "holes": np.where(A > 2, np.nan, np.where(B > 2, np.inf, A**2 + B**2)),
    "minus infinity": np.where(A > 2, -np.inf, A**2),
    "a narrow hollow": 1 - np.exp(-40 * (A**2 + B**2)),
    "tiny": 1e-300 * (1 + A**2),
    "huge": 1e300 * (1 + A**2),
}


@dataclass
class Point:
    weights: np.ndarray
    error: float
    kind: str


def landscape(error) -> Landscape:
    return Landscape(AXIS, AXIS, error)


@pytest.fixture(scope="module", name="E")
def error_surface():
    data = Dataset([[1, 0], [0, 0.5], [0.3, 0.1], [0.2, -0.3]], [[0], [0], [0.8], [0.5]])
    network = Network.single_layer([[0.0, 0.0]], "sin")
    return ErrorSurface(network, data, free=tuple(network.names[:2]))


@pytest.fixture(scope="module")
def run(E):
    return descend(E, RULES["momentum"](learning_rate=0.2, momentum=0.9), (-1.3, 2.4), 200)


@pytest.fixture(scope="module")
def points(E):
    return critical_points(E, WINDOW)


@pytest.fixture(scope="module")
def hollows(E):
    return E.sample(WINDOW, 61)


def linear(colour: str) -> np.ndarray:
    channel = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight="normal") -> np.ndarray:
    """CIE Lab of a colour as it is seen."""
    x = XYZ @ np.clip(np.asarray(SIGHTS[sight]) @ linear(colour), 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def luminance(colour: str) -> float:
    return float(XYZ[1] @ linear(colour))


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


# ------------------------------------------------------------------------------------------------------- colours


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_scale_grows_darker_in_even_steps_for_every_sight(sight):
    lightness = np.array([lab(colour, sight)[0] for colour in COLOURS])
    assert (np.diff(lightness) < -6).all()
    assert np.ptp(np.diff(lightness)) < (0.8 if sight == "normal" else 5)


def test_the_black_dot_of_the_minimum_shows_on_the_light_end():
    assert contrast(COLOURS[0], "#000000") > 15


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_runs_are_told_apart_with_every_sight(sight):
    pairs = itertools.combinations([lab(style.colour, sight) for style in RUN_STYLES], 2)
    assert min(np.linalg.norm(one - other) for one, other in pairs) > 25


@pytest.mark.parametrize("ground", ["#ffffff", "#0e1117"])
def test_the_runs_show_on_both_themes(ground):
    assert all(contrast(style.colour, ground) > 2.6 for style in RUN_STYLES)


@pytest.mark.parametrize("field", ["colour", "dash", "marker"])
def test_each_sign_of_a_run_alone_tells_it_from_the_others(field):
    assert len({getattr(style, field) for style in RUN_STYLES}) == len(RUN_STYLES) == 4


# ------------------------------------------------------------------------------------------------------ the levels


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_levels_increase_within_the_errors(name, scale):
    error = SURFACES[name]
    chosen = log_levels(error) if scale == "log" else levels(error)
    finite = error[np.isfinite(error)]
    assert np.isfinite(chosen).all()
    assert (np.diff(chosen) > 0).all()
    assert chosen.size <= 20
    assert not chosen.size or (chosen[0] > finite.min() and chosen[-1] < finite.max())


@pytest.mark.parametrize("name", ["bowl", "twelve decades", "holes"])
def test_levels_leave_no_large_part_of_the_map_blank(name):
    error = SURFACES[name][np.isfinite(SURFACES[name])]
    counts = np.histogram(error, bins=[-np.inf, *levels(error), np.inf])[0]
    assert levels(error).size >= 5
    assert counts.max() < 0.6 * error.size


def test_a_narrow_hollow_in_a_plain_gets_its_rings():
    assert levels(SURFACES["a narrow hollow"]).size >= 5


def test_levels_are_round_numbers():
    assert all(float(f"{level:.2g}") == pytest.approx(level, rel=1e-12) for level in levels(SURFACES["bowl"]))


def test_a_constant_surface_has_no_levels():
    assert levels(SURFACES["constant"]).size == 0


def test_every_hollow_has_a_level_between_its_floor_and_the_saddle_beside_it():
    points = [Point(np.zeros(2), 0.5001, "minimum"), Point(np.ones(2), 0.5002, "saddle")]
    chosen = levels(SURFACES["bowl"], points)
    assert np.any((chosen > 0.5001) & (chosen < 0.5002))


def test_the_hollows_of_a_real_surface_show(hollows, points):
    chosen = levels(hollows.error, points)
    saddle = min(point.error for point in points if point.kind == "saddle")
    for minimum in points.minima:
        assert np.any((chosen > minimum.error) & (chosen < saddle))


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_shade_grows_with_the_error_and_is_missing_where_it_is_not_finite(name, scale):
    error = SURFACES[name]
    shades, last = shade(error, knots(error, scale=scale)), knots(error, scale=scale).size - 1
    finite = np.isfinite(error)
    assert np.isnan(shades[~finite]).all()
    assert (np.diff(shades[finite][np.argsort(error[finite])]) >= 0).all()
    assert ((shades[finite] >= 0) & (shades[finite] <= last)).all()


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_scale_begins_at_the_lowest_minimum_and_not_at_the_lowest_sample(scale, hollows, points):
    assert points.minima[0].error < hollows.error.min()
    assert knots(hollows.error, points, scale, "area")[0] == points.minima[0].error
    assert knots(hollows.error, points, scale)[0] <= points.minima[0].error


@pytest.mark.parametrize("name", sorted(set(SURFACES) - {"constant", "zero", "nowhere finite"}))
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_levels_are_even_on_their_scale_and_reach_beyond_the_errors(name, scale):
    error = SURFACES[name][np.isfinite(SURFACES[name])]
    stops = knots(SURFACES[name], scale=scale)
    up = np.log10 if scale == "log" else np.asarray
    steps = np.diff(up(stops))
    np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
    assert 8 <= stops.size <= 24
    assert stops[-1] >= error.max() * (1 - 1e-12)
    assert stops[0] <= max(error.min(), stops[-1] * 1e-12) * (1 + 1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_even_levels_are_multiples_of_a_round_step(seed):
    low, high = np.sort(np.random.default_rng(seed).uniform(0, 10.0 ** (seed - 8), 2))
    stops = even_knots(low, high)
    step = stops[1] - stops[0]
    lead = step / 10.0 ** np.floor(np.log10(step) + 1e-9)
    assert min(abs(lead - nice) for nice in (1, 2, 2.5, 5)) < 1e-6
    np.testing.assert_allclose(stops / step, np.round(stops / step), atol=1e-6)
    assert 9 <= (high - low) / step <= 21


def test_numbers_with_nothing_between_them_are_levels_themselves():
    assert even_knots(1.0, np.nextafter(1.0, 2)).tolist() == [1.0, np.nextafter(1.0, 2)]


def test_a_hollow_that_no_even_level_shows_gets_a_line_of_its_own():
    points = [Point(np.zeros(2), 5.1, "minimum"), Point(np.ones(2), 5.3, "saddle"), Point(-np.ones(2), 0, "minimum")]
    stops = knots(SURFACES["bowl"], points)
    assert not np.any((stops > 5.1) & (stops < 5.3))
    assert hollow_levels(stops, points).tolist() == [pytest.approx(5.2)]
    assert hollow_levels(stops, points[1:]).size == 0
    (line,) = [t for t in contour_figure(landscape(SURFACES["bowl"]), points, NAMES).data if t.line.dash]
    (shades,) = {round(float(value), 9) for value in shade(np.array([5.2]), np.array([stops[0], 5.2, stops[-1]]))}
    assert shades == line.contours.start == line.contours.end == 1


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("name", ["bowl", "twelve decades", "a narrow hollow", "holes"])
def test_the_colour_bar_is_to_scale_and_its_numbers_are_round(name, scale):
    chart = contour_figure(landscape(SURFACES[name]), (), NAMES, scale).data[0]
    stops, bar = knots(SURFACES[name], scale=scale), chart.colorbar
    up = np.log10 if scale == "log" else np.asarray
    read = [read_number(text) for text in bar.ticktext]
    np.testing.assert_allclose(
        bar.tickvals, (up(read) - up(stops[0])) / np.ptp(up(stops)) * (stops.size - 1), atol=1e-6
    )
    assert 3 <= len(read) <= 9
    assert all(len(text) <= 6 for text in bar.ticktext)


def read_number(text):
    """A number out of its text: 0.5, −2, 10⁻¹² or 2·10⁹."""
    lead, power = re.fullmatch("(?:([−.0-9]+)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|.*", text).groups(None)
    if power is None:
        return float(text.replace("−", "-"))
    return float(f"{lead or 1}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789'))}")


def test_the_shade_counts_the_levels_below():
    stops = knots(SURFACES["bowl"])
    between = (stops[:-1] + stops[1:]) / 2
    assert np.floor(shade(between, stops)) == pytest.approx([np.sum(stops[1:-1] < value) for value in between])


# ----------------------------------------------------------------------------------------------------- the figures


@pytest.mark.parametrize("figure", [surface_figure, contour_figure])
@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("name", SURFACES)
def test_every_surface_can_be_drawn(figure, scale, name):
    made = figure(landscape(SURFACES[name]), (), NAMES, scale)
    assert isinstance(made, go.Figure)
    assert made.to_json()


def test_surface_and_map_give_one_error_one_colour(hollows, points):
    surface, chart = (figure(hollows, points, NAMES) for figure in (surface_figure, contour_figure))
    assert np.array_equal(surface.data[0].surfacecolor, chart.data[0].z)
    bands = surface.data[0].colorscale[::2]
    count = surface.data[0].cmax
    assert len(bands) == count == chart.data[0].zmax
    assert chart.data[0].colorscale == tuple(tuple(stop) for stop in COLOURSCALE)


def test_the_lowest_error_is_the_lightest_and_the_largest_the_darkest(hollows):
    shades = contour_figure(hollows, (), NAMES).data[0].z
    assert np.unravel_index(np.argmin(shades), shades.shape) == np.unravel_index(np.argmin(hollows.error), shades.shape)
    assert shades.max() == shades.flat[np.argmax(hollows.error)]
    assert luminance(COLOURS[0]) > luminance(COLOURS[-1])


@pytest.mark.parametrize("figure", [surface_figure, contour_figure])
def test_axes_say_what_they_are(figure, hollows):
    layout = figure(hollows, (), NAMES).layout
    axes = layout.scene if figure is surface_figure else layout
    assert (axes.xaxis.title.text, axes.yaxis.title.text) == NAMES
    if figure is surface_figure:
        assert axes.zaxis.title.text == "error E"


@pytest.mark.parametrize("figure", [surface_figure, contour_figure])
def test_every_kind_of_point_has_its_own_mark_and_words(figure, hollows, points):
    marks = {trace.name: trace for trace in figure(hollows, points, NAMES).data if trace.name in LABELS}
    assert set(marks) == {GLYPHS[sort].label for sort in sorts(points)}
    assert len({trace.marker.symbol for trace in marks.values()}) == len(marks)
    lowest = marks[GLYPHS["lowest"].label]
    assert (lowest.marker.symbol, lowest.marker.color) == ("circle", "#000000")
    assert [(x, y) for x, y in zip(lowest.x, lowest.y, strict=True)] == [tuple(p.weights) for p in points.lowest]


def test_minima_that_tie_are_both_lowest():
    points = [Point(np.zeros(2), error, "minimum") for error in (0.25, 0.25, 0.3)]
    assert sorts(points) == ["lowest", "lowest", "minimum"]


class Counting(list):
    """A list that counts how often it has been gone through."""

    passes = 0

    def __iter__(self):
        self.passes += 1
        return super().__iter__()


def test_ten_thousand_points_are_gone_through_as_often_as_ten(hollows):
    passes = []
    for count in (10, 10_000):
        kinds = np.resize(["minimum", "saddle", "maximum"], count)
        points = Counting(Point(np.full(2, 0.1), 0.4 + k / count, kind) for k, kind in enumerate(kinds))
        contour_figure(hollows, points, NAMES)
        surface_figure(hollows, points, NAMES)
        passes.append(points.passes)
    assert passes[0] == passes[1]


@pytest.mark.parametrize("figure", [surface_figure, contour_figure])
def test_a_notebook_figure_shows_the_runs(figure, hollows, points, run):
    plain, drawn = (figure(hollows, points, NAMES, runs=runs) for runs in ((), [run]))
    path = next(trace for trace in drawn.data if trace.name == "1 · momentum" and trace.line.dash)
    assert len(drawn.data) > len(plain.data)
    assert (path.line.color, path.line.dash) == (RUN_STYLES[0].colour, "solid")
    assert (path.x[-1], path.y[-1]) == pytest.approx(tuple(run.path[-1]))


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_path_lies_a_hair_above_the_surface(scale, hollows, points, run, E):
    figure = surface_figure(hollows, points, NAMES, scale, [run])
    x, y, z = (next(t for t in figure.data if t.name == "1 · momentum")[axis] for axis in "xyz")
    inside = np.isfinite(z)
    true = E.error(np.stack([x, y], axis=-1))[inside]
    up = np.log10 if scale == "log" else np.asarray
    gap = (up(z[inside]) - up(true)) / np.ptp(up(hollows.error))
    assert 0 < np.median(gap) < 0.02
    assert gap[0] == pytest.approx(np.median(gap), abs=1e-3)


def test_a_map_keeps_its_light_ground_and_its_window(hollows):
    layout = contour_figure(hollows, (), NAMES).layout
    assert luminance(layout.plot_bgcolor) > 0.9
    assert (tuple(layout.xaxis.range), tuple(layout.yaxis.range)) == WINDOW


@pytest.mark.parametrize("draw", [surface_drawing, contour_drawing])
def test_without_grids_leaves_what_is_needed_to_put_them_back(draw, hollows, points):
    full = draw(hollows, points, NAMES)
    bare = without_grids(full)
    grid = next(trace for trace in bare["data"] if trace.get("meta") == "grid")
    assert not {"x", "y", "z", "surfacecolor", "customdata"} & set(grid)
    assert bare["layout"]["meta"]["knots"] == pytest.approx(knots(hollows.error, points))
    assert next(trace for trace in full["data"] if trace.get("meta") == "grid")["z"] is not None


def test_error_figure_has_a_curve_for_each_run(run):
    figure = error_figure([run, run], "log")
    assert [len(trace.x) for trace in figure.data] == [201, 201]
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.xaxis.title.text == "step"
    assert np.array_equal(figure.data[0].y, run.error)


# ------------------------------------------------------------------------------------------------------ the drapery


def test_interpolation_is_exact_for_what_is_bilinear_and_missing_outside():
    plane = landscape(2 * A - 3 * B + A * B)
    w = np.random.default_rng(0).uniform(-3, 3, (200, 2))
    assert interpolate(plane, w) == pytest.approx(2 * w[:, 0] - 3 * w[:, 1] + w[:, 0] * w[:, 1])
    assert interpolate(plane, [[3.0, -3.0], [-3.0, 3.0]]) == pytest.approx([6, -24])
    assert np.isnan(interpolate(plane, [[3.01, 0.0], [0.0, -3.01]])).all()


def test_a_draped_path_has_the_true_error_at_its_steps_and_the_surface_between():
    path = np.array([[-2.0, -1.0], [2.0, 1.0]])
    x, y, z = draped(landscape(A**2 + B**2), path, (path**2).sum(axis=1)).T
    assert (z[0], z[-1]) == pytest.approx((5, 5))
    assert z == pytest.approx(x**2 + y**2, abs=0.01)


def test_a_draped_path_breaks_outside_the_window():
    path = np.array([[0.0, 0.0], [9.0, 0.0], [1.0, 1.0]])
    z = draped(landscape(A**2 + B**2), path, (path**2).sum(axis=1))[:, 2]
    assert np.isnan(z).any()
    assert np.isfinite(z[[0, -1]]).all()


def test_a_run_of_no_steps_can_be_drawn(hollows, E):
    run = descend(E, RULES["gradient descent"](learning_rate=0.2), (0.0, 0.0), 0)
    still = SimpleNamespace(path=run.path, error=run.error, rule=run.rule)
    assert surface_figure(hollows, (), NAMES, runs=[still]).data
