"""A visitor's own data and networks: what they open with, where the window lies, and what the weights have learnt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface import ACTIVATIONS, SCENES, Dataset, Layer, Network, Scene
from surface.error.full import FullError
from surface.landscape.stability import curvatures
from surface.scenes import edits, own
from surface.scenes.placing import SHARE, placed
from surface.scenes.played import Played

GATE = SCENES["and-gate"]
RNG = np.random.default_rng(0)


def table(rows, inputs, outputs=1, scale=1.0, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, inputs))
    return Dataset(scale * x, x @ rng.normal(size=(inputs, outputs)) + rng.normal(size=(rows, outputs)))


SCORES = Dataset([[30], [51], [63], [45], [57]], [[35], [64], [66], [70], [83]], ["hours"], ["score"])
HEIGHTS = np.random.default_rng(1).uniform(150, 190, 60)
DATA = {
    "hours and scores": SCORES,
    "heights and a share": Dataset(HEIGHTS[:, None], 1 / (1 + np.exp((170 - HEIGHTS[:, None]) / 6))),
    "inputs of a million": Dataset(RNG.uniform(1e6, 2e6, (40, 2)), RNG.normal(size=(40, 1))),
    "tiny inputs": table(30, 2, scale=1e-6),
    "three classes": Dataset(RNG.normal(size=(150, 4)), np.eye(3)[RNG.integers(3, size=150)]),
    "one row": Dataset([[1.5]], [[2.0]]),
    "a constant target": Dataset([[1], [2], [3]], [[2], [2], [2]]),
    "a constant input": Dataset([[5], [5], [5]], [[2], [3], [2]]),
    "many rows": table(5000, 3),
}


@pytest.mark.parametrize("name", DATA)
def test_own_data_open_on_their_minima_with_starts_and_rates_that_suit(name):
    scene = own.with_own_data(GATE, DATA[name])
    played, (low, high) = Played(scene), np.array(scene.window).T
    for run, walked in zip(scene.runs, played.descents, strict=True):
        assert np.all((low < run.start) & (run.start < high))
        assert np.isfinite(walked.error).all()
        assert walked.error[-1] <= walked.error[0]
    # The network's own weights, which have learnt the data, are in the window.
    at = [scene.network.value(weight) for weight in scene.free]
    assert np.all((low <= at) & (at <= high))
    assert played.landscape.error.max() > played.landscape.error.min()
    assert Scene.from_json(scene.json()) == scene


def test_the_window_of_a_line_that_was_fitted_holds_its_only_minimum_well_inside():
    scene = own.with_own_data(GATE, SCORES)
    x, y = SCORES.inputs[:, 0], SCORES.targets[:, 0]
    slope, intercept = np.polyfit(x, y, 1)
    (minimum,) = Played(scene).points.minima
    assert scene.free == ("w[1,1]", "b[1]")
    assert minimum.weights == pytest.approx([slope, intercept])
    share = (minimum.weights - np.array(scene.window)[:, 0]) / np.ptp(np.array(scene.window), axis=1)
    assert np.all((share > 0.2) & (share < 0.8))
    largest = curvatures(scene.surface(), minimum.weights)[-1]
    for run in scene.runs:  # of a parabola every place has the same curvatures
        assert run.rule.learning_rate == pytest.approx(SHARE * 2 / largest, rel=0.05)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_output_can_answer_all_the_targets(activation):
    scene = edits.with_output_activation(GATE, activation)
    for data in (SCORES, DATA["three classes"], table(20, 2)):
        low, high = ACTIVATIONS[own.with_own_data(scene, data).network.layers[-1].activation].outputs
        assert low <= data.targets.min()
        assert data.targets.max() <= high


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_range_of_a_function_is_that_of_its_values(name):
    z = np.linspace(-60, 60, 24_001)
    value, (low, high) = ACTIVATIONS[name].value(z), ACTIVATIONS[name].outputs
    assert low <= value.min() or value.min() - low == pytest.approx(0, abs=1e-12)
    assert value.max() <= high + 1e-12
    assert (low == -np.inf) == (value.min() < -50)
    assert (high == np.inf) == (value.max() > 50)


# --- fitted -------------------------------------------------------------------------------------------------------


@given(inputs=st.integers(1, 4), outputs=st.integers(1, 3), scale=st.sampled_from([1e-6, 1.0, 1e6]))
@settings(max_examples=20, deadline=None)
def test_one_layer_of_identity_is_fitted_by_least_squares(inputs, outputs, scale):
    data = table(20, inputs, outputs, scale)
    got = own.fitted(Network.of(inputs, (), outputs, "identity"), data)
    columns = np.column_stack([data.inputs / scale, np.ones(20)])
    expected = np.linalg.lstsq(columns, data.targets, rcond=None)[0]
    np.testing.assert_allclose(got.predict(data.inputs), columns @ expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_a_fitted_network_has_learnt_the_data_in_their_own_units(activation, scale):
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 1, (60, 2))
    y = 5 + 20 * x[:, :1] * x[:, 1:]
    data = Dataset(scale * (x + 3), y)
    hidden, last = Network.of(2, (6,), 1, activation).layers
    network = Network([hidden, Layer(last.weights, "identity", last.bias)])
    got = own.fitted(network, data)
    alone = 0.5 * float(np.sum((y - y.mean()) ** 2))
    assert float(FullError(got, data).error(got.weights)) < 0.2 * alone
    assert own.fitted(network, data).digest == got.digest  # the same each time


def test_classes_that_can_be_told_apart_for_good_open_before_their_units_are_saturated():
    data = Dataset([[5.6, 3.3], [4.4, 3.8], [7.3, 3.0], [6.2, 2.7]], [[0, 1], [0, 1], [1, 0], [1, 0]])
    scene = own.with_own_data(GATE, data)
    assert np.ptp(Played(scene).landscape.error) > 0.3
    assert all(run.rule.learning_rate < 1000 for run in scene.runs)
    predicted = scene.network.predict(data.inputs)
    assert np.array_equal(predicted > 0.5, data.targets > 0.5)


def test_a_layer_that_is_added_is_not_dead():
    scene = edits.with_data(GATE, "xor")
    for count in (1, 2, 3):
        other = own.reshaped(scene, edits.with_hidden_count, count)
        assert len(other.network.hidden) == count
        error = Played(other).landscape.error
        assert np.ptp(error) > 0.1
        assert all(np.any(layer.weights) for layer in other.network.layers)
        assert own.reshaped(other, edits.with_hidden_count, count) == other  # no change fits nothing anew


@pytest.mark.parametrize("how", ["glorot", "he"])
def test_weights_that_are_drawn_follow_from_the_seed_and_give_a_surface(how):
    scene = own.reshaped(edits.with_data(GATE, "xor"), edits.with_hidden, (3,))
    one, same, other = (own.redrawn(scene, how, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert np.ptp(Played(one).landscape.error) > 0
    assert own.refitted(one).network.weights == pytest.approx(scene.network.weights)


def test_placing_a_bundled_scene_keeps_what_it_is_of():
    for scene in SCENES.values():
        got = placed(scene)
        before = scene.with_(window=got.window, runs=got.runs)
        assert got == before
        assert [run.rule.name for run in got.runs] == [run.rule.name for run in scene.runs]


# --- a needle, and what is said -----------------------------------------------------------------------------------


def test_a_needle_is_offered_to_be_standardised_and_is_none_afterwards():
    scene = own.with_own_data(GATE, SCORES)
    points = Played(scene).points
    assert own.is_needle(scene, points)
    assert own.elongation(points) == pytest.approx(np.sqrt(12748.7487 / 0.251318783), rel=1e-6)
    assert "times as long as it is wide" in own.described(scene, points)
    other = own.with_standardised(scene)
    assert other.data.input_names == ("hours (standardised)",)
    assert (other.data.inputs.mean(), other.data.inputs.std()) == pytest.approx((0, 1))
    points = Played(other).points
    assert own.elongation(points) == pytest.approx(1)
    assert not own.is_needle(other, points)
    assert own.standardised(other.data).input_names == other.data.input_names


def test_what_does_not_vary_cannot_be_standardised():
    with pytest.raises(ValueError, match="input 'x1' must differ from row to row to be standardised, got one value"):
        own.standardised(DATA["a constant input"])


def test_the_sentence_is_about_these_data():
    scene = own.with_own_data(GATE, SCORES)
    said = own.described(scene, Played(scene).points)
    assert said.startswith("5 data points; network 1-1, identity, with bias. One minimum in this window, E = 230.1.")
    assert own.is_own(scene.data)
    assert not own.is_own(GATE.data)
    assert not own.is_own(edits.with_target(GATE, 0, 0, 0.5).data)
    assert own.is_own(edits.with_target(scene, 0, 0, 0.5).data)
    assert own.is_own(Dataset([[1.0], [2.0]], [[1.0], [0.0]], title=GATE.data.title))  # a title is anybody's


def test_data_are_bundled_ones_as_long_as_a_point_of_theirs_is_left():
    data = GATE.data
    assert own.is_own(data.with_(inputs=data.inputs + 3))  # their title, columns and source, and nothing else
    assert own.is_own(data.with_(title="mine"))  # their points under a name of one's own
    scene = GATE
    for point in range(len(data)):
        assert not own.is_own(scene.data)
        scene = edits.with_target(scene, point, 0, 0.25)
    assert own.is_own(scene.data)
