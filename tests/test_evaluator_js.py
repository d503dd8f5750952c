"""The network as the browser computes it: error, gradient, curvatures and each data point's part, as the engine's."""

from itertools import pairwise

import numpy as np
import pytest
from javascript import ask

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS, Layer, Network, Plane
from surface.view.ground import DATA_POINTS_DRAWN
from surface.view.payload import sheet

PLACES = np.array([[-0.7, 1.9], [3.0, -2.5], [0.3, 0.1], [0.0, 0.0]])
WIDTHS = {"one layer": (2, 1), "two outputs": (2, 2), "two layers": (2, 3, 1), "three layers": (1, 3, 2, 2)}
FREE = {
    "the first and the last": (0, -1),
    "two of the last layer": (-2, -1),
    "two of the first layer": (0, 1),
    "two units of the first layer": (0, 3),
    "a unit, and what another one feeds that never moves": (0, 10),
    "a weight and a bias above what never moves": (3, 12),
}


def surface(widths, activation, bias, free=(0, -1)):
    rng = np.random.default_rng(3)
    layers = [
        Layer(rng.normal(size=(units, inputs)), activation, rng.normal(size=units) if bias else None)
        for inputs, units in pairwise(widths)
    ]
    network = Network(layers)
    data = Dataset(rng.normal(size=(6, widths[0])), rng.normal(size=(6, widths[-1])))
    return ErrorSurface(network, data, tuple(network.names[place] for place in free))


def evaluated(E, statements, **given):
    """What statements say of `evaluator`, the surface as the player is sent it."""
    sent = sheet(E, E.sample(((-1, 1), (-1, 1)), 5)).payload
    made = "const evaluator = modules.evaluator.evaluatorOf(modules.decode.decodeSurface(given.sent));"
    names = ("network", "data", "w1", "w2", "error", "undecided")
    return ask(f"{made} {statements}", sent={name: sent[name] for name in names}, places=PLACES.tolist(), **given)


EVERYTHING = """
const slopes = [0, 0];
return given.places.map(([a, b]) => [
  evaluator.error(a, b), evaluator.gradient(a, b, slopes), ...slopes, ...evaluator.curvatures(a, b),
]);
"""


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("widths", WIDTHS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_error_gradient_and_curvatures_are_the_engines(activation, widths, bias):
    E = surface(WIDTHS[widths], activation, bias)
    H = E.hessian(PLACES)
    error, second = E.error(PLACES), [H[:, 0, 0], H[:, 0, 1], H[:, 1, 1]]
    expected = np.column_stack([error, error, E.gradient(PLACES), *second])
    given = np.array(evaluated(E, EVERYTHING), dtype=float)
    np.testing.assert_allclose(given, expected, rtol=1e-9, atol=1e-11 * np.abs(expected).max())


@pytest.mark.parametrize("free", FREE)
def test_what_no_free_weight_reaches_is_held(free):
    E = surface((2, 3, 2, 1), "tanh", True, FREE[free])
    H = E.hessian(PLACES)
    expected = np.column_stack([E.error(PLACES), E.gradient(PLACES), H[:, 0, 0], H[:, 0, 1], H[:, 1, 1]])
    given = np.array(evaluated(E, EVERYTHING), dtype=float)
    np.testing.assert_allclose(given[:, [0, 2, 3, 4, 5, 6]], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("free", "units"), [((0, 1), [1, 2, 1]), ((0, 3), [2, 2, 1]), ((0, 10), [1, 2, 1])])
def test_units_that_never_move_fire_once_for_the_whole_map(free, units):
    E = surface((2, 3, 2, 1), "tanh", True, free)
    counted = evaluated(E, "return [evaluator.cost, ...evaluator.layers.map((layer) => layer.units)];")
    assert counted == [len(E.data) * sum(units), *units]


@pytest.mark.parametrize("points", [6, DATA_POINTS_DRAWN + 50], ids=["all are drawn", "some are drawn"])
def test_points_that_stand_for_many_rows_count_as_in_the_engine(points):
    rng = np.random.default_rng(4)
    counts = rng.integers(1, 1000, points)
    data = Dataset(rng.normal(size=(points, 2)), rng.normal(size=(points, 2)), counts=counts, unexplained=12.5)
    network = surface((2, 3, 2), "tanh", True).network
    E = ErrorSurface(network, data, (network.names[0], network.names[-1]))
    H = E.hessian(PLACES)
    error, second = E.error(PLACES), [H[:, 0, 0], H[:, 0, 1], H[:, 1, 1]]
    expected = np.column_stack([error, error, E.gradient(PLACES), *second])
    given = np.array(evaluated(E, EVERYTHING), dtype=float)
    np.testing.assert_allclose(given, expected, rtol=1e-9, atol=1e-11 * np.abs(expected).max())
    batch = rng.choice(points, 3, replace=False)
    statements = """
    const slopes = [0, 0];
    return [evaluator.gradient(0.3, 0.1, slopes, given.batch), ...slopes,
      evaluator.shares(0.3, 0.1).reduce((sum, share) => sum + share, 0)];
    """
    part, *slopes, shares = evaluated(E, statements, batch=batch.tolist())
    np.testing.assert_allclose(np.array(slopes) * points / 3, E.batch_gradient([0.3, 0.1], batch))
    assert part == pytest.approx(float(E.of_rows(batch).error([0.3, 0.1])))
    assert shares + 12.5 == pytest.approx(float(E.error([0.3, 0.1])))


def test_a_plane_in_all_weights_is_the_engines():
    network = surface((2, 3, 1), "tanh", True).network
    rng = np.random.default_rng(5)
    data = Dataset(rng.normal(size=(6, 2)), rng.normal(size=(6, 1)))
    E = ErrorSurface.on(Plane(network, *rng.normal(size=(3, len(network.names)))), data)
    given = np.array(evaluated(E, EVERYTHING), dtype=float)
    H = E.hessian(PLACES)
    np.testing.assert_allclose(given[:, 2:4], E.gradient(PLACES), rtol=1e-9)
    np.testing.assert_allclose(given[:, 4:], np.column_stack([H[:, 0, 0], H[:, 0, 1], H[:, 1, 1]]), rtol=1e-9)


def test_the_shares_add_up_to_the_error_and_a_batch_is_some_of_them():
    E = surface((2, 3, 2), "sigmoid", True)
    statements = """
    const slopes = [0, 0], sum = [0, 0];
    const halves = [[0, 2, 4], [1, 3, 5]].map((batch) => {
      const error = evaluator.gradient(0.3, 0.1, slopes, batch);
      slopes.forEach((slope, axis) => { sum[axis] += slope; });
      return error;
    });
    return [...evaluator.shares(0.3, 0.1), ...halves, ...sum];
    """
    *shares, odd, even, slope_1, slope_2 = evaluated(E, statements)
    residual = E.data.targets - E.network_at([0.3, 0.1]).predict(E.data.inputs)
    np.testing.assert_allclose(shares, 0.5 * (residual**2).sum(axis=1))
    assert (odd, even) == pytest.approx((sum(shares[::2]), sum(shares[1::2])))
    np.testing.assert_allclose([slope_1, slope_2], E.gradient([0.3, 0.1]))


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_parts_of_the_data_points_sum_to_the_gradient(widths):
    E = surface(WIDTHS[widths], "tanh", True)
    statements = """
    const { termOf } = modules.terms;
    return given.places.map((w) => evaluator.parts(...w).map((part) => [termOf(part, 0), termOf(part, 1)]));
    """
    np.testing.assert_allclose(np.array(evaluated(E, statements)).sum(axis=1), E.gradient(PLACES), rtol=1e-9)


@pytest.mark.parametrize("z", [-1e308, -800.0, -40.5, -1e-300, 0.0, 1e-300, 40.5, 800.0, 1e308])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_is_the_engines_however_far_out(activation, z):
    statements = """
    const out = [0, 0, 0];
    modules.activations.ACTIVATIONS[given.name](given.z, out);
    return out;
    """
    with np.errstate(over="ignore", under="ignore"):
        expected = [float(value) for value in ACTIVATIONS[activation].taylor(np.array(z), 2)]
    np.testing.assert_allclose(np.array(ask(statements, name=activation, z=z), float), expected, rtol=1e-12)
