"""Lakes below a level of the error: counted once for all levels, as a plain flood counts them at each."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from javascript import ask

from surface.scenes import SCENES
from surface.scenes.played import Played

STOPS = 200
GRID = "const grid = { w1: given.w1, w2: given.w2, error: given.error };"
COUNT = f"""{GRID}
const lakes = modules.lakes.lakesOf(grid);
return given.levels.map((level) => Object.values(modules.lakes.lakesAt(lakes, level)));"""
HEIGHTS = st.integers(0, 9).map(float) | st.just(np.inf)
GROUNDS = arrays(float, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7), elements=HEIGHTS)


def as_given(error):
    rows, columns = error.shape
    flat = [value if np.isfinite(value) else None for value in error.ravel().tolist()]
    return {"w1": list(range(columns)), "w2": list(range(rows)), "error": flat}


def counted(error, levels):
    read = COUNT.replace("given.error }", "given.error.map((e) => e ?? Infinity) }")
    return [tuple(pair) for pair in ask(read, levels=list(levels), **as_given(error))]


def passes(a, b, c, d, level):
    """Whether water at a level runs through the middle of a bilinear cell from corner a to d, across b and c."""
    if not np.isfinite([a, b, c, d]).all() or max(a, d) >= min(b, c):
        return False
    a, b, c, d = map(Fraction, (a, b, c, d))
    return (a * d - b * c) / (a + d - b - c) < level


def neighbours(error, j, i, level):
    """Where water flows from a sample, over the edges of the grid and through the middles of its cells."""
    rows, columns = error.shape
    for v, u in [(0, 1), (0, -1), (1, 0), (-1, 0)]:
        if 0 <= j + v < rows and 0 <= i + u < columns:
            yield j + v, i + u
    for v, u in [(1, 1), (1, -1), (-1, 1), (-1, -1)]:
        if 0 <= j + v < rows and 0 <= i + u < columns:
            corners = error[j, i], error[j + v, i], error[j, i + u], error[j + v, i + u]
            if passes(*corners, level):
                yield j + v, i + u


def flooded(error, level):
    """The lakes at one level and how many of them touch the edge, by a flood from each sample that is still dry."""
    rows, columns = error.shape
    seen, count, opened = set(), 0, 0
    for first in zip(*np.nonzero(error < level), strict=True):
        if first in seen:
            continue
        lake, rim = {first}, [first]
        while rim:
            for place in neighbours(error, *rim.pop(), level):
                if error[place] < level and place not in lake:
                    lake.add(place)
                    rim.append(place)
        seen |= lake
        count += 1
        opened += any(j in (0, rows - 1) or i in (0, columns - 1) for j, i in lake)
    return count, opened


@given(GROUNDS)
@tried(deadline=None)  # the first question starts Node
def test_the_lakes_at_every_level_are_those_of_a_plain_flood(error):
    levels = np.arange(0, 10.5, 0.5)
    assert counted(error, levels) == [flooded(error, level) for level in levels]


def test_water_runs_through_the_middle_of_a_cell_from_its_saddle_on():
    ground = np.full((4, 4), 9.0)
    ground[1, 1], ground[2, 2], ground[1, 2], ground[2, 1] = 0, 0, 4, 4  # the middle of the inner cell lies at 2
    assert counted(ground, [0, 1, 2, 2.01, 9, 9.01]) == [(0, 0), (2, 0), (2, 0), (1, 0), (1, 0), (1, 1)]


def test_ground_without_a_finite_error_is_never_water():
    ground = np.array([[np.inf, np.inf], [np.inf, np.inf]])
    assert counted(ground, [0, 1e308]) == [(0, 0), (0, 0)]


# ------------------------------------------------------------------------------------------------ levels of interest


SCENE_READ = """
const grid = { w1: given.w1, w2: given.w2, error: Float64Array.from(given.error) };
const lakes = modules.lakes.lakesOf(grid);
const range = modules.lakes.levelRange(grid.error, given.points, given.scale);
"""


def told(scene, scale, answer):
    surface = scene.surface()
    w1, w2 = (np.linspace(*ends, 61) for ends in scene.window)
    error = surface.error(np.stack(np.meshgrid(w1, w2), axis=-1).reshape(-1, 2))
    points = [{"kind": kind, "w": w, "error": e} for kind, w, e in points_of(scene)]
    given = {"w1": w1.tolist(), "w2": w2.tolist(), "error": error.tolist(), "points": points, "scale": scale}
    return ask(SCENE_READ + answer, **given), error, points


def points_of(scene):
    for point in Played(scene).points:
        yield point.kind, point.weights.tolist(), float(point.error)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_level_goes_evenly_from_the_lowest_sample_past_the_highest_saddle(scale):
    answer = "return [...Array(201).keys()].map((stop) => modules.lakes.levelAt(range, stop));"
    levels, error, points = told(SCENES["two-hollows"], scale, answer)
    highest = max(point["error"] for point in points if point["kind"] == "saddle")
    assert levels[0] == pytest.approx(error.min())
    assert highest < levels[-1] <= error.max()
    steps = np.diff(np.log(levels) if scale == "log" else levels)
    assert steps == pytest.approx(np.full(STOPS, steps.mean()))
    back = "return given.points && [...Array(201).keys()].map((n) => modules.lakes.stopAt(range, levels(n)));"
    levels_of = "const levels = (stop) => modules.lakes.levelAt(range, stop);"
    assert told(SCENES["two-hollows"], scale, levels_of + back)[0] == list(range(STOPS + 1))


def test_without_a_saddle_the_level_goes_to_the_largest_sample():
    (low, top), error, _ = told(SCENES["bowl"], "linear", "return [range.low, range.top];")
    assert (low, top) == (error.min(), error.max())


def test_lakes_meet_at_the_saddle_between_two_hollows():
    read = """
    const met = modules.lakes.meetingsOf(lakes, grid, given.points);
    const count = (e) => modules.lakes.lakesAt(lakes, e).count;
    return [met.map(({ error }) => error), met.map(({ error }) => [count(0.99 * error), count(1.01 * error)])];"""
    (met, counts), _, points = told(SCENES["two-hollows"], "linear", read)
    saddle = min(point["error"] for point in points if point["kind"] == "saddle")
    assert min(met) == saddle
    below, above = counts[met.index(saddle)]
    assert above == below - 1


# --------------------------------------------------------------------------------------------------- what rises


def risen(seconds, stops, strides=False, frames=60):
    read = """
    let rising = { at: 0, rest: 0 };
    const shown = [];
    for (let n = 0; n < given.seconds * given.frames; n++) {
      rising = modules.lakes.risen(rising, 1 / given.frames, given.stops);
      shown.push(modules.lakes.shownStop(rising, given.strides));
    }
    return shown;"""
    return ask(read, seconds=seconds, stops=stops, strides=strides, frames=frames)


def test_water_rises_in_six_seconds_and_rests_where_lakes_meet():
    assert risen(5.9, [])[-1] < STOPS
    assert risen(6.1, [])[-1] == STOPS
    rested = risen(7, [70])
    assert 40 <= rested.count(70) <= 48
    assert rested[-1] == STOPS
    assert 70 in risen(7, [70], frames=10)


def test_water_rises_in_strides_for_who_wants_no_motion():
    assert sorted(set(risen(7, [70], strides=True))) == [0, 20, 40, 60, 70, 80, 100, 120, 140, 160, 180, 200]


# ------------------------------------------------------------------------------------------------------ what is drawn


def test_water_covers_the_ground_below_the_level_with_a_darker_shore():
    """A slope from 0 on the left to 10 on the right, flooded to its middle; the map shows more than the window."""
    read = """
    const grid = { w1: [0, 10], w2: [0, 10], error: Float64Array.from([0, 10, 0, 10]) };
    const range = { left: -5, right: 15, bottom: 0, top: 10 };
    const pixels = new Uint8ClampedArray(4 * 200 * 10);
    modules.water.fillWater(modules.water.depthsOver(grid, range, 200, 10), 5, pixels, 200);
    return pixels;"""
    pixels = np.array(ask(read)).reshape(10, 200, 4)
    line = pixels[0]
    assert (pixels[[0, 9]] == line).all()
    assert (pixels[6, 60:90] != line[60:90]).any()  # a ripple
    assert not line[:50].any()
    assert (line[50:97] == [43, 111, 179, 115]).all()
    assert line[99, 3] > 200
    assert line[99, :3].sum() < line[60, :3].sum()
    assert not line[101:].any()


@pytest.mark.parametrize(
    ("lakes", "words"),
    [
        ((0, 0), "no water yet"),
        ((1, 0), "1 lake"),
        ((1, 1), "1 lake, open at the edge"),
        ((2, 1), "2 lakes, 1 open at the edge"),
    ],
)
def test_lakes_are_told_in_words(lakes, words):
    count, opened = lakes
    assert ask("return modules.waterlevel.lakeWords(given.lakes);", lakes={"count": count, "open": opened}) == words
