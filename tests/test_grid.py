"""The sampled surface against plain predictions: every activation, structure, bias and kind of window."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_network import random_network

from surface.data import Dataset
from surface.error import ErrorSurface, grid, spread
from surface.model import ACTIVATIONS, Layer, Network, Plane

SIZE = (9, 7)  # not square, so that swapped axes show
WINDOW = ((-2.0, 3.0), (-4.0, 1.5))
FEW, MANY = 5, spread.MANY_POINTS + 30  # one for each way in which tiles lie in memory


def random_data(shape, n, seed=2):
    rng = np.random.default_rng(seed)
    return Dataset(rng.normal(size=(n, shape[0])), rng.normal(size=(n, shape[-1])))


def loop(E, landscape):
    """½ Σ (y − ŷ)² at each grid point, from the predictions of the network with these weights."""
    error = np.empty((landscape.w2.size, landscape.w1.size))
    for j, b in enumerate(landscape.w2):
        for i, a in enumerate(landscape.w1):
            residual = E.data.targets - E.network_at((a, b)).predict(E.data.inputs)
            error[j, i] = 0.5 * np.sum(residual**2)
    return error


def assert_exact(E, window=WINDOW, rtol=1e-11, **options):
    landscape = E.sample(window, SIZE, **options, tolerance=0.0)
    np.testing.assert_allclose(landscape.error, loop(E, landscape), rtol=rtol, atol=1e-24 * E.data.targets.size)
    assert (landscape.error >= 0).all()


STRUCTURES = {  # the widths, and the two free weights
    "one unit": ((2, 1), ("w[1,1]", "w[2,1]")),
    "weight and bias": ((1, 1), ("b[1]", "w[1,1]")),
    "one unit of two": ((2, 2), ("w[1,2]", "w[2,2]")),
    "a weight into each unit": ((2, 2), ("w[1,1]", "w[2,2]")),
    "three units": ((3, 3), ("w[3,1]", "w[2,3]")),
    "two hidden units": ((1, 2, 1), ("w1[1,1]", "w1[1,2]")),
    "one hidden unit": ((2, 2, 1), ("w1[1,1]", "w1[2,1]")),
    "along a path": ((2, 2, 1), ("w1[1,1]", "w2[1,1]")),
    "beside a path": ((2, 2, 1), ("w1[1,1]", "w2[2,1]")),
    "hidden weight and output bias": ((1, 2, 2), ("b2[1]", "w1[1,1]")),
    "output layer": ((1, 2, 2), ("w2[1,1]", "w2[2,2]")),
    "across three layers": ((2, 2, 2, 1), ("w1[2,1]", "w3[1,1]")),
    "deep and mixed": ((1, 2, 3, 2), ("w1[1,1]", "w1[1,2]")),
    "apart until the middle": ((1, 2, 2, 2), ("w2[1,1]", "w2[1,2]")),
}


@pytest.mark.parametrize("n", [1, FEW, MANY])
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_sample_is_the_error_at_every_grid_point(name, structure, n):
    shape, free = STRUCTURES[structure]
    assert_exact(ErrorSurface(random_network(shape, name, True), random_data(shape, n), free))


@pytest.mark.parametrize("structure", [key for key, (_, free) in STRUCTURES.items() if "b" not in str(free)])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_without_biases(name, structure):
    shape, free = STRUCTURES[structure]
    assert_exact(ErrorSurface(random_network(shape, name, False), random_data(shape, FEW), free))


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("free", [("w1[1,1]", "w1[1,2]"), ("w1[1,1]", "b1[1]"), ("w1[1,1]", "b2[1]")])
def test_each_activation_below_each(hidden, output, free):
    layers = [Layer([[1.2], [-0.7]], hidden, [0.3, 0.1]), Layer([[0.8, -1.1]], output, [0.2])]
    assert_exact(ErrorSurface(Network(layers), random_data((1, 1), MANY), free))


@pytest.mark.parametrize("shape", [(2, 1), (2, 2), (2, 2, 1)])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_planes_of_any_direction(name, shape):
    network, rng = random_network(shape, name, True), np.random.default_rng(5)
    directions = rng.normal(size=(3, network.weights.size))
    assert_exact(ErrorSurface.on(Plane(network, *directions), random_data(shape, FEW)), rtol=1e-10)


edge = st.floats(-30, 30)
windows = st.tuples(edge, edge, st.floats(1e-3, 40), st.floats(1e-3, 40)).map(
    lambda t: ((t[0], t[0] + t[2]), (t[1], t[1] + t[3]))
)


@pytest.mark.parametrize("name", ACTIVATIONS)
@settings(max_examples=25)
@given(window=windows, seed=st.integers(0, 99), n=st.sampled_from([2, FEW, MANY]), deep=st.booleans())
def test_any_window_and_any_weights(name, window, seed, n, deep):
    shape = (2, 2, 1) if deep else (2, 2)
    rng = np.random.default_rng(seed)
    network = random_network(shape, name, True)
    network = network.with_weights(rng.normal(size=network.weights.size))
    free = tuple(rng.choice(network.names, 2, replace=False))
    assert_exact(ErrorSurface(network, random_data(shape, n, seed), free), window, rtol=1e-9)


def neuron(name, inputs, targets):
    return ErrorSurface(Network.single_layer([[0.0, 0.0]], name), Dataset(inputs, targets), ("w[1,1]", "w[2,1]"))


FAR = [
    ((799, 800), (-800, -799)),
    ((-720, -719), (699, 700)),
    ((-800, 800), (-800, 800)),
    ((9e3, 1e4), (-1e4, -9e3)),
    ((-1e4, 1e4), (-1e4, 1e4)),
]


@pytest.mark.parametrize("underflow", ["ignore", "raise"])
@pytest.mark.parametrize("window", FAR)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_windows_give_no_warning_and_no_wrong_number(name, window, underflow):
    for rows in (1, MANY):
        E = neuron(name, [[1.0, 1.0]] * rows, [[0.0]] * rows)
        with np.errstate(under=underflow):
            landscape = E.sample(window, SIZE, tolerance=0.0)
        np.testing.assert_allclose(landscape.error, loop(E, landscape), rtol=1e-9, atol=1e-19)


def test_a_factor_may_overflow_where_the_sum_does_not():
    error = neuron("sigmoid", [[1.0, 1.0]], [[0.0]]).sample(((-720, 800), (-799, 700)), 2, tolerance=0.0).error
    expected = [np.exp(-1519.0), 1 / (1 + np.exp(-1.0)), 1 / (1 + np.exp(20.0)), 1.0]
    np.testing.assert_allclose(np.sqrt(2 * error).ravel(), expected, rtol=1e-12)


@pytest.mark.parametrize(("name", "value"), [("sigmoid", np.exp(-300.0)), ("softplus", np.exp(-300.0))])
def test_a_saturated_unit_keeps_its_digits(name, value):
    error = neuron(name, [[1.0, 1.0]], [[0.0]]).sample(((-1000, -1), (700, 701)), 2, tolerance=0.0).error
    assert error[0, 0] == pytest.approx(0.5 * value**2, rel=1e-11)


@pytest.mark.parametrize("scale", [1.0, 1e-6])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_near_a_perfect_fit_no_digits_are_lost(name, scale):
    """The targets are the neuron's own outputs: close to its weights E is tiny, and its digits are the residuals'."""
    rng = np.random.default_rng(8)
    inputs = rng.normal(size=(MANY, 2))
    targets = ACTIVATIONS[name].value(inputs @ [0.7, -0.4])[:, None]
    E = neuron(name, inputs, targets)
    for far in (1.0, 50.0):
        window = ((0.7 - scale, 0.7 + far * scale), (-0.4 - far * scale, -0.4 + scale))
        landscape = E.sample(window, (50, 41), tolerance=0.0)
        np.testing.assert_allclose(landscape.error, loop(E, landscape), rtol=1e-8 if scale < 1 else 1e-11)


@pytest.mark.parametrize("name", ["identity", "relu"])
def test_parallel_inputs_leave_a_valley_and_no_noise(name):
    E = neuron(name, [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]], [[1.0], [2.0], [3.0]])
    landscape = E.sample(((-1, 3), (-1, 1)), (41, 21), tolerance=0.0)
    np.testing.assert_allclose(landscape.error, loop(E, landscape), rtol=1e-11, atol=1e-28)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_data_point_that_one_weight_does_not_reach(name):
    E = neuron(name, [[0.0, 1.0], [1.0, 0.0], [0.0, 0.0], [1e-200, 1.0], [-1.0, 2.0]], [[0.3]] * 5)
    assert_exact(E)


@pytest.mark.parametrize("structure", ["one unit", "one hidden unit", "along a path", "a weight into each unit"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_threads_change_no_bit(name, structure):
    shape, free = STRUCTURES[structure]
    E = ErrorSurface(random_network(shape, name, True), random_data(shape, 300), free)
    alone = E.sample(WINDOW, (60, 70), threads=1, tolerance=0.0).error
    for threads in (2, 3, None):
        np.testing.assert_array_equal(E.sample(WINDOW, (60, 70), threads=threads, tolerance=0.0).error, alone)


@pytest.mark.parametrize("threads", [0, -1, 1.5, True, "all"])
def test_a_number_of_threads_that_cannot_be(threads):
    with pytest.raises(ValueError, match="`threads` must be a whole number from 1, got"):
        neuron("tanh", [[1.0, 2.0]], [[0.0]]).sample(WINDOW, 3, threads=threads, tolerance=0.0)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(grid, "CHUNK", 2**11)
    monkeypatch.setattr(grid, "ROWS", 2)
    for module in (grid, spread):
        monkeypatch.setattr(module, "TILE", 2**7)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_many_small_blocks_add_up(name, structure):
    shape, free = STRUCTURES[structure]
    assert_exact(ErrorSurface(random_network(shape, name, True), random_data(shape, 700), free))


@pytest.mark.parametrize("structure", ["one unit", "along a path"])
@pytest.mark.parametrize("name", ["identity", "sigmoid", "relu", "sin", "gaussian"])
def test_memory_does_not_grow_with_the_data(name, structure):
    shape, free = STRUCTURES[structure]
    network, peaks = random_network(shape, name, True), []
    for n in (20_000, 60_000):
        E = ErrorSurface(network, random_data(shape, n), free)
        tracemalloc.start()
        E.sample(WINDOW, (101, 3), threads=2, tolerance=0.0)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] + 60_000 * 8 * 8  # a few arrays of one number for each data point
    assert peaks[1] < 200e6


# --- that each network takes its short cut ------------------------------------------------------------------------


def work(monkeypatch, E, resolution=(40, 30)):
    """Sample, and return how many numbers were spread over the grid and by which kernels."""
    spread_numbers, kernels = [], []
    fill = spread.Spread.fill

    def counted(self, out, tile, scratch):
        spread_numbers.append(out.size)
        kernels.append(self.kernel)
        fill(self, out, tile, scratch)

    monkeypatch.setattr(spread.Spread, "fill", counted)
    monkeypatch.setattr(ErrorSurface, "error", None)
    E.sample(WINDOW, resolution, threads=1, tolerance=0.0)
    return sum(spread_numbers), kernels


def far_off(name):
    """A neuron whose targets are out of reach, so that no error is small and none is computed twice."""
    rng = np.random.default_rng(3)
    return neuron(name, rng.normal(size=(MANY, 2)), 5 + rng.uniform(size=(MANY, 1)))


@pytest.mark.parametrize("name", ["identity", "sin", "relu"])
def test_these_outputs_are_not_spread_at_all(monkeypatch, name):
    assert work(monkeypatch, far_off(name)) == (0, [])


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus"])
def test_these_outputs_are_split(monkeypatch, name):
    count, kernels = work(monkeypatch, far_off(name))
    assert count == MANY * 40 * 30
    assert set(kernels) == {spread.KERNELS[name]}


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "sin"])
def test_a_hidden_unit_that_both_weights_reach_is_split(monkeypatch, name):
    network = Network([Layer([[1.0, 1.0], [0.5, 0.2]], name), Layer([[3.0, 1.0]], "gaussian")])
    rng = np.random.default_rng(4)
    data = Dataset(rng.normal(size=(FEW, 2)), rng.uniform(size=(FEW, 1)))
    _, kernels = work(monkeypatch, ErrorSurface(network, data, ("w1[1,1]", "w1[2,1]")))
    assert spread.KERNELS[name] in kernels


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus"])
def test_weights_of_different_hidden_units_are_split_at_the_output(monkeypatch, name):
    network = random_network((1, 2, 1), name, True)
    count, kernels = work(monkeypatch, ErrorSurface(network, random_data((1, 1), FEW), ("w1[1,1]", "w1[1,2]")))
    assert count == FEW * 40 * 30
    assert set(kernels) == {spread.KERNELS[name]}


def test_a_unit_that_one_weight_reaches_is_not_spread(monkeypatch):
    E = ErrorSurface(random_network((2, 2), "sigmoid", True), random_data((2, 2), FEW), ("w[1,1]", "w[2,2]"))
    assert work(monkeypatch, E) == (0, [])
