"""What the two pictures compute in JavaScript, against numpy: projection, drapery, what is hidden, shades, cameras."""

import numpy as np
import pytest
from javascript import ask

from surface.error import Landscape
from surface.figures.relief import draped, interpolate, knots, shade

RNG = np.random.default_rng(7)
BOX = {"left": 40.0, "top": 25.0, "width": 640.0, "height": 480.0}
X, Y = np.linspace(-2.0, 3.0, 41), np.linspace(0.0, 4.0, 31)
HILLS = np.sin(2 * X)[None, :] * np.cos(1.5 * Y)[:, None]
GRID = {"x": X.tolist(), "y": Y.tolist(), "z": HILLS.ravel().tolist()}
FIELD = "const field = modules.hidden.heightField(given.grid.x, given.grid.y, given.grid.z);"
TOP = float(HILLS.max())
PATH = np.array([[-1.0, 1.0], [1.0, 3.5], [1.05, 3.4], [6.0, 2.0], [2.0, 0.5], [2.0, -3.0], [-9.0, -9.0], [0.0, 2.0]])
HEIGHTS = np.sin(2 * PATH[:, 0]) * np.cos(1.5 * PATH[:, 1])
CAMERA = {"eye": {"x": -0.6, "y": -1.4, "z": 1.0}, "center": {"x": 0, "y": 0, "z": 0}}


def numbers(values) -> np.ndarray:
    """Numbers as they come back: "NaN" stands for NaN."""
    return np.array([float(value) for value in values])


def looking(eye, centre=(0, 0, 0), up=(0, 0, 1)) -> np.ndarray:
    """The view matrix of an eye: the eye goes to the origin, and what it looks at to the negative z-axis."""
    back = np.subtract(eye, centre) / np.linalg.norm(np.subtract(eye, centre))
    right = np.cross(up, back) / np.linalg.norm(np.cross(up, back))
    rotation = np.array([right, np.cross(back, right), back])
    view = np.eye(4)
    view[:3, :3], view[:3, 3] = rotation, -rotation @ eye
    return view


def perspective(angle=0.8, ratio=4 / 3, near=0.05, far=50.0) -> np.ndarray:
    f = 1 / np.tan(angle / 2)
    depth = [[0, 0, (far + near) / (near - far), 2 * far * near / (near - far)], [0, 0, -1, 0]]
    return np.array([[f / ratio, 0, 0, 0], [0, f, 0, 0], *depth])


def parallel(size=2.0) -> np.ndarray:
    return np.diag([1 / size, 1 / size, -0.02, 1.0])


def columns(matrix) -> list[float]:
    """A matrix as WebGL has it."""
    return np.asarray(matrix, float).T.ravel().tolist()


EYES = [(-0.6, -1.4, 1.0), (2.0, 0.3, 0.4), (0.1, 0.2, 2.5), (1.5, 1.5, -0.8)]


# --------------------------------------------------------------------------------------------------- projection


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("projection", [perspective(), parallel()], ids=["perspective", "parallel"])
def test_pixels_are_those_of_the_matrices(eye, projection):
    model, scale = np.diag([0.5, 0.4, 0.3, 1.0]), np.array([2.0, 0.1, 7.0])
    points = RNG.uniform(-1, 1, (20, 3)) / scale
    clip = projection @ looking(eye) @ model @ np.vstack([(points * scale).T, np.ones(20)])
    across, up = clip[0] / clip[3], clip[1] / clip[3]
    truth = np.stack([40 + (1 + across) / 2 * 640, 25 + (1 - up) / 2 * 480], axis=-1)
    got = ask(
        "const matrix = modules.projection.clipMatrix(given.camera, given.scale);"
        "return modules.projection.pixels(matrix, given.points, given.box);",
        camera={"projection": columns(projection), "view": columns(looking(eye)), "model": columns(model)},
        scale=scale.tolist(),
        points=points.ravel().tolist(),
        box=BOX,
    )
    assert numbers(got).reshape(-1, 2) == pytest.approx(truth)


def test_what_is_behind_the_eye_has_no_pixel():
    matrix = columns(perspective() @ looking((0, -2, 0)))
    got = ask("return modules.projection.pixels(given.m, [0, 0, 0, 0, -5, 0], given.box);", m=matrix, box=BOX)
    assert numbers(got) == pytest.approx([360, 265, np.nan, np.nan], nan_ok=True)


@pytest.mark.parametrize("eye", EYES)
def test_the_eye_is_found_again_in_the_matrix(eye):
    scale = np.diag([2.0, 0.1, 7.0, 1.0])
    matrix = columns(perspective() @ looking(eye) @ scale)
    x, y, z, h = numbers(ask("return modules.projection.eyeOf(given.m);", m=matrix))
    assert h > 0
    assert np.array([x, y, z]) / h == pytest.approx(np.array(eye) / [2.0, 0.1, 7.0])


@pytest.mark.parametrize("eye", EYES)
def test_a_parallel_projection_has_its_eye_infinitely_far_on_the_near_side(eye):
    x, y, z, h = numbers(ask("return modules.projection.eyeOf(given.m);", m=columns(parallel() @ looking(eye))))
    direction = np.array([x, y, z]) / np.linalg.norm([x, y, z])
    assert h == pytest.approx(0, abs=1e-12)
    assert direction == pytest.approx(np.array(eye) / np.linalg.norm(eye))


def test_a_singular_matrix_has_no_eye():
    assert ask("return modules.projection.eyeOf(given.m);", m=[0.0] * 16) is None


def test_clipping_keeps_the_part_inside():
    ends = RNG.uniform(-2, 2, (200, 4))
    parts = ask("return given.ends.map((e) => modules.clip.clipped(...e, [-1, -1, 1, 1]));", ends=ends.tolist())
    t = np.linspace(0, 1, 4001)
    for (x0, y0, x1, y1), part in zip(ends, parts, strict=True):
        inside = t[(np.abs(x0 + t * (x1 - x0)) <= 1) & (np.abs(y0 + t * (y1 - y0)) <= 1)]
        assert (part is None) == (inside.size == 0) or part[1] - part[0] < 1e-3
        if inside.size:
            assert part == pytest.approx([inside[0], inside[-1]], abs=1e-3)


# ---------------------------------------------------------------------------------------- the surface as ground


def test_heights_are_those_of_python():
    w = RNG.uniform([-2.2, -0.2], [3.2, 4.2], (300, 2))
    got = ask(f"{FIELD} return given.w.map(([x, y]) => modules.hidden.heightAt(field, x, y));", grid=GRID, w=w.tolist())
    assert numbers(got) == pytest.approx(interpolate(Landscape(X, Y, HILLS), w), nan_ok=True)


def test_a_draped_path_is_that_of_python():
    got = ask(
        f"{FIELD} const laid = modules.hidden.draped(field, given.path, given.heights, 0.5);"
        "return [laid.xyz, laid.step, laid.exits.map((exit) => exit.step)];",
        grid=GRID,
        path=PATH[:3].ravel().tolist(),
        heights=HEIGHTS[:3].tolist(),
    )
    truth = draped(Landscape(X, Y, HILLS), PATH[:3], HEIGHTS[:3])
    assert numbers(got[0]).reshape(-1, 3) == pytest.approx(np.add(truth, [0, 0, 0.5]))
    assert (np.diff(got[1]) > 0).all()
    assert got[2] == []


def test_a_draped_path_is_cut_at_the_edge_and_says_where():
    xyz, step, exits = ask(
        f"{FIELD} const laid = modules.hidden.draped(field, given.path, given.heights, 0);"
        "return [laid.xyz, laid.step, laid.exits.map((exit) => [exit.step, ...exit.to])];",
        grid=GRID,
        path=PATH.ravel().tolist(),
        heights=HEIGHTS.tolist(),
    )
    x, y, _ = numbers(xyz).reshape(-1, 3).T
    there = np.isfinite(x)
    assert ((x[there] >= -2) & (x[there] <= 3) & (y[there] >= 0) & (y[there] <= 4)).all()
    assert (np.diff(step) >= 0).all()
    # The third step leaves to the right, the fifth downwards; the sixth never comes in and the last one returns.
    (first, x1, *_), (second, _, y2, _) = exits
    assert (first, x1) == pytest.approx((2 + 1.95 / 4.95, 3.0))
    assert (second, y2) == pytest.approx((4 + 0.5 / 3.5, 0.0))
    assert (x[-1], y[-1], step[-1]) == (0.0, 2.0, 7)


def test_a_path_of_a_thousand_long_steps_is_laid_in_few_pieces_with_its_true_heights_at_each_step():
    path = np.stack([np.resize([-1.9, 2.9], 1001), np.linspace(0.1, 3.9, 1001)], axis=-1)
    heights = np.sin(2 * path[:, 0]) * np.cos(1.5 * path[:, 1])
    xyz, step = ask(
        f"{FIELD} const laid = modules.hidden.draped(field, given.path, given.heights, 0);"
        "return [laid.xyz, laid.step];",
        grid=GRID,
        path=path.ravel().tolist(),
        heights=heights.tolist(),
    )
    points, step = numbers(xyz).reshape(-1, 3), numbers(step)
    assert 2500 <= len(points) <= 4500  # of 38,000 cells
    at_steps = points[np.isclose(step, np.round(step))]
    np.testing.assert_allclose(at_steps[:, :2], path)
    np.testing.assert_allclose(at_steps[:, 2], heights)


def test_a_path_that_begins_outside_is_seen_once_it_comes_in():
    step = ask(
        f"{FIELD} return modules.hidden.draped(field, [5, 1, 1, 1], [0, 0], 0).step;",
        grid=GRID,
    )
    assert (step[0], step[-1]) == pytest.approx((0.5, 1.0))


def test_a_run_that_overflowed_is_drawn_as_far_as_it_is_finite():
    xyz = ask(
        f"{FIELD} return modules.hidden.draped(field, [0, 1, 1, 1, 1e300, -1e300], [0, 0, Infinity], 0).xyz;",
        grid=GRID,
    )
    assert np.isfinite(numbers(xyz)).reshape(-1, 3).all(axis=1).sum() > 5


@pytest.mark.parametrize("eye", [(-4.0, -5.0, 3.0), (8.0, 2.0, 1.5), (0.5, 2.0, 9.0)])
def test_hidden_is_what_the_surface_stands_before(eye):
    """Against a line of sight walked in 4,000 steps."""
    w = RNG.uniform([-2, 0], [3, 4], (300, 2))
    land = Landscape(X, Y, HILLS)
    points = np.column_stack([w, interpolate(land, w) + 0.012])
    t = np.linspace(1e-3, 1, 4000)[:, None, None]
    sight = points + t * (np.array(eye) - points)
    truth = (sight[..., 2] < interpolate(land, sight[..., :2])).any(axis=0)
    got = ask(
        f"{FIELD} return modules.hidden.hiddenPoints(field, given.points, given.eye, given.top);",
        grid=GRID,
        points=points.ravel().tolist(),
        eye=[*eye, 1],
        top=TOP,
    )
    assert np.mean(np.array(got, bool) == truth) > 0.97


def test_along_a_long_path_what_is_hidden_is_found_from_some_of_its_points():
    # A zigzag through the whole window, cut in the middle, with a place where nothing is drawn.
    x = np.interp(np.linspace(0, 40, 12_000) % 2, [0, 1, 2], [X[0], X[-1], X[0]])
    y = np.linspace(Y[0], Y[-1], len(x))
    points = np.column_stack([x, y, np.sin(2 * x) * np.cos(1.5 * y) + 0.02])
    asked = f"""{FIELD}
    given.points.fill(NaN, 3 * 5000, 3 * 5003);
    let tests = 0;
    const eye = new Proxy(given.eye, {{ get: (of, n) => {{ if (n === "3") tests++; return of[n]; }} }});
    const found = [400, 12000].map((most) => {{
      tests = 0;
      const hidden = modules.hidden.hiddenAlong(field, given.points, eye, given.top, most);
      return [[...hidden], tests / 3];
    }});
    return found.flat();"""
    given = {"points": points.ravel().tolist(), "eye": [-0.6 * 9, -1.4 * 9, 1.0 * 9, 1.0], "top": TOP}
    some, few, whole, all_of_them = ask(asked, grid=GRID, **given)
    assert 0.2 < np.mean(whole) < 0.8
    assert np.mean(np.not_equal(some, whole)) < 0.02
    assert few < all_of_them / 5
    assert not any(some[5000:5003])
    given["points"] = given["points"][:900]  # as many as are all looked at
    short = f"{FIELD} return modules.hidden.hiddenAlong(field, given.points, given.eye, given.top);"
    assert ask(short, grid=GRID, **given) == whole[:300]


def test_from_above_nothing_is_hidden_and_from_below_all_is():
    ask_for = f"{FIELD} return modules.hidden.hiddenPoints(field, given.points, given.eye, given.top);"
    points = np.column_stack([PATH[:3], HEIGHTS[:3] + 0.05]).ravel().tolist()
    given = {"grid": GRID, "points": points, "top": TOP}
    assert ask(ask_for, eye=[0.5, 2.0, 99.0, 1], **given) == [0, 0, 0]
    assert ask(ask_for, eye=[0.1, 0.1, -1.0, 0], **given) == [1, 1, 1]


# ------------------------------------------------------------------------------------------------------- shades


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_shades_are_those_of_python(scale):
    error = np.concatenate([10 ** RNG.uniform(-9, 3, 400), [np.nan, np.inf, -np.inf]])
    stops = knots(error, scale=scale)
    given = [str(value) for value in error]
    got = ask(
        "return modules.hydrate.shade(given.error.map(Number), given.stops);", error=js(given), stops=stops.tolist()
    )
    assert numbers(got) == pytest.approx(shade(error, stops), nan_ok=True)


def js(texts: list[str]) -> list[str]:
    """Numbers as JavaScript spells them."""
    return [text.replace("inf", "Infinity").replace("nan", "NaN") for text in texts]


# ------------------------------------------------------------------------------------------------------ cameras


def opening(hills, points, way="openingCamera"):
    grid = {**GRID, "z": np.ravel(hills).tolist()}
    ground = f"{FIELD} const ground = {{ field, low: given.low, top: given.top, lift: 0, up: (e) => e }};"
    return ask(
        f"{ground} return modules.camera[given.way](given.camera, given.aspect, ground, given.points).eye;",
        aspect={"x": 1, "y": 1, "z": 0.7},
        grid=grid,
        low=float(np.min(hills)),
        top=float(np.max(hills)),
        camera=CAMERA,
        points=points,
        way=way,
    )


def test_a_scene_that_hides_nothing_opens_as_usual():
    assert opening(np.zeros_like(HILLS), [[0.0, 2.0, 0.01]]) == pytest.approx(CAMERA["eye"])


def test_a_scene_behind_walls_opens_from_the_open_side():
    pit = np.where((Y[:, None] < 1) | (np.abs(X[None, :] - 0.5) > 1.5), 5.0, 0.0)
    eye = opening(pit, [[x, 1.4, 0.01] for x in (0.0, 0.5, 1.0)])
    assert eye["y"] > abs(eye["x"])
    assert np.hypot(eye["x"], eye["y"]) == pytest.approx(np.hypot(0.6, 1.4))


@pytest.mark.parametrize("side", [(0, -1), (1, 0), (0, 1), (-1, 0)])
def test_the_view_from_the_side_is_from_the_open_one_at_the_same_distance(side):
    # Three walls round a pit: what lies in it is seen through the fourth side alone.
    across, up = X[None, :] - X.mean(), Y[:, None] - Y.mean()
    wall = np.maximum(abs(across) > 0.6 * abs(across).max(), abs(up) > 0.6 * abs(up).max())
    ahead = side[0] * across / abs(across).max() + side[1] * up / abs(up).max()
    pit = np.where(wall & (ahead < 0.5), 5.0, 0.0) + 0 * across * up
    eye = opening(pit, [[X.mean(), Y.mean(), 0.01]], "sideCamera")
    assert np.linalg.norm(list(eye.values())) == pytest.approx(np.linalg.norm([-0.6, -1.4, 1.0]), rel=0.02)
    assert 0 < eye["z"] < 0.4 * np.hypot(eye["x"], eye["y"])
    assert np.dot([eye["x"], eye["y"]], side) == pytest.approx(np.hypot(eye["x"], eye["y"]))


# -------------------------------------------------------------------------------------------------- screen tracks


TRACK = "const track = modules.overlay.screenTrack({}, Float64Array.from(given.xy), Float64Array.from(given.step));"


@pytest.mark.parametrize(
    ("at", "place"), [(0, [0, 0]), (0.5, [50, 0]), (1, [100, 0]), (1.25, [100, 25]), (9, [100, 100])]
)
def test_the_ball_moves_evenly_between_two_steps(at, place):
    asked = f"{TRACK} const p = modules.overlay.placeAt(track, given.at); return [p.x, p.y];"
    assert ask(asked, xy=[0, 0, 100, 0, 100, 100], step=[0, 1, 2], at=at) == pytest.approx(place)


@pytest.mark.parametrize(("at", "there"), [(0.5, True), (1.2, False), (1.8, False), (2.5, True)])
def test_there_is_no_ball_while_the_path_is_outside(at, there):
    asked = (
        "const track = modules.overlay.screenTrack({}, Float64Array.from([0, 0, 50, 0, NaN, NaN, 80, 0, 90, 0]),"
        "Float64Array.from([0, 1, 1, 2, 3])); return modules.overlay.placeAt(track, given.at) !== null;"
    )
    assert ask(asked, at=at) is there


def test_what_cannot_be_seen_is_not_drawn_but_the_end_is():
    xy = np.column_stack([np.linspace(0, 100, 5001), np.zeros(5001)])
    step = ask(f"{TRACK} return track.step;", xy=xy.ravel().tolist(), step=list(range(5001)))
    assert len(step) < 210
    assert (step[0], step[-1]) == (0, 5000)
    assert np.diff(step).max() <= 26


@pytest.mark.parametrize("corner", [[0.0, 0.0], [1.0, 1.0], [0.25, 0.5]])
def test_a_click_and_a_mark_agree_on_the_map(corner):
    box = {**BOX, "range": {"left": -2.5, "right": 5.0, "bottom": -3.5, "top": 3.5}}
    w = [-2.5 + 7.5 * corner[0], -3.5 + 7.0 * corner[1]]
    asked = (
        "const run = { w: Float64Array.from(given.w), k: 0, style: {} };"
        "const { mapTrack, placeUnder } = modules.mapping, [x, y] = mapTrack(run, given.box).xy;"
        "return placeUnder(x, y, given.box);"
    )
    assert ask(asked, w=w, box=box) == pytest.approx(w)


def test_a_path_that_leaves_the_map_says_where():
    box = {**BOX, "range": {"left": -1.0, "right": 1.0, "bottom": -1.0, "top": 1.0}}
    run = "const run = { w: Float64Array.from([0, 0, 4, 0, 0, 0.5]), k: 2, style: {} };"
    (exit,) = ask(
        f"{run} return modules.mapping.mapTrack(run, given.box).exits.map((e) => [e.step, ...e.to]);", box=box
    )
    assert exit == pytest.approx([0.25, 680, 265], abs=1.5)


# ------------------------------------------------------------------------------------------------- texts of the axes


def placed_texts(eye, size, ranges, type_size=12):
    """The texts of axes with these ranges, seen from an eye in units of the ranges: (text, x, y, width, height)."""
    width, height = size
    scaled = np.diag([*(2 / np.ptp(np.array(ranges), axis=1)), 1]) @ np.block(
        [[np.eye(3), -np.mean(ranges, axis=1)[:, None]], [np.zeros(3), np.ones(1)]]
    )
    matrix = columns(perspective(0.8, width / height) @ looking(eye, (0, 0, 0)) @ scaled)
    statements = """
    const field = { left: given.r[0][0], right: given.r[0][1], near: given.r[1][0], far: given.r[1][1] };
    const ground = { field, low: given.r[2][0], top: given.r[2][1], back: (e) => e };
    const axes = modules.axistexts.axesOf(ground, "linear", ["w₁₁", "w₂₁", "error E"]);
    const view = { matrix: given.matrix, box: given.box };
    const texts = modules.axistexts.axisTexts(axes, view, given.box, given.size, (t) => 0.6 * given.size * t.length);
    return texts.map(({ text, x, y, width, height, name, axis }) => [text, x, y, width, height, name, axis]);
    """
    box = {"left": 0, "top": 0, "width": width, "height": height}
    texts = ask(statements, r=ranges, matrix=matrix, box=box, size=type_size)
    return texts, np.reshape(matrix, (4, 4)).T


@pytest.mark.parametrize("size", [(560, 500), (360, 320), (900, 400)])
@pytest.mark.parametrize("type_size", [12, 24])
def test_no_text_of_the_axes_stands_on_another_or_outside(size, type_size):
    for turn in np.linspace(0, 2 * np.pi, 25):
        for rise in (0.05, 0.5, 1.2, 1.55):
            far = 4.6
            eye = (far * np.cos(turn) * np.cos(rise), far * np.sin(turn) * np.cos(rise), far * np.sin(rise))
            texts, _ = placed_texts(eye, size, [[-2.5, 5], [-3.5, 3.5], [0, 2.6]], type_size)
            names = [text for text, *_, name, _ in texts if name]
            assert len(names) >= 2
            assert len(texts) >= (8 if type_size == 12 else 5)
            boxes = np.array([[x - w / 2, y - h / 2, x + w / 2, y + h / 2] for _, x, y, w, h, *_ in texts])
            assert (boxes[:, :2] >= 0).all()
            assert (boxes[:, 2:] <= size).all()
            for n, (left, top, right, bottom) in enumerate(boxes):
                others = np.delete(boxes, n, axis=0)
                apart = (
                    (others[:, 0] >= right) | (others[:, 2] <= left) | (others[:, 1] >= bottom) | (others[:, 3] <= top)
                )
                assert apart.all(), (turn, rise, texts[n])


def test_each_number_stands_beside_its_place_on_an_edge_of_the_box():
    ranges = np.array([[-2.5, 5], [-3.5, 3.5], [0, 2.6]])
    texts, matrix = placed_texts((-1.6, -3.4, 2.6), (560, 500), ranges.tolist())
    for text, x, y, _, _, name, axis in texts:
        if name:
            continue
        far = []
        for ends in np.ndindex(2, 2):
            point = np.insert([ranges[n][end] for n, end in zip([n for n in range(3) if n != axis], ends, strict=True)],
                              axis, float(text.replace("−", "-")))  # fmt: skip
            clip = matrix @ [*point, 1]
            at = (1 + clip[:2] / clip[3] * [1, -1]) / 2 * [560, 500]
            far.append(np.hypot(*(at - [x, y])))
        assert min(far) < 26


# -------------------------------------------------------------------------------------------------- watersheds


@pytest.mark.parametrize("eye", [(-2.6, -4.4, 9.0), (6.0, 5.0, 4.0)])
def test_a_watershed_is_seen_on_the_ground_where_the_ground_does_not_hide_it(eye):
    matrix = columns(perspective() @ looking(eye, centre=(1, 2, 0)))
    given = {"matrix": matrix, "box": BOX, "grid": GRID, "low": float(HILLS.min()), "top": TOP}
    x, y = np.array(GRID["x"]), np.array(GRID["y"])
    line = np.column_stack([np.linspace(x[1], x[-2], 40), np.linspace(y[1], y[-2], 40)])
    asked = f"""{FIELD}
    const ground = {{ field, low: given.low, top: given.top, lift: 1e-6 }}, view = given;
    const seen = [...modules.ridges.ridgeSeen(Float64Array.from(given.line), view, ground)];
    const laid = given.line.flatMap((_, n, all) => (n % 2 ? [] : [all[n], all[n + 1],
      modules.hidden.heightAt(field, all[n], all[n + 1]) + 1e-6]));
    const eye = modules.projection.eyeOf(given.matrix);
    return [seen, [...modules.projection.pixels(given.matrix, laid, given.box)],
      [...modules.hidden.hiddenPoints(field, laid, eye, given.top)]];"""
    seen, places, hidden = ask(asked, line=line.ravel().tolist(), **given)
    seen, places = np.array(seen, float).reshape(-1, 2), np.array(places, float).reshape(-1, 2)
    shown = seen[np.isfinite(seen[:, 0])]
    assert len(shown) > 0
    for place, behind in zip(places, hidden, strict=True):
        near = np.hypot(*(shown - place).T).min()
        assert behind or near < 1e-3
    far = [np.hypot(*(places - one).T).min() for one in shown]
    assert max(far) < np.hypot(*np.diff(places, axis=0).T).max() * 1.01


# ------------------------------------------------------------------------------------------------------- marks


def test_of_marks_that_would_stand_on_one_another_the_deepest_stays():
    sorts = ["maximum", "saddle", "minimum", "minimum", "lowest", "saddle", "minimum"]
    places = [(10, 10), (14, 10), (18, 10), (20, 12), (60, 10), (61, 10), (100, 10)]
    errors = [5, 4, 3, 2, 0, 1, 2.5]
    marks = [
        {"sort": sort, "place": {"x": x, "y": y, "hidden": x == 100}}
        for sort, (x, y) in zip(sorts, places, strict=True)
    ]
    asked = "return modules.seen.thinnedMarks(given.marks, given.points).map(({ sort, place }) => [sort, place.x]);"
    kept = ask(asked, marks=[*marks, {"sort": "saddle", "place": None}], points=[{"error": e} for e in [*errors, 1]])
    assert kept == [["lowest", 60], ["minimum", 20], ["minimum", 100]]


def test_no_two_marks_of_a_crowd_are_near_and_none_that_has_room_is_missing():
    places = np.random.default_rng(3).uniform(0, 200, (300, 2))
    marks = [{"sort": "saddle", "place": {"x": x, "y": y, "hidden": False}} for x, y in places.tolist()]
    asked = "return modules.seen.thinnedMarks(given.marks, given.points, 20).map(({ place }) => [place.x, place.y]);"
    kept = np.array(ask(asked, marks=marks, points=[{"error": n} for n in range(300)]))
    apart = np.hypot(*(kept[:, None] - kept[None]).T)
    assert apart[~np.eye(len(kept), dtype=bool)].min() >= 20
    assert np.hypot(*(places[:, None] - kept[None]).T).min(axis=0).max() < 20
