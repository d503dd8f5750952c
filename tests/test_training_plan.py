"""A training that a scene keeps: it travels by its plan alone, and goes exactly as it went."""

import json

import numpy as np
import pytest
from test_file import SCHEMA

from surface import RULES, SCENES, SCHEDULES, Dataset, Scene, train
from surface.descent import hyperparameters
from surface.model import INITIALISATIONS
from surface.scenes import edits, link, own, training
from surface.scenes.training import TrainingPlan

SCENE = SCENES["xor-hidden"]
OWN = tuple(SCENE.network.weights.tolist())
ELSEWHERE = tuple(np.random.default_rng(3).normal(size=len(OWN)).tolist())
PLANS = {
    "as usual": TrainingPlan(RULES["adam"]()),
    "from where the network is": TrainingPlan(RULES["adam"](0.05), 200, start=OWN),
    "from elsewhere, in batches": TrainingPlan(RULES["momentum"](0.1, 0.8), 300, batch=2, seed=4, start=ELSEWHERE),
    "drawn by seed": TrainingPlan(RULES["gradient descent"](0.3), 100, SCHEDULES["cosine"](50, 0.1), 3, 7, "he"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_training_goes_as_the_library_trains(name):
    plan = PLANS[name]
    if isinstance(plan.start, str):
        start = SCENE.network.drawn(plan.start, plan.seed, SCENE.data.inputs)
    else:
        start = SCENE.network.with_weights(plan.start)
    told = train(start, SCENE.data, plan.rule, plan.steps, plan.schedule, plan.batch, plan.seed)
    np.testing.assert_array_equal(SCENE.with_(training=plan).trained().weights, told.weights)


@pytest.mark.parametrize("way", ["link", "file"])
@pytest.mark.parametrize("name", PLANS)
def test_a_training_that_travelled_comes_to_exactly_the_same_numbers(name, way):
    scene = SCENE.with_(training=PLANS[name])
    back, left_out = Scene.from_link(scene.link()) if way == "link" else (Scene.from_json(scene.json()), [])
    assert (back, left_out) == (scene, [])
    assert back.training == PLANS[name]
    np.testing.assert_array_equal(back.trained().weights, scene.trained().weights)


def test_a_scene_has_no_training_unless_it_is_told_of_one():
    assert SCENE.trained() is None
    assert all(scene.training is None for scene in SCENES.values())
    assert json.loads(SCENE.json())["version"] == 1
    assert "training" not in json.loads(SCENE.json())


def test_a_file_with_a_training_is_of_the_third_version():
    written = json.loads(SCENE.with_(training=PLANS["drawn by seed"]).json())
    assert written["version"] == 3
    assert written["training"] == {
        "rule": "gradient descent",
        "settings": {"learning_rate": 0.3},
        "steps": 100,
        "schedule": {"name": "cosine", "settings": {"length": 50, "floor": 0.1}},
        "batch": 3,
        "seed": 7,
        "start": "he",
    }
    known = SCHEMA["definitions"]["training"]
    assert set(known["properties"]) == set(known["required"]) == written["training"].keys()
    assert known["properties"]["steps"]["maximum"] == training.MAX_TRAINING_STEPS
    assert known["properties"]["start"]["oneOf"][0]["enum"] == list(INITIALISATIONS)


def test_a_link_says_of_a_training_what_is_not_as_usual():
    scene = SCENE.with_(training=TrainingPlan(RULES["adam"](0.05), 300, start=OWN))
    told = {"training": "adam", "training_learning_rate": "0.05", "training_steps": "300", "training_start": "network"}
    assert link.query_from(scene) == {"scene": "xor-hidden", **told}
    assert link.query_from(training.with_training_rule(scene, None)) == {"scene": "xor-hidden"}


def test_every_setting_has_its_part_in_a_link():
    names = {part.name for part in link.PARTS}
    for kind in [*RULES.values(), *SCHEDULES.values()]:
        before = "training_schedule_" if kind in SCHEDULES.values() else "training_"
        assert {before + setting.name for setting in hyperparameters(kind)} <= names


def test_a_deep_networks_training_has_room_in_a_link():
    rows = np.random.default_rng(0).normal(size=(20, 5))
    scene = edits.with_data(SCENE, Dataset(rows[:, :4].round(3), rows[:, 4:].round(3)))
    scene = edits.with_hidden(scene, (8, 8, 8))
    count = len(scene.network.names)
    scene = scene.with_(training=TrainingPlan(RULES["adam"](), start=np.random.default_rng(1).normal(size=count)))
    assert Scene.from_link(scene.link()) == (scene, [])


# --- when the network changes -------------------------------------------------------------------------------------


def test_a_training_from_given_weights_goes_with_them_and_one_from_drawn_ones_stays():
    given, drawn = (SCENE.with_(training=PLANS[name]) for name in ("from elsewhere, in batches", "drawn by seed"))
    assert edits.with_hidden(given, (3,)).training is None
    assert edits.with_hidden(drawn, (3,)).training == PLANS["drawn by seed"]
    assert edits.with_hidden(drawn, (3,)).trained().weights.shape[1] == 13
    for change in (edits.with_weights, own.held_at):
        to = ELSEWHERE if change is edits.with_weights else SCENE.network.with_weights(ELSEWHERE)
        assert change(given, to).training == given.training
        np.testing.assert_array_equal(change(given, to).trained().weights, given.trained().weights)


def test_other_data_are_trained_by_the_same_plan():
    plan = PLANS["drawn by seed"]
    scene = edits.with_target(SCENE.with_(training=plan), 0, 0, 0.75)
    assert scene.training == plan
    assert not np.array_equal(scene.trained().weights[-1], SCENE.with_(training=plan).trained().weights[-1])


# --- what cannot be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TrainingPlan("adam"), "`rule` must be an update rule with its settings, got 'adam'"),
        (lambda: TrainingPlan(RULES["adam"](), 0), "`steps` must be a whole number of at least 1, got 0"),
        (lambda: TrainingPlan(RULES["adam"](), 20_001), "`steps` must be from 1 to 20000, got 20001"),
        (lambda: TrainingPlan(RULES["adam"](), schedule="cosine"), "`schedule` must be a schedule"),
        (lambda: TrainingPlan(RULES["adam"](), batch=0), "`batch` must be a whole number of at least 1, got 0"),
        (lambda: TrainingPlan(RULES["adam"](), seed=-1), "`seed` must be a whole number of at least 0, got -1"),
        (lambda: TrainingPlan(RULES["adam"](), start="zeros"), "`start` must be one of glorot, he, or the weights"),
        (lambda: TrainingPlan(RULES["adam"](), start=[1, np.inf]), "`start` must be finite, got inf"),
        (lambda: TrainingPlan(RULES["adam"](), start=[[1]]), "`start` must be a filled array of 1 dimension"),
        (lambda: SCENE.with_(training="adam"), "`training` must be a TrainingPlan, got 'adam'"),
        (
            lambda: SCENE.with_(training=TrainingPlan(RULES["adam"](), start=[1, 2])),
            "`start` must be of the network's 9 weights, got 2",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message) as refusal:
        make()
    assert "\n" not in str(refusal.value)


GOOD = json.loads(SCENE.with_(training=PLANS["drawn by seed"]).json())


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("rule", "sorcery", "`training.rule` must be one of"),
        ("settings", {}, "`training.settings.learning_rate` must be given"),
        ("settings", {"learning_rate": -1}, "`training.settings.learning_rate` must be greater than 0"),
        ("steps", 1.5, "`training.steps` must be a whole number, got 1.5"),
        ("start", "zeros", "`training.start` must be one of"),
        ("start", [1, None], r"`training.start\[1\]` must be a finite number, got null"),
        ("start", [1, 2], "`training.start` must be of the network's 9 weights, got 2"),
        ("start", None, "`training.start` must be a list, got null"),
        ("batch", 0, "`training.batch` must be"),
    ],
)
def test_a_field_that_cannot_be_is_named(name, value, message):
    with pytest.raises(ValueError, match=message):
        Scene.from_json(json.dumps(GOOD | {"training": GOOD["training"] | {name: value}}))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("training_start", "own"),
        ("training_start", "eJw"),
        ("training_steps", "0"),
        ("training_steps", "x"),
        ("training_schedule", "zap"),
        ("training_gamma", "1"),
        ("training_momentum", "0.5"),
        ("training_batch", "-1"),
    ],
)
def test_what_a_link_cannot_mean_is_left_out_and_named(name, text):
    back, (sentence,) = Scene.from_link(f"scene=xor-hidden&training=adam&{name}={text}")
    assert back == SCENE.with_(training=TrainingPlan(RULES["adam"]()))
    assert sentence.startswith(f"The link's {name} = {text} was left out: ")
