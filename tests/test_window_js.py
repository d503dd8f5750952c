"""The window chosen on the map: what is zoomed or panned to, sampled in the player, is what Python samples there."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from javascript import ask
from test_ground_js import DECODED, changed, sent

from surface.arrays import Array
from surface.figures.relief import knots, shade
from surface.scenes import SCENES, edits

FAR = 4  # times the width of a window that another one lies beside it, at most
FLAT = 1e-7  # of the error: less is of the sum's own rounding


def another_window(random: Random, scene) -> list[float]:
    """Edges in a scene's window, around it, across an edge of it or beside it."""
    edges = []
    for low, high in scene.window:
        width = (high - low) * 10 ** random.uniform(-3, 1)
        start = round(random.uniform(low - FAR * (high - low), high), 3)
        edges += [start, start + max(round(width, 4), 1e-3)]
    return edges


STOOD = (
    DECODED
    + """const preview = new modules.preview.Preview();
    for (const [name, value] of given.acts) preview.take(name, value, scene);
    let stands = preview.standing(scene);
    while (stands.behind) stands = preview.standing(scene);
    const { w1, w2, error, map, figure3d, proven } = stands.surface;
    const { xaxis, yaxis, meta } = map.layout;
    const own = [stands.moved, stands.reframed, proven, stands.points];
    const runs = preview.runs(stands).map(({ w, drawn }) => [[...w], drawn]);
    const grid = { w1: [...w1], w2: [...w2], error: [...error] };
    return { ...grid, ranges: [xaxis.range, yaxis.range], meta, own, runs, shades: map.data[0].zmax };"""
)


@pytest.mark.parametrize("name", ["and-gate", "two-outputs-cross", "xor-hidden", "ravine"])
@given(seed=st.integers(0, 2**20))
def test_a_window_is_sampled_as_python_samples_it_and_its_levels_are_those_of_its_errors(name, seed):
    random, first = Random(seed), SCENES[name].with_(resolution=25, steps=12)
    edges = another_window(random, first)
    scene, acts = edits.with_window(first, *edges), [["window", {"edges": edges}]]
    moved = random.random() < 0.3
    if moved:
        act, scene = changed(random, scene)
        acts.insert(random.randint(0, 1), act)
    got = ask(STOOD, **sent(first), acts=acts)
    sample = scene.surface().sample(scene.window, 25)
    assert (got["w1"], got["w2"]) == (pytest.approx(sample.w1.tolist()), pytest.approx(sample.w2.tolist()))
    np.testing.assert_allclose(got["error"], sample.error.ravel(), rtol=1e-9, atol=1e-12)
    assert got["ranges"] == [edges[:2], edges[2:]]
    assert got["own"][:2] == [moved, True]
    assert got["shades"] == len(got["meta"]["knots"]) - 1
    if np.ptp(sample.error) > FLAT * np.abs(sample.error).max():  # else its last digits decide on the levels
        stops, there = knots(np.array(got["error"]), (), scene.scale), np.array(got["meta"]["knots"])
        # They decide too whether an end that is a level has another one beyond it.
        for ours, theirs in ((stops[1:-1], there), (there[1:-1], stops)):
            apart = np.abs(ours[:, None] - theirs).min(axis=1, initial=np.inf)
            assert np.all(apart <= FLAT * np.abs(stops).max())


@pytest.mark.parametrize("name", ["and-gate", "xor-hidden"])
@given(seed=st.integers(0, 2**20))
def test_paths_are_the_same_in_another_window_and_drawn_as_far_as_they_are_in_it(name, seed):
    random, scene = Random(seed), SCENES[name].with_(resolution=25, steps=40)
    edges = another_window(random, scene)
    there = edits.with_window(scene, *edges)
    got = ask(STOOD, **sent(scene), acts=[["window", {"edges": edges}]])
    asked = "const { runs } = modules.decode.decodeScene(given.runs, modules.decode.decodeSurface(given.surface));"
    expected = ask(f"{asked} return runs.map(({{ w, drawn }}) => [[...w], drawn]);", **sent(there))
    assert got["runs"] == expected


POINTS = """const point = (w, error, kind, lowest) => ({ w, error, kind, lowest, eigenvalues: [1, 1] });
const points = given.points.map((sent) => point(...sent));
const decoded = modules.decode.decodeSurface({ ...given.surface, points, proven: true });
const scene = modules.decode.decodeScene(given.runs, decoded);
const preview = new modules.preview.Preview();
return given.windows.map((edges) => {
  preview.take("window", { edges }, scene);
  const { points, surface } = preview.standing(scene);
  return [points.map(({ w, lowest }) => [w, lowest]), surface.proven];
});"""


def test_the_points_of_a_part_of_a_window_are_all_and_one_of_them_is_its_lowest():
    scene = SCENES["and-gate"].with_(resolution=9, steps=3)
    (a, b), (c, d) = scene.window
    near, far, saddle = [a + 0.2 * (b - a), c + 0.2 * (d - c)], [a + 0.8 * (b - a), d], [a, c]
    points = [(near, 0.5, "minimum", False), (far, 0.1, "minimum", True), (saddle, 0.6, "saddle", False)]
    half = [a, (a + b) / 2, c, (c + d) / 2]
    wide, empty = [a - 1, b, c, d], [a + 0.4 * (b - a), b, c, (c + d) / 2]
    found = ask(POINTS, **sent(scene), points=points, windows=[half, wide, empty, [a, b, c, d]])
    assert found[0] == [[[near, True], [saddle, False]], True]
    assert found[1] == [[[near, False], [far, True], [saddle, False]], False]
    assert found[2] == [[], True]
    assert found[3] == [[[near, False], [far, True], [saddle, False]], True]


def test_undo_and_redo_go_over_windows():
    scene = SCENES["and-gate"].with_(resolution=9, steps=3)
    asked = (
        DECODED
        + """const preview = new modules.preview.Preview();
        const edge = () => preview.standing(scene).surface.w1[0];
        const seen = [edge()];
        for (const left of [-9, -8]) {
          preview.take("zoom", { edges: [left - 1, 1, 0, 1] }, scene); // on the way
          preview.take("window", { edges: [left, 1, 0, 1] }, scene);
          seen.push(edge());
        }
        for (const way of ["undo", "undo", "undo", "redo"]) {
          preview[way]();
          seen.push(edge());
        }
        return seen;"""
    )
    opened = scene.window[0][0]
    assert ask(asked, **sent(scene)) == [opened, -9, -8, -9, opened, opened, -9]


# --- from what is seen to a window --------------------------------------------------------------------------------


def windows_of(ranges, home=(0.0, 1.0, 0.0, 1.0)) -> list:
    asked = """return given.ranges.map(([left, right, bottom, top]) =>
      modules.framing.windowOf({ left, right, bottom, top }, given.home));"""
    return ask(asked, ranges=ranges, home=home)


@given(low=st.floats(-1e6, 1e6), width=st.floats(1e-6, 1e5))
def test_the_edges_of_a_window_are_short_and_near_to_what_is_seen(low, width):
    high = low + width
    (edges,) = windows_of([[low, high, 0, 1]])
    if edges is None:
        assert width < 2e-7 * max(abs(low), abs(high)) or width > 0.99e6
        return
    assert edges[:2] == [pytest.approx(low, abs=width / 1000), pytest.approx(high, abs=width / 1000)]
    assert all(len(str(edge).replace("-", "").replace(".", "").lstrip("0")) <= 17 for edge in edges)
    edits.with_window(SCENES["and-gate"], *edges)


def test_what_is_too_narrow_or_too_wide_is_no_window():
    assert windows_of([[5, 5 + 1e-9, 0, 1], [0, 2e6, 0, 1], [0, 1, 3, 3 + 1e-8]]) == [None] * 3


@given(at=st.tuples(st.floats(-9, 9), st.floats(-9, 9)), times=st.floats(0.1, 9))
def test_a_zoom_by_key_keeps_its_place_where_it_is_seen(at, times):
    x, y = at
    asked = "return modules.crosshair.zoomedRound(given.range, given.at, given.times);"
    got = ask(asked, range={"left": -9, "right": 9, "bottom": -9, "top": 9}, at=at, times=times)
    assert got["right"] - got["left"] == pytest.approx(18 * times)
    assert got["top"] - got["bottom"] == pytest.approx(18 * times)
    assert (x - got["left"]) / (18 * times) == pytest.approx((x + 9) / 18)
    assert (y - got["bottom"]) / (18 * times) == pytest.approx((y + 9) / 18)


# --- the ground under a hand ----------------------------------------------------------------------------------------


def filled(error: Array, stops: Array, width: int) -> Array:
    asked = """const colorscale = [[0, "#000000"], [1, "#ffffff"]];
    const map = { layout: { meta: { knots: given.stops } }, data: [{ meta: "grid", colorscale }] };
    globalThis.document ??= { createElement: () => ({ getContext: () => ({ fillRect() {}, getImageData() {
      return { data: this.fillStyle.match(/\\d+/g).slice(0, 3).map(Number).concat(255) }; } }) }) };
    const out = new Uint32Array(given.error.length);
    modules.terrain.fillTerrain(Float64Array.from(given.error), { map }, out, given.width);
    return [...out].map((pixel) => pixel & 255);"""
    return np.array(ask(asked, error=error.ravel().tolist(), stops=stops.tolist(), width=width))


def test_the_ground_under_a_hand_has_the_bands_of_the_map_and_a_line_between_two():
    error = np.linspace(0, 1, 40)[None, :].repeat(3, axis=0)
    stops = np.array([0, 0.25, 0.5, 0.75, 1.0])
    light = filled(error, stops, 40).reshape(3, 40)
    band = np.minimum(np.floor(shade(error, stops)), 3).astype(int)
    edge = np.zeros_like(band, bool)
    edge[:, 1:] = np.diff(band, axis=1) != 0
    greys = np.array([(2 * n + 1) / 8 * 255 for n in range(4)])
    expected = np.where(edge, 0.82 * greys[band], greys[band])
    assert np.abs(light - expected).max() <= 1
