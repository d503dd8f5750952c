"""Planes in weight space against an independent least-squares solver, plain loops and finite differences."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_error import random_data
from test_network import SHAPES, random_network

from surface.data import DATASETS
from surface.descent import RULES, train
from surface.error import ErrorSurface, FullError, projected
from surface.model import Layer, Network, Plane

DEEP = random_network((2, 3, 2), "tanh", True)
P = len(DEEP.names)
TWO = Network.single_layer([[1.0, 2.0]], "tanh")


@dataclass
class Walk:
    """A training as far as a plane asks: a network and its weights after each step."""

    weights: np.ndarray
    network: Network = DEEP


def random_plane(seed=0):
    return Plane(DEEP, *np.random.default_rng(seed).normal(size=(3, P)))


def solved(plane, weights):
    return np.linalg.lstsq(plane.directions.T, (weights - plane.origin).T, rcond=None)[0].T


@given(st.integers(0, 10**6), st.floats(-6, 6), st.floats(-6, 6))
def test_coordinates_are_the_least_squares_whatever_the_lengths_of_the_directions(seed, long_1, long_2):
    rng = np.random.default_rng(seed)
    origin, first, second, *weights = rng.normal(size=(6, P))
    plane = Plane(DEEP, origin, 10**long_1 * first, 10**long_2 * second)
    expected = solved(Plane(DEEP, origin, first, second), np.array(weights)) / [10**long_1, 10**long_2]
    np.testing.assert_allclose(plane.coordinates(weights), expected, rtol=1e-9, atol=0)
    assert plane.distance(weights) == pytest.approx(np.linalg.norm(weights - plane.weights(expected), axis=-1))


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=1, max_size=5))
def test_places_come_back_and_lie_on_the_plane(w):
    plane = random_plane()
    weights = plane.weights(w)
    np.testing.assert_allclose(plane.coordinates(weights), w, atol=1e-9)
    np.testing.assert_allclose(plane.distance(weights), 0, atol=1e-9)


def test_every_leading_shape_gives_the_same_numbers():
    plane, w = random_plane(), np.random.default_rng(1).normal(size=(3, 4, 2))
    off = plane.weights(w) + np.random.default_rng(2).normal(size=P)
    assert (plane.weights(w).shape, plane.coordinates(off).shape, plane.distance(off).shape) == (
        (3, 4, P),
        (3, 4, 2),
        (3, 4),
    )
    for i, j in np.ndindex(3, 4):
        expected = [
            plane.origin[k] + w[i, j, 0] * plane.direction_1[k] + w[i, j, 1] * plane.direction_2[k] for k in range(P)
        ]
        np.testing.assert_allclose(plane.weights(w[i, j]), expected, rtol=1e-13)
        np.testing.assert_allclose(plane.coordinates(off)[i, j], plane.coordinates(off[i, j]), rtol=1e-12)


def test_a_plane_of_two_weights_has_them_as_its_coordinates():
    free = ("w1[1,2]", "b2[1]")
    plane, w = Plane.of_two(DEEP, free), np.array([3.25, -1.5])
    assert (plane.free, plane.explained) == (free, None)
    moved = DEEP.replace(dict(zip(free, w, strict=True)))
    np.testing.assert_array_equal(plane.weights(w), moved.weights)
    np.testing.assert_array_equal(plane.coordinates(moved.weights), w)
    assert plane.distance(DEEP.replace({"b1[3]": DEEP.value("b1[3]") + 2}).weights) == pytest.approx(2)
    assert random_plane().free is None
    assert Plane(TWO, [1, 0], [1, 0], [0, 1]).free is None  # its a is not the weight but the weight less 1


@pytest.mark.parametrize("shape", SHAPES[1:])
@pytest.mark.parametrize("bias", [True, False])
def test_random_directions_have_the_size_of_each_units_weights(shape, bias):
    network = random_network(shape, "tanh", bias)
    plane, again = Plane.random(network, 3), Plane.random(network, 3)
    np.testing.assert_array_equal(plane.origin, network.weights)
    np.testing.assert_array_equal(plane.directions, again.directions)
    if len(network.names) > 4:
        assert not np.array_equal(plane.directions, Plane.random(network, 4).directions)
    for direction in plane.directions:
        for own, drawn in zip(network.layers, network.with_weights(direction).layers, strict=True):
            for unit in range(own.units):
                size, length = (
                    np.sqrt(np.sum(layer.weights[unit] ** 2) + (layer.bias[unit] ** 2 if bias else 0))
                    for layer in (own, drawn)
                )
                assert length == pytest.approx(size, rel=1e-12)


def test_a_unit_without_weights_stays_still_on_a_random_plane():
    network = Network([Layer([[0.0], [1.0]], "tanh", [0.0, 2.0]), Layer([[3.0, 4.0]], "identity")])
    plane = Plane.random(network)
    assert not plane.directions[:, :2].any()


def test_units_of_one_weight_are_drawn_until_the_directions_differ():
    network = Network.single_layer([[2.0], [3.0]], "tanh")
    for seed in range(20):
        np.testing.assert_allclose(np.abs(Plane.random(network, seed).directions), [[2, 3], [2, 3]], rtol=1e-12)


def test_the_plane_through_three_points_has_them_at_its_corners():
    a, b, c = np.random.default_rng(5).normal(size=(3, P))
    plane = Plane.through(DEEP, a, b, c)
    np.testing.assert_allclose(plane.coordinates([a, b, c]), [[0, 0], [1, 0], [0, 1]], atol=1e-12)
    np.testing.assert_allclose(plane.distance([a, b, c, (a + b + c) / 3]), 0, atol=1e-12)


@pytest.mark.parametrize("steps", [2, 10, 60])
def test_principal_directions_are_those_of_the_covariance(steps):
    rng = np.random.default_rng(steps)
    path = np.cumsum(rng.normal(size=(steps + 1, P)) * np.geomspace(3, 0.1, P), axis=0)
    plane = Plane.principal(Walk(path))
    values, vectors = np.linalg.eigh(np.cov(path.T))
    np.testing.assert_allclose(plane.explained, values[::-1][:2] / values.sum(), rtol=1e-9)
    np.testing.assert_allclose(np.abs(plane.directions @ vectors[:, ::-1][:, :2]), np.eye(2), atol=1e-6)
    np.testing.assert_array_equal(plane.origin, path[-1])
    assert (plane.coordinates(path[0]) <= 0).all()  # it ends further along than it began


def test_a_training_in_a_plane_lies_on_its_principal_plane():
    flat = random_plane(8).weights(np.random.default_rng(9).normal(size=(30, 2)))
    plane = Plane.principal(Walk(flat))
    np.testing.assert_allclose(plane.distance(flat), 0, atol=1e-12)
    assert sum(plane.explained) == pytest.approx(1)


@pytest.mark.parametrize(
    "make", [lambda n: Plane.random(n, 1), lambda n: Plane.through(n, *np.random.default_rng(2).normal(size=(3, P)))]
)
def test_derivatives_on_any_plane_are_differences(make):
    E, h = ErrorSurface.on(make(DEEP), random_data((2, 3, 2))), 1e-5
    w = np.random.default_rng(3).normal(size=(4, 2))
    predicted = [E.network_at(place).predict(E.data.inputs) for place in w]
    np.testing.assert_allclose(E.error(w), [0.5 * np.sum((E.data.targets - y) ** 2) for y in predicted], rtol=1e-12)
    ahead, behind = w[:, None] + h * np.eye(2), w[:, None] - h * np.eye(2)
    np.testing.assert_allclose(E.gradient(w), (E.error(ahead) - E.error(behind)) / (2 * h), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(E.hessian(w), (E.gradient(ahead) - E.gradient(behind)) / (2 * h), rtol=1e-6, atol=1e-7)


XOR = DATASETS["xor-0.8"]
TRAINED = [
    train(Network.of(2, (3,), 1, seed=seed), XOR, RULES["momentum"](0.1), steps)
    for seed, steps in ((0, 120), (1, 60), (2, 90))
]
SEEN_FROM = {
    "two weights": lambda t: Plane.of_two(t.network, ("w1[1,1]", "w2[1,1]")),
    "random": lambda t: Plane.random(t.network, 4),
    "principal": Plane.principal,
    "three solutions": lambda t: Plane.through(t.network, *(each.network.weights for each in TRAINED)),
}


@pytest.mark.parametrize("name", SEEN_FROM)
def test_a_training_seen_from_a_plane_is_told_how_far_off_it_is_and_both_its_errors(name):
    training = TRAINED[0]
    plane = SEEN_FROM[name](training)
    seen = projected(plane, training)
    assert seen.places.shape == (121, 2)
    assert seen.distance.shape == seen.plane_error.shape == seen.error.shape == (121,)
    full = FullError(training.network, XOR)
    np.testing.assert_allclose(seen.places, solved(plane, training.weights), rtol=1e-9, atol=1e-12)
    nearest = plane.weights(seen.places)
    np.testing.assert_allclose(seen.distance, np.linalg.norm(training.weights - nearest, axis=-1), atol=1e-12)
    np.testing.assert_allclose(seen.plane_error, full.error(nearest), rtol=1e-11)
    np.testing.assert_allclose(seen.error, full.error(training.weights), rtol=1e-11)
    # All these planes go through where it ended: there nothing is lost.
    assert seen.distance[-1] == pytest.approx(0, abs=1e-12)
    assert seen.plane_error[-1] == pytest.approx(seen.error[-1], rel=1e-9)
    assert seen.distance[0] > 0.1


def test_the_principal_plane_of_a_training_explains_most_of_it_and_is_nearest_to_it():
    training = TRAINED[0]
    plane = Plane.principal(training)
    share_1, share_2 = plane.explained
    assert share_1 >= share_2 > 0
    assert 0.9 < share_1 + share_2 <= 1
    spread = training.weights - training.weights.mean(axis=0)
    # What they do not explain is what lies off the plane through the mean along them.
    off = spread - (spread @ plane.directions.T) @ plane.directions
    assert np.sum(off**2) / np.sum(spread**2) == pytest.approx(1 - share_1 - share_2, rel=1e-6)
    others = [Plane.random(training.network, seed) for seed in range(20)]
    far = [np.sum(projected(other, training).distance ** 2) for other in others]
    assert np.sum(projected(plane, training).distance ** 2) < min(far)


def test_through_three_solutions_each_has_its_own_error_at_its_corner():
    plane = Plane.through(TRAINED[0].network, *(each.network.weights for each in TRAINED))
    E = ErrorSurface.on(plane, XOR)
    np.testing.assert_allclose(
        E.error([(0, 0), (1, 0), (0, 1)]), [each.error[-1] for each in TRAINED], rtol=1e-9, atol=1e-20
    )


def test_a_training_that_jitters_is_seen_as_well():
    training = train(Network.of(2, (3,), 1), XOR, RULES["adam"](0.05), 50, batch=2, seed=3)
    seen = projected(Plane.principal(training), training)
    np.testing.assert_array_equal(seen.error, training.error)
    assert np.isfinite(seen.plane_error).all()


ZEROS = Network.single_layer([[0.0, 0.0]], "tanh")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Plane("net", [0, 0], [1, 0], [0, 1]), "`network` must be a Network, got str"),
        (lambda: Plane(TWO, [0], [1, 0], [0, 1]), "`origin` must have a number for each of the 2 weights, got 1"),
        (lambda: Plane(TWO, [0, 0], [[1, 0]], [0, 1]), "`direction_1` must be a filled array of 1 dim.*, got shape"),
        (lambda: Plane(TWO, [0, 0], [1, 0], [0, np.inf]), "`direction_2` must be finite, got inf"),
        (lambda: Plane(TWO, [0, 0], [1, 1], [2, 2]), "`direction_1` and `direction_2` must not be parallel, got two"),
        (lambda: Plane(TWO, [0, 0], [1, 1], [-1e200, -1e200]), "must not be parallel"),
        (lambda: Plane(TWO, [0, 0], [0, 0], [1, 0]), "must not be parallel"),
        (lambda: Plane.of_two(TWO, ("w[1,1]",)), "`free` must be the names of two weights"),
        (lambda: Plane.random(ZEROS), "`network` must have two weights or more that are not 0, got 0"),
        (lambda: Plane.through(TWO, [0, 0], [1, 1], [3, 3]), "`a`, `b` and `c` must not lie on one line, got three"),
        (lambda: Plane.through(TWO, [0, 0], [1, 1], [3]), "`c` must have a number for each of the 2 weights, got 1"),
        (lambda: Plane.principal(Walk(np.zeros((5, P)))), "`training` must vary in two directions .*, got 0"),
        (lambda: Plane.principal(Walk(np.arange(4.0)[:, None] * np.ones(P))), "must vary in two directions .*, got 1"),
        (lambda: Plane.principal(Walk(np.zeros((5, 3)))), f"must have a number for each of the {P} weights, got 3"),
        (lambda: random_plane().weights([1.0, 2.0, 3.0]), r"`w` must have shape \(..., 2\), got \(3,\)"),
        (lambda: random_plane().coordinates([1.0]), rf"`weights` must have shape \(..., {P}\), got \(1,\)"),
        (
            lambda: projected(random_plane(), TRAINED[0]),
            f"`plane` must be of the training's network, of 13 weights, got one of another network, of {P}",
        ),
        (
            lambda: projected(Plane.random(Network.of(2, (3,), 1, "sigmoid")), TRAINED[0]),
            "`plane` must be of the training's network",
        ),
        (lambda: projected("plane", TRAINED[0]), "`plane` must be a Plane, got str"),
        (lambda: random_plane().distance("far"), "`weights` must be numbers of shape"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_directions_of_very_different_lengths_span_a_plane():
    Plane(TWO, [0, 0], [1e200, 0], [0, 1e-200])
