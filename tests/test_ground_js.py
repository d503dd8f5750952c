"""The ground under a hand: what a held weight or a target makes of surface and runs in the player, Python makes too."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from javascript import ask

from surface.data import Dataset
from surface.descent import descend
from surface.pages import visit
from surface.scenes import SCENES, dataedits, edits
from surface.view.ground import held_weights
from surface.view.payload import Track, picture

DECODED = """const scene = modules.decode.decodeScene(given.runs, modules.decode.decodeSurface(given.surface));
scene.styles = [{}, {}, {}, {}];
"""


def sent(scene):
    """A scene as the player is sent it, its points aside: they are not asked about."""
    E = scene.surface()
    plans = [(run.schedule, run.batch, run.seed) for run in scene.runs]
    walked = [descend(E, run.rule, run.start, scene.steps, *plan) for run, plan in zip(scene.runs, plans, strict=True)]
    tracks = [Track(descent, descent.rule.name, None) for descent in walked]
    drawn = picture(E, E.sample(scene.window, scene.resolution), (), tracks, key="scene")
    return {"surface": drawn.surface, "runs": drawn.runs}


def held(scene) -> list[int]:
    return [place for place, name in enumerate(scene.network.names) if name not in scene.free]


def changed(random: Random, scene):
    """A change of a scene's ground, as the player tells it, and the scene that Python makes of it."""
    value = round(random.uniform(-2, 2), random.randint(3, 9)) or 0.5
    if held(scene) and random.random() < 0.5:
        place = random.choice(held(scene))
        return ["weight", {"weight": place, "value": value}], edits.with_held(scene, place, value)
    if random.random() < 0.6:
        return changed_point(random, scene)
    point, output = random.randrange(len(scene.data)), random.randrange(len(scene.data.target_names))
    act = ["target", {"point": point, "output": output, "value": value}]
    return act, edits.with_target(scene, point, output, value)


def changed_point(random: Random, scene):
    """A data point added, moved or taken away, as the player tells it, and the scene that Python makes of it."""
    point = random.randrange(len(scene.data))
    if len(scene.data) > 1 and random.random() < 0.3:
        return ["remove_point", {"point": point}], dataedits.with_point_removed(scene, point)
    rows = (scene.data.inputs, scene.data.targets)
    inputs, targets = ([round(random.uniform(-1, 1), 3) for _ in range(table.shape[1])] for table in rows)
    numbers = {"inputs": inputs, "targets": targets}
    if random.random() < 0.5:
        return ["add_point", numbers], dataedits.with_point_added(scene, inputs, targets)
    return ["move_point", {"point": point} | numbers], dataedits.with_point_moved(scene, point, inputs, targets)


@pytest.mark.parametrize("name", ["and-gate", "two-outputs-cross", "xor-hidden", "ravine", "teacher-valley"])
@given(seed=st.integers(0, 2**20))
def test_surface_and_runs_on_a_changed_ground_are_those_of_the_changed_scene(name, seed):
    random, scene = (
        Random(seed),
        SCENES[name].with_(resolution=25, steps=12),
    )  # on some grounds more steps make rounding large
    first, acts = scene, []
    for _ in range(random.randint(1, 4)):
        act, scene = changed(random, scene)
        acts.append(act)
    got = ask(
        DECODED
        + """const preview = new modules.preview.Preview();
        for (const [name, value] of given.acts) preview.take(name, value, scene);
        const stands = preview.standing(scene);
        let runs = preview.runs(stands);
        while (preview.pending) runs = preview.runs(stands);
        return [stands.surface.error, stands.moved, stands.points.length, runs.map(({ w }) => w), stands.held];""",
        **sent(first),
        acts=acts,
    )
    E = scene.surface()
    # A point that was added and taken away again leaves the ground as it was, though Python's title tells of it.
    assert got[1:3] == [not edited_alone(scene, first), 0]
    assert got[4] == held_weights(E)
    np.testing.assert_allclose(got[0], E.sample(scene.window, 25).error.ravel(), rtol=1e-9, atol=1e-12)
    for run, path in zip(scene.runs, got[3], strict=True):
        expected = descend(E, run.rule, run.start, scene.steps).path
        width = np.ptp(np.array(scene.window), axis=1)
        np.testing.assert_allclose(np.reshape(path, (-1, 2)) / width, expected / width, atol=1e-7)


def edited_alone(scene, first) -> bool:
    """Whether nothing but the title of the data tells two scenes apart."""
    return scene.with_(data=edits.edited(first.data, scene.data.inputs, scene.data.targets)) == first.with_(
        data=edits.edited(first.data, first.data.inputs, first.data.targets)
    )


def test_what_there_is_none_of_changes_nothing():
    acts = [
        ["weight", {"weight": 9, "value": 1}],
        ["weight", {"value": 1}],
        ["target", {"point": 4, "output": 0, "value": 1}],
        ["target", {"point": 0, "output": 1, "value": 1}],
        ["target", {"point": 0, "output": 0}],
        ["add_point", {"inputs": [1]}],
        ["move_point", {"point": 4, "inputs": [1], "targets": [1]}],
        ["move_point", {"point": 0, "inputs": [1]}],
        ["remove_point", {"point": 4}],
        ["remove_point", {"point": -1}],
    ]
    asked = """const ground = { origin: [1, 2, 3], inputs: [[0], [1], [2], [3]], targets: [[0], [1], [1], [0]] };
    return given.acts.map(([name, change]) => modules.ground.groundAfter(ground, name, change) === ground);"""
    assert ask(asked, acts=acts) == [True] * len(acts)


def test_the_last_data_point_stays_as_in_python():
    asked = """const ground = { origin: [1], inputs: [[0]], targets: [[1]] };
    return modules.ground.groundAfter(ground, "remove_point", { point: 0 }) === ground;"""
    assert ask(asked)


def test_a_data_point_that_is_carried_is_told_only_where_it_is_let_go():
    scene = SCENES["and-gate"].with_(steps=5)
    asked = (
        DECODED
        + """const preview = new modules.preview.Preview();
        const rows = () => preview.standing(scene).data.inputs.length;
        preview.take("carry", { point: 0, inputs: [5, 5], targets: [0] }, scene);
        const [carried] = preview.standing(scene).data.inputs;
        preview.cancel();
        const cancelled = preview.standing(scene) === scene;
        preview.take("add_point", { inputs: [5, 5], targets: [0] }, scene);
        const more = rows();
        preview.take("remove_point", { point: 0 }, scene);
        const fewer = rows();
        preview.undo();
        const undone = rows();
        preview.undo();
        const { isOnTheWay, listenedAs } = modules.preview;
        return [carried, cancelled, more, fewer, undone, rows(), isOnTheWay("carry"), listenedAs("carry")];"""
    )
    assert ask(asked, **sent(scene)) == [[5, 5], True, 5, 4, 5, 4, True, "move_point"]


@pytest.mark.parametrize(("last", "places"), [(False, 13), (True, 70)])  # 13: a map of fewer is none
def test_a_surface_too_large_for_a_frame_is_sampled_more_coarsely_over_the_same_window(last, places):
    """And finer where the hand has let go and nobody else samples it: √(2·10⁷ / 4000) places along each axis."""
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(4000, 2)), rng.normal(size=(4000, 1)))
    scene = edits.with_data(SCENES["and-gate"], data).with_(steps=3)
    statements = (
        DECODED
        + """const [weight] = scene.network.held;
        const origin = scene.network.origin.map((w, i) => (i === weight ? w + 1 : w));
        const ground = { ...modules.ground.groundOf(scene), origin };
        const standing = new modules.ground.Standing(scene, ground, null, given.last);
        standing.advance();
        const { w1, w2, error } = standing.surface;
        return [w1, w2, error];"""
    )
    w1, w2, error = map(np.array, ask(statements, **sent(scene), last=last))
    assert len(w1) == len(w2) == places
    (place,) = held(scene)
    moved = edits.with_held(scene, place, scene.network.weights[place] + 1)
    assert [(w1[0], w1[-1]), (w2[0], w2[-1])] == list(scene.window)
    expected = moved.surface().error(np.stack(np.meshgrid(w1, w2), axis=-1))
    np.testing.assert_allclose(error.reshape(places, places), expected, rtol=1e-9)


def test_a_change_of_the_ground_is_undone_with_its_runs():
    scene = SCENES["and-gate"].with_(steps=20)
    (place,) = held(scene)
    asked = (
        DECODED
        + """const preview = new modules.preview.Preview();
        const told = () => [preview.standing(scene).network.origin[given.place], preview.runs(scene)[0].w.length];
        preview.take("weight", { weight: given.place, value: 2 }, scene);
        const away = told();
        preview.take("hold", { weight: given.place, value: 3 }, scene);
        const held = told();
        preview.cancel();
        const cancelled = told();
        preview.undo();
        return [away[0], held[0], cancelled[0], told()[0], preview.standing(scene) === scene];"""
    )
    was = float(scene.network.weights[place])
    assert ask(asked, **sent(scene), place=place) == [2, 3, 2, was, True]


@pytest.mark.parametrize("place", [-1, 0, 9])
def test_a_weight_that_is_not_held_is_gone(place):
    with pytest.raises(edits.GoneError, match="no held weight"):
        edits.with_held(SCENES["and-gate"], place, 1.0)


@pytest.mark.parametrize(("point", "output"), [(-1, 0), (4, 0), (0, 1), (0, -1)])
def test_a_target_that_there_is_not_is_gone(point, output):
    with pytest.raises(edits.GoneError, match="no target"):
        edits.with_target(SCENES["and-gate"], point, output, 1.0)


def test_edited_data_say_so_once_and_keep_their_inputs():
    scene = edits.with_target(edits.with_target(SCENES["and-gate"], 0, 0, 0.5), 1, 0, 0.25)
    before = SCENES["and-gate"].data
    assert scene.data.title == f"{before.title} (edited)"
    assert scene.data.targets[:2, 0].tolist() == [0.5, 0.25]
    np.testing.assert_array_equal(scene.data.inputs, before.inputs)
    np.testing.assert_array_equal(scene.data.targets[2:], before.targets[2:])


# ------------------------------------------------------------------------------- what takes long, or cannot be


def large():
    """As much as the page takes: 10,000 data points, and three hidden layers of eight units."""
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(10_000, 2)), rng.normal(size=(10_000, 1)))
    return edits.with_hidden(edits.with_data(SCENES["and-gate"], data), (8, 8, 8)).with_(steps=5, resolution=5)


def test_no_part_of_a_frame_computes_more_than_a_look_at_the_clock_takes():
    asked = (
        DECODED
        + """const { Evaluator } = modules.evaluator, { error, gradient } = Evaluator.prototype;
        let units = 0;
        Evaluator.prototype.error = function (...at) { units += this.cost; return error.apply(this, at); };
        Evaluator.prototype.gradient = function (...at) { units += this.cost; return gradient.apply(this, at); };
        const spent = (work) => { const before = units; work(); return units - before; };
        const preview = new modules.preview.Preview(), clock = () => Infinity;
        preview.take("hold", { weight: scene.network.held[0], value: 2 }, scene);
        let stands;
        const sampling = spent(() => (stands = preview.standing(scene, clock)));
        const [first, second] = [0, 1].map(() => spent(() => preview.runs(stands, clock)));
        Object.assign(Evaluator.prototype, { error, gradient });
        const { cost } = modules.evaluator.evaluatorOf(stands);
        return [cost, sampling, first, second, stands.behind, preview.pending, stands.surface === scene.surface];"""
    )
    scene = large()
    cost, sampling, first, second, *state = ask(asked, **sent(scene))
    assert cost >= 10_000 * 8
    assert sampling == cost  # one node: there is no smaller part
    assert first == len(scene.runs) * cost  # each has a place to be seen at
    assert second <= cost
    assert state == [False, True, True]  # the map is of the place before, and says so where it is long


def test_a_surface_that_was_not_ready_in_time_comes_as_it_would_have_been():
    asked = (
        DECODED
        + """const preview = new modules.preview.Preview(), clock = () => Infinity;
        preview.take("weight", { weight: scene.network.held[0], value: 2 }, scene);
        let stands = preview.standing(scene, clock), frames = 1, behind = 0;
        for (; !preview.stood.done; frames++, behind += stands.behind) stands = preview.standing(scene, clock);
        return [frames, behind, stands.surface.error, stands.behind];"""
    )
    data = Dataset(np.random.default_rng(0).normal(size=(8000, 2)), np.ones((8000, 1)))
    scene = edits.with_data(SCENES["and-gate"], data).with_(steps=3, resolution=7)
    frames, behind, error, still = ask(asked, **sent(scene))
    assert frames > 10
    assert behind >= frames - 8  # after a tenth of a second without a new map it says so, until there is one
    assert not still
    moved = edits.with_held(scene, held(scene)[0], 2.0)
    np.testing.assert_allclose(error, moved.surface().sample(scene.window, 7).error.ravel(), rtol=1e-9)


def test_a_map_that_takes_longer_than_a_frame_moves_while_the_hand_moves_on():
    asked = (
        DECODED
        + """const preview = new modules.preview.Preview(), clock = () => Infinity, seen = [];
        for (let frame = 0; frame < 60; frame++) {
          preview.take("hold", { weight: scene.network.held[0], value: 2 + frame / 10 }, scene);
          const { surface, network } = preview.standing(scene, clock);
          seen.push([network.origin[scene.network.held[0]], [...surface.error]]);
        }
        return seen;"""
    )
    data = Dataset(np.random.default_rng(0).normal(size=(2000, 2)), np.ones((2000, 1)))
    scene = edits.with_data(SCENES["and-gate"], data).with_(steps=3, resolution=7)
    place, places, maps = held(scene)[0], *zip(*ask(asked, **sent(scene)), strict=True)
    np.testing.assert_allclose(places, 2 + np.arange(60) / 10)  # the paths are of the very place of the hand
    changed = [n for n in range(1, 60) if maps[n] != maps[n - 1]]
    assert len(changed) >= 3
    begun = [0, *(n + 1 for n in changed)]
    for frame, of in zip(changed, begun, strict=False):
        moved = edits.with_held(scene, place, 2 + of / 10).surface().sample(scene.window, 7)
        np.testing.assert_allclose(maps[frame], moved.error.ravel(), rtol=1e-9)


TRIED = (
    DECODED
    + """const preview = new modules.preview.Preview(given.alone);
    const said = preview.take(given.name, given.value, scene);
    const stands = preview.standing(scene), [run] = preview.runs(stands);
    return [said, stands.moved, preview.past.length, run.k, [...run.w].slice(0, 2)];"""
)


def test_where_nobody_else_will_the_player_refuses_what_cannot_be_in_pythons_words():
    scene = SCENES["bowl"].with_(steps=5)
    given_target = {"point": 0, "output": 0, "value": 1e200}
    with pytest.raises(ValueError, match="finite") as refused:
        edits.playable(edits.with_target(scene, 0, 0, 1e200))
    said, moved, past, k, start = ask(TRIED, **sent(scene), alone=True, name="target", value=given_target)
    assert said.removesuffix(".") == visit.sentence(refused.value).removesuffix(".")
    assert (moved, past, k, start) == (False, 0, 5, list(scene.runs[0].start))
    # Python answers in the app: until then the run is where it was.
    said, moved, past, k, start = ask(TRIED, **sent(scene), alone=False, name="target", value=given_target)
    assert (said, moved, past, k, start) == ("", True, 1, 5, list(scene.runs[0].start))


def test_what_is_let_go_where_it_was_is_no_change():
    scene = SCENES["bowl"].with_(steps=5)
    same = {"run": 0, "name": "learning_rate", "value": scene.runs[0].rule.learning_rate}
    assert ask(TRIED, **sent(scene), alone=True, name="setting", value=same)[2] == 0
    assert ask(TRIED, **sent(scene), alone=True, name="setting", value=same | {"value": 0.0123})[2] == 1


def test_batches_are_not_taken_of_other_data_points_than_they_were_drawn_of():
    bowl = SCENES["bowl"]
    scene = bowl.with_(steps=5, runs=[replace(bowl.runs[0], batch=2, seed=1)])
    gone = {"point": 0}
    said, moved, _, k, start = ask(TRIED, **sent(scene), alone=False, name="remove_point", value=gone)
    assert (said, moved, k, start) == ("", True, 0, list(scene.runs[0].start))
    said, moved, past, k, _ = ask(TRIED, **sent(scene), alone=True, name="remove_point", value=gone)
    count = len(scene.data)
    assert said == f"Run 1 must have batches of {count} data points here: of {count - 1} none are known."
    assert (moved, past, k) == (False, 0, 5)
