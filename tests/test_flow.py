"""Lines of steepest descent and ascent, and twins, against closed forms and finite differences."""

from itertools import pairwise

import analytic
import numpy as np
import pytest

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.landscape import critical_points, has_kinks, hollows, twins, valleys, watersheds
from surface.landscape.flow import STEPS, UNFINISHED, Goals, follow
from surface.landscape.hollows import Lake
from surface.landscape.points import CriticalPoint
from surface.landscape.search import View, newton
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import SCENES

WINDOW = ((-4.0, 7.5), (-4.0, 7.0))


def slope(E, w, size):
    """The gradient by differences of errors alone."""
    steps = size * np.eye(2)
    return np.stack([(E.error(w + step) - E.error(w - step)) / (2 * size) for step in steps], axis=-1)


def off_course(E, path, size):
    """By which angles the ways between places of a path lie off the gradient half-way, in radians."""
    way, g = np.diff(path, axis=0), slope(E, (path[1:] + path[:-1]) / 2, size)
    across = way[:, 0] * g[:, 1] - way[:, 1] * g[:, 0]
    return np.abs(across / (np.linalg.norm(way, axis=1) * np.linalg.norm(g, axis=1)))


def all_lines(E, window, **most):
    points = critical_points(E, window)
    pairs = [(find(E, window, points, **most), sign) for find, sign in ((watersheds, 1), (valleys, -1))]
    saddles = [point for point in points if point.kind == "saddle"]
    assert [len(lines) for lines, _ in pairs] == [len(saddles)] * 2
    for lines, sign in pairs:
        for saddle, pair in zip(saddles, lines, strict=True):
            for line in pair:
                np.testing.assert_array_equal(line.path[0], saddle.weights)
                yield line, sign


def test_the_lines_of_the_cosines_are_straight_and_end_at_the_lattice():
    lines = list(all_lines(analytic.COSINES, WINDOW))
    assert len(lines) == 4 * 8
    for line, sign in lines:
        # One of the two axes has no slope on the way: it stays at a multiple of π.
        fixed = int(np.argmin(np.ptp(line.path, axis=0)))
        np.testing.assert_allclose(line.path[:, fixed], line.path[0, fixed], atol=1e-9)
        end = line.path[0] + np.where(np.arange(2) == fixed, 0, np.pi * np.sign(line.path[-1] - line.path[0]))
        inside = all(low <= x <= high for x, (low, high) in zip(end, WINDOW, strict=True))
        assert line.on_edge != inside
        if inside:
            assert line.end.kind == ("maximum" if sign > 0 else "minimum")
            np.testing.assert_allclose(line.path[-1], end, atol=1e-9)


@pytest.mark.parametrize("name", ["two-hollows", "egg-box", "xor-gate", "teacher-twins", "saddle"])
def test_lines_follow_the_gradient_and_the_error_falls_or_rises_all_along(name):
    E, window = SCENES[name].surface(), SCENES[name].window
    for line, sign in all_lines(E, window):
        assert 2 <= len(line.path) <= 200
        assert np.all(np.diff(line.error) * sign > 0)
        np.testing.assert_array_equal(line.error, E.error(line.path))
        # Off the saddle and at the end the gradient vanishes, and the last steps are long for the bend before it.
        off = off_course(E, line.path[1:-6], 1e-4)
        assert np.median(off) < 0.005
        # In a bend the way half-way between two places is not that of the line.
        assert np.max(off) < 0.1
        assert line.on_edge or line.end is not None
        if line.end is not None:
            np.testing.assert_array_equal(line.path[-1], line.end.weights)


def test_downhill_from_beside_a_watershed_one_ends_on_either_side():
    E, window = SCENES["two-hollows"].surface(), SCENES["two-hollows"].window
    points = critical_points(E, window)
    pass_ = hollows(E, window, points)[1].saddle
    pair = dict(zip([p for p in points if p.kind == "saddle"], watersheds(E, window, points), strict=True))[pass_]
    for line in pair:
        middle = len(line.path) // 3
        along = line.path[middle + 1] - line.path[middle]
        beside = line.path[middle] + 1e-3 * np.array([[-along[1], along[0]], [along[1], -along[0]]]) / np.hypot(*along)
        for _ in range(4_000):
            beside = beside - 0.1 * E.gradient(beside)
        ends = [min(points.minima, key=lambda p: np.hypot(*(p.weights - w))) for w in beside]
        assert ends[0] is not ends[1]


def test_paths_are_thinned_as_asked():
    for line, _ in all_lines(SCENES["egg-box"].surface(), SCENES["egg-box"].window, most=12):
        assert len(line.path) <= 12


def test_a_narrow_bent_valley_is_followed_to_its_end():
    """Along y = x² the valley is 4,000 times stiffer across than along."""
    E = analytic.Formula(
        lambda x, y: (x**2 - 1) ** 2 / 4 + 1000 * (y - x**2) ** 2,
        lambda x, y: (x * (x**2 - 1) - 4000 * x * (y - x**2), 2000 * (y - x**2)),
    )
    window = ((-2.0, 2.0), (-1.0, 3.0))
    lakes = hollows(E, window)
    assert len(lakes) == 2
    for line in valleys(E, window, critical_points(E, window))[0]:
        assert np.all(np.diff(line.error) < 0)
        np.testing.assert_allclose(np.abs(line.path[-1]), (1, 1), atol=1e-9)
        np.testing.assert_allclose(line.path[:, 1], line.path[:, 0] ** 2, atol=1e-2)


def test_a_line_that_ends_where_no_goal_is_goes_no_further():
    E, window = SCENES["two-hollows"].surface(), SCENES["two-hollows"].window
    points, view, calls = critical_points(E, window), View(E, window), []
    E.tick = lambda: calls.append(1)
    starts = points.minima[0].weights + 0.05 * view.width * np.array([[1, 0], [0, 1], [-1, -1]])
    there = follow(view, starts, Goals(view, points.minima))
    with_goals = len(calls)
    astray = follow(view, starts, Goals(view, points.minima[1:]))
    assert there.goal.tolist() == [0, 0, 0]
    assert astray.goal.tolist() == [UNFINISHED] * 3
    np.testing.assert_allclose(astray.weights, there.weights, atol=1e-9)
    assert len(calls) < 3 * with_goals < 3 * STEPS / 10


def test_newton_passes_over_the_data_once_for_each_step():
    E, window, calls = SCENES["xor-hidden"].surface(), SCENES["xor-hidden"].window, []
    view = View(E.watched(lambda: calls.append(1)), window)
    u = np.random.default_rng(4).uniform(size=(20, 2))
    newton(view, u, 0.1, rounds=6)
    assert len(calls) == 7  # where they start, and where each of the steps leads


def test_a_surface_without_saddles_has_no_lines():
    points = critical_points(analytic.bowl(1, 2), WINDOW)
    assert watersheds(analytic.bowl(1, 2), WINDOW, points) == valleys(analytic.bowl(1, 2), WINDOW, points) == ()


def marked(networks, data):
    """The groups of twins, by number, among networks, each taken as a hollow of one surface."""
    free = tuple(networks[0].names[:2])

    class Stack(ErrorSurface):
        def network_at(self, w):
            return networks[int(w[0])]

    E, lakes = Stack(networks[0], data, free), []
    for number, network in enumerate(networks):
        error = 0.5 * float(np.sum((data.targets - network.predict(data.inputs)) ** 2))
        point = CriticalPoint(np.array([float(number), 0.0]), error, np.ones(2), "minimum")
        lakes.append(Lake(point, None, None, None, False, True))
    return [[int(lake.minimum.weights[0]) for lake in group] for group in twins(E, lakes)]


def changed(network, seed, turn):
    """The same network with its hidden units exchanged and, where `turn` is −1 or 1, signs turned as that allows."""
    rng, layers = np.random.default_rng(seed), list(network.layers)
    for k in range(len(layers) - 1):
        order, sign = rng.permutation(layers[k].units), rng.choice([1.0, -1.0], layers[k].units)
        sign = sign if turn else np.ones_like(sign)
        out = layers[k + 1].weights * (sign if turn < 0 else 1)
        layers[k] = Layer(
            (sign[:, None] * layers[k].weights)[order], layers[k].activation, (sign * layers[k].bias)[order]
        )
        layers[k + 1] = Layer(out[:, order], layers[k + 1].activation, layers[k + 1].bias)
    return Network(layers)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(2, 4, 1), (2, 3, 3, 2)])
def test_exchanged_units_and_turned_signs_are_twins_and_nothing_else_is(name, sizes):
    turn = {"identity": -1, "tanh": -1, "sin": -1, "gaussian": 1}.get(name, 0)
    rng = np.random.default_rng(len(name) + len(sizes))
    data = Dataset(rng.normal(size=(12, 2)), rng.normal(size=(12, sizes[-1])))
    parts = [(rng.normal(size=(b, a)), name, rng.normal(size=b)) for a, b in pairwise(sizes)]
    # Two units alike from below, told apart by what they do above.
    parts[0][0][1], parts[0][2][1] = parts[0][0][0], parts[0][2][0]
    parts[-1] = (parts[-1][0], "sigmoid", parts[-1][2])
    network = Network([Layer(*part) for part in parts])
    twin, other = changed(network, 1, turn), network.with_weights(network.weights + 1e-4)
    assert np.allclose(twin.predict(data.inputs), network.predict(data.inputs), atol=1e-12)
    nearly = changed(network.with_weights(network.weights * (1 + 1e-13)), 2, turn)
    assert marked([network, other, twin, nearly], data) == [[0, 2, 3]]


def test_a_sign_that_may_not_be_turned_makes_another_network():
    rng = np.random.default_rng(0)
    data = Dataset(np.zeros((3, 2)), np.zeros((3, 1)))
    # At inputs of 0 without biases all have the same error: only the weights tell them apart.
    weights, out = rng.normal(size=(2, 2)), rng.normal(size=(1, 2))
    for name in ACTIVATIONS:
        networks = [
            Network([Layer(a * weights, name), Layer(b * out, "identity")]) for a, b in ((1, 1), (-1, 1), (-1, -1))
        ]
        expected = {"identity": [[0, 2]], "tanh": [[0, 2]], "sin": [[0, 2]], "gaussian": [[0, 1]]}.get(name, [])
        assert marked(networks, data) == expected


def test_the_twins_of_the_scene_are_marked():
    E, window = SCENES["teacher-twins"].surface(), SCENES["teacher-twins"].window
    lakes = hollows(E, window)
    assert twins(E, lakes) == (lakes,)


@pytest.mark.parametrize("name", ["two-hollows", "xor-gate", "iris-hard"])
def test_networks_that_differ_are_no_twins(name):
    E, window = SCENES[name].surface(), SCENES[name].window
    assert not has_kinks(E)
    assert twins(E, hollows(E, window)) == ()
