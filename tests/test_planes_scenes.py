"""Trainings in the page, and the planes through them: what is shown is the engine's own."""

import json

import numpy as np
import pytest
from visit import opened, ran

from surface import RULES, SCENES, Plane, Scene, train
from surface.error import projected
from surface.scenes import planes, work
from surface.scenes.played import Played
from surface.scenes.training import TrainingPlan

SCENE = SCENES["xor-hidden"]
TRAINING = train(SCENE.network, SCENE.data, RULES["adam"](0.05), 200)
MADE = {
    "along": lambda: planes.along(SCENE, TRAINING),
    "random": lambda: planes.random(SCENE, TRAINING.network, 3),
    "through": lambda: planes.through(SCENE, [SCENE.network.drawn(seed=k) for k in range(3)]),
}


@pytest.mark.parametrize("name", MADE)
def test_a_scene_over_another_plane_is_whole_and_travels(name):
    scene = MADE[name]()
    assert scene.free is None
    played, (low, high) = Played(scene), np.array(scene.window).T
    for run, walked in zip(scene.runs, played.descents, strict=True):
        assert np.all((low <= run.start) & (run.start <= high))
        assert np.isfinite(walked.error).all()
    assert Scene.from_json(scene.json()) == scene
    link, left_out = Scene.from_link(scene.link())
    assert (link, left_out) == (scene, [])
    assert planes.of_weights(scene).free == tuple(scene.network.names[:2])


def test_the_window_over_the_main_directions_holds_the_training():
    scene = planes.along(SCENE, TRAINING)
    assert scene.plane == Plane.principal(TRAINING) or scene.plane.digest == Plane.principal(TRAINING).digest
    places = projected(scene.plane, TRAINING).places
    low, high = np.array(scene.window).T
    assert np.all((low <= places) & (places <= high))


def test_the_plane_through_three_solutions_holds_each_of_them():
    solutions = [SCENE.network.drawn(seed=k) for k in range(3)]
    scene = planes.through(SCENE, solutions)
    for network in solutions:
        assert scene.plane.distance(network.weights) == pytest.approx(0, abs=1e-9)
        place = scene.plane.coordinates(network.weights)
        assert float(scene.surface().error(place)) == pytest.approx(
            0.5 * float(np.sum((network.predict(SCENE.data.inputs) - SCENE.data.targets) ** 2))
        )


def test_long_work_trains_as_the_library_does_and_says_how_far_it_is():
    shares, told, kept = [], [], []
    plan = TrainingPlan(RULES["momentum"](0.1), 300, batch=2, seed=4, start=SCENE.network.weights)
    scene = SCENE.with_(training=plan)
    got = work.training(scene, lambda *at: told.append(at), kept.append, (), lambda s=None: shares.append(s))
    expected = train(SCENE.network, SCENE.data, RULES["momentum"](0.1), 300, batch=2, seed=4)
    np.testing.assert_array_equal(got.weights, expected.weights)
    assert [step for step, _ in told] == list(range(6, 301, 6))
    for step, error in told:
        assert error == pytest.approx(float(expected.error[step]))
    assert 0 <= min(shares) <= max(shares) <= 1
    assert len(work.solutions(SCENE.network, SCENE.data, plan, lambda s=None: None)) == work.SOLUTIONS


# --- in the page --------------------------------------------------------------------------------------------------


def at_training(**query):
    app = opened(**query)
    app.session_state["insight"] = "All weights"
    return ran(app.run())


def button(app, label):
    return next(each for each in app.button if each.label == label)


def runs(app):
    return next(
        json.loads(each.proto.json)["runs"] for each in app.get("bidi_component") if '"runs"' in each.proto.json
    )


def test_a_stuck_slice_goes_on_with_all_weights_and_is_seen_from_other_planes():
    app = at_training(scene="xor-hidden")
    app.selectbox(key="train-from").select_index(0)
    ran(button(app, "Train all weights").click().run())
    made = app.session_state["visit"].scene.trained()
    played = Played(SCENE)
    start = played.surface.network_at(played.descents[0].path[-1])
    np.testing.assert_array_equal(made.weights[0], start.weights)
    assert made.error[-1] < made.error[0]
    ran(button(app, "On its two main directions").click().run())
    kept = app.session_state["visit"].scene.training
    assert app.session_state["visit"].scene == planes.along(SCENE.with_(training=kept), made)
    ran(button(app, "Draw it on the map").click().run())
    assert runs(app)["overlay"]
    assert app.session_state["visit"].scene.overlay == "training"
    ran(button(app, "Take it off the map").click().run())
    ran(button(app, "On two random directions").click().run())
    ran(button(app, "Through three solutions").click().run())
    assert app.session_state["visit"].scene.plane.explained is None
    ran(button(app, "Back to two weights").click().run())
    assert app.session_state["visit"].scene.free == tuple(SCENE.network.names[:2])
    ran(button(app, "Hold the weights there").click().run())
    np.testing.assert_array_equal(app.session_state["visit"].scene.network.weights, made.network.weights)


def test_an_overlay_of_a_training_that_nobody_made_says_so():
    app = opened(scene="xor-hidden", over="training")
    assert any("No training of this network" in each.value for each in app.markdown)


@pytest.mark.parametrize(("rate", "said"), [(0.0, "must be greater than 0"), (-1.0, "must be greater than 0")])
def test_a_rate_that_cannot_be_is_refused_beside_its_control(rate, said):
    app = at_training(scene="xor-hidden")
    ran(app.number_input(key="train-learning_rate-adam").set_value(rate).run())
    assert any(said in each.value for each in app.error)
    assert not [each for each in app.button if each.label == "Train all weights"]
