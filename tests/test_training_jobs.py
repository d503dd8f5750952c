"""A training as a job of the page: ended on the way, refused, or changed meanwhile, it is never taken for another."""

from functools import partial

import numpy as np
import pytest
import streamlit as st
from visit import opened, ran

from surface import RULES, SCENES, train
from surface.descent.train import EndedError
from surface.error import Projected
from surface.pages import jobs
from surface.pages.insight import trained, training
from surface.scenes import link, work
from surface.scenes.training import TrainingPlan

SCENE = SCENES["xor-hidden"]
LONG = TrainingPlan(RULES["adam"](0.02), 8000, start="he")


def at(plan, scene=SCENE):
    return opened(**link.query_from(scene.with_(training=plan)))


def button(app, label):
    return next((each for each in app.button if each.label == label), None)


def texts(app):
    return " ".join(each.value.replace("\\", "") for each in app.markdown)


def trained_for(steps, seed):
    plan = TrainingPlan(RULES["adam"](0.02), steps, seed=seed, start="he")
    return SCENE.with_(training=plan).trained()


@pytest.fixture
def cut(monkeypatch):
    """Trainings that another event cuts short before a step: each one's way to hand on what it came to, in order."""
    handed = []

    def short(scene, follow, keep, ends, tick):
        handed.append(keep)
        st.stop()

    monkeypatch.setattr(work, "training", short)
    return handed


def begun(app, seed):
    ran(app.number_input(key="train-seed").set_value(seed).run())
    return ran(button(app, "Train all weights").click().run())


def test_a_training_that_ends_late_is_not_taken_for_the_one_that_followed_it(cut):
    app = begun(begun(at(LONG), seed=31), seed=32)
    first, second = cut[0], cut[-1]
    # The run of the page that made the first ends while the second is under way.
    first(trained_for(7, seed=31))
    second(trained_for(9, seed=32))
    ran(button(app, "Stop here").click().run())
    made = app.session_state["visit"].scene
    assert (made.training.steps, made.training.seed) == (9, 32)
    ran(button(app, "Hold the weights there").click().run())
    held = app.session_state["visit"].scene.network.weights
    np.testing.assert_array_equal(held, trained_for(9, seed=32).network.weights)


def test_a_stop_of_a_training_that_the_scene_has_no_more_changes_nothing(cut):
    app = begun(at(LONG), seed=33)
    cut[0](trained_for(7, seed=33))
    visit = app.session_state["visit"]
    other = visit.scene.with_(training=TrainingPlan(RULES["adam"](0.02), 8000, seed=34, start="he"))
    visit.scene = other
    ran(button(app, "Stop here").click().run())
    assert app.session_state["visit"].scene == other
    assert "has not been made here yet" in texts(app)


def test_a_stop_after_the_last_step_keeps_the_whole_training(cut):
    app = begun(at(LONG), seed=35)
    cut[0](trained_for(8000, seed=35))
    ran(button(app, "Stop here").click().run())
    assert app.session_state["visit"].scene.training.steps == 8000
    assert "after 8000 steps" in texts(app)


def test_only_the_training_that_was_requested_is_made(cut):
    app = begun(at(LONG), seed=36)
    assert len(cut) == 1
    visit = app.session_state["visit"]
    requested = visit.scene
    visit.scene = requested.with_(training=TrainingPlan(RULES["adam"](0.03), 8000, seed=36, start="he"))
    ran(app.run())
    assert len(cut) == 1
    assert "has not been made here yet" in texts(app)
    visit.scene = requested
    ran(app.run())
    assert len(cut) == 2  # it goes on from its start until it is there


@pytest.mark.parametrize("steps", [40, 8000])
def test_a_training_that_is_refused_says_why_and_can_be_tried_again(monkeypatch, steps):
    def refused(*_):
        raise ValueError("the error at the network's own weights must be finite, got inf")

    monkeypatch.setattr(work, "training", refused)
    plan = TrainingPlan(RULES["adam"](0.04), steps, seed=37, start="he")
    app = ran(button(at(plan), "Train all weights").click().run())
    for _ in range(2):
        assert [each.value for each in app.error if "must be finite" in each.value]
        assert "has not been made" not in texts(app)
        assert button(app, "Train all weights")
        assert button(app, "Stop here") is None
        ran(app.run())


def test_solutions_that_are_refused_say_why(monkeypatch):
    def refused(*_):
        raise ValueError("the error at the network's own weights must be finite, got inf")

    monkeypatch.setattr(work, "solutions", refused)
    app = at(TrainingPlan(RULES["adam"](0.05), 40, seed=38, start="he"))
    ran(button(app, "Through three solutions").click().run())
    assert [each.value for each in app.error if "must be finite" in each.value]


def test_a_number_typed_in_the_moment_of_the_click_is_trained_with():
    app = at(TrainingPlan(RULES["adam"](0.05), 300, seed=39, start="he"))
    app.number_input(key="train-steps").set_value(30)
    ran(button(app, "Train all weights").click().run())
    assert app.session_state["visit"].scene.training.steps == 30


def test_an_emptied_number_is_refused_in_a_sentence():
    app = at(TrainingPlan(RULES["adam"](0.05), 300, seed=39, start="he"))
    ran(app.number_input(key="train-steps").set_value(None).run())
    assert [each.value for each in app.error if "Steps must be a number, got nothing" in each.value.replace("\\", "")]
    assert button(app, "Train all weights") is None


def test_the_length_of_a_schedule_follows_the_steps_until_it_is_set_by_hand():
    app = at(TrainingPlan(RULES["adam"](0.05), 300, seed=39, start="he"))
    ran(app.selectbox(key="train-schedule").set_value("step").run())
    length = "train-length-step"
    assert app.number_input(key=length).value == 75
    ran(app.number_input(key="train-steps").set_value(400).run())
    assert app.number_input(key=length).value == 100
    ran(app.number_input(key=length).set_value(30).run())
    ran(app.number_input(key="train-steps").set_value(800).run())
    assert app.number_input(key=length).value == 30


def test_a_path_is_projected_once_for_a_plane(monkeypatch):
    calls = []

    def counted(plane, made):
        calls.append(plane)
        return projected(plane, made)

    projected = trained.projected
    monkeypatch.setattr(trained, "projected", counted)
    app = at(TrainingPlan(RULES["adam"](0.05), 50, seed=40, start="he"))
    ran(app.run())
    assert len(calls) == 1
    scene = app.session_state["visit"].scene
    kept = jobs.results().get(trained.projected_key(scene, scene.training))
    assert isinstance(kept, Projected)
    np.testing.assert_array_equal(kept.places, projected(scene.plane, scene.trained()).places)


def test_what_is_cheap_is_one_rule():
    plan = TrainingPlan(RULES["adam"](), 100, start="he")
    assert trained.is_cheap(SCENE, plan)
    assert not trained.is_cheap(SCENE, LONG)
    assert not hasattr(training, "CHEAP")


def test_an_end_while_the_last_errors_are_found_loses_nothing():
    network, calls = SCENE.network, []

    def ending(at, share):
        calls.append(share)
        if share >= at:
            raise EndedError

    whole = train(network, SCENE.data, RULES["adam"](0.02), 40, batch=2)
    ended = train(network, SCENE.data, RULES["adam"](0.02), 40, batch=2, progress=partial(ending, 1.0))
    assert 1.0 in calls
    np.testing.assert_array_equal(ended.weights, whole.weights)
    np.testing.assert_array_equal(ended.error, whole.error)
    assert (ended.planned, ended.overflowed) == (40, False)
