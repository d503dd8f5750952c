"""A scene that is placed anew keeps what is a run's own, and own data open with outputs that can answer them."""

import numpy as np
import pytest

from surface import RULES, SCENES, SCHEDULES, Dataset, Network, Plane, train
from surface.data import read
from surface.scenes import edits, own, planes
from surface.scenes.changes import changes

XOR = edits.with_batch(edits.with_schedule(SCENES["xor-hidden"], 0, "cosine"), 0, 2)
PLANNED = edits.with_batch_seed(XOR, 0, 7)
TRAINED = train(PLANNED.network, PLANNED.data, RULES["adam"](0.05), 20)
CALLERS = {
    "two other weights, clicked": lambda: own.with_free_placed(PLANNED, (0, 3)),
    "two other weights, by name": lambda: own.with_free_named(PLANNED, ("w1[1,1]", "w2[1,1]")),
    "another layer": lambda: own.reshaped(PLANNED, edits.with_hidden, (3,)),
    "fitted": lambda: own.refitted(PLANNED),
    "drawn": lambda: own.redrawn(PLANNED, "he", 0),
    "own data": lambda: own.with_own_data(PLANNED, Dataset([[0, 1], [1, 0], [1, 1]], [[0], [1], [0.5]])),
    "along a training": lambda: planes.along(PLANNED, TRAINED),
    "a random plane": lambda: planes.random(PLANNED, PLANNED.network, 1),
    "two weights again": lambda: planes.of_weights(planes.random(PLANNED, PLANNED.network, 1)),
}


@pytest.mark.parametrize("caller", CALLERS)
def test_a_runs_schedule_and_batches_stay_its_own(caller):
    run = CALLERS[caller]().runs[0]
    assert (run.schedule, run.batch, run.seed) == (PLANNED.runs[0].schedule, 2, 7)
    assert run.schedule is not None


@pytest.mark.parametrize("caller", CALLERS)
def test_the_edges_of_its_window_are_short(caller):
    assert all(len(f"{edge!r}".lstrip("-")) <= 8 for edges in CALLERS[caller]().window for edge in edges)


def test_two_weights_that_are_chosen_from_the_lists_or_in_the_picture_give_one_scene():
    names = PLANNED.network.names
    assert own.with_free_named(PLANNED, (names[0], names[3])) == own.with_free_placed(PLANNED, (0, 3))


def test_another_plane_is_named_and_no_weight_is_said_to_be_held():
    words = changes(planes.along(SCENES["xor-hidden"], TRAINED))
    assert "over two directions of all weights" in words
    assert not [each for each in words if "held" in each]


RNG = np.random.default_rng(2)
INPUTS = RNG.uniform(30, 200, (60, 2))
TARGETS = (INPUTS @ [[3.0], [1.0]] + RNG.normal(0, 5, (60, 1))) / 600  # from about 0.1 to 1.3


@pytest.mark.parametrize("size", [1e-9, 1.0, 1e3, 1e6])
@pytest.mark.parametrize("id", SCENES)
def test_from_every_scene_positive_targets_are_answered_better_than_by_a_constant(id, size):
    data = Dataset(INPUTS, size * TARGETS)
    scene = own.with_own_data(SCENES[id], data)
    here = float(scene.surface().error([scene.network.value(name) for name in scene.free]))
    constant = 0.5 * float(np.sum((data.targets - data.targets.mean()) ** 2))
    assert here < 0.1 * constant


@pytest.mark.parametrize("id", SCENES)
def test_classes_are_answered_by_units_that_saturate_once(id):
    classes = Dataset(INPUTS, np.eye(3)[RNG.integers(0, 3, 60)])
    assert own.with_own_data(SCENES[id], classes).network.layers[-1].activation in ("sigmoid", "tanh", "gaussian")


NETWORK = Network.of(2, (2,), 1, "tanh", seed=0)
WRONG = [
    (lambda: Plane.random(NETWORK, 1.5), "`seed` must be a whole number of at least 0, got 1.5"),
    (lambda: Plane.random(NETWORK, "a"), "`seed` must be a whole number of at least 0, got 'a'"),
    (lambda: Plane.random(NETWORK, None), "`seed` must be a whole number of at least 0, got None"),
    (lambda: Plane.random(NETWORK, -1), "`seed` must be a whole number of at least 0, got -1"),
    (lambda: Plane.principal(None), r"`training` must be a training, as train\(...\) returns one, got None"),
    (lambda: Plane.principal(NETWORK), "`training` must be a training"),
    (lambda: read("x" * 5000), "`source` must be a file that can be read"),
    (lambda: edits.with_hidden(SCENES["xor-hidden"], (2, 2.5)), "must be a whole number, got 2.5"),
    (lambda: edits.with_hidden(SCENES["xor-hidden"], ("a",)), "must be a whole number, got 'a'"),
    (lambda: SCHEDULES["step"]().factor("a"), "`step` must be numbers of steps, got 'a'"),
    (lambda: SCHEDULES["step"]().factor(-1), "`step` must be at least 0, got -1"),
    (lambda: SCHEDULES["cosine"]().factor([0, np.nan]), "`step` must be at least 0"),
]


@pytest.mark.parametrize(("make", "sentence"), WRONG)
def test_what_cannot_be_is_refused_in_one_sentence(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
