"""How the map is drawn: one scale for both axes, even levels, a colour bar to scale; as the player works it out."""

import numpy as np
import pytest
from javascript import ask

from surface.figures import COLOURSCALE
from surface.figures.relief import knots
from surface.scenes import SCENES

LINEAR = {"knots": [0.0, 0.2, 0.4, 0.6, 0.8], "scale": "linear"}
LOG = {"knots": [10.0**k for k in range(-4, 2)], "scale": "log"}
UNEVEN = {"knots": [0.1, 0.2, 0.3, 1.0, 4.1], "scale": "linear"}


# ------------------------------------------------------------------------------------------------------- one scale


@pytest.mark.parametrize(("width", "allowed"), [(1, True), (3, True), (3.01, False), (1 / 3, True), (0.33, False)])
def test_a_window_is_drawn_to_scale_where_it_is_no_longer_than_thrice_its_width(width, allowed):
    window = {"w1": [-1, -1 + width], "w2": [5, 6]}
    assert ask("return modules.aspect.allowsEqual(given.window);", window=window) is allowed


@pytest.mark.parametrize("name", SCENES)
def test_every_bundled_scene_opens_to_scale(name):
    w1, w2 = SCENES[name].window
    assert ask("return modules.aspect.allowsEqual(given.window);", window={"w1": w1, "w2": w2}) is True


@pytest.mark.parametrize(
    ("chosen", "width", "equal"), [(None, 2, True), (None, 9, False), ("equal", 9, True), ("filled", 2, False)]
)
def test_the_readers_choice_goes_before_the_rule(chosen, width, equal):
    scene = {"view": {"axes": chosen}, "surface": {"w1": [0, width], "w2": [0, 1]}}
    assert ask("return modules.aspect.isEqual(given.scene);", scene=scene) is equal


def words(width, height, right=1.0, top=1.0):
    edges = {"left": 0, "right": right, "bottom": 0, "top": top}
    box = {"left": 0, "top": 0, "width": width, "height": height, "range": edges}
    return ask("return Object.values(modules.scales.scaleWords(given.box, ['a', 'b']) ?? {});", box=box)


def test_two_scales_are_told_and_one_is_not():
    assert words(300, 300) == []
    assert words(600, 300, right=2) == []
    assert words(450, 300) == [
        "Not to scale: a unit of a is drawn 1.5 times as long as one of b.",
        "not to scale: a stretched 1.5 times",
        "not to scale: a × 1.5",
    ]
    assert words(300, 300, right=12)[0] == "Not to scale: a unit of b is drawn 12 times as long as one of a."
    assert words(306, 300)[2] == "not to scale: a × 1.02"


def reshaped(left, right, bottom, top):
    edges = {"left": left, "right": right, "bottom": bottom, "top": top}
    window = {"w1": [-4, 4], "w2": [0, 4]}
    got = ask(
        "const r = modules.scales.reshaped(given.edges, given.window); return r && [r.left, r.right, r.bottom, r.top];",
        edges=edges,
        window=window,
    )
    return got and pytest.approx(got)


def test_a_range_that_an_edge_has_cut_gets_the_windows_shape_again_and_stays_inside():
    assert reshaped(-4, 4, 0, 4) is None
    assert reshaped(-1, 1, 1, 2) is None
    assert reshaped(-4, -1, 1, 3) == [-4, 0, 1, 3]
    assert reshaped(-2, 2, 3, 4) == [-2, 2, 2, 4]


# ---------------------------------------------------------------------------------------------------- the colour bar


def bands(levels):
    got = ask(
        "return modules.colourbar.bandsOf(given.levels, given.colours).map((b) => [b.from, b.to, b.colour]);",
        levels=levels,
        colours=COLOURSCALE,
    )
    return np.array([[low, high] for low, high, _ in got]), [colour for *_, colour in got]


@pytest.mark.parametrize("levels", [LINEAR, LOG, UNEVEN], ids=["linear", "log", "uneven"])
def test_each_colour_is_as_long_as_its_errors_reach(levels):
    places, colours = bands(levels)
    up = np.log10 if levels["scale"] == "log" else np.asarray
    stops = up(np.array(levels["knots"]))
    np.testing.assert_allclose(places[:, 1] - places[:, 0], np.diff(stops) / np.ptp(stops))
    assert places[0, 0] == 0
    assert places[-1, 1] == pytest.approx(1)
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("spacing", ["even", "area"])
def test_the_numbers_of_the_bar_are_round_and_stand_where_they_belong(name, scale, spacing):
    scene = SCENES[name]
    stops = knots(scene.surface().sample(scene.window, 41).error, (), scale, spacing)
    ticks = ask(
        "return modules.colourbar.barTicks(given.levels, 7).map(({ at, label }) => [at, label]);",
        levels={"knots": stops.tolist(), "scale": scale},
    )
    assert 2 <= len(ticks) <= 10
    up = np.log10 if scale == "log" else np.asarray
    for at, label in ticks:
        assert len(label) <= 6
        value = up(float(number(label)))
        assert at == pytest.approx((value - up(stops[0])) / (up(stops[-1]) - up(stops[0])), abs=1e-9)


def number(label):
    """A tick's label as Python spells it."""
    if label.startswith("10") and len(label) > 2 and not label[2:].isascii():
        return f"1e{label[2:].translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789'))}"
    return label.replace("−", "-")


@pytest.mark.parametrize(
    ("levels", "spacing", "told"),
    [
        (LINEAR, "even", "lines every 0.2"),
        (LOG, "even", "a line for every factor of 10"),
        ({"knots": [10 ** (k / 4) for k in range(9)], "scale": "log"}, "even", "4 lines for every factor of 10"),
        (UNEVEN, "area", "lines closer where it is flat"),
        ({"knots": [2.0, 2.0], "scale": "linear"}, "even", "no lines: E is the same everywhere"),
    ],
)
def test_the_bar_says_how_the_lines_are_spaced(levels, spacing, told):
    assert ask("return modules.colourbar.spacingWords(given.l, given.s);", l=levels, s=spacing) == told
