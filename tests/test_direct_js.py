"""What the hand does in the player, where it is pure: reading out, moving, undoing, one message at a time."""

import numpy as np
import pytest
from bundled import played
from javascript import ask
from test_player_js import SHAPES, network_of, surface_of
from test_projection import BOX, CAMERA, FIELD, GRID, HILLS, TOP, columns, looking, perspective

from surface.data import Dataset
from surface.descent import RULES, descend, hyperparameters
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS
from surface.pages.explore import rounded
from surface.scenes import SCENES
from surface.view.payload import Track, picture, sheet
from surface.view.protocol import EVENTS, IN_TURN

WEIGHTS = [[-0.7, 1.9], [3.0, -2.5], [0.0, 0.0], [40.0, 25.0]]


# ---------------------------------------------------------------------------------------------------- what is read


def read(E, weights):
    """Error, first and second slope at each of the weights, as evaluator.js has them of what is sent."""
    sent = sheet(E, E.sample(((-1, 1), (-1, 1)), 5)).payload
    statements = """
    const evaluator = modules.evaluator.evaluatorOf(modules.decode.decodeSurface(given.sent)), slopes = [0, 0];
    return given.weights.map((w) => [evaluator.gradient(...w, slopes), ...slopes]);
    """
    names = ("network", "data", "w1", "w2", "error", "undecided")
    return np.array(ask(statements, sent={name: sent[name] for name in names}, weights=weights), float)


def truth(E, weights):
    return np.column_stack([E.error(weights), E.gradient(weights)])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_readout_has_the_surfaces_error_and_gradient(activation, shape):
    E = surface_of(network_of(SHAPES[shape], activation, bias=True))
    expected = truth(E, np.array(WEIGHTS))
    np.testing.assert_allclose(read(E, WEIGHTS), expected, rtol=1e-9, atol=1e-11 * np.abs(expected).max())


def test_it_reads_all_the_data_where_only_some_are_drawn():
    rng = np.random.default_rng(4)
    data = Dataset(rng.normal(size=(900, 2)), rng.normal(size=(900, 1)))
    E = ErrorSurface(network_of((2, 1), "tanh", bias=False), data, ("w[1,1]", "w[2,1]"))
    np.testing.assert_allclose(read(E, WEIGHTS), truth(E, np.array(WEIGHTS)), rtol=1e-9)


@pytest.mark.parametrize("at", [(0.123456, -2.7182818), (4.99951, 3.0), (-1.5, 0.0049)])
@pytest.mark.parametrize("name", ["two-hollows", "ravine"])
def test_a_place_is_printed_as_python_rounds_it(name, at):
    scene = SCENES[name]
    ends = {f"w{axis + 1}": list(scene.window[axis]) for axis in (0, 1)}
    got = ask("return modules.readout.printedPlace(given.ends, given.at);", ends=ends, at=at)
    assert got == pytest.approx(rounded(scene, at), abs=1e-12)


# ------------------------------------------------------------------------------------------ a pixel of the surface


EYES = [(-2.6, -4.4, 9.0), (6.0, 5.0, 7.0), (1.0, 1.9, 12.0)]


@pytest.mark.parametrize("eye", EYES)
def test_a_pixel_leads_back_to_the_place_that_is_seen_there(eye):
    matrix = columns(perspective() @ looking(eye, centre=(1, 2, 0)))
    statements = f"""{FIELD}
    const {{ heightAt, hiddenPoints }} = modules.hidden, {{ eyeOf, pixels }} = modules.projection;
    const ground = {{ field, low: given.low, top: given.top }}, eye = eyeOf(given.matrix), found = [];
    for (let n = 0; n < 60; n++) {{
      const u = ((n * 37) % 60) / 61 + 0.01, v = ((n * 23) % 60) / 61 + 0.01;
      const x = field.left + u * (field.right - field.left), y = field.near + v * (field.far - field.near);
      const point = [x, y, heightAt(field, x, y)], [a, b] = pixels(given.matrix, point, given.box);
      if (hiddenPoints(field, [x, y, point[2] + 1e-6], eye, given.top)[0]) continue;
      found.push([x, y, ...modules.ray.seenAt(given.matrix, given.box, ground, a, b) ?? [NaN, NaN]]);
    }}
    return found;"""
    found = np.array(ask(statements, matrix=matrix, box=BOX, grid=GRID, low=float(HILLS.min()), top=TOP), float)
    assert len(found) > 25
    cell = np.diff(GRID["x"]).mean()
    assert np.quantile(np.abs(found[:, :2] - found[:, 2:]).max(axis=1), 0.9) < 0.1 * cell


def test_a_pixel_beside_the_surface_leads_nowhere():
    matrix = columns(perspective() @ looking(EYES[0], centre=(1, 2, 0)))
    asked = f"{FIELD} return modules.ray.seenAt(given.matrix, given.box, {{ field, low: -1, top: 1 }}, 45, 30);"
    assert ask(asked, matrix=matrix, box=BOX, grid=GRID) is None


# ---------------------------------------------------------------------------------------------------- the camera


@pytest.mark.parametrize("size", [(583, 550), (350, 320), (900, 400)])
@pytest.mark.parametrize("eye", [(-0.6, -1.4, 1.0), (0, -1.8, 0.2), (1.5, 0.3, 0.9)])
def test_the_surface_and_its_floor_fill_the_panel_up_to_its_margins(eye, size):
    aspect, (width, height) = {"x": 1.12, "y": 1.12, "z": 0.78}, size
    margins = {"left": 40, "right": 15, "top": 30, "bottom": 45}
    asked = f"""{FIELD} const ground = {{ field, low: given.low, top: given.top }};
    const {{ fittedCamera, placesOf }} = modules.camera, [width, height] = given.size;
    const places = placesOf(ground, given.aspect);
    const found = fittedCamera(given.camera, given.aspect, places, {{ width, height }}, given.margins);
    return [found.eye, found.center].flatMap(({{ x, y, z }}) => [x, y, z]);"""
    camera = CAMERA | {"eye": dict(zip("xyz", eye, strict=True))}
    at = {"aspect": aspect, "size": size, "margins": margins, "low": float(HILLS.min()), "top": float(HILLS.max())}
    got = ask(asked, camera=camera, grid=GRID, **at)
    clip = perspective(np.pi / 4, width / height) @ looking(got[:3], got[3:])

    def seen(points):
        x, y, _, w = clip @ np.column_stack([points * [1.12, 1.12, 0.78], np.ones(len(points))]).T
        return (1 + x / w) / 2 * width, (1 - y / w) / 2 * height

    j, i = np.indices(HILLS.shape)
    heights = (HILLS - HILLS.min()) / np.ptp(HILLS)
    surface = np.stack([i / i.max(), j / j.max(), heights], -1).reshape(-1, 3) - 0.5
    floor = np.array([[a, b, -0.5] for a in (-0.5, 0.5) for b in (-0.5, 0.5)])
    upright = floor[[np.argmin(seen(floor)[0])]] * [1, 1, -1]  # the edge at which errors are read
    across, down = seen(np.vstack([surface, floor, upright]))
    gaps = np.array([across.min() - 40, width - 15 - across.max(), down.min() - 30, height - 45 - down.max()])
    assert gaps.min() > -1.5  # between two of the places that are fitted the surface may rise a little
    assert min(gaps[:2].max(), gaps[2:].max()) < 1.5


@pytest.mark.parametrize("size", [(583, 550), (350, 320), (900, 400)])
@pytest.mark.parametrize("box", [(1.12, 1.12, 0.78), (1.9, 0.65, 0.78), (0.65, 1.9, 0.78)])
def test_the_view_from_above_fills_the_panel_and_keeps_the_boxes_shape(size, box):
    (width, height), margins = size, {"left": 40, "right": 15, "top": 30, "bottom": 45}
    asked = """const [width, height] = given.size, [x, y, z] = given.box;
    const { camera, aspectratio } = modules.camera.mapView({ x, y, z }, { width, height }, given.margins);
    return [camera.eye, camera.center, aspectratio].flatMap(({ x, y, z }) => [x, y, z]);"""
    got = np.array(ask(asked, size=size, box=box, margins=margins)).reshape(3, 3)
    eye, center, lengths = got
    np.testing.assert_allclose(lengths[:2] / lengths[0], np.array(box[:2]) / box[0])
    middle = np.array([width, height]) / 2 + height / 2 * np.array([-center[0], center[1]])  # of the box, in pixels
    half = lengths[:2] * height / 4
    gaps = np.concatenate([middle - half - [40, 30], [width - 15, height - 45] - middle - half])
    assert gaps.min() > -1e-9
    assert min(gaps) == pytest.approx(0, abs=1e-9)
    assert np.hypot(*(eye - center)[:2]) < 1e-3 * eye[2]  # straight down


def looked(name, cameras):
    """What cameras of a scene hide of its runs' ends, and how far each eye is above the box' middle."""
    scene = played(name)
    tracks = [Track(run, run.rule.name) for run in scene.descents]
    made = picture(scene.surface, scene.landscape, scene.points, tracks, key=name)
    asked = """
    const { decodeScene, decodeSurface } = modules.decode, { AS_OPENED, arranged } = modules.arranged;
    const decoded = decodeScene(given.runs, decodeSurface(given.surface));
    const scene = arranged({ ...decoded, region: null, random_starts: null }, AS_OPENED);
    const ground = modules.seen.groundOf(scene.surface);
    const { hiddenFrom, laidPath, openingCamera, sideCamera } = modules.camera;
    const { camera, aspectratio } = scene.surface.figure3d.layout.scene, box = modules.aspect.boxOf(scene, aspectratio);
    const paths = scene.runs.map((run) => laidPath(run, ground).xyz);
    const rise = ({ x, y, z }) => (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI;
    const at = (x, y) => ({ ...camera, eye: { x, y, z: 0.22 } });
    return [%s].map((each) => [hiddenFrom(each, box, ground, paths).ends, rise(each.eye)]);
    """
    return ask(asked % cameras, runs=made.runs, surface=made.surface)


@pytest.mark.parametrize("name", SCENES)
def test_no_scene_opens_with_a_runs_end_behind_the_ground(name):
    [[ends, rise]] = looked(name, "openingCamera(camera, box, ground, paths)")
    assert ends == 0
    assert 35 < rise < 75


@pytest.mark.parametrize("name", SCENES)
def test_the_view_from_the_side_hides_as_few_ends_as_a_side_can(name):
    around = "at(0, -1.8), at(1.8, 0), at(0, 1.8), at(-1.8, 0)"
    (ends, rise), *plain = looked(name, f"sideCamera(camera, box, ground, paths), {around}")
    assert 5 < rise < 30
    assert ends <= min(hidden for hidden, _ in plain)


# ------------------------------------------------------------------------------------------------- keys and sliders


@pytest.mark.parametrize(
    ("key", "far", "to"),
    [
        ("ArrowRight", False, [0.52, 0.5]),
        ("ArrowUp", True, [0.5, 0.9]),
        ("ArrowLeft", True, [0.3, 0.5]),
        ("a", False, None),
    ],
)
def test_the_arrow_keys_move_the_crosshair(key, far, to):
    shown = {"left": 0, "right": 2, "bottom": -2, "top": 2}
    got = ask(
        "return modules.crosshair.strode([0.5, 0.5], given.shown, given.key, given.far);", shown=shown, key=key, far=far
    )
    assert got == (to and pytest.approx(to))


def test_the_crosshair_stays_on_the_map():
    shown = {"left": 0, "right": 2, "bottom": -2, "top": 2}
    assert ask("return modules.crosshair.strode([1.99, 0], given.shown, 'ArrowRight', true);", shown=shown) == [2, 0]


def knobs(name):
    E = SCENES["two-hollows"].surface()
    run = descend(E, RULES[name](), (0, 0), 3)
    return picture(E, E.sample(((-1, 1), (-1, 1)), 5), (), [Track(run, name)], key="x").runs["runs"][0]["knobs"]


@pytest.mark.parametrize("name", RULES)
def test_every_stop_of_a_slider_is_a_value_that_its_rule_takes(name):
    for knob in knobs(name):
        asked = """const { lastStop, stopAt, valueAt } = modules.knobs;
        const stops = Array.from({ length: lastStop(given.knob) + 1 }, (_, n) => n);"""
        values = ask(f"{asked} return stops.map((stop) => valueAt(given.knob, stop));", knob=knob)
        back = ask(f"{asked} return stops.map((stop) => stopAt(given.knob, valueAt(given.knob, stop)));", knob=knob)
        assert (values[0], values[-1]) == pytest.approx((knob["low"], knob["high"]))
        assert np.all(np.diff(values) > 0)
        assert back == list(range(len(values)))
        (setting,) = (setting for setting in hyperparameters(RULES[name]) if setting.name == knob["name"])
        assert setting.check(np.array(values)).shape == (len(values),)


def test_every_setting_is_offered_but_what_guards_the_arithmetic():
    offered = {name: [knob["symbol"] for knob in knobs(name)] for name in RULES}
    assert offered == {
        "gradient descent": ["η"],
        "momentum": ["η", "β"],
        "nesterov": ["η", "β"],
        "adagrad": ["η"],
        "rmsprop": ["η", "ρ"],
        "adam": ["η", "β₁", "β₂"],
    }


# ------------------------------------------------------------------------------------------------ there and back


def travel(*acts):
    """The starts after each act on two runs that begin at (0, 0) and (1, 1), and how many can be undone and redone."""
    asked = """const preview = new modules.preview.Preview(), told = [];
    const run = (w, k) => ({ rule: "momentum", settings: {}, plan_settings: [], w, steps: 5 });
    const ground = { network: { origin: [] }, data: { targets: [] } };
    const scene = { runs: [run([0, 0]), run([1, 1])], rules: [], styles: [{}, {}], same: false, ...ground };
    for (const act of given.acts) {
      if (Array.isArray(act)) preview.take("start", { run: act[0], w: act[1] }, scene);
      else preview[act]();
      const set = preview.set?.runs ?? modules.runset.setOf(scene);
      told.push([set.map(({ w }) => w), preview.past.length, preview.future.length]);
    }
    return told;"""
    return [(starts, undo, redo) for starts, undo, redo in ask(asked, acts=acts)]


def test_a_change_is_undone_and_redone():
    moved, back, forth = travel([0, [5, 5]], "undo", "redo")
    assert moved == ([[5, 5], [1, 1]], 1, 0)
    assert back == ([[0, 0], [1, 1]], 0, 1)
    assert forth == moved


def test_a_new_change_ends_what_could_be_redone():
    *_, last = travel([0, [5, 5]], [1, [7, 7]], "undo", [0, [8, 8]])
    assert last == ([[8, 8], [1, 1]], 2, 0)


def test_with_nothing_to_undo_nothing_happens():
    assert travel("undo", "redo") == [([[0, 0], [1, 1]], 0, 0)] * 2


# ------------------------------------------------------------------------------------------- one message at a time


def sent(*acts):
    """What an exchange sends, as (turn, what was done), while it is given acts and answers."""
    asked = """const sent = [];
    const tell = (name, { acts, turn }) => sent.push([turn, ...acts.map(({ value }) => value)]);
    const exchange = new modules.exchange.Exchange(tell);
    for (const [what, ...rest] of given.acts) {
      if (what === "answer") exchange.answered(...rest);
      else exchange.post(what, { scene: 1, value: rest[0] });
    }
    exchange.end();
    return sent;"""
    return [tuple(one) for one in ask(asked, acts=acts)]


def test_one_message_is_on_its_way_and_all_that_is_done_meanwhile_goes_together():
    acts = [("start", 1), ("start", 2), ("setting", 3), ("start", 4), ("undo", 5)]
    assert sent(*acts) == [(1, 1)]
    assert sent(*acts, ("answer", 1)) == [(1, 1), (2, 2, 3, 4, 5)]


def test_of_the_runs_that_are_chosen_the_last_counts():
    assert sent(("start", 1), ("choose", 2), ("start", 3), ("choose", 4), ("answer", 1)) == [(1, 1), (2, 3, 4)]


def test_what_waits_goes_when_the_answer_has_been_shown():
    asked = """const sent = [], shown = [];
    const tell = (name, { acts }) => sent.push(...acts.map(({ value }) => value));
    const exchange = new modules.exchange.Exchange(tell, (next) => shown.push(next));
    for (const n of [1, 2]) exchange.post("start", { scene: 1, value: n });
    exchange.answered(1);
    const before = [...sent], idle = exchange.idle;
    shown.forEach((next) => next());
    exchange.answered(2);
    return [before, idle, sent, shown.length, exchange.idle];"""
    assert ask(asked) == [[1], False, [1, 2], 1, True]


def test_what_waits_is_of_the_scene_in_which_it_was_done():
    asked = """const sent = [];
    const tell = (name, { acts }) => sent.push(...acts.map(({ scene, value }) => [scene, value]));
    const exchange = new modules.exchange.Exchange(tell);
    for (const [scene, value] of [[1, 0], [1, 1], [2, 0]]) exchange.post("start", { scene, value });
    for (const turn of [1, 2]) exchange.answered(turn);
    exchange.end();
    return sent;"""
    assert ask(asked) == [[1, 0], [1, 1], [2, 0]]


def test_an_old_answer_lets_nothing_go():
    assert sent(("answer", 7), ("start", 1), ("start", 2), ("answer", 3)) == [(8, 1)]


def test_without_an_answer_in_time_all_that_was_done_is_told_again_with_the_turn_of_each():
    asked = """const sent = [];
    const tell = (name, { acts, turn }) => sent.push([turn, acts.map((act) => [act.turn, act.value])]);
    const exchange = new modules.exchange.Exchange(tell);
    for (const [what, ...rest] of given.acts) {
      if (what === "answer") exchange.answered(...rest);
      else if (what === "late") exchange.onOverdue();
      else exchange.post(what, { scene: 1, value: rest[0] });
    }
    exchange.end();
    return sent;"""
    told = ask(asked, acts=[("start", 1), ("scale", 2), ("late",), ("fit", 3), ("answer", 1), ("late",), ("answer", 3)])
    assert told == [[1, [[1, 1]]], [2, [[1, 1], [2, 2]]], [3, [[2, 2], [3, 3]]]]
    assert ask(asked, acts=[("start", 1), ("late",)]) == [[1, [[1, 1]]]]  # nothing new: the first is still to come


def test_all_that_changes_the_scene_takes_turns():
    assert set(EVENTS) - set(IN_TURN) == {"played"}


# --------------------------------------------------------------------------------------------- slopes and windows


def test_slopes_point_downhill_with_their_own_lengths():
    E = SCENES["two-hollows"].surface()
    payload = sheet(E, E.sample(((-1, 1), (-1, 1)), 5)).payload
    box = {**BOX, "range": {"left": -2.5, "right": 5.0, "bottom": -3.5, "top": 3.5}}
    asked = """const evaluator = modules.evaluator.evaluatorOf(given.scene);
    const grid = modules.field.slopeGrid(evaluator, given.box);
    return [grid.w, grid.downhill, modules.field.fieldScale(grid).factor];"""
    w, downhill, factor = ask(asked, scene={name: payload[name] for name in ("network", "data")}, box=box)
    np.testing.assert_allclose(downhill, -E.gradient(np.array(w)), rtol=1e-9, atol=1e-12)
    assert f"{factor:.0e}"[0] in "125"


@pytest.mark.parametrize(
    ("path", "outcome", "leaves"),
    [
        ([0, 0, 1, 1], "still moving", False),
        ([0, 0, 3, 0], "left the window", True),
        ([0, 0, 9e9, 0], "diverged", True),
    ],
)
def test_a_window_can_be_fitted_to_what_leaves_it(path, outcome, leaves):
    run = {"w": path, "verdict": {"outcome": outcome}}
    assert ask("return modules.mapping.leavesWindow(given.run, { w1: [-1, 1], w2: [-1, 1] });", run=run) is leaves


def test_what_may_not_be_lost_is_sent_as_a_state():
    statements = """
    const sent = [];
    const note = (kind) => (name, value) => sent.push([kind, name, value]);
    const send = modules.sender.senderOf({ setStateValue: note("state"), setTriggerValue: note("trigger") });
    send("played", { scene: 1, value: true });
    send("start", { scene: 1, value: { run: 0 } });
    return sent.map(([kind, name, told]) => [kind, name, told.value]);
    """
    assert ask(statements) == [["state", "played", True], ["trigger", "start", {"run": 0}]]
