"""Critical points against formulas, against counting on a grid, and against the number of turns of the gradient."""

from collections import Counter
from itertools import product

import analytic
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.landscape import CriticalPoints, critical_points
from surface.landscape.search import View, winding_number
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import SCENES


def counts(points):
    """Minima, saddles, maxima."""
    found = Counter(point.kind for point in points)
    return found["minimum"], found["saddle"], found["maximum"]


def random_surface(seed, activations, hidden=False):
    """A small random network on random data, over two of its weights."""
    rng = np.random.default_rng(seed)
    shapes = [(2, 2), (1, 2)] if hidden else [(1, 2)]
    layers = [
        Layer(rng.normal(size=s) * 2, activations[seed % len(activations)], rng.normal(size=s[0])) for s in shapes
    ]
    network = Network(layers)
    free = rng.choice(network.names, 2, replace=False).tolist()
    n = rng.integers(4, 30)
    return ErrorSurface(network, Dataset(rng.normal(size=(n, 2)), rng.uniform(0, 1, size=(n, 1))), free)


def grid_minima(E, window, resolution=201):
    """Where walks downhill from cell to cell end, on ever finer grids: an independent search for the minima."""
    sampled = E.sample(window, resolution)
    inner = slice(1, -1)
    around = [
        np.roll(sampled.error, shift, axis=(0, 1))[inner, inner]
        for shift in product((-1, 0, 1), repeat=2)
        if shift != (0, 0)
    ]
    j, i = np.nonzero(np.all(sampled.error[inner, inner] < around, axis=0))
    starts = np.stack([sampled.w1[i + 1], sampled.w2[j + 1]], axis=-1)
    return [walked_down(E, w, (window[0][1] - window[0][0]) / (resolution - 1)) for w in starts]


def walked_down(E, w, size):
    """Go to the lowest of the grid points around w until it is w itself, then halve the grid's step."""
    offsets = np.array(list(product((-1, 0, 1), repeat=2)))
    while size > 1e-7:
        around = w + size * offsets
        best = around[np.argmin(E.error(around))]
        w, size = (w, size / 2) if np.array_equal(best, w) else (best, size)
    return w


@settings(max_examples=40)
@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(-1.9, 1.9), st.floats(-2.9, 2.9), st.floats(0, np.pi))
def test_a_bowl_has_one_minimum_where_it_was_put(first, second, x, y, turn):
    points = critical_points(analytic.bowl(first, second, centre=(x, y), floor=7.0, turn=turn), ((-2, 2), (-3, 3)))
    assert counts(points) == (1, 0, 0)
    np.testing.assert_allclose(points[0].weights, (x, y), atol=1e-9)
    np.testing.assert_allclose(points[0].eigenvalues, sorted((first, second)), rtol=1e-9)
    assert points[0].error == pytest.approx(7.0)
    assert (points.winding_number, points.balanced) == (1, True)


def test_the_lattice_of_the_cosines_is_found_whole():
    points = critical_points(analytic.COSINES, ((-20, 20), (-20, 20)))
    lattice = {(i, j) for i in range(-6, 7) for j in range(-6, 7)}
    kinds = {0: "minimum", 1: "saddle", 2: "maximum"}
    found = {tuple(np.round(p.weights / np.pi).astype(int).tolist()): p for p in points}
    assert len(points) == len(lattice)
    assert found.keys() == lattice
    for (i, j), point in found.items():
        np.testing.assert_allclose(point.weights, (i * np.pi, j * np.pi), atol=1e-9)
        assert point.kind == kinds[i % 2 + j % 2]
    assert points.balanced is True
    assert len(points.lowest) == 49


def test_points_on_the_edge_count_and_take_the_winding_number_away():
    points = critical_points(analytic.COSINES, ((0, 2 * np.pi), (-1, 1)))
    assert counts(points) == (2, 1, 0)
    assert points.winding_number is None
    assert points.balanced is None


def test_a_monkey_saddle_is_degenerate_and_turns_twice_backwards():
    points = critical_points(analytic.MONKEY, ((-1, 1.3), (-1, 1.1)))
    assert len(points) == 0
    assert points.winding_number == -2
    assert points.balanced is False
    assert [place.kind for place in points.degenerate] == ["degenerate point"]
    np.testing.assert_allclose(points.degenerate[0].weights, 0, atol=1e-4)


@pytest.mark.parametrize(
    ("E", "kinds", "winding"),
    [
        (analytic.VALLEY, ["valley floor"], None),
        (analytic.RING, ["valley floor"], 1),
        (analytic.QUARTIC, ["degenerate point"], 1),
        (analytic.LEVEL, ["flat"], None),
        (analytic.SLOPE, [], 0),
    ],
)
def test_what_is_no_point_is_named_once(E, kinds, winding):
    points = critical_points(E, ((-1.5, 1.3), (-1.4, 1.6)))
    assert [place.kind for place in points.degenerate] == kinds
    assert points.winding_number == winding
    assert not points.minima


def test_the_ring_has_a_maximum_amid_its_floor():
    points = critical_points(analytic.RING, ((-1.5, 1.3), (-1.4, 1.6)))
    assert counts(points) == (0, 0, 1)
    np.testing.assert_allclose(np.linalg.norm(points.degenerate[0].weights), 1, atol=1e-9)
    np.testing.assert_allclose(points.degenerate[0].extent, ((-1, 1), (-1, 1)), atol=0.02)


@pytest.mark.parametrize(
    ("E", "window", "expected"),
    [
        (analytic.ROSENBROCK, ((-2, 2), (-1, 3)), (1, 0, 0)),
        (analytic.HIMMELBLAU, ((-5, 5), (-5, 5)), (4, 4, 1)),
        (analytic.SADDLE, ((-1, 2), (-1, 2)), (0, 1, 0)),
        (analytic.HOLLOWS, analytic.HOLLOWS_WINDOW, (2, 4, 2)),
        (analytic.STEP, analytic.STEP_WINDOW, (1, 0, 0)),
        (analytic.UNDECIDED, analytic.UNDECIDED_WINDOW, (2, 1, 0)),
    ],
)
def test_known_surfaces(E, window, expected):
    points = critical_points(E, window)
    assert counts(points) == expected
    assert points.balanced is True
    assert not points.degenerate
    for point in points:
        assert np.linalg.norm(E.gradient(point.weights)) <= 1e-10 * points.gradient_scale


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_every_scene_balances_or_has_kinks(scene):
    E = scene.surface()
    points = critical_points(E, scene.window)
    kinked = any(ACTIVATIONS[layer.activation].kinks for layer in E.network.layers)
    assert points.balanced is (None if kinked else True)
    assert len(points.degenerate) == (1 if kinked else 0)
    for point in points:
        assert np.linalg.norm(E.gradient(point.weights)) <= 1e-10 * points.gradient_scale
        assert point.kind == ("minimum", "saddle", "maximum")[np.count_nonzero(point.eigenvalues < 0)]


def test_points_are_sorted_and_the_lowest_includes_ties():
    points = critical_points(analytic.UNDECIDED, analytic.UNDECIDED_WINDOW)
    assert [point.kind for point in points] == ["minimum", "minimum", "saddle"]
    assert len(points.lowest) == 2
    hollows = critical_points(analytic.HOLLOWS, analytic.HOLLOWS_WINDOW)
    assert hollows.lowest == hollows.minima[:1]
    assert hollows[0].error < hollows[1].error
    assert hollows.points[:2] == hollows.minima
    assert isinstance(hollows, CriticalPoints)


def test_a_window_without_minima_has_no_lowest():
    points = critical_points(analytic.SLOPE, ((0, 1), (0, 1)))
    assert (points.minima, points.lowest) == ((), ())


def test_a_hinge_has_its_minimum_and_its_table():
    points = critical_points(analytic.HINGE, analytic.HINGE_WINDOW)
    assert counts(points) == (1, 0, 0)
    np.testing.assert_allclose(points[0].weights, (0.55, 0.8), atol=1e-9)
    assert [place.kind for place in points.degenerate] == ["flat"]
    assert not analytic.HINGE.gradient(points.degenerate[0].weights).any()
    assert (points.winding_number, points.balanced) == (None, None)


def test_saturation_is_not_mistaken_for_points():
    far = ((15.0, 40.0), (0.5, 20.0))
    points = critical_points(analytic.STEP, far)
    assert len(points) == 0
    assert len(points.degenerate) <= 1


def test_a_narrow_pit_beside_a_wide_bowl_is_found():
    def pit(x, y):
        return 0.05 * np.exp(-((x - 0.71) ** 2 + (y - 0.33) ** 2) / (2 * 0.01**2))

    E = analytic.Formula(
        lambda x, y: x**2 + y**2 - pit(x, y),
        lambda x, y: (2 * x + pit(x, y) * (x - 0.71) / 0.01**2, 2 * y + pit(x, y) * (y - 0.33) / 0.01**2),
    )
    assert counts(critical_points(E, ((-1, 1), (-1, 1)))) == (2, 1, 0)


def test_unlike_units_along_the_axes_change_nothing():
    E = analytic.bowl(1e-8, 1e8, centre=(300.0, 0.002))
    points = critical_points(E, ((-1e4, 1e4), (-1e-2, 1e-2)))
    assert counts(points) == (1, 0, 0)
    np.testing.assert_allclose(points[0].weights, (300.0, 0.002), rtol=1e-7)


@pytest.mark.parametrize("hidden", [False, True], ids=["single layer", "hidden layer"])
@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name not in ("relu", "identity")])
@pytest.mark.parametrize("seed", range(3))
def test_every_minimum_of_the_grid_is_found(activation, seed, hidden):
    E, window = random_surface(seed, [activation], hidden), ((-3.0, 3.0), (-3.0, 3.0))
    points = critical_points(E, window)
    assert points.balanced is not False
    found = [point.weights for point in points.minima] + [place.weights for place in points.degenerate]
    for w in grid_minima(E, window):
        if np.abs(w).max() < 3:
            assert np.abs(np.array(found) - w).max(axis=-1).min() < 1e-3


def test_the_winding_number_counts_the_turns():
    for power, turns in ((1, 1), (2, 2), (3, 3)):
        E = analytic.Formula(
            lambda x, y: 0 * x,
            lambda x, y, n=power: (((x + 1j * y) ** n).real, ((x + 1j * y) ** n).imag),
        )
        assert winding_number(View(E, ((-1, 2), (-1.5, 1)))) == turns


def test_a_wrong_window_is_refused():
    with pytest.raises(ValueError, match="smaller to a larger"):
        critical_points(analytic.COSINES, ((1, 0), (0, 1)))


def test_it_asks_of_few_places_and_few_boxes(monkeypatch):
    asked = {name: list[int]() for name in ("gradient", "derivatives", "enclosed_gradient", "enclosed_derivatives")}

    def counting(name, ask, axes):
        return lambda E, w: (asked[name].append(np.size(w) // 2**axes), ask(E, w))[1]

    for name in asked:
        axes = 2 if name.startswith("enclosed") else 1
        monkeypatch.setattr(ErrorSurface, name, counting(name, getattr(ErrorSurface, name), axes))
    critical_points(random_surface(3, ["sigmoid"]), ((-4, 4), (-4, 4)))
    assert 10 < sum(asked["enclosed_gradient"] + asked["enclosed_derivatives"]) < 2000
    assert sum(asked["gradient"] + asked["derivatives"]) < 10_000


def test_a_minimum_at_a_kink_is_found_and_named():
    E = analytic.network_surface("relu", [[1, 0.2], [0.3, 1], [-0.5, 0.6]], [-1, 0.5, -0.3])
    points = critical_points(E, ((-3, 3), (-3, 3)))
    assert [place.kind for place in points.degenerate] == ["flat", "minimum at a kink"]
    place = points.degenerate[1]
    sampled = E.sample(((-3, 3), (-3, 3)), 601)
    assert place.error <= sampled.error.min()
    assert np.linalg.norm(E.gradient(place.weights)) > 0.1
    assert points.lowest == points.hollows[:1] == (place,)
    assert points.minima == ()
