"""Sampling to a tolerance against the plain sum in extended precision, at every place of the grid."""

from contextlib import contextmanager
from itertools import pairwise
from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_network import random_network

from surface.data import Dataset
from surface.error import ErrorSurface, chebyshev, grid, near, plan, reach, smoothness
from surface.model import ACTIVATIONS, Activation, Layer, Network
from surface.scenes import SCENES, played

SIDES = (45, 38)  # not square, so that swapped axes show
EPS = float(np.finfo(float).eps)
SMOOTH = sorted(name for name, f in ACTIVATIONS.items() if not f.kinks and name != "identity")

WEIGHTS = ("w1[1,1]", "w1[2,1]")

# Each value and slope anew, of extended numbers.
FORMULAS = {
    "sigmoid": lambda z: (1 / (1 + np.exp(-z)), 1 / (2 + np.exp(-z) + np.exp(z))),
    "tanh": lambda z: (np.tanh(z), 1 - np.tanh(z) ** 2),
    "softplus": lambda z: (np.logaddexp(np.longdouble(0), z), 1 / (1 + np.exp(-z))),
    "sin": lambda z: (np.sin(z), np.cos(z)),
    "gaussian": lambda z: (np.exp(-(z**2)), -2 * z * np.exp(-(z**2))),
}


@contextmanager
def eager():
    """Let groups cost next to nothing: else a grid that a test can bear is computed as it is."""
    free = {"GROUP": 50.0, "BEFORE": 0.0, "COSINE": 0.0, "PRODUCT": 0.0}
    free |= {"DOUBT": 1.0, "MEASURED_DOUBT": 1.0}
    with (
        mock.patch.object(reach, "PLAIN", 1e-9),
        mock.patch.multiple(plan, **free),
        mock.patch.multiple(near, LINE=0.1, SINES=(1.0, 0.1)),
    ):
        yield


def neuron(name, inputs, targets, bias=0.0):
    network = Network([Layer([[0.0, 0.0]], name, [bias])])
    return ErrorSurface(network, Dataset(inputs, np.reshape(targets, (-1, 1))), ("w[1,1]", "w[2,1]"))


def plain(E, landscape):
    """½ Σ (y − ŷ)² of a neuron at every place in extended precision, and what float64 must lose there by rounding z."""
    (layer,) = E.network.layers
    x, y = E.data.inputs.astype(np.longdouble), E.data.targets[:, 0].astype(np.longdouble)
    a, b = landscape.w1.astype(np.longdouble), landscape.w2.astype(np.longdouble)
    error, lost = (np.zeros((len(b), len(a)), np.longdouble) for _ in range(2))
    with np.errstate(over="ignore"):
        for (x1, x2), target in zip(x, y, strict=True):
            z = layer.bias[0] + x1 * a[None, :] + x2 * b[:, None]
            value, slope = FORMULAS[layer.activation](z)
            error += 0.5 * (target - value) ** 2
            size = abs(layer.bias[0]) + abs(x1 * a[None, :]) + abs(x2 * b[:, None])
            lost += abs(target - value) * (abs(slope) * size + abs(value) + abs(target))
    if layer.activation == "sin":
        # By angle addition the sum is a difference of numbers this large, of which each is rounded.
        lost += np.sum(0.5 * (abs(y) + 1) ** 2)
    # Squares below the smallest normal number are lost whole.
    return error, 8 * EPS * (lost + error) + len(x) * np.finfo(float).tiny


def assert_kept(E, window, tolerance):
    landscape = E.sample(window, SIDES, 1, tolerance)
    error, lost = plain(E, landscape)
    assert np.all(landscape.error >= 0)
    off = np.abs(landscape.error - error) - lost
    assert off.max() <= tolerance * np.ptp(error)


def groups_of(E, window, sides, tolerance):
    axes = tuple(np.linspace(*edges, side) for edges, side in zip(window, sides, strict=True))
    costs, look = near._costs(E, axes), near._Look(E, axes, tolerance)
    return look.groups(costs) if costs and look.clear else None


edge = st.floats(-6, 6)
windows = st.tuples(edge, edge, st.floats(1e-2, 12), st.floats(1e-2, 12)).map(
    lambda t: ((t[0], t[0] + t[2]), (t[1], t[1] + t[3]))
)
DRAWS = {
    "normal": lambda rng, n: rng.normal(size=(n, 2)),
    "heavy tails": lambda rng, n: rng.standard_cauchy(size=(n, 2)),
    "alike": lambda rng, n: np.tile(rng.normal(size=(1, 2)), (n, 1)),
    "large and tiny": lambda rng, n: rng.normal(size=(n, 2)) * 10.0 ** rng.integers(-6, 3, size=(n, 2)),
    "lattice": lambda rng, n: rng.integers(-1, 2, size=(n, 2)).astype(float),
}


@pytest.mark.parametrize("name", SMOOTH)
@example(window=((0.0, 0.25), (0.0, 0.125)), seed=0, kind="alike", noise="normal", exponent=-12.5, bias=0.0)
@settings(max_examples=20, deadline=None)
@given(
    window=windows,
    seed=st.integers(0, 999),
    kind=st.sampled_from(sorted(DRAWS)),
    noise=st.sampled_from(["none", "small", "normal", "heavy"]),
    exponent=st.floats(-12.5, -1),
    bias=st.sampled_from([0.0, 0.5, -7.0]),
)
def test_the_tolerance_is_kept_at_every_place(name, window, seed, kind, noise, exponent, bias):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 40))
    x = DRAWS[kind](rng, n)
    # The targets are the outputs at a place of the window: without noise the error vanishes there.
    best = [rng.uniform(*edges) for edges in window]
    y = ACTIVATIONS[name].value(bias + x @ best)
    scale = {"none": 0.0, "small": 1e-7, "normal": 0.3, "heavy": 0.3}[noise]
    y = y + scale * (rng.standard_cauchy(n) if noise == "heavy" else rng.normal(size=n))
    with eager():
        assert_kept(neuron(name, x, y, bias), window, 10.0**exponent)


@pytest.mark.parametrize("tolerance", [1e-13, 1e-12, 1e-6, 1e-2])
@pytest.mark.parametrize("name", SMOOTH)
def test_nodes_are_used_where_they_can_be_and_keep_the_tolerance(name, tolerance):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(80, 2))
    E, window = (
        neuron(name, x, ACTIVATIONS[name].value(x @ [0.3, -0.2]) + 0.1 * rng.normal(size=80)),
        ((-0.5, 0.5), (0, 0.5)),
    )
    with eager():
        if tolerance > 1e-13:
            found = groups_of(E, window, SIDES, tolerance)
            assert all(nodes is not None for group in found for nodes in group.nodes)
            assert sorted(np.concatenate([group.rows for group in found])) == list(range(80))
        assert_kept(E, window, tolerance)


@pytest.mark.parametrize("name", SMOOTH)
def test_no_error_is_below_0_where_it_vanishes(name):
    x = np.random.default_rng(4).normal(size=(50, 2))
    E = neuron(name, x, ACTIVATIONS[name].value(x @ [0.5, -0.25]))
    with eager():
        for tolerance in (1e-12, 1e-3):
            error = E.sample(((0, 1), (-0.75, 0.25)), 41, tolerance=tolerance).error
            assert error.min() >= 0
            assert error[20, 20] <= tolerance * error.max()


@settings(max_examples=40, deadline=None)
@given(window=windows, seed=st.integers(0, 9999), kind=st.sampled_from(sorted(DRAWS)), exponent=st.floats(-12, -1))
def test_the_tolerance_is_kept_with_hidden_layers(window, seed, kind, exponent):
    rng, tolerance = np.random.default_rng(seed), 10.0**exponent
    widths = [2, *rng.integers(1, 4, size=rng.integers(1, 3)), int(rng.integers(1, 3))]
    names = rng.choice([*SMOOTH, "identity"], size=len(widths) - 1)
    layers = [
        Layer(1.5 * rng.normal(size=(units, below)), str(name), rng.normal(size=units))
        for (below, units), name in zip(pairwise(widths), names, strict=True)
    ]
    network, n = Network(layers), int(rng.integers(1, 40))
    data = Dataset(DRAWS[kind](rng, n), rng.normal(size=(n, widths[-1])))
    E = ErrorSurface(network, data, tuple(rng.choice(network.names, 2, replace=False).tolist()))
    with eager():
        landscape = E.sample(window, SIDES, 1, tolerance)
    exact = E.error(np.stack(np.meshgrid(landscape.w1, landscape.w2), axis=-1))
    assert landscape.error.min() >= 0
    assert np.abs(landscape.error - exact).max() <= tolerance * np.ptp(exact) + 64 * EPS * exact.max()


def test_hidden_layers_take_nodes_where_the_reach_allows():
    rng = np.random.default_rng(8)
    network = random_network((2, 3, 1), "tanh", True)
    data = Dataset(rng.normal(size=(600, 2)), rng.normal(size=(600, 1)))
    E = ErrorSurface(network, data, ("w1[1,1]", "w2[1,1]"))
    window, sides = ((-1, 1), (-1, 1)), (128, 128)
    assert all(nodes is not None for group in groups_of(E, window, sides, 1e-6) for nodes in group.nodes)
    exact = E.sample(window, sides, tolerance=0.0).error
    assert np.abs(E.sample(window, sides, tolerance=1e-6).error - exact).max() <= 1e-6 * np.ptp(exact)
    # A data point so far out that it is a wall between two lines of nodes is not taken for smooth.
    far = Dataset(np.vstack([data.inputs, [[3e4, 1.0]]]), np.vstack([data.targets, [[9.0]]]))
    E = ErrorSurface(network, far, ("w1[1,1]", "w2[1,1]"))
    (last,) = [group for group in groups_of(E, window, sides, 1e-6) if 600 in group.rows]
    assert last.nodes[0] is None
    exact = E.sample(window, sides, tolerance=0.0).error
    assert np.abs(E.sample(window, sides, tolerance=1e-6).error - exact).max() <= 1e-6 * np.ptp(exact)


def test_what_the_lines_missed_is_found_at_the_coefficients_end():
    """Were every data point said to need next to no nodes, the groups' own sums would ask for more."""
    E = ErrorSurface(random_network((2, 3, 1), "tanh", True), Dataset([[1.0, -0.5]] * 9, [[0.3]] * 9), WEIGHTS)
    axes = np.linspace(-2, 2, 128), np.linspace(-2, 2, 128)
    exact = grid.errors(E, *axes)
    allowed = 1e-8 * np.ptp(exact)
    error = near._Sums(E, axes, 1, allowed).of([plan.Group(np.arange(9), (5, 5))])
    assert np.abs(error - exact).max() <= allowed


def test_several_outputs_of_which_one_weight_reaches_some():
    rng = np.random.default_rng(5)
    data = Dataset(rng.normal(size=(300, 2)), rng.normal(size=(300, 3)))
    network = random_network((2, 3), "tanh", True)
    for free in (("w[1,1]", "w[2,1]"), ("w[1,1]", "w[2,3]"), ("b[2]", "w[1,2]")):
        E = ErrorSurface(network, data, free)
        with eager():
            assert groups_of(E, ((-1, 1), (-1, 2)), (60, 60), 1e-10)
            got = E.sample(((-1, 1), (-1, 2)), 60, tolerance=1e-10).error
        exact = E.sample(((-1, 1), (-1, 2)), 60, tolerance=0.0).error
        assert np.abs(got - exact).max() <= 1e-10 * np.ptp(exact)
        assert got.min() >= E.held_error


def test_the_result_does_not_depend_on_the_threads():
    rng = np.random.default_rng(6)
    E = neuron("sigmoid", rng.normal(size=(1000, 2)), rng.uniform(size=1000))
    window = ((-5, 5), (-4, 6))
    assert groups_of(E, window, (128, 128), 1e-8)
    alone = E.sample(window, 128, 1, 1e-8).error
    np.testing.assert_array_equal(E.sample(window, 128, 3, 1e-8).error, alone)


def test_the_plan_computes_a_fraction_of_the_values():
    rng = np.random.default_rng(1)
    E = neuron("sigmoid", rng.normal(size=(1000, 2)), rng.uniform(size=1000))
    for half, tolerance, times in ((3, 1e-12, 15), (6, 1e-12, 6), (12, 1e-12, 2.5), (3, 1e-4, 50), (12, 1e-4, 10)):
        found = groups_of(E, ((-half, half),) * 2, (256, 256), tolerance)
        values = sum(len(group.rows) * np.prod([n or 256 for n in group.nodes]) for group in found)
        assert 1000 * 256**2 / values > times


def test_what_gains_nothing_is_computed_as_before():
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(400, 2)), rng.normal(size=400)
    cases = [neuron("relu", x, y), neuron("identity", x, y), neuron("sigmoid", x[:5], y[:5])]
    cases.append(neuron("tanh", x, 1e9 * np.ones(400)))  # the range is lost in the sum's rounding
    cases.append(neuron("sigmoid", 0 * x, y))  # flat
    for E in cases:
        expected = E.sample(((-2, 2), (-1, 1)), 101, tolerance=0.0).error
        np.testing.assert_array_equal(E.sample(((-2, 2), (-1, 1)), 101, tolerance=1e-12).error, expected)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_without_a_tolerance_scenes_are_sampled_as_before(scene):
    E = scene.surface()
    landscape = E.sample(scene.window, 21)
    np.testing.assert_array_equal(landscape.error, grid.errors(E, landscape.w1, landscape.w2))


@pytest.mark.parametrize("tolerance", [1e-14, -1e-3, 1.0, np.nan, np.inf, "small", None, True, 1j])
def test_a_tolerance_that_cannot_be_is_refused(tolerance):
    E = neuron("sigmoid", [[1.0, 2.0]], [0.5])
    with pytest.raises(ValueError, match=r"^`tolerance` must be (a number|from 1e-13[^.]*), got [^.]*"):
        E.sample(((-1, 1), (-1, 1)), 5, tolerance=tolerance)


@pytest.mark.parametrize("name", SMOOTH)
def test_as_many_nodes_as_are_said_to_be_enough_are(name):
    f = ACTIVATIONS[name]
    for length in (0.05, 1.0, 7.0):
        (k,) = smoothness.rungs(np.array([length])).tolist()
        for accuracy in (1e-3, 1e-9):
            table = smoothness.left_out(f, np.array([k]), 9.0, 0.8)
            (count,) = smoothness.enough(table, accuracy, 999).tolist()
            for middle in np.linspace(-9, 9, 37):

                def error(u, middle=middle, length=length):
                    return 0.5 * (0.8 - f.value(middle + length * u)) ** 2

                fit = np.polynomial.chebyshev.chebinterpolate(error, count - 1)
                u = np.linspace(-1, 1, 500)
                assert np.abs(np.polynomial.chebyshev.chebval(u, fit) - error(u)).max() <= 2 * accuracy


def test_a_kink_is_found_though_nobody_says_so():
    def size(z):
        yield np.abs(z)
        yield np.sign(z)
        yield np.zeros_like(z)

    sharp = Activation("size", "f(z) = |z|", size, ((), (), ()))
    assert smoothness.left_out(sharp, np.array([6]), 1.0, 1.0).min() == smoothness.UNKNOWN


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_coefficients_are_those_of_the_polynomial_through_the_nodes(count):
    nodes = chebyshev.nodes(-1.0, 4.0, count)
    values = np.exp(np.sin(nodes))
    places = np.linspace(-1, 4, 9)
    u = (places - 1.5) / 2.5
    expected = np.polynomial.chebyshev.chebval(u, chebyshev.transform(count) @ values)
    np.testing.assert_allclose(
        chebyshev.values_at(places, -1.0, 4.0, count) @ chebyshev.transform(count) @ values, expected, rtol=1e-12
    )
    at_nodes = chebyshev.values_at(nodes, -1.0, 4.0, count) @ chebyshev.transform(count) @ values
    np.testing.assert_allclose(at_nodes, values, rtol=1e-12)


def test_large_tables_are_drawn_from_the_same_numbers_in_less_work():
    rng = np.random.default_rng(9)
    x = rng.normal(size=(2000, 2))
    y = ACTIVATIONS["sigmoid"].value(x @ [1.0, -0.5])
    window = ((-4.0, 4.0), (-4.0, 4.0))
    for noise, as_before in ((0.1, False), (0.0, True)):  # without noise the error vanishes, and every digit shows
        E = neuron("sigmoid", x, y + noise * rng.normal(size=2000))
        exact = E.sample(window, 65, tolerance=0.0).error
        drawn = played.sampled(E, window, 65).error
        np.testing.assert_array_equal(drawn.astype(np.float32), exact.astype(np.float32))
        assert np.array_equal(drawn, exact) == as_before
        np.testing.assert_array_equal(drawn, played.Ground(E, window, 65).landscape.error)


def test_a_wall_that_no_line_of_nodes_meets_is_not_missed():
    rng, sides = np.random.default_rng(10), (128, 128)
    window = ((-1.0, 1.0), (0.5, 1.5))
    # One data point has an output at one column of the grid alone, as far as float64 goes.
    place = np.linspace(*window[0], 128)[37]
    x = np.vstack([0.3 * rng.normal(size=(300, 2)), [[1e5, -1e5 * place]]])
    network = Network([Layer([[0.0, 1.0]], "gaussian", [0.0]), Layer([[1.0]], "identity", [0.0])])
    E = ErrorSurface(network, Dataset(x, np.zeros((301, 1))), ("w1[1,1]", "w2[1,1]"))
    exact = E.sample(window, sides, tolerance=0.0).error
    assert exact[64, 37] - exact[64, 36] > 0.4
    with eager():
        assert len(groups_of(E, window, sides, 1e-6)) > 1
        assert np.abs(E.sample(window, sides, tolerance=1e-6).error - exact).max() <= 1e-6 * np.ptp(exact)


def test_a_net_input_that_is_mostly_rounding_is_not_taken_for_smooth():
    rng = np.random.default_rng(11)
    E = neuron("sin", 1e9 * rng.normal(size=(50, 2)), rng.normal(size=50))
    with eager():
        assert groups_of(E, ((1, 1 + 1e-9), (1, 1 + 1e-9)), SIDES, 1e-3)
        assert groups_of(E, ((1, 1 + 1e-9), (1, 1 + 1e-9)), SIDES, 1e-10) is None
