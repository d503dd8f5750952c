"""Runs beside runs and the network's side, in the player's JavaScript: against Python, and against their own words."""

import json

import numpy as np
import pytest
from bundled import played
from javascript import ask

from surface.data import Dataset
from surface.descent import RULES, descend
from surface.error import ErrorSurface
from surface.figures.relief import knots
from surface.landscape import critical_points
from surface.landscape.random_starts import random_starts
from surface.scenes import SCENES
from surface.view.encoding import encode
from surface.view.payload import Track, picture, sheet
from surface.view.random_starts import HAIR, random_starts_payload

WIDE = ("two-hollows", "iris", "two-outputs-cross", "teacher-twins", "dead-relu", "xor-sine")


def sent_of(scene, resolution=9):
    """The parts of a scene's sheet that the network's side is worked out from."""
    E = scene.surface()
    payload = sheet(E, E.sample(scene.window, resolution)).payload
    return E, {"network": payload["network"], "data": payload["data"]}


# ---------------------------------------------------------------------------------------------- shares of the error


@pytest.mark.parametrize("name", WIDE)
def test_the_shares_are_each_points_own_error_and_sum_to_the_whole(name):
    E, sent = sent_of(SCENES[name])
    run = SCENES[name].descents()[0]
    shares = np.array(
        ask("return modules.evaluator.evaluatorOf(given).shares(...given.w);", **sent, w=run.path[-1].tolist())
    )
    predicted = E.network_at(run.path[-1]).predict(E.data.inputs)
    np.testing.assert_allclose(shares, 0.5 * ((E.data.targets - predicted) ** 2).sum(axis=1), rtol=1e-9, atol=1e-15)
    assert shares.sum() == pytest.approx(run.error[-1], rel=1e-9, abs=1e-15)


def printed(shares, total):
    return ask(
        'return Object.values(modules["shares"].printedShares(given.shares, given.total));', shares=shares, total=total
    )


@pytest.mark.parametrize("size", [1e-13, 4e-7, 2e-4, 0.0031, 0.3872, 7, 1234.5, 6e4, 3e9])
def test_printed_shares_add_up_to_the_printed_error_digit_for_digit(size):
    rng = np.random.default_rng(4)
    for count in (1, 3, 4, 40):
        shares = rng.dirichlet(np.ones(count)) * size
        texts, total, unit = printed(shares.tolist(), float(shares.sum()))
        decimals = len(total.partition(".")[2])
        assert round(sum(int(text.replace(".", "")) for text in texts)) == int(total.replace(".", ""))
        assert all(len(text.partition(".")[2]) == decimals for text in texts)
        whole = ask('return modules["format"].formatNumber(given.total);', total=float(shares.sum()))
        assert total + unit == whole


def test_no_error_is_shared_by_nobody():
    assert printed([0.0, 0.0], 0.0) == [["0.000", "0.000"], "0.000", ""]


def test_a_share_that_is_no_number_is_not_printed_as_one():
    statements = 'return modules["shares"].printedShares([1, Infinity], Infinity).texts;'
    assert ask(statements) == ["–", "–"]


# ------------------------------------------------------------------------------------------- one data point's surface


@pytest.mark.parametrize("name", WIDE)
def test_a_data_points_surface_is_the_engines_over_that_row_alone(name):
    scene = SCENES[name]
    _, sent = sent_of(scene)
    data, point = scene.data, len(scene.data) - 1
    row = Dataset(data.inputs[[point]], data.targets[[point]])
    landscape = ErrorSurface(scene.network, row, scene.free).sample(scene.window, 9)
    statements = """
    const alone = { inputs: [given.data.inputs[given.point]], targets: [given.data.targets[given.point]] };
    const evaluator = modules.evaluator.evaluatorOf({ network: given.network, data: alone });
    return modules.sampling.sampled(given, evaluator);
    """
    axes = {"w1": landscape.w1.tolist(), "w2": landscape.w2.tolist()}
    error = np.reshape(ask(statements, **sent, **axes, point=point), landscape.error.shape)
    np.testing.assert_allclose(error, landscape.error, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("spacing", ["even", "area"])
@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("name", WIDE)
def test_the_levels_are_those_of_python(name, scale, spacing):
    landscape = SCENES[name].surface().sample(SCENES[name].window, 41)
    statements = """
    const error = modules["decode"].decodeNumbers(given.error);
    return modules["relief"].knotsOf(error, given.scale, given.spacing);
    """
    answer = ask(statements, error=encode(landscape.error), scale=scale, spacing=spacing)
    np.testing.assert_allclose(answer, knots(landscape.error, (), scale, spacing), rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_levels_of_a_flat_or_broken_surface(scale):
    for error in ([2.0] * 5, [float("nan")] * 4, [0.0, 0.0, 1.0, float("inf")]):
        answer = ask(
            'return modules["relief"].knotsOf(modules["decode"].decodeNumbers(given.error), given.scale);',
            error=encode(error),
            scale=scale,
        )
        np.testing.assert_allclose(answer, knots(np.array(error), (), scale), rtol=1e-9)


def test_bands_of_colour_meet_and_end_where_the_scale_does():
    scale = [[0, "#000000"], [0.5, "#808080"], [1, "#ffffff"]]
    bands = ask('return modules["onepoint"].bandedScale(given.scale, 4);', scale=scale)
    assert [place for place, _ in bands] == [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]
    assert [bands[0][1], bands[-1][1]] == ["rgb(32,32,32)", "rgb(223,223,223)"]


# ------------------------------------------------------------------------------------------------- the input plane


@pytest.mark.parametrize("name", ["two-hollows", "two-outputs-cross", "xor-hidden"])
def test_the_input_plane_is_the_networks_forward_pass(name):
    E, sent = sent_of(SCENES[name])
    w, unit = [0.7, -1.3], E.data.targets.shape[1] - 1
    statements = """
    const { gridInputs } = modules["plane"], grid = gridInputs([-1, 2], [0, 3], 48);
    const evaluator = new modules.evaluator.Evaluator(given.network, { inputs: grid, targets: null, count: 48 * 48 });
    return [grid, evaluator.outputs(...given.w)];
    """
    grid, outputs = ask(statements, **sent, w=w)
    inputs, outputs = np.reshape(grid, (-1, 2)), np.reshape(outputs, (48 * 48, -1))[:, unit]
    np.testing.assert_array_equal(inputs[[0, 47, -1]], [[-1, 0], [2, 0], [2, 3]])
    np.testing.assert_allclose(outputs, E.network_at(w).predict(inputs)[:, unit], rtol=1e-12, atol=1e-14)


def test_outputs_and_targets_share_one_scale_of_colours():
    colours = ask('return [-9, 0, 1, 9].map((v) => modules["plane"].outputColour(v, [0, 1]));')
    assert colours == ["rgb(0,34,78)", "rgb(0,34,78)", "rgb(254,232,56)", "rgb(254,232,56)"]


def test_a_line_of_equal_value_is_where_the_value_is():
    statements = """
    const values = Float64Array.from({ length: 441 }, (_, n) => Math.hypot((n % 21) - 10, Math.floor(n / 21) - 10));
    return modules["isolines"].isoline(values, 21, 6);
    """
    places = np.reshape(ask(statements), (-1, 2))
    assert len(places) > 40
    np.testing.assert_allclose(np.hypot(*(places - 10).T), 6, atol=0.05)


def test_a_cell_that_is_a_saddle_has_two_lines():
    assert len(ask('return modules["isolines"].isoline([1, 0, 0, 1], 2, 0.5);')) == 8
    assert ask('return modules["isolines"].isoline([1, 1, 1, 1], 2, 0.5);') == []
    assert ask('return modules["isolines"].isoline([1, 0, NaN, 1], 2, 0.5);') == []


# ---------------------------------------------------------------------------------------------------- arrival, pacing


@pytest.mark.parametrize("name", ["two-hollows", "ravine", "egg-box"])
def test_a_run_arrives_when_it_stays_near_its_end(name):
    scene = SCENES[name]
    width = np.ptp(scene.window, axis=1)
    for run in scene.descents():
        away = np.hypot(*((run.path - run.path[-1]) / width).T)
        late = np.flatnonzero(~(away <= 0.01))
        expected = max(late[-1] + 1 if len(late) else 0, 1)
        statements = 'return modules["arrival"].arrivalOf(modules["decode"].decodeNumbers(given.w), given.width);'
        assert ask(statements, w=encode(run.path), width=width.tolist()) == expected


SCENE = """
const path = (k, end) => Array.from({ length: 2 * (k + 1) }, (_, n) => (n % 2 ? 0 : Math.min(n / 2, end)));
const run = (k, end) => {
  const error = Array.from({ length: k + 1 }, (_, n) => k - n);
  return { k, error, w: path(k, end), gradient: new Float64Array(2 * (k + 1)) };
};
const surface = { w1: [0, 10], w2: [0, 10] }, data = { inputs: [[0], [1]] };
const scene = { runs: [run(200, 37), run(200, 100), run(50, 50)], surface, data };
const { arranged, AS_OPENED, rearranged } = modules["arranged"];
"""


def test_by_arrival_all_arrive_together_at_whole_steps():
    statements = """
    const { runs, steps } = arranged(scene, rearranged(AS_OPENED, "pacing", "arrival"));
    const { numbersOf, stepOf, positionOf } = modules["runs"];
    return [steps, runs.map((run) => numbersOf(run, steps).step), runs.map((run) => stepOf(run, steps / 2)),
      runs.map((run) => positionOf(run, run.arrival))];
    """
    steps, at_end, half, positions = ask(SCENE + statements)
    assert steps == 100
    assert at_end == [37, 100, 50]
    assert half == pytest.approx([18.5, 50, 25])
    assert positions == pytest.approx([100, 100, 100])


def test_by_step_all_keep_step():
    statements = """
    const { runs, steps } = arranged(scene, AS_OPENED);
    return [steps, runs.map((run) => modules["runs"].stepOf(run, 120))];
    """
    assert ask(SCENE + statements) == [200, [120, 120, 50]]


def test_random_starts_lengthen_the_scene():
    statements = (
        "scene.runs = [run(5, 5)]; scene.random_starts = { steps: 300 }; return arranged(scene, AS_OPENED).steps;"
    )
    assert ask(SCENE + statements) == 300


@pytest.mark.parametrize(
    ("asked", "away"),
    [
        ([], "..."),
        ([("hide", 1)], ".x."),
        ([("hide", 1), ("hide", 1)], "..."),
        ([("solo", 2)], "xx."),
        ([("solo", 2), ("solo", 2)], "..."),
        ([("solo", 2), ("solo", 0)], ".xx"),
        ([("hide", 0), ("hide", 2)], "x.x"),
        ([("solo", 2), ("hide", 0)], "..."),
    ],
)
def test_runs_are_hidden_and_seen_alone(asked, away):
    statements = """
    const view = given.asked.reduce((view, [name, value]) => rearranged(view, name, value), AS_OPENED);
    return arranged(scene, view).runs.map((run) => (run.away ? "x" : ".")).join("");
    """
    assert ask(SCENE + statements, asked=asked) == away


def test_what_a_scene_does_not_have_is_not_remembered():
    statements = """
    const view = { ...AS_OPENED, hidden: [1, 7], solo: 9, point: 2 };
    const { hidden, solo, point } = arranged(scene, view).view;
    return [hidden, solo, point];
    """
    assert ask(SCENE + statements) == [[1], None, None]


# ------------------------------------------------------------------------------------------------------------- a race


RUNS = [[9, 4, 2, 1, 0.5], [9, 1, 3, 0.9, 0.9], [9, 8, 7, 6, 5]]


@pytest.mark.parametrize(
    ("target", "steps", "fastest"),
    [(1, [3, 1, None], [1]), (0.5, [4, None, None], [0]), (9, [0, 0, 0], [0, 1, 2]), (0.1, [None] * 3, [])],
)
def test_steps_to_an_error_and_who_is_first(target, steps, fastest):
    statements = """
    const { fastestOf, stepsTo } = modules["race"], runs = given.errors.map((error) => ({ error }));
    return [runs.map((run) => stepsTo(run, given.target)), fastestOf(runs, given.target)];
    """
    assert ask(statements, errors=RUNS, target=target) == [steps, fastest]


@pytest.mark.parametrize(
    ("before", "after", "hidden", "solo"),
    [
        ("abc", "bc", [1], None),  # a is gone: c, which was hidden, is the second now
        ("bc", "abc", [3], 1),  # and a has come back
        ("abc", "abcd", [2], 0),
        ("abc", "abd", [2], 0),
        ("abc", "a", [2], 0),
        ("", "abc", [2], 0),
    ],
)
def test_a_run_that_goes_or_comes_leaves_the_others_hidden_or_alone_as_they_were(before, after, hidden, solo):
    asked = """const view = { ...modules.arranged.AS_OPENED, hidden: [2], solo: 0 };
    const { hidden, solo } = modules.arranged.followed(view, given.before, given.after);
    return [hidden, solo];"""
    assert ask(asked, before=list(before), after=list(after)) == [hidden, solo]


def test_a_run_that_is_hidden_wins_nothing():
    statements = """
    const runs = given.errors.map((error, i) => ({ error, away: i === 1 }));
    return modules["race"].fastestOf(runs, 1);
    """
    assert ask(statements, errors=RUNS) == [0]


@pytest.mark.parametrize("name", SCENES)
def test_the_proposed_error_is_reached_by_somebody_and_not_at_once(name):
    errors = [run.error for run in played(name).descents]
    statements = """
    const runs = given.errors.map((error) => ({ error: modules["decode"].decodeNumbers(error) }));
    const target = modules["race"].usualTarget(runs);
    return [target, runs.map((run) => modules["race"].stepsTo(run, target))];
    """
    target, steps = ask(statements, errors=[encode(error) for error in errors])
    assert target > 0
    assert float(f"{target:.1e}") == target
    assert any(step is not None and step > 0 for step in steps)


# ------------------------------------------------------------------------------------------------- many runs at once


@pytest.mark.parametrize("name", ["two-hollows", "egg-box", "ravine"])
def test_random_starts_arrive_as_they_were_walked(name):
    scene = SCENES[name]
    fallen = random_starts(scene.surface(), scene.runs[0].rule, scene.window, 120, seed=3, count=12)
    sent = json.loads(json.dumps(random_starts_payload("key", fallen, scene.window), allow_nan=False))
    statements = """
    const { runs } = modules.randomstarts.decodeRandomStarts(given.sent);
    return runs.map(({ step, w, group }) => [step, w, group]);
    """
    width = np.ptp(scene.window, axis=1)
    for (step, w, group), path, k, label in zip(
        ask(statements, sent=sent), fallen.path, fallen.k, fallen.label, strict=True
    ):
        assert [step[0], step[-1]] == [0, k]
        places = np.array(w).reshape(-1, 2)
        np.testing.assert_array_equal(places, path[step])
        between = np.stack([np.interp(np.arange(k + 1), step, axis) for axis in places.T], axis=-1)
        assert np.abs((between - path[: k + 1]) / width).max() <= 2 * HAIR
        assert sent["groups"][group]["label"] == label


@pytest.mark.parametrize(("rate", "window"), [(1e250, ((-2, 2), (-2, 2))), (0.1, ((-1e200, 1e200), (-2, 2)))])
def test_random_starts_that_go_far_arrive_as_they_were_walked_too(rate, window):
    E = SCENES["two-hollows"].surface()
    fallen = random_starts(E, RULES["gradient descent"](rate), window, 5, seed=3, count=4)
    sent = json.loads(json.dumps(random_starts_payload("key", fallen, window), allow_nan=False))
    found = ask("return modules.randomstarts.decodeRandomStarts(given.sent).runs.map(({ w }) => w);", sent=sent)
    far = [path[: k + 1] for path, k in zip(fallen.path, fallen.k, strict=True)]
    assert max(np.abs(path).max() for path in far) > 1e100
    for w, path in zip(found, far, strict=True):
        assert {*w} <= {*path.ravel()}
        assert w[-2:] == path[-1].tolist()


def test_random_starts_are_walked_by_a_run_that_is_changed_until_python_has_walked_them():
    scene, rule = SCENES["two-hollows"], RULES["gradient descent"](0.2)
    E, points = scene.surface(), critical_points(scene.surface(), scene.window)
    fallen = random_starts(E, rule, scene.window, 60, seed=3, count=5, points=points)
    tracks = [Track(descend(E, rule, (0, 0), 60), "gradient descent")]
    shown = picture(E, E.sample(scene.window, 5), points, tracks, key="x")
    starts = random_starts_payload("key", fallen, scene.window)
    statements = """
    const surface = modules.decode.decodeSurface(given.surface);
    const random_starts = modules.randomstarts.decodeRandomStarts(given.starts);
    const scene = { ...modules.decode.decodeScene(given.runs, surface), random_starts };
    const preview = new modules.startspreview.StartsPreview(), never = () => false, [run] = scene.runs;
    const same = preview.seen(scene, run, never) === random_starts && !preview.pending;
    const changed = { ...run, settings: { learning_rate: 0.5 }, steps: 40 };
    let looks = 0;
    const first = preview.seen(scene, changed, () => looks++ > 0), cut = preview.pending;
    const { runs, steps, groups } = preview.seen(scene, changed, never);
    return [same, cut, first.runs.length < 5, steps, groups.length, runs.map(({ w }) => w)];
    """
    *told, found = ask(statements, surface=shown.surface, runs=shown.runs, starts=starts)
    assert told == [True, True, True, 40, 1]
    for w, path in zip(found, fallen.path, strict=True):
        expected = descend(E, RULES["gradient descent"](0.5), path[0], 40).path
        np.testing.assert_allclose(np.reshape(w, (-1, 2)), expected, atol=1e-9)


def test_random_starts_keep_step_or_arrive_together():
    statements = """
    const run = { step: [0, 10, 20, 100], w: [0, 0, 5, 5, 9, 9, 9, 9] }, window = [10, 10];
    const at = (pacing) => (position) => modules.randomstarts.stepOfStart(run, position, { steps: 60, pacing, window });
    return ["step", "arrival"].map((pacing) => [0, 30, 60, 999].map(at(pacing)));
    """
    by_step, by_arrival = ask(statements)
    assert by_step == [0, 30, 60, 100]
    assert by_arrival[:3] == [0, 10, 20]


def test_every_rules_random_starts_are_strict_json():
    scene = SCENES["two-hollows"]
    for rule in RULES.values():
        fallen = random_starts(scene.surface(), rule(learning_rate=0.3), scene.window, 60, seed=1, count=5)
        json.dumps(random_starts_payload("key", fallen, scene.window), allow_nan=False)
