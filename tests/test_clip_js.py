"""Lines are cut to their panel before they are stroked: however far a run goes, no stroke lies outside."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from javascript import ask

RECT = [10.0, 20.0, 310.0, 220.0]  # left, top, right, bottom
BOX = {"left": 10, "top": 20, "width": 300, "height": 200}
BOX["range"] = {"left": -1, "right": 1, "bottom": -1, "top": 1}
EDGE = 4  # pixels by which a line on the map goes on beyond its edge
CUT = "const { xy, step } = modules.clip.clippedLine(given.xy, given.step, given.rect); return [[...xy], [...step]];"
INSIDE = st.tuples(st.floats(RECT[0], RECT[2]), st.floats(RECT[1], RECT[3]))
ANYWHERE = st.tuples(*[st.floats(-1e300, 1e300) | st.floats(-400, 700)] * 2)
LINES = st.lists(INSIDE | ANYWHERE, min_size=1, max_size=12)


def cut(points):
    """A line cut to RECT: its points (n, 2), NaN between parts, and their steps."""
    xy, step = ask(CUT, xy=np.ravel(points).tolist(), step=list(range(len(points))), rect=RECT)
    return np.array(xy, float).reshape(-1, 2), np.array(step, float)


def is_within(xy, rect, room=0.0):
    (left, top, right, bottom), (x, y) = rect, xy[~np.isnan(xy).any(axis=1)].T
    return bool(((x >= left - room) & (x <= right + room) & (y >= top - room) & (y <= bottom + room)).all())


def length_inside(points, samples=20_001):
    """How much of a line lies in RECT, by counting samples along it."""
    t, total = np.linspace(0, 1, samples)[:, None], 0.0
    for a, b in pairwise(points):
        places = a + t * (b - a)
        inside = ((places >= RECT[:2]) & (places <= RECT[2:])).all(axis=1)
        total += np.mean(inside) * np.linalg.norm(b - a)
    return total


@given(LINES)
@settings(deadline=None)  # the first question starts Node
def test_nothing_that_is_left_of_a_line_lies_outside(points):
    xy, step = cut(points)
    assert is_within(xy, RECT)
    assert (np.diff(step) >= 0).all()
    kept = {tuple(place) for place in xy.tolist()}
    assert all(tuple(place) in kept for place in points if is_within(np.array([place]), RECT))


@given(st.lists(st.tuples(st.floats(-400, 700), st.floats(-400, 700)), min_size=2, max_size=5))
@settings(max_examples=25)
def test_all_that_lies_inside_is_left(points):
    points = np.array(points)
    xy, _ = cut(points)
    parts = np.linalg.norm(np.diff(xy, axis=0), axis=1)
    assert np.nansum(parts) == pytest.approx(length_inside(points), abs=0.5)


@pytest.mark.parametrize("growth", [1.05, 1.5, 10.0, 1e30])
def test_a_run_that_diverges_is_drawn_to_the_edge_of_the_map_and_no_further(growth):
    """A zigzag that grows at every step, over all that float64 holds."""
    steps = int(np.log(1e300) / np.log(growth))
    w = 0.01 * (-growth) ** np.arange(min(steps, 1500))[:, None] * [1.0, 0.7]
    run = "const run = { w: Float64Array.from(given.w), k: given.w.length / 2 - 1, style: {} };"
    track = ask(f"{run} return [...modules.mapping.mapTrack(run, given.box).xy];", w=w.ravel().tolist(), box=BOX)
    xy = np.array(track, float).reshape(-1, 2)
    inside = (np.abs(w) <= 1).all(axis=1).sum()
    assert is_within(xy, RECT, EDGE)
    assert (~np.isnan(xy[:, 0])).sum() >= inside > 0


def test_an_error_that_grows_without_bound_leaves_its_chart_at_the_top():
    error = (10.0 ** np.linspace(-1, 300, 400)).tolist()
    scales = "const scales = { x: (k) => 10 + k, y: (e) => 220 - 20 * e };"
    run = "const run = { k: given.error.length - 1, error: given.error, pace: 1 };"
    box = "const box = { left: 10, top: 20, right: 310, bottom: 220 };"
    drawn = ask(f"{scales} {run} {box} return [...modules.curve.curveOf(run, scales, box).xy];", error=error)
    assert is_within(np.array(drawn, float).reshape(-1, 2), RECT, 8)


def test_a_run_is_drawn_until_it_is_outside_for_good():
    axes = {"w1": [-1, 0, 1], "w2": [-1, 0, 1]}
    drawn = "return given.runs.map((w) => modules.runs.drawnSteps(w, given.axes));"
    inside, out, back = [0, 0, 0.5, 0.5], [0, 0, 2, 0, -4, 0, 8, 0], [0, 0, 2, 0, 0, 0, 3, 3]
    never = [2, 2, -2, -2, 3, 3]
    assert ask(drawn, runs=[inside, out, back, never, [0, 0], [5, 5]], axes=axes) == [1, 1, 3, 1, 0, 0]


def test_what_goes_to_and_fro_on_the_same_pixels_is_stroked_once():
    xy = [0, 0, 100, 50, 0.2, 0.1, 99.9, 50.2, 0, 3, 100, 50]
    assert ask("return modules.clip.repeated(given.xy);", xy=xy) == [0, 0, 1, 1, 0, 1]


def test_the_length_of_a_line_is_that_of_what_is_stroked():
    xy = [0, 0, 30, 40, None, None, 10, 0, 10, 25, 10, 0]
    length = "return modules.clip.lengthOf(given.xy.map((value) => value ?? NaN), given.again);"
    assert ask(length, xy=xy, again=[0, 0, 0, 0, 0, 1]) == 75
