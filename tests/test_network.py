"""Networks against plain loops, activations against finite differences and the textbook's formulas."""

import itertools
import math

import numpy as np
import pytest

from surface.formatting import pretty
from surface.model import ACTIVATIONS, MAX_WEIGHTS, Layer, Network

FORMULAS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "softplus": lambda z: math.log(1 + math.exp(z)),
    "sin": math.sin,
    "gaussian": lambda z: math.exp(-z * z),
}

Z = np.array([-7.3, -2.1, -0.6, -1e-3, 1e-3, 0.4, 1.9, 6.2])  # none on ReLU's kink


def test_every_activation_has_a_formula_to_be_checked_against():
    assert set(FORMULAS) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_is_the_formula(name):
    np.testing.assert_allclose(ACTIVATIONS[name].value(Z), [FORMULAS[name](z) for z in Z], rtol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_and_curvature_are_the_differences_of_what_stands_before_them(name):
    f, h = ACTIVATIONS[name], 1e-5
    np.testing.assert_allclose(f.slope(Z), (f.value(Z + h) - f.value(Z - h)) / (2 * h), atol=1e-9)
    np.testing.assert_allclose(f.curvature(Z), (f.slope(Z + h) - f.slope(Z - h)) / (2 * h), atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_out_nothing_overflows(name):
    far = np.array([-1e300, -1e4, 1e4, 1e300])
    assert all(np.isfinite(part).all() for part in ACTIVATIONS[name].taylor(far, 2))


def test_a_saturated_sigmoid_keeps_its_digits():
    f = ACTIVATIONS["sigmoid"]
    assert f.value(-700.0) == pytest.approx(math.exp(-700), rel=1e-12)
    assert f.slope(40.0) == pytest.approx(math.exp(-40), rel=1e-12)  # y (1 - y) would say 0
    assert f.curvature(40.0) == pytest.approx(-math.exp(-40), rel=1e-12)
    assert ACTIVATIONS["tanh"].slope(30.0) == pytest.approx(4 * math.exp(-60), rel=1e-12)


def test_relu_has_slope_zero_at_its_kink():
    assert ACTIVATIONS["relu"].slope(0.0) == 0


def by_hand(network, row):
    """A plain loop over layers, units and inputs."""
    x = list(row)
    for layer in network.layers:
        out = []
        for j in range(layer.units):
            z = sum(layer.weights[j, i] * x[i] for i in range(layer.inputs))
            z += 0 if layer.bias is None else layer.bias[j]
            out.append(FORMULAS[layer.activation](z))
        x = out
    return x


SHAPES = [(1, 1), (2, 1), (3, 2), (1, 2, 1), (2, 3, 2), (2, 2, 2, 1)]


def random_network(shape, activation, bias, seed=0):
    rng = np.random.default_rng(seed)
    layers = []
    for below, units in itertools.pairwise(shape):
        b = rng.normal(size=units) if bias else None
        layers.append(Layer(rng.normal(size=(units, below)), activation, b))
    return Network(layers)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_predict_is_a_plain_loop(name, shape, bias):
    network = random_network(shape, name, bias)
    inputs = np.random.default_rng(1).normal(size=(5, shape[0]))
    np.testing.assert_allclose(network.predict(inputs), [by_hand(network, row) for row in inputs], rtol=1e-12)


def test_names_go_layer_by_layer_and_unit_by_unit():
    single = Network.single_layer([[1, 2], [3, 4]], "tanh", bias=[5, 6])
    assert single.names == ["w[1,1]", "w[2,1]", "b[1]", "w[1,2]", "w[2,2]", "b[2]"]
    assert single.weights.tolist() == [1, 2, 5, 3, 4, 6]
    deep = Network([Layer([[1], [2]], "sigmoid", [3, 4]), Layer([[5, 6]], "identity")])
    assert deep.names == ["w1[1,1]", "b1[1]", "w1[1,2]", "b1[2]", "w2[1,1]", "w2[2,1]"]
    assert deep.weights.tolist() == [1, 3, 2, 4, 5, 6]
    assert deep.hidden == (2,)


@pytest.mark.parametrize("shape", SHAPES)
def test_weights_go_in_as_they_came_out(shape):
    network = random_network(shape, "tanh", True)
    numbers = np.arange(network.weights.size, dtype=float)
    changed = network.with_weights(numbers)
    assert changed.weights.tolist() == numbers.tolist()
    assert [changed.value(name) for name in changed.names] == numbers.tolist()
    last = network.names[-1]
    assert network.replace({last: 9.0}).value(last) == 9.0
    assert network.value(last) != 9.0  # the first is left as it was


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("w[1,2]", "w₁₂"),
        ("b[1]", "b₁"),
        ("w1[2,3]", "w⁽¹⁾₂₃"),
        ("b2[1]", "b⁽²⁾₁"),
        ("w[10,2]", "w₁₀,₂"),
        ("odd", "odd"),
    ],
)
def test_names_are_set_with_indices(name, shown):
    assert pretty(name) == shown


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Layer([[1.0]], "sigmiod"), "`activation` must be one of identity, .*, got 'sigmiod'"),
        (lambda: Layer([1.0], "tanh"), "`weights` must be a filled array of 2 dimension"),
        (lambda: Layer([[np.nan]], "tanh"), "`weights` must be finite, got nan"),
        (lambda: Layer([["a"]], "tanh"), "`weights` must be an array of numbers"),
        (lambda: Layer([[1.0]], "tanh", [1, 2]), "`bias` must have one number for each of the 1 units, got 2"),
        (lambda: Layer([[1.0]], ["sin"]), r"`activation` must be one of identity, .*, got \['sin'\]"),
        (lambda: Network(None), "`layers` must be one or more Layer objects"),
        (lambda: Network([]), "`layers` must be one or more Layer objects"),
        (lambda: Network([Layer([[1.0]], "tanh"), Layer([[1.0, 2.0]], "tanh")]), "layer 2 must take the 1 units"),
        (lambda: Network.single_layer(np.ones((101, 100)), "tanh"), f"at most {MAX_WEIGHTS} weights .* got 10100"),
        (lambda: random_network((2, 1), "tanh", True).value("w[3,1]"), r"must be one of w\[1,1\], .*got 'w\[3,1\]'"),
        (lambda: random_network((2, 1), "tanh", True).predict([[1.0]]), "`inputs` must have 2 columns"),
        (lambda: random_network((2, 1), "tanh", True).with_weights([1.0]), "`weights` must have 3 numbers, got 1"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()
