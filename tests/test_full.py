"""The error over all weights: against a plain loop, finite differences, and the surface over two of them."""

import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_error import random_data
from test_network import by_hand, random_network

from surface.data import Dataset
from surface.error import ErrorSurface, FullError
from surface.model import ACTIVATIONS, Layer, Network, Plane

DEPTHS = [(2, 3), (2, 3, 2), (3, 4, 1, 2)]  # one layer to three


def differences(E, w, h=1e-6):
    steps = h * np.eye(E.dimension)
    return (E.error(w[..., None, :] + steps) - E.error(w[..., None, :] - steps)) / (2 * h)


def loop_error(network, data):
    rows = zip(data.inputs, data.targets, strict=True)
    return sum(0.5 * (y - p) ** 2 for x, t in rows for y, p in zip(t, by_hand(network, x), strict=True))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", DEPTHS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_error_and_gradient(name, shape, bias):
    network, data = random_network(shape, name, bias), random_data(shape)
    E, w = FullError(network, data), network.weights + np.random.default_rng(3).normal(size=(4, network.weights.size))
    assert (E.dimension, E.rows) == (len(network.names), len(data))
    np.testing.assert_allclose(E.error(w), [loop_error(network.with_weights(one), data) for one in w], rtol=1e-12)
    error, gradient = E.error_and_gradient(w)
    np.testing.assert_array_equal(error, E.error(w))
    np.testing.assert_array_equal(gradient, E.gradient(w))
    scale = np.abs(gradient).max()
    np.testing.assert_allclose(gradient, differences(E, w), rtol=1e-6, atol=1e-8 * scale)
    np.testing.assert_allclose([E.gradient(one) for one in w], gradient, rtol=1e-12, atol=1e-14 * scale)


@pytest.mark.parametrize("shape", DEPTHS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_along_any_plane_it_is_the_surfaces_gradient(name, shape):
    """The reverse sweep against the forward one: ∂E/∂a = ∇E · direction_1."""
    network, data, rng = random_network(shape, name, True), random_data(shape), np.random.default_rng(5)
    plane = Plane(network, *rng.normal(size=(3, network.weights.size)))
    E, over, w = FullError(network, data), ErrorSurface.on(plane, data), rng.normal(size=(6, 2))
    weights = plane.weights(w)
    np.testing.assert_allclose(E.error(weights), over.error(w), rtol=1e-12)
    expected = over.gradient(w)
    np.testing.assert_allclose(E.gradient(weights) @ plane.directions.T, expected, atol=1e-11 * np.abs(expected).max())


def test_over_two_weights_it_is_the_surface_of_two_weights():
    network, data = random_network((2, 3, 2), "sigmoid", True), random_data((2, 3, 2))
    free = ("w1[1,2]", "b2[1]")
    own = [network.value(name) for name in free]
    slopes = FullError(network, data).gradient(network.weights)[[network.index(name) for name in free]]
    np.testing.assert_allclose(slopes, ErrorSurface(network, data, free).gradient(own), rtol=1e-12)


@given(
    shape=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    names=st.lists(st.sampled_from(sorted(ACTIVATIONS)), min_size=4, max_size=4),
    biases=st.lists(st.booleans(), min_size=4, max_size=4),
    rows=st.integers(1, 7),
    lead=st.lists(st.integers(0, 3), max_size=2),
    seed=st.integers(0, 99),
)
def test_any_network_and_any_leading_shape(shape, names, biases, rows, lead, seed):
    rng = np.random.default_rng(seed)
    widths = list(pairwise(shape))
    layers = [
        Layer(rng.normal(size=(units, below)), name, rng.normal(size=units) if bias else None)
        for (below, units), name, bias in zip(widths, names, biases, strict=False)
    ]
    network, data = Network(layers), random_data(shape, seed, rows)
    E, w = FullError(network, data), rng.normal(size=(*lead, len(network.names)))
    error, gradient = E.error_and_gradient(w)
    assert (error.shape, gradient.shape, E.error(w).shape) == (w.shape[:-1], w.shape, w.shape[:-1])
    for place in np.ndindex(*lead):
        predicted = network.with_weights(w[place]).predict(data.inputs)
        expected = 0.5 * np.sum((data.targets - predicted) ** 2)
        np.testing.assert_allclose(error[place], expected, rtol=1e-12, atol=1e-25)
        one = FullError(network, data).gradient(w[place])
        np.testing.assert_allclose(gradient[place], one, rtol=1e-11, atol=1e-12 * (1 + np.abs(one).max()))


@pytest.mark.parametrize("block", [1, 40, 200])
def test_blocks_of_rows_and_places_add_up_and_tick(monkeypatch, block):
    network, data, ticks = random_network((2, 3, 2), "tanh", True), random_data((2, 3, 2), n=25), []
    w, rng = np.random.default_rng(2).normal(size=(5, 17)), np.random.default_rng(4)
    rows = rng.permuted(np.tile(np.arange(25), (5, 1)), axis=-1)[:, :11]
    E = FullError(network, data)
    error, gradient, batch = E.error(w), E.gradient(w), E.batch_gradient(w, rows)
    monkeypatch.setattr("surface.error.full.BLOCK", block)
    watched = E.watched(lambda: ticks.append(1))
    np.testing.assert_allclose(watched.error(w), error, rtol=1e-13)
    assert len(ticks) == -(-25 // max(1, block // 7)) * -(-5 // max(1, block // (7 * min(25, max(1, block // 7)))))
    np.testing.assert_allclose(watched.gradient(w), gradient, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(watched.gradient(w[0]), gradient[0], rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(watched.batch_gradient(w, rows), batch, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(watched.batch_gradient(w[0], rows[0]), batch[0], rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("shape", DEPTHS)
def test_a_batchs_gradient_is_that_of_its_rows_alone(shape):
    network, data, rng = random_network(shape, "tanh", True), random_data(shape, n=9), np.random.default_rng(1)
    E, w = FullError(network, data), rng.normal(size=(4, network.weights.size))
    rows = rng.permuted(np.tile(np.arange(9), (4, 1)), axis=-1)[:, :5]
    for one, chosen, together in zip(w, rows, E.batch_gradient(w, rows), strict=True):
        expected = FullError(network, Dataset(data.inputs[chosen], data.targets[chosen])).gradient(one) * 9 / 5
        np.testing.assert_allclose(together, expected, rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(E.batch_gradient(one, chosen), expected, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(E.batch_gradient(w, np.arange(9)), E.gradient(w), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_is_written_is_the_value_and_the_slope(name):
    f, z = ACTIVATIONS[name], np.random.default_rng(0).normal(size=(2, 3, 50)) * 8
    value, slope = np.empty_like(z), np.empty_like(z)
    f.write_value(z, value)
    f.write_slope(z, value, slope)
    np.testing.assert_allclose(value, f.value(z), rtol=1e-14)
    largest = np.abs(f.slope(z)).max(axis=-1, keepdims=True)
    np.testing.assert_allclose(slope / largest, f.slope(z) / largest, atol=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_saturated_unit_keeps_its_digits_and_nothing_overflows(name):
    f, z = ACTIVATIONS[name], np.array([[30.0, 25.0, 35.0], [-12.0, 900.0, 1e4], [1.0, -800.0, 30.0]])
    value, slope = np.empty_like(z), np.empty_like(z)
    f.write_value(z, value)
    f.write_slope(z, value, slope)
    np.testing.assert_allclose(slope[:2].max(axis=-1), f.slope(z)[:2].max(axis=-1), rtol=1e-7)
    np.testing.assert_allclose(slope, f.slope(z), rtol=1e-7, atol=1e-15)


def test_the_networks_own_weights_play_no_part_and_results_stay_as_they_were():
    network, data = random_network((2, 3, 2), "tanh", True), random_data((2, 3, 2))
    w = np.random.default_rng(7).normal(size=(2, 17))
    E = FullError(network, data)
    error, gradient = E.error_and_gradient(w[0])
    kept = gradient.copy()
    other = FullError(network.with_weights(w[1]), data).error_and_gradient(w[0])
    np.testing.assert_array_equal(other[1], gradient)
    E.gradient(w[1])  # writes into the same room
    np.testing.assert_array_equal(gradient, kept)
    assert error == other[0]


def test_threads_do_not_write_into_each_others_sweeps():
    network, data = random_network((2, 8, 8, 1), "tanh", True), random_data((2, 1), n=600)
    E, w = FullError(network, data), np.random.default_rng(8).normal(size=(4, len(network.names)))
    expected, wrong = [E.gradient(one) for one in w], []

    def work(k):
        for _ in range(30):
            if not np.array_equal(E.gradient(w[k]), expected[k]):
                wrong.append(k)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


TANH = Network.single_layer([[0.0, 0.0]], "tanh")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: FullError(3, random_data((2, 1))), "`network` must be a Network, got int"),
        (lambda: FullError(TANH, [[1.0]]), "`data` must be a Dataset, got list"),
        (lambda: FullError(TANH, random_data((3, 1))), "the data must have 2 inputs, as the network has, got 3"),
        (lambda: FullError(TANH, random_data((2, 2))), "the data must have 1 targets, as the network has outputs, got"),
        (lambda: FullError(TANH, random_data((2, 1))).error([1.0]), r"`w` must have shape \(..., 2\), got \(1,\)"),
        (lambda: FullError(TANH, random_data((2, 1))).gradient("a"), "`w` must be numbers of shape"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=lambda f: f.name)
def test_value_and_slope_in_arrays_that_are_there_are_those_in_new_ones_to_the_last_digit(f):
    z = np.concatenate([np.linspace(-40, 40, 4001), [-1e300, -750, -709, -0.0, 0, 1e-300, 709, 750, 1e300]])
    with np.errstate(all="ignore"):
        expected = f.taylor(z, 1)
        found = f.value_and_slope(z.copy(), *(np.full(z.shape, np.nan) for _ in range(2)))
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)
