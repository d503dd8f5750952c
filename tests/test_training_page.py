"""The section *All weights* of a scene that came with a training: it is shown as it was left."""

import json
import sys
from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest
from visit import opened, ran

from surface import RULES, SCENES, SCHEDULES, train
from surface.error import FullError
from surface.pages.insight.trained import is_cheap
from surface.scenes import link
from surface.scenes.training import TrainingPlan

SCENE = SCENES["xor-hidden"]
START = np.random.default_rng(3).normal(size=9).tolist()
PLAN = TrainingPlan(RULES["momentum"](0.1, 0.8), 300, SCHEDULES["cosine"](50, 0.1), 2, 4, START)
LONG = TrainingPlan(RULES["adam"](0.02), 20_000, seed=3, start="he")


def at(plan):
    return opened(**link.query_from(SCENE.with_(training=plan)))


def button(app, label):
    return next((each for each in app.button if each.label == label), None)


def test_a_link_shows_its_training_as_it_was_left():
    app = at(PLAN)
    shown = {each.key: each.value for kind in (app.selectbox, app.number_input) for each in kind}
    told = {"train-rule": "momentum", "train-schedule": "cosine", "train-from": "kept", "train-batch-4": 2}
    told |= {"train-learning_rate-momentum": 0.1, "train-momentum-momentum": 0.8, "train-steps": 300, "train-seed": 4}
    told |= {"train-length-cosine": 50, "train-floor-cosine": 0.1}
    assert {key: shown[key] for key in told} == told
    made = SCENE.with_(training=PLAN).trained()
    assert is_cheap(SCENE, PLAN)
    assert button(app, "Hold the weights there")  # it was made by itself
    ran(button(app, "Hold the weights there").click().run())
    np.testing.assert_array_equal(app.session_state["visit"].scene.network.weights, made.network.weights)


def test_one_press_makes_a_long_training_that_came_in_a_link():
    app = at(LONG)
    assert not is_cheap(SCENE, LONG)
    assert button(app, "Hold the weights there") is None
    assert any("has not been made here yet" in each.value for each in app.markdown)
    assert app.selectbox(key="train-from").value == "he"
    ran(button(app, "Train all weights").click().run())
    assert app.session_state["visit"].scene.training == LONG
    ran(button(app, "Hold the weights there").click().run())
    expected = SCENE.with_(training=LONG).trained().network.weights
    np.testing.assert_array_equal(app.session_state["visit"].scene.network.weights, expected)


def test_a_press_keeps_what_was_set_in_the_link_and_undo_takes_it_back():
    app = at(PLAN)
    ran(app.number_input(key="train-steps").set_value(40).run())
    assert app.session_state["visit"].scene.training == PLAN  # not before it is asked for
    ran(button(app, "Train all weights").click().run())
    assert app.session_state["visit"].scene.training.steps == 40
    assert app.query_params["training_steps"] == "40"
    assert app.session_state["visit"].history.past[-1].training == PLAN


def test_the_settings_follow_the_rule_and_the_schedule():
    app = at(PLAN)
    ran(app.selectbox(key="train-rule").set_value("gradient descent").run())
    ran(app.selectbox(key="train-schedule").set_value("step").run())
    keys = {each.key for each in app.number_input}
    assert {"train-learning_rate-gradient descent", "train-length-step", "train-gamma-step"} <= keys
    assert "train-momentum-momentum" not in keys
    assert app.number_input(key="train-length-step").value == 75  # a quarter of the 300 steps
    ran(app.number_input(key="train-gamma-step").set_value(1.0).run())
    assert any("Gamma must be less than 1" in each.value.replace("\\", "") for each in app.error)
    assert button(app, "Train all weights") is None


def test_a_training_lies_on_the_map_as_it_was_left():
    app = opened(**link.query_from(SCENE.with_(training=PLAN, overlay="training")))
    assert any("by the nearest place of this plane" in each.value for each in app.markdown)
    app = opened(**link.query_from(SCENE.with_(training=replace(LONG, seed=9), overlay="training")))
    assert any("The training of this network has not been made here yet" in each.value for each in app.markdown)


def curve(app):
    """The error over the steps as the page draws it: which steps, and E there."""
    (drawn,) = [json.loads(each.proto.spec) for each in app.get("plotly_chart")]
    line = drawn["data"][0]
    return [np.array(values(line[axis])) for axis in "xy"]


def values(sent):
    """Numbers as plotly writes them: a list, or their bytes."""
    return sent if isinstance(sent, list) else np.frombuffer(b64decode(sent["bdata"]), sent["dtype"])


def said(app):
    return next(each.value for each in app.markdown if "at the start" in each.value)


@pytest.mark.parametrize("most", [10**6, 1])
@pytest.mark.parametrize(("rate", "last"), [(1e100, 1), (1e60, 2)])
def test_one_that_runs_away_within_two_steps_shows_its_curve(monkeypatch, rate, last, most):
    monkeypatch.setattr(sys.modules[train.__module__], "KEPT", most)
    bowl = SCENES["bowl"]
    plan = TrainingPlan(RULES["gradient descent"](rate), 2000 + most % 2, start=[0.3, -0.7])
    app = opened(**link.query_from(bowl.with_(training=plan)))
    assert said(app).endswith("Then a number grew too large.")
    assert f"after {last} step" in said(app)
    steps, errors = curve(app)
    assert (steps[0], steps[-1]) == (0, last)
    E = FullError(bowl.network, bowl.data)
    w = np.array(plan.start)
    expected = [E.error(w)]
    for _ in range(last):
        w = w - rate * E.gradient(w)
        expected.append(E.error(w))
    np.testing.assert_allclose(errors, np.array(expected)[steps.astype(int)], rtol=1e-9)
    assert np.isfinite(errors).all()


def test_one_that_runs_away_with_its_first_step_says_so_in_a_sentence():
    plan = TrainingPlan(RULES["gradient descent"](1e200), 2000)
    app = opened(**link.query_from(SCENES["bowl"].with_(training=plan)))
    assert said(app).endswith("A smaller learning rate keeps it finite, or data on a smaller scale.")
    assert not app.get("plotly_chart")
    assert button(app, "Train all weights")
