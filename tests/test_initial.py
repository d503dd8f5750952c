"""How weights are drawn: their bounds and variances as published, the seed, and that something can be learnt."""

import numpy as np
import pytest

from surface.data import DATASETS
from surface.model import ACTIVATIONS, INITIALISATIONS, Layer, Network

WIDE = Network.of(40, (60, 30), 3)


def fans(network):
    return [(layer, layer.inputs, layer.units) for layer in network.layers]


def flat_units(network, inputs):
    """How many units have no slope at any of the inputs."""
    nets = network.pre_activations(inputs)
    slopes = [ACTIVATIONS[layer.activation].slope(z) for layer, z in zip(network.layers, nets, strict=True)]
    return sum(int(np.sum(~slope.any(axis=0))) for slope in slopes)


def test_a_network_of_widths_has_that_activation_everywhere_and_biases_of_zero():
    network = Network.of(3, (5, 2), 2, "sigmoid", seed=4)
    assert [(layer.inputs, layer.units) for layer in network.layers] == [(3, 5), (5, 2), (2, 2)]
    assert {layer.activation for layer in network.layers} == {"sigmoid"}
    assert all(not layer.bias.any() for layer in network.layers)
    assert network.weights.dtype == np.float64
    assert len(network.names) == 4 * 5 + 6 * 2 + 3 * 2
    assert Network.of(2).hidden == (4,)
    assert Network.of(2, ()).names == ["w[1,1]", "w[2,1]", "b[1]"]


@pytest.mark.parametrize("seed", range(5))
def test_glorots_bound_is_kept_and_filled(seed):
    for layer, inputs, units in fans(WIDE.drawn("glorot", seed)):
        bound = np.sqrt(6 / (inputs + units))
        assert 0.9 * bound < np.abs(layer.weights).max() <= bound
        assert np.var(layer.weights) == pytest.approx(2 / (inputs + units), rel=0.3)


@pytest.mark.parametrize(("name", "variance"), [("glorot", lambda i, u: 2 / (i + u)), ("he", lambda i, u: 2 / i)])
def test_variances_are_the_published_ones(name, variance):
    many = [fans(WIDE.drawn(name, seed)) for seed in range(40)]
    for number, (_, inputs, units) in enumerate(many[0]):
        drawn = np.array([network[number][0].weights for network in many])
        assert np.var(drawn) == pytest.approx(variance(inputs, units), rel=0.05)
        assert abs(np.mean(drawn)) < 5 * np.sqrt(variance(inputs, units) / drawn.size)


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_a_seed_gives_the_same_weights_again_and_another_others(name):
    network = Network.of(2, (4,), 1)
    first, again, other = (network.drawn(name, seed).weights for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_drawn_keeps_activations_and_does_without_biases_where_there_are_none():
    network = Network([Layer([[1.0, 2.0]] * 3, "relu"), Layer([[1.0] * 3], "identity", [7.0])])
    drawn = network.drawn("he", 3)
    assert (drawn.names, [layer.activation for layer in drawn.layers]) == (network.names, ["relu", "identity"])
    assert drawn.layers[0].bias is None
    assert drawn.layers[1].bias.tolist() == [0]


@pytest.mark.parametrize("name", INITIALISATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_start_is_dead_flat(activation, name):
    inputs = np.random.default_rng(5).normal(size=(50, 2))
    for seed in range(30):
        network = Network.of(2, (3, 2), 1, activation, seed).drawn(name, seed)
        assert flat_units(network, inputs) == 0
        assert np.ptp(network.predict(inputs)) > 0


def test_on_data_of_ones_own_no_unit_is_off_at_all_of_them():
    inputs = DATASETS["iris"].inputs
    network = Network.of(inputs.shape[1], (8, 8), 1, "relu")
    for seed in range(30):
        assert flat_units(network.drawn("he", seed, inputs), inputs) == 0
    # Inputs that are all above 0 leave a unit with weights below 0 off: without them nobody could know.
    assert any(flat_units(network.drawn("he", seed), np.abs(inputs)) for seed in range(30))


def test_where_no_weights_could_turn_a_unit_on_the_search_ends():
    assert Network.of(1, (2,), 1, "relu").drawn("he", 0, [[0.0]]).weights.size == 7


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network.of(0), "`inputs` must be a whole number of at least 1, got 0"),
        (lambda: Network.of(2, (0,)), "`hidden` must be a whole number of at least 1, got 0"),
        (lambda: Network.of(2, 4), "`hidden` must be a list of whole numbers, got 4"),
        (lambda: Network.of(2, (4,), 1.5), r"`outputs` must be a whole number of at least 1, got 1\.5"),
        (lambda: Network.of(2, (10**9,)), "a network must have at most 10000 weights to be pictured, got 4000000001"),
        (lambda: Network.of(2, activation="tan"), "`activation` must be one of identity, .*, got 'tan'"),
        (lambda: Network.of(2, seed=-1), "`seed` must be a whole number of at least 0, got -1"),
        (lambda: Network.of(2).drawn("xavier"), "`initialisation` must be one of glorot, he, got 'xavier'"),
        (lambda: Network.of(2).drawn(inputs=[[1.0]]), "`inputs` must have 2 columns"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()
