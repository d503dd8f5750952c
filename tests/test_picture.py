"""What the player is given: against the engine's own numbers, and as strict JSON whatever the numbers are."""

import json
from dataclasses import replace

import numpy as np
import pytest
from bundled import played

from surface.data import Dataset
from surface.descent import RULES, Descent, descend
from surface.error import ErrorSurface, Landscape
from surface.landscape import critical_points
from surface.landscape.verdicts import verdict
from surface.model import ACTIVATIONS, Network, Plane
from surface.scenes import GALLERY, SCENES
from surface.view import Track, picture, sheet, show
from surface.view.encoding import decode, encode, plain
from surface.view.ground import DATA_POINTS_DRAWN, held_weights
from surface.view.payload import screen_names
from surface.view.undecided import undecided, undecided_share

LARGEST_PAGE = 5_500_000  # bytes
WINDOW = ((-2.0, 2.0), (-1.0, 3.0))


def surface_of(activation="tanh", points=6, **network):
    rng = np.random.default_rng(5)
    network = Network.single_layer(rng.normal(size=(1, 2)), activation, bias=[0.3])
    data = Dataset(rng.normal(size=(points, 2)), rng.uniform(0, 1, size=(points, 1)))
    return ErrorSurface(network, data, ("w[1,1]", "b[1]"))


def picture_of(E, *runs, key="test", **options):
    landscape = E.sample(WINDOW, 21)
    return picture(E, landscape, [], [Track(run, run.rule.name) for run in runs], key=key, **options)


def strict(value):
    """The value as it is read from JSON, in which NaN and Infinity are no words."""
    return json.loads(json.dumps(value, allow_nan=False))


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_every_scene_is_strict_json_with_the_engines_numbers(scene):
    E = scene.surface()
    landscape = E.sample(scene.window, scene.resolution)
    points, runs = played(scene.id).points, played(scene.id).descents
    tracks = [Track(run, run.rule.name, verdict(E, run, points)) for run in runs]
    shown = picture(E, landscape, points, tracks, key=scene.id, title=GALLERY[scene.id].title)
    surface, message = strict(shown.surface), strict(shown.runs)
    np.testing.assert_array_equal(decode(surface["error"]).reshape(landscape.error.shape), landscape.error)
    assert [point["kind"] for point in surface["points"]] == [point.kind for point in points]
    assert message["surface"] == surface["key"]
    for sent, run in zip(message["runs"], runs, strict=True):
        np.testing.assert_array_equal(decode(sent["w"]).reshape(-1, 2), run.path)
        np.testing.assert_array_equal(decode(sent["error"]), run.error)
        np.testing.assert_array_equal(decode(sent["gradient"]).reshape(-1, 2), E.gradient(run.path))
    assert len(shown.page().encode()) < LARGEST_PAGE


def test_encoding_keeps_every_bit():
    numbers = np.array([[0.1, -0.0, 5e-324], [np.inf, -np.inf, np.nan]])
    assert decode(encode(numbers)).tobytes() == numbers.tobytes()
    np.testing.assert_array_equal(decode(encode(numbers.T)), numbers.T.ravel())


def test_plain_has_no_number_that_json_lacks():
    value = {"a": np.float64("nan"), "b": (np.array([1.5, np.inf]), np.int64(3)), "c": [None, True, "x"]}
    assert strict(plain(value)) == {"a": None, "b": [[1.5, None], 3], "c": [None, True, "x"]}


@pytest.mark.parametrize("name", RULES)
def test_a_runs_inner_life_is_what_moved_the_weights(name):
    E = surface_of()
    run = descend(E, RULES[name](learning_rate=0.05), (1.5, 2.5), 40)
    (sent,) = picture_of(E, run).runs["runs"]
    assert sent["formula"]["text"] == run.rule.formula
    assert sent["inner"].keys() == sent["meanings"].keys()
    for symbol, text in sent["inner"].items():
        numbers = decode(text)
        assert len(numbers) == (1 if symbol == "t" else 2) * (run.k + 2)
        assert not numbers[0]
    if name == "momentum":
        velocity = decode(sent["inner"]["v"]).reshape(-1, 2)
        np.testing.assert_allclose(np.diff(run.path, axis=0), -0.05 * velocity[1:-1], atol=1e-12)


def test_a_surface_is_sent_for_both_scales_of_the_error():
    figures = sheet(surface_of(), surface_of().sample(WINDOW, 21)).payload["figures"]
    assert list(figures) == ["linear", "log"]
    for scale, drawn in figures.items():
        assert drawn["figure3d"]["layout"]["scene"]["zaxis"]["type"] == scale
        assert drawn["figure3d"]["layout"]["meta"] == drawn["map"]["layout"]["meta"]
        assert all(
            "z" not in trace for figure in drawn.values() for trace in figure["data"] if trace["type"] != "scatter3d"
        )


@pytest.mark.parametrize("name", RULES)
def test_a_run_carries_its_settings_with_their_symbols(name):
    E = surface_of()
    rule = RULES[name](learning_rate=0.125)
    (sent,) = picture_of(E, descend(E, rule, (1, 1), 3)).runs["runs"]
    assert sent["rule"] == name
    assert sent["settings"] == {field: getattr(rule, field) for field in sent["settings"]}
    assert sent["settings"]["learning_rate"] == 0.125
    assert sent["symbols"]["learning_rate"] == "η"
    assert sent["symbols"].keys() == sent["settings"].keys()


def test_a_change_of_the_runs_leaves_the_surface_alone():
    E = surface_of()
    first = picture_of(E, descend(E, RULES["momentum"](0.1), (1, 1), 20))
    second = picture_of(E, descend(E, RULES["adam"](0.3), (-1, 2), 50), key="other")
    assert first.sheet.key == second.sheet.key
    assert first.runs["surface"] == second.runs["surface"]
    assert first.runs["runs"] != second.runs["runs"]


def test_what_changes_the_surface_changes_its_key():
    E = surface_of()
    landscape = E.sample(WINDOW, 21)
    nearer = E.sample(((-2.0, 2.0), (-1.0, 2.5)), 21)
    other_data = ErrorSurface(E.network, replace(E.data, targets=E.data.targets + 1e-12), E.free)
    sheets = [
        sheet(E, landscape),
        sheet(E, nearer),
        sheet(other_data, landscape),
        sheet(surface_of("sigmoid"), landscape),
        sheet(E, landscape, critical_points(E, WINDOW)),
    ]
    assert len({made.key for made in sheets}) == len(sheets)


def test_a_kept_sheet_is_used_as_it_is():
    E = surface_of()
    kept = sheet(E, E.sample(WINDOW, 21))
    assert picture_of(E, surface=kept).sheet is kept


def test_a_surface_with_holes_is_still_json():
    E = surface_of()
    landscape = E.sample(WINDOW, 21)
    error = landscape.error.copy()
    error[3, 4], error[5, 6] = np.nan, np.inf
    made = sheet(E, Landscape(landscape.w1, landscape.w2, error))
    np.testing.assert_array_equal(decode(strict(made.payload)["error"]).reshape(21, 21), error)


def test_a_run_that_overflows_is_still_json():
    network = Network.single_layer([[0.0, 0.0]], "identity")
    E = ErrorSurface(network, Dataset([[1.0, 0.0], [0.0, 1.0]], [[1.0], [2.0]]), network.names)
    run = descend(E, RULES["momentum"](learning_rate=1e6), (1, 1), 500)
    assert run.overflowed
    (sent,) = strict(picture_of(E, run).runs)["runs"]
    assert len(decode(sent["error"])) == run.k + 1 < 501


def test_a_run_of_no_steps_is_a_run():
    E = surface_of()
    for name in RULES:
        (sent,) = strict(picture_of(E, descend(E, RULES[name](0.1), (1, 1), 0)).runs)["runs"]
        assert len(decode(sent["error"])) == 1


def test_many_data_points_are_thinned_and_counted():
    E = surface_of(points=1234)
    data = sheet(E, E.sample(WINDOW, 5)).payload["data"]
    assert len(data["inputs"]) == len(data["targets"]) == DATA_POINTS_DRAWN
    assert data["count"] == 1234
    assert data["inputs"][0] == E.data.inputs[0].tolist()
    assert data["inputs"][-1] == E.data.inputs[-1].tolist()


def test_the_held_weights_are_told():
    network = Network.single_layer([[0.5, -1.25, 3.0]], "tanh", bias=[2.0])
    data = Dataset(np.eye(3), [[0.0], [1.0], [0.0]])
    assert held_weights(ErrorSurface(network, data, ("w[1,1]", "b[1]"))) == "w₂₁ = −1.25, w₃₁ = 3"
    assert held_weights(ErrorSurface(network, data, ("w[1,1]", "b[1]")), most=1) == "w₂₁ = −1.25 and 1 more"


def test_a_plane_has_axes_of_its_own():
    E = surface_of()
    plane = ErrorSurface.on(Plane(E.network, [0, 0, 0], [1, 1, 0], [0, 1, 1]), E.data)
    assert screen_names(E) == ["w₁₁", "b₁"]
    assert screen_names(plane) == ["a", "b"]
    assert held_weights(plane) == ""
    assert strict(sheet(plane, plane.sample(WINDOW, 5)).payload)["network"]["directions"] == [[1, 1, 0], [0, 1, 1]]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_show_takes_a_run_or_several(activation):
    E = surface_of(activation)
    run = descend(E, RULES["gradient descent"](0.1), (1, 1), 30)
    assert isinstance(run, Descent)
    one, two = show(E, run, WINDOW, 15), show(E, [run, run], WINDOW, 15)
    assert [len(shown.runs["runs"]) for shown in (one, two)] == [1, 2]
    assert one.runs["runs"][0]["verdict"]["outcome"]


# --- what is proven of the points --------------------------------------------------------------------------------


def test_ground_that_is_undecided_is_sent_as_boxes_that_hold_it():
    E, window = SCENES["dead-relu"].surface(), SCENES["dead-relu"].window
    points = critical_points(E, window)
    boxes = undecided(points).reshape(-1, 2, 2)
    assert len(boxes) < 4000
    for box in points.undecided[::7]:
        middle = np.clip(box.mean(axis=-1), *np.array(window).T)
        held = np.all((boxes[..., 0] - 1e-9 <= middle) & (middle <= boxes[..., 1] + 1e-9), axis=-1)
        assert held.any()
    sent = sheet(E, E.sample(window, 21), points).payload
    assert sent["proven"] is False
    np.testing.assert_array_equal(decode(sent["undecided"]), boxes.ravel())
    assert 0 < undecided_share(points) < 0.2


def test_where_all_is_proven_nothing_is_shaded():
    scene = SCENES["two-hollows"]
    points = critical_points(scene.surface(), scene.window)
    sent = sheet(scene.surface(), scene.surface().sample(scene.window, 21), points).payload
    assert (sent["proven"], sent["undecided"], undecided_share(points)) == (True, "", 0)


def test_of_very_many_points_the_lowest_and_the_nearest_are_drawn():
    E, window = SCENES["egg-box"].surface(), ((-40.0, 40.0), (-40.0, 40.0))
    points = critical_points(E, window)
    drawn = points.nearest(600)
    assert len(points) > 2000
    assert len(drawn) <= 600
    assert min(point.error for point in drawn) == min(point.error for point in points)
    near = [point for point in points if np.abs(point.weights).max() < 5]
    assert {id(point) for point in near} <= {id(point) for point in drawn}
    assert len(sheet(E, E.sample(window, 21), points).payload["points"]) == len(drawn)
