"""The error surface against a plain loop and finite differences, for every activation and several shapes."""

import numpy as np
import pytest
from test_network import SHAPES, by_hand, random_network

from surface.data import Dataset
from surface.error import BLOCK, ErrorSurface, Landscape
from surface.model import ACTIVATIONS, Layer, Network, Plane


def random_data(shape, seed=2, n=6):
    rng = np.random.default_rng(seed)
    return Dataset(rng.normal(size=(n, shape[0])), rng.normal(size=(n, shape[-1])))


def pairs(network):
    """Two weights of the first layer, one of the first and one of the last, and the last two."""
    names = network.names
    return (
        dict.fromkeys([(names[0], names[1]), (names[0], names[-1]), (names[-1], names[-2])]) if len(names) > 1 else {}
    )


CASES = [
    (name, shape, bias, free)
    for name in ACTIVATIONS
    for shape in SHAPES
    for bias in (True, False)
    for free in pairs(random_network(shape, name, bias))
]


def loop_error(network, data, free, w):
    network = network.replace(dict(zip(free, w, strict=True)))
    total = 0.0
    for row, targets in zip(data.inputs, data.targets, strict=True):
        for y, prediction in zip(targets, by_hand(network, row), strict=True):
            total += 0.5 * (y - prediction) ** 2
    return total


@pytest.mark.parametrize(("name", "shape", "bias", "free"), CASES)
def test_error_gradient_and_hessian(name, shape, bias, free):
    network, data = random_network(shape, name, bias), random_data(shape)
    E, h = ErrorSurface(network, data, free), 1e-5
    w = np.random.default_rng(3).normal(size=(4, 2))
    np.testing.assert_allclose(E.error(w), [loop_error(network, data, free, point) for point in w], rtol=1e-12)
    ahead, behind = w[:, None] + h * np.eye(2), w[:, None] - h * np.eye(2)
    np.testing.assert_allclose(E.gradient(w), (E.error(ahead) - E.error(behind)) / (2 * h), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(E.hessian(w), (E.gradient(ahead) - E.gradient(behind)) / (2 * h), rtol=1e-6, atol=1e-7)


@pytest.fixture
def deep():
    network = random_network((2, 3, 2), "tanh", True)
    return ErrorSurface(network, random_data((2, 3, 2)), ("w1[1,2]", "w2[3,1]"))


def test_every_leading_shape_gives_the_same_numbers(deep):
    w = np.random.default_rng(4).normal(size=(3, 5, 2))
    for method, tail in [(deep.error, ()), (deep.gradient, (2,)), (deep.hessian, (2, 2))]:
        together = method(w)
        assert together.shape == (3, 5, *tail)
        assert method(w[0, 0]).shape == tail
        np.testing.assert_allclose(together[1, 2], method(w[1, 2]), rtol=1e-13)
        assert method(np.zeros((0, 2))).shape == (0, *tail)


def test_more_points_than_a_block_holds(deep):
    w = np.random.default_rng(5).normal(size=(BLOCK // 18 + 7, 2))
    np.testing.assert_allclose(deep.error(w)[[0, -1]], deep.error(w[[0, -1]]), rtol=1e-13)


def test_one_pass_gives_gradient_and_hessian_alike(deep):
    w = np.random.default_rng(6).normal(size=(BLOCK // 30, 2))
    g, H = deep.derivatives(w)
    # By another way: carried forward beside the Hessian, and backwards where it is alone.
    np.testing.assert_allclose(g, deep.gradient(w), rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(H, deep.hessian(w))
    assert [part.shape for part in deep.derivatives(w[:0].reshape(3, 0, 2))] == [(3, 0, 2), (3, 0, 2, 2)]


def test_held_weights_are_the_networks(deep):
    start = np.array([deep.network.value(name) for name in deep.free])
    targets, predicted = deep.data.targets, deep.network.predict(deep.data.inputs)
    assert deep.error(start) == pytest.approx(0.5 * np.sum((targets - predicted) ** 2), rel=1e-12)
    np.testing.assert_array_equal(deep.network_at(start).weights, deep.network.weights)


def test_a_plane_of_unit_directions_is_the_surface_of_two_weights(deep):
    plane = ErrorSurface.on(Plane(deep.network, deep.plane.origin, *deep.plane.directions), deep.data)
    w = np.random.default_rng(6).normal(size=(4, 2))
    np.testing.assert_array_equal(plane.hessian(w), deep.hessian(w))


@pytest.mark.parametrize("shape", [(2, 1), (2, 3, 2)])
def test_any_plane_has_exact_derivatives(shape):
    network, rng, h = random_network(shape, "sigmoid", True), np.random.default_rng(7), 1e-5
    E = ErrorSurface.on(Plane(network, *rng.normal(size=(3, network.weights.size))), random_data(shape))
    w = rng.normal(size=(4, 2))
    data = E.data
    loop = [0.5 * np.sum((data.targets - E.network_at(point).predict(data.inputs)) ** 2) for point in w]
    np.testing.assert_allclose(E.error(w), loop, rtol=1e-12)
    ahead, behind = w[:, None] + h * np.eye(2), w[:, None] - h * np.eye(2)
    np.testing.assert_allclose(E.gradient(w), (E.error(ahead) - E.error(behind)) / (2 * h), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(E.hessian(w), (E.gradient(ahead) - E.gradient(behind)) / (2 * h), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_saturated_units_neither_overflow_nor_vanish(name):
    E = ErrorSurface(
        Network.single_layer([[0.0, 0.0]], name),
        Dataset([[1.0, -1.0], [1.0, 2.0]], [[0.3], [0.0]]),
        ("w[1,1]", "w[2,1]"),
    )
    far = np.array([[1e4, 1.0], [-1e4, -1e4], [5e3, -5e3]])
    assert all(np.isfinite(part).all() for part in (E.error(far), E.gradient(far), E.hessian(far)))


def test_sample_puts_the_first_weight_across_and_the_second_up(deep):
    landscape = deep.sample(window=((-1, 2), (-3, 4)), resolution=(7, 5))
    assert isinstance(landscape, Landscape)
    assert landscape.error.shape == (5, 7)
    assert (landscape.w1[0], landscape.w1[-1], landscape.w2[0], landscape.w2[-1]) == (-1, 2, -3, 4)
    assert landscape.window == ((-1, 2), (-3, 4))
    assert landscape.error[3, 2] == pytest.approx(deep.error((landscape.w1[2], landscape.w2[3])), rel=1e-12)


DATA = Dataset([[1.0, 2.0]], [[0.0]])
NETWORK = Network.single_layer([[0.0, 0.0]], "tanh")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: ErrorSurface(NETWORK, DATA, ("w[1,1]", "w[1,1]")),
            r"`free` must be two different weights, got 'w\[1,1\]' twice",
        ),
        (lambda: ErrorSurface(NETWORK, DATA, ("w[1,1]", "b[1]")), r"must be one of w\[1,1\], w\[2,1\], got 'b\[1\]'"),
        (lambda: ErrorSurface(NETWORK, DATA, ("w[1,1]",)), "`free` must be the names of two weights"),
        (lambda: ErrorSurface(NETWORK, Dataset([[1.0]], [[0.0]]), ("w[1,1]", "w[2,1]")), "must have 2 inputs"),
        (lambda: ErrorSurface(NETWORK, Dataset([[1.0, 2]], [[0.0, 1]]), ("w[1,1]", "w[2,1]")), "must have 1 targets"),
        (lambda: ErrorSurface(NETWORK, DATA, None), "`free` must be the names of two weights, got None"),
        (lambda: ErrorSurface(3, DATA, ("w[1,1]", "w[2,1]")), "`network` must be a Network, got int"),
        (lambda: ErrorSurface(NETWORK, [[1.0]], ("w[1,1]", "w[2,1]")), "`data` must be a Dataset, got list"),
        (lambda: surface().error("a"), r"`w` must be numbers of shape \(..., 2\), got 'a'"),
        (lambda: surface().error([10**400, 1]), r"`w` must be numbers of shape \(..., 2\), got \[1000"),
        (lambda: surface().network_at([1.0, 2.0, 3.0]), "`w` must be two numbers, got 3"),
        (lambda: surface().sample(((-1e308, 1e308), (0, 1))), "`window` must have a finite width"),
        (lambda: surface().sample(((0, 0), (0, 1))), "`window` must run from a smaller to a larger number"),
        (lambda: surface().sample(((0, np.inf), (0, 1))), "`window` must have finite edges"),
        (lambda: surface().sample("wide"), "`window` must be"),
        (lambda: surface().sample(((0, 1), (0, 1)), 1), "`resolution` must be from 2 to 2001, got 1"),
        (lambda: surface().sample(((0, 1), (0, 1)), 5000), "`resolution` must be from 2 to 2001, got 5000"),
        (lambda: surface().sample(((0, 1), (0, 1)), 2.5), "`resolution` must be a whole number or two of them"),
        (lambda: surface().error([1.0, 2.0, 3.0]), r"`w` must have shape \(..., 2\), got \(3,\)"),
        (lambda: ErrorSurface.on(NETWORK, DATA), "`plane` must be a Plane, got Network"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def surface():
    return ErrorSurface(NETWORK, DATA, ("w[1,1]", "w[2,1]"))


def test_a_minimum_that_is_known():
    """A 1-2-1 network's own outputs as targets: at its own weights E = 0, no slope, and it curves up all round."""
    teacher = Network([Layer([[2.0], [-1.0]], "sigmoid", [0.5, 0.3]), Layer([[1.5, -2.0]], "sigmoid", [0.1])])
    inputs = np.linspace(-2, 2, 9)[:, None]
    E = ErrorSurface(teacher, Dataset(inputs, teacher.predict(inputs)), ("w1[1,1]", "w2[2,1]"))
    w = np.array([2.0, -2.0])
    assert E.error(w) < 1e-30
    np.testing.assert_allclose(E.gradient(w), 0, atol=1e-15)
    assert (np.linalg.eigvalsh(E.hessian(w)) > 0).all()


# --- many rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hidden", "free"),
    [
        ((), ("w[1,1]", "b[1]")),
        ((5,), ("w1[2,1]", "w2[4,1]")),
        ((5,), ("w1[2,1]", "b1[2]")),
        ((4, 3), ("w1[1,1]", "w3[2,1]")),
    ],
)
def test_many_rows_add_up_to_what_their_parts_come_to(hidden, free):
    rows, rng = 70_000, np.random.default_rng(4)
    counts = rng.integers(1, 5, rows).astype(float)
    data = Dataset(rng.normal(size=(rows, 2)), rng.normal(size=(rows, 1)), counts=counts)
    E, w = ErrorSurface(Network.of(2, hidden=hidden, seed=2), data, free), rng.normal(size=(3, 2))
    parts = [E.of_rows(np.arange(k, k + 1000)) for k in range(0, rows, 1000)]
    for name in ("error", "gradient", "hessian"):
        plain = sum(getattr(part, name)(w) for part in parts)
        np.testing.assert_allclose(getattr(E, name)(w), plain, rtol=1e-10, atol=1e-7, err_msg=name)
    error, gradient = E.error_and_gradient(w)
    np.testing.assert_allclose(error, E.error(w), rtol=1e-14)
    np.testing.assert_allclose(gradient, E.gradient(w), rtol=1e-13)
