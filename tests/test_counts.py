"""Counted points: a point that stands for n rows is those n rows, in all that is computed of a surface."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_network import random_network

from surface.data import Dataset
from surface.descent import RULES, descend, train
from surface.error import ErrorSurface
from surface.error.full import FullError
from surface.landscape import critical_points
from surface.model import ACTIVATIONS, Layer, Network, Plane
from surface.scenes import edits, own

UNEXPLAINED = 0.25
WINDOW = ((-3.0, 3.0), (-2.0, 4.0))
SHAPES = [(2, 2), (2, 3, 2), (2, 2, 2, 1)]


def both(shape, seed=0, points=7):
    """Counted points, and the rows that they stand for, one by one."""
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(points, shape[0])), rng.normal(size=(points, shape[-1]))
    counts = rng.integers(1, 6, points)
    rows = Dataset(np.repeat(inputs, counts, axis=0), np.repeat(targets, counts, axis=0))
    return Dataset(inputs, targets, counts=counts, unexplained=UNEXPLAINED), rows


def surfaces(name, shape, points=7):
    counted, rows = both(shape, points=points)
    network = random_network(shape, name, True)
    # The last weight too: over a plane of these two some outputs stay where they are.
    free = network.names[0], network.names[-1]
    return [ErrorSurface(network, data, free) for data in (counted, rows)]


def test_a_data_set_knows_what_its_points_stand_for():
    data = Dataset([[0.0], [4.0]], [[1.0], [3.0]], counts=[1, 3], unexplained=2)
    assert (len(data), data.rows, data.unexplained) == (2, 4, 2.0)
    assert (data.sum(data.targets), data.mean(data.targets)) == ([10.0], [2.5])
    assert data.squares == 1 + 3 * 9 + 2 * 2
    plain = Dataset([[0.0], [4.0]], [[1.0], [3.0]])
    assert (plain.counts, plain.rows, plain.squares) == (None, 2, 10.0)
    assert len({data, plain, data.with_(counts=[3, 1]), data.with_(unexplained=0.0), data.with_(counts=None)}) == 5
    assert data.some([1]) == Dataset([[4.0]], [[3.0]], counts=[3])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"counts": [1]}, "`counts` must have one number for each of the 2 data points, got 1"),
        ({"counts": [1, 0]}, "`counts` must be whole numbers of at least 1, got 0"),
        ({"counts": [2.5, 1]}, "`counts` must be whole numbers of at least 1, got 2.5"),
        ({"counts": [1, np.nan]}, "`counts` must be finite, got nan"),
        ({"counts": [1e16, 1]}, "`counts` must be 9007199254740992 rows at most together, got 1e[+]16"),
        ({"unexplained": -1}, "`unexplained` must be a finite number of at least 0, got -1"),
        ({"unexplained": "much"}, "`unexplained` must be a finite number of at least 0, got 'much'"),
    ],
)
def test_what_cannot_be_counted_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Dataset([[0.0], [1.0]], [[0.0], [1.0]], **changes)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_error_and_derivatives_are_those_of_the_rows(name, shape):
    counted, rows = surfaces(name, shape)
    w = np.random.default_rng(1).normal(size=(5, 2))
    np.testing.assert_allclose(counted.error(w), rows.error(w) + UNEXPLAINED, rtol=1e-12)
    np.testing.assert_allclose(counted.gradient(w), rows.gradient(w), rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(counted.hessian(w), rows.hessian(w), rtol=1e-11, atol=1e-11)
    low, high = np.moveaxis(counted.enclosed_gradient(np.stack([w - 0.01, w + 0.01], -1)), -1, 0)
    inside = rows.gradient(w)
    assert np.all((low <= inside) & (inside <= high))


@pytest.mark.parametrize("points", [7, 200])  # few are spread one by one, many side by side
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_grid_is_that_of_the_rows(name, shape, points):
    counted, rows = surfaces(name, shape, points)
    exact = rows.error(np.stack(np.meshgrid(*(np.linspace(*edges, 24) for edges in WINDOW)), -1)) + UNEXPLAINED
    for tolerance in (0, 1e-12):
        sampled = counted.sample(WINDOW, 24, threads=1, tolerance=tolerance).error
        np.testing.assert_allclose(sampled, exact, rtol=1e-11, atol=1e-12 * np.ptp(exact))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(ACTIVATIONS)), st.integers(0, 10**6), st.sampled_from([1e-4, 1e-8, 1e-12]), st.booleans())
def test_a_tolerance_is_held_where_few_points_stand_for_most_rows(name, seed, tolerance, hidden):
    rng = np.random.default_rng(seed)
    counts = np.where(rng.random(900) < 0.02, 10**7, 1)
    data = Dataset(rng.normal(size=(900, 2)) * rng.choice([0.1, 1, 4], (900, 1)), rng.random((900, 1)), counts=counts)
    network = random_network((2, 2, 1) if hidden else (2, 1), name, True)
    E = ErrorSurface(network, data, network.names[:2])
    exact = E.sample(WINDOW, 90, 1, tolerance=0).error
    off = np.abs(E.sample(WINDOW, 90, 1, tolerance).error - exact).max()
    # Both round: what is below 1e-13 of the largest error neither knows.
    assert off <= tolerance * np.ptp(exact) + 1e-13 * exact.max()


def test_any_plane_and_every_batch_count_alike():
    counted, rows = both((2, 2, 1))
    network, rng = random_network((2, 2, 1), "tanh", True), np.random.default_rng(3)
    plane = Plane(network, *rng.normal(size=(3, network.weights.size)))
    E, of_rows = ErrorSurface.on(plane, counted), ErrorSurface.on(plane, rows)
    w = rng.normal(size=(4, 2))
    np.testing.assert_allclose(E.gradient(w), of_rows.gradient(w), rtol=1e-11)
    # The batches of an epoch: their mean is the gradient.
    batches = rng.permutation(7)[:, None]
    parts = [E.batch_gradient(w, rows) for rows in batches]
    np.testing.assert_allclose(np.mean(parts, axis=0), of_rows.gradient(w), rtol=1e-11)


def test_all_weights_are_trained_as_on_the_rows():
    counted, rows = both((2, 3, 2))
    network = random_network((2, 3, 2), "tanh", True)
    full, of_rows = FullError(network, counted), FullError(network, rows)
    w = np.random.default_rng(2).normal(size=(3, full.dimension))
    np.testing.assert_allclose(full.error(w), of_rows.error(w) + UNEXPLAINED, rtol=1e-12)
    np.testing.assert_allclose(full.gradient(w), of_rows.gradient(w), rtol=1e-11)
    single = np.arange(7)[:, None]
    batches = [full.batch_gradient(w[0], rows) for rows in single]
    np.testing.assert_allclose(np.mean(batches, axis=0), of_rows.gradient(w[0]), rtol=1e-11)
    many = full.batch_gradient(np.tile(w[0], (7, 1)), single)
    np.testing.assert_allclose(many, batches, rtol=1e-11)
    runs = [train(network, data, RULES["adam"](learning_rate=0.01), 20) for data in (counted, rows)]
    np.testing.assert_allclose(runs[0].weights, runs[1].weights, rtol=1e-9)
    np.testing.assert_allclose(runs[0].error, runs[1].error + UNEXPLAINED, rtol=1e-9)


def test_points_are_proven_and_runs_walk_as_on_the_rows():
    rng = np.random.default_rng(8)
    inputs = rng.normal(size=(9, 2))
    targets, counts = 1 / (1 + np.exp(-inputs @ [[1.0], [-0.5]])), rng.integers(1, 9, 9)
    network = Network([Layer([[0.0, 0.0]], "sigmoid")])
    counted = Dataset(inputs, targets, counts=counts, unexplained=UNEXPLAINED)
    rows = Dataset(np.repeat(inputs, counts, axis=0), np.repeat(targets, counts, axis=0))
    E, of_rows = (ErrorSurface(network, data, ("w[1,1]", "w[2,1]")) for data in (counted, rows))
    points, others = critical_points(E, WINDOW), critical_points(of_rows, WINDOW)
    assert points.proven
    assert len(points) == len(others) == 1
    np.testing.assert_allclose(points[0].weights, others[0].weights, atol=1e-9)
    assert points[0].error == pytest.approx(UNEXPLAINED, abs=1e-12)
    runs = [descend(each, RULES["momentum"](learning_rate=0.1), (2.0, 3.0), 30) for each in (E, of_rows)]
    np.testing.assert_allclose(runs[0].path, runs[1].path, atol=1e-10)


@pytest.mark.parametrize("name", ["identity", "tanh"])
def test_a_network_is_fitted_to_the_rows(name):
    counted, rows = both((2, 1))
    network = Network([Layer([[0.0, 0.0]], name, [0.0])])
    np.testing.assert_allclose(own.fitted(network, counted).weights, own.fitted(network, rows).weights, rtol=1e-7)
    repeated = np.repeat(own.standardised(counted).inputs, counted.counts.astype(int), axis=0)
    np.testing.assert_allclose(repeated, own.standardised(rows).inputs, rtol=1e-12)


def test_points_that_are_single_rows_can_be_edited_and_keep_what_is_unexplained():
    single = Dataset([[0.0], [1.0]], [[0.0], [1.0]], counts=[1, 1], unexplained=3.0, bound=0.1)
    made = edits.edited(single, [[0.0], [2.0]], [[0.0], [1.0]])
    assert (made.unexplained, made.bound, made.is_counted) == (3.0, 0.1, False)
    with pytest.raises(ValueError, match="stand for many rows"):
        edits.edited(single.with_(counts=[1, 2]), [[0.0], [2.0]], [[0.0], [1.0]])
