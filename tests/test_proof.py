"""Proven critical points against sign changes of one-dimensional slopes, published functions, and many Newton starts.

None of these knows of boxes: what they find must be listed, and what is listed must be found by them.
"""

from collections import Counter
from itertools import product

import analytic
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.landscape import critical_points, has_kinks
from surface.landscape.proof import Fate, spread, traced
from surface.model import ACTIVATIONS, Layer, Network, Plane
from surface.scenes import SCENES


def counts(points):
    """Minima, saddles, maxima."""
    found = Counter(point.kind for point in points)
    return found["minimum"], found["saddle"], found["maximum"]


def newton_zeros(E, window, ticks=36):
    """The proper zeros that Newton's method reaches from a grid of starts: (m, 2), some of them more than once."""
    w = np.stack(np.meshgrid(*(np.linspace(*edges, ticks) for edges in window)), axis=-1).reshape(-1, 2)
    low, high = np.array(window).T
    for _ in range(45):
        with np.errstate(all="ignore"):
            H = E.hessian(w)
            det = np.linalg.det(H)
            w, H = w[np.abs(det) > 1e-200], H[np.abs(det) > 1e-200]
            step = np.linalg.solve(H, E.gradient(w)[..., None])[..., 0]
        longest = np.abs(step / (high - low)).max(axis=-1, keepdims=True)
        w = w - step * np.minimum(1, 0.1 / np.maximum(longest, 1e-300))
        w = w[np.all(np.isfinite(w) & (w > low - (high - low)) & (w < high + (high - low)), axis=-1)]
    H = E.hessian(w)
    values = np.abs(np.linalg.eigvalsh(H))
    regular = values.min(axis=-1) > 1e-7 * values.max(axis=-1)
    w, H = w[regular], H[regular]
    step = np.linalg.solve(H, E.gradient(w)[..., None])[..., 0]
    settled = np.abs(step / (high - low)).max(axis=-1) < 1e-9
    return w[settled & np.all((w >= low) & (w <= high), axis=-1)]


def inside(w, boxes, share):
    """Whether a place lies in any of some boxes, each made larger by a share of it."""
    low, high = boxes[..., 0], boxes[..., 1]
    return bool(np.any(np.all((w >= low - share) & (w <= high + share), axis=-1)))


def enclosures(points):
    return np.array([point.enclosure for point in points if point.enclosure is not None]).reshape(-1, 2, 2)


def assert_all(E, window, points=None):
    """Every zero of Newton's is listed or lies in ground that is shown as undecided; boxes hold their points alone."""
    points = critical_points(E, window) if points is None else points
    share = 1e-8 * np.ptp(window, axis=-1)
    places = [p.weights for p in points] + [place.weights for place in points.degenerate]
    for w in newton_zeros(E, window):
        listed = inside(w, enclosures(points), share) or any(np.all(np.abs(w - p) <= 10 * share) for p in places)
        assert listed or inside(w, points.undecided, share), w
    for point in points:
        if point.enclosure is not None:
            assert inside(point.weights, point.enclosure[None], share)
            others = [p.weights for p in points if p is not point]
            assert not any(inside(w, point.enclosure[None], 0) for w in others)
    return points


@pytest.mark.parametrize("name", SCENES)
def test_every_smooth_scene_is_proven(name):
    E, window = SCENES[name].surface(), SCENES[name].window
    points = assert_all(E, window)
    assert points.proven is not has_kinks(E)
    if points.proven:
        assert points.balanced is True
        assert all(point.enclosure is not None for point in points)
        assert points.undecided.shape == (0, 2, 2)


# --- products of one-dimensional problems ---------------------------------------------------------------------------


def sign_changes(slope, low, high, ticks=2_000_001):
    """Where a function of one number changes its sign: the middles of intervals, to a millionth of the range."""
    x = np.linspace(low, high, ticks)
    sign = np.sign(slope(x))
    return (x[:-1] + x[1:])[sign[:-1] * sign[1:] < 0] / 2


THREE_SCALES = np.array([[-0.84, 0.12], [-6.64, 0.91], [-26.27, 0.37]])


def three_scales():
    """A unit whose rows feed either one weight or the other, so that E is a sum of two functions of one weight."""
    x, y = THREE_SCALES.T
    inputs = np.concatenate([np.stack([x, 0 * x], -1), np.stack([0 * x, x], -1)])
    network = Network([Layer([[0.0, 0.0]], "sigmoid")])
    return ErrorSurface(network, Dataset(inputs, np.tile(y, 2)[:, None]), ("w[1,1]", "w[2,1]"))


def three_scales_slope(a):
    x, y = THREE_SCALES.T
    f = (1 + np.tanh(a[:, None] * x / 2)) / 2
    return np.sum((f - y) * f * (1 - f) * x, axis=-1)


@pytest.mark.parametrize("half", [3, 4.4, 5.55, 5.99, 6, 6.45, 10, 17, 30])
def test_points_of_three_scales_are_all_combinations_at_every_window(half):
    roots = sign_changes(three_scales_slope, -half, half, 400_001)
    np.testing.assert_allclose(np.sort(roots), (0.00545, 0.738, 2.3718), atol=5e-4)
    points = critical_points(three_scales(), ((-half, half), (-half, half)))
    assert (counts(points), points.proven) == ((4, 4, 1), True)
    # Far out the gradient turns within less of the edge than float64 can halve, and then there is no number of turns.
    assert points.balanced is not False
    for w in product(roots, repeat=2):
        assert min(np.abs(point.weights - w).max() for point in points) < 2e-4


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-0.9, 0.9)), min_size=3, max_size=3), st.floats(2, 9))
def test_points_of_a_product_of_sines_are_all_combinations(rows, half):
    x, y = np.array([(x + 0.2 * np.sign(x) + 0.01, y) for x, y in rows]).T
    slope = lambda a: sum((np.sin(a * u) - v) * np.cos(a * u) * u for u, v in zip(x, y, strict=True))  # noqa: E731
    roots = sign_changes(slope, -half, half, 200_001)
    inputs = np.concatenate([np.stack([x, 0 * x], -1), np.stack([0 * x, x], -1)])
    E = ErrorSurface(
        Network([Layer([[0.0, 0.0]], "sin")]), Dataset(inputs, np.tile(y, 2)[:, None]), ("w[1,1]", "w[2,1]")
    )
    points = critical_points(E, ((-half, half), (-half, half)))
    # A slope that touches zero, or that two roots within one tick hide, is no change of sign: then there are more.
    assert len(points) >= len(roots) ** 2 or not points.proven
    places = np.array([point.weights for point in points]).reshape(-1, 2)
    for w in product(roots, repeat=2):
        near = np.abs(places - w).max(axis=-1).min(initial=np.inf) < 1e-3
        assert near or inside(np.array(w), points.undecided, 1e-3)
    if points.proven:
        assert np.abs(E.gradient(places)).max(initial=0) <= 1e-9 * points.gradient_scale


# --- published functions, each with an interval form of its own ----------------------------------------------------


@pytest.mark.parametrize(
    ("E", "window", "expected"),
    [
        (analytic.ROSENBROCK, ((-2, 2), (-1, 3)), (1, 0, 0)),
        (analytic.HIMMELBLAU, ((-5, 5), (-5, 5)), (4, 4, 1)),
        (analytic.CAMEL, ((-3, 3), (-2, 2)), (6, 7, 2)),
        (analytic.BEALE, ((-4.5, 4.5), (-4.5, 4.5)), None),
        (analytic.RASTRIGIN, ((-2.3, 2.2), (-1.2, 3.1)), None),
    ],
    ids=["Rosenbrock", "Himmelblau", "six-hump camel", "Beale", "Rastrigin"],
)
def test_published_functions_are_proven(E, window, expected):
    points = assert_all(E, window)
    assert points.proven
    assert points.balanced is True
    zeros = newton_zeros(E, window)
    for point in points:
        assert np.abs(zeros - point.weights).max(axis=-1).min() < 1e-6
    assert expected in (None, counts(points))


def test_the_points_of_rastrigin_are_all_combinations():
    slope = lambda x: 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)  # noqa: E731
    across, up = sign_changes(slope, -2.3, 2.2), sign_changes(slope, -1.2, 3.1)
    points = critical_points(analytic.RASTRIGIN, ((-2.3, 2.2), (-1.2, 3.1)))
    assert len(points) == len(across) * len(up)
    for w in product(across, up):
        assert min(np.abs(point.weights - w).max() for point in points) < 1e-5


def test_a_surface_without_bounds_is_searched_and_proves_nothing():
    points = critical_points(analytic.COSINES, ((-4, 4), (-4, 4)))
    assert not points.proven
    np.testing.assert_array_equal(points.undecided, [((-4, 4), (-4, 4))])
    assert {point.enclosure for point in points} == {None}


# --- networks of any kind -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [False, True], ids=["one layer", "two layers"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_nothing_that_newton_finds_is_missing(activation, hidden, seed):
    rng = np.random.default_rng(seed)
    outputs = 1 + seed % 2
    shapes = [(2, 2), (outputs, 2)] if hidden else [(outputs, 2)]
    network = Network([Layer(2 * rng.normal(size=shape), activation, rng.normal(size=shape[0])) for shape in shapes])
    data = Dataset(rng.normal(size=(6, 2)), rng.uniform(size=(6, outputs)))
    E = ErrorSurface(network, data, rng.choice(network.names, 2, replace=False).tolist())
    half = rng.uniform(1, 6)
    assert_all(E, ((-half, half), (-half, half)))


def test_other_planes_than_two_weights_are_proven():
    rng = np.random.default_rng(5)
    network = Network(
        [Layer(rng.normal(size=(2, 2)), "tanh", rng.normal(size=2)), Layer(rng.normal(size=(1, 2)), "tanh")]
    )
    data = Dataset(rng.normal(size=(8, 2)), rng.uniform(-0.9, 0.9, size=(8, 1)))
    E = ErrorSurface.on(Plane.random(network, 1), data)
    assert assert_all(E, ((-2, 2), (-2, 2))).proven


# --- what is no point -----------------------------------------------------------------------------------------------

XOR = Dataset([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])


def test_the_valley_floor_of_xor_without_held_weights_is_named_and_left_undecided():
    network = Network([Layer(np.zeros((2, 2)), "sigmoid", np.zeros(2)), Layer([[0.0, 0.0]], "sigmoid", [0.0])])
    E = ErrorSurface(network, XOR, ("w1[1,1]", "w2[1,1]"))
    points = critical_points(E, ((-5, 5), (-4, 6)))
    assert [place.kind for place in points.degenerate] == ["valley floor"]
    np.testing.assert_allclose(points.degenerate[0].extent, ((-5, 5), (0, 0)), atol=0.2)
    assert not points.proven
    for w1 in np.linspace(-4.9, 4.9, 29):
        assert inside(np.array([w1, 0.0]), points.undecided, 0)
    # Only round the line: what the boxes leave open is next to nothing of the window.
    assert np.prod(np.ptp(points.undecided, axis=-1), axis=-1).sum() < 2


def test_the_crossing_lines_of_two_units_in_a_row_are_named():
    network = Network([Layer([[0.0]], "tanh"), Layer([[0.0]], "tanh")])
    E = ErrorSurface(network, Dataset([[-1], [1]], [[0.4], [0.4]]), network.names)
    points = critical_points(E, ((-3, 3), (-2, 4)))
    assert not points.proven
    for w in ([2.0, 0.0], [0.0, 3.0], [0.0, 0.0], [-1.3, 0.0]):
        assert inside(np.array(w), points.undecided, 0)
    kinds = {place.kind for place in points.degenerate}
    assert kinds <= {"valley floor", "ridge", "flat", "degenerate point"}
    assert kinds & {"valley floor", "ridge"}


def test_units_beyond_all_slope_are_flat():
    network = Network([Layer([[0.0, 0.0]], "sigmoid")])
    E = ErrorSurface(network, Dataset([[1, 1], [2, 1]], [[0.2], [0.3]]), network.names)
    points = critical_points(E, ((800, 2000), (800, 2000)))
    assert [place.kind for place in points.degenerate] == ["flat"]
    assert (len(points), points.proven) == (0, True)


def test_deep_saturation_that_has_not_underflowed_is_decided():
    network = Network([Layer([[0.0, 0.0]], "sigmoid")])
    E = ErrorSurface(network, Dataset([[1, 1], [2, 1]], [[0.2], [0.3]]), network.names)
    points = critical_points(E, ((20, 60), (20, 60)))
    assert (len(points), points.degenerate, points.proven) == (0, (), True)


def test_a_flat_of_relu_is_named_and_its_kinks_are_undecided():
    points = assert_all(analytic.HINGE, analytic.HINGE_WINDOW)
    assert counts(points) == (1, 0, 0)
    assert points[0].enclosure is not None
    assert [place.kind for place in points.degenerate] == ["flat"]
    assert not points.proven
    area = np.prod(np.ptp(points.undecided, axis=-1), axis=-1).sum()
    assert area < 0.05 * np.prod(np.ptp(analytic.HINGE_WINDOW, axis=-1))


def test_a_point_on_the_edge_is_named_as_one():
    network = Network([Layer([[0.0, 0.0]], "identity")])
    E = ErrorSurface(network, Dataset([[1, 0], [0, 1]], [[1.0], [0.5]]), network.names)
    on, within = (critical_points(E, window) for window in (((1, 3), (0, 2)), ((0, 3), (0, 2))))
    assert [point.on_edge for point in on] == [True]
    assert [point.on_edge for point in within] == [False]
    assert on.proven
    assert on.winding_number is None


@pytest.mark.parametrize("away", [1e-8, 1e-9, 1e-10, 1e-11])
@pytest.mark.parametrize("bounded", [True, False])
def test_a_point_just_outside_is_neither_listed_nor_counted(away, bounded):
    bowl = analytic.Formula(lambda x, y: ((x - 1) ** 2 + (y - 1) ** 2) / 2, lambda x, y: (x - 1, y - 1))
    network = Network([Layer([[0.0, 0.0]], "identity")])
    E = ErrorSurface(network, Dataset([[1, 0], [0, 1]], [[1.0], [1.0]]), network.names) if bounded else bowl
    out, within = (critical_points(E, ((1 + side * away, 3), (0, 3))) for side in (1, -1))
    assert (len(out), out.winding_number) == (0, 0)
    assert (len(within), within.winding_number) == (1, 1)
    assert not within[0].on_edge
    assert critical_points(E, ((1 + away, 3), (1, 3))).balanced is not False


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_what_the_budget_does_not_reach_is_said():
    points = critical_points(SCENES["egg-box"].surface(), ((-2000, 2000), (-2000, 2000)))
    assert not points.proven
    assert len(points.undecided)


def test_many_points_are_proven_in_time_linear_in_their_number():
    points = critical_points(SCENES["egg-box"].surface(), ((-40, 40), (-40, 40)))
    assert points.proven
    assert points.balanced is not False
    assert len(points) > 2000


def test_points_of_a_large_table_are_those_of_all_its_rows():
    rng = np.random.default_rng(0)
    x = rng.uniform(-3, 3, (4000, 2))
    y = 0.5 + 0.4 * np.tanh(x @ [1.3, 0.7])[:, None] + 0.05 * rng.normal(size=(4000, 1))
    network = Network([Layer([[0.0, 0.0]], "sigmoid", [0.0])])
    E, window = ErrorSurface(network, Dataset(x, y), ("w[1,1]", "w[2,1]")), ((-6, 6), (-6, 6))
    points = critical_points(E, window)
    assert not points.proven
    zeros = newton_zeros(E, window, ticks=6)
    assert len(zeros)
    for w in zeros:
        assert min(np.abs(point.weights - w).max() for point in points) < 1e-6
    for point in points:
        assert np.linalg.norm(E.gradient(point.weights)) <= 1e-10 * points.gradient_scale


def test_boxes_are_spread_over_a_raster():
    boxes = np.array([[(0, 0.5), (0, 0.25)], [(0.76, 0.761), (0.9, 0.91)], [(0.762, 0.763), (0.9, 0.91)]])
    places = spread(boxes, 8)
    assert len(places) == 4 * 2 + 1
    assert np.all((places[:8] <= (0.5, 0.25)) & (places[:8] >= 0))
    np.testing.assert_allclose(places[8], (0.7605, 0.905))


# --- box by box ---------------------------------------------------------------------------------------------------


def within(corners, w, slack=0.0):
    """Which of some parallelograms, by their corners in turn, hold a place, or are so near it."""
    sides = np.roll(corners, -1, axis=1) - corners
    to = w - corners
    turns = sides[..., 0] * to[..., 1] - sides[..., 1] * to[..., 0]
    return np.all(turns >= -slack * np.linalg.norm(sides, axis=-1), axis=-1)


@pytest.mark.parametrize("scene", ["two-hollows", "xor-sine", "xor-hidden", "saddle"])
def test_a_trace_ends_in_boxes_that_cover_the_window_and_say_what_is_in_them(scene):
    scene = SCENES[scene]
    E, points = scene.surface(), critical_points(scene.surface(), scene.window)
    trace = traced(E, scene.window)
    low, high = np.array(scene.window).T
    for w in np.random.default_rng(0).uniform(low, high, (300, 2)):
        holding = np.flatnonzero(within(trace.corners, w))
        settled = trace.fate[holding] != Fate.OPEN
        assert settled.sum() >= 1
        assert not settled[:-1].any(), "a box that was settled was looked at again"
    for point in points:
        # A place on a border is rounded to one side of it.
        fates = trace.fate[within(trace.corners, point.weights, slack=1e-15)]
        # On the border of two boxes, one of them may leave it to the other.
        assert Fate.ONE in fates
    for corners in trace.corners[trace.fate == Fate.EMPTY][::7]:
        assert not any(within(corners[None], point.weights).all() for point in points)


def test_a_box_is_called_empty_only_where_a_slope_has_one_sign_or_newton_leads_out():
    E, window = SCENES["egg-box"].surface(), SCENES["egg-box"].window
    trace = traced(E, window)
    shares = np.random.default_rng(1).uniform(0, 1, (200, 2))
    for corners in trace.corners[trace.fate == Fate.EMPTY][::11]:
        start, across, up = corners[0], corners[1] - corners[0], corners[3] - corners[0]
        w = start + shares[:, :1] * across + shares[:, 1:] * up
        g = E.gradient(w)
        one_sign = np.any(np.all(g > 0, axis=0) | np.all(g < 0, axis=0))
        step = np.linalg.solve(E.hessian(w), g[..., None])[..., 0]
        assert one_sign or not within(corners[None], w.mean(axis=0) - step.mean(axis=0)).any()


# --- a quadratic form: any number of rows -------------------------------------------------------------------------


def straight(rows, hidden=False):
    """Outputs that are linear in both free weights, on inputs far from 0 beside a bias."""
    rng = np.random.default_rng(6)
    x = np.array([170.0, 0.1]) + rng.normal(size=(rows, 2))
    data = Dataset(x, x @ [[0.5], [-2.0]] + rng.normal(size=(rows, 1)), counts=rng.integers(1, 99, rows))
    if not hidden:
        return ErrorSurface(Network([Layer([[0.0, 1.0]], "identity", [0.0])]), data, ("w[1,1]", "b[1]"))
    layers = [
        Layer(rng.normal(size=(3, 2)) / [[99.0, 1.0]], "tanh", np.zeros(3)),
        Layer([[1.0, 0.5, 0.2]], "identity", [0.0]),
    ]
    return ErrorSurface(Network(layers), data, ("w2[1,1]", "w2[2,1]"))


@pytest.mark.parametrize("hidden", [False, True], ids=["one layer", "below it a layer that is held"])
def test_a_quadratic_form_is_bounded_over_all_boxes_from_one_pass(hidden):
    E, rng = straight(300, hidden), np.random.default_rng(1)
    assert E.is_quadratic
    low = rng.normal(size=(50, 2)) * 10
    boxes = np.stack([low, low + np.abs(rng.normal(size=(50, 2))) * 10.0 ** rng.integers(-9, 2, (50, 1))], axis=-1)
    gradient, hessian = E.enclosed_derivatives(boxes)
    for share in rng.random((20, 50, 2)):
        w = boxes[..., 0] + share * (boxes[..., 1] - boxes[..., 0])
        g, H = E.gradient(w), E.hessian(w)
        loose = 1e-12 * np.abs(H).max() * 100  # what float64 makes of either
        assert np.all((gradient[..., 0] - loose <= g) & (g <= gradient[..., 1] + loose))
        assert np.all((hessian[..., 0] <= H * (1 + 1e-12)) & (hessian[..., 1] >= H * (1 - 1e-12)))
    # And no wider than box by box.
    for box, bounds in zip(boxes, gradient, strict=True):
        alone = E.enclosed_gradient(box[None])[0]
        wide = np.ptp(alone, axis=-1)
        assert np.all(np.ptp(bounds, axis=-1) <= 1.0001 * wide + 1e-9 * np.abs(alone).max())


def test_the_minimum_of_a_quadratic_form_of_many_rows_is_proven():
    E = straight(20_000)
    x, y = E.data.inputs, E.data.targets[:, 0] - E.data.inputs[:, 1]
    roots = np.sqrt(E.data.counts)
    columns = np.column_stack([x[:, 0], np.ones(len(x))]) * roots[:, None]
    best = np.linalg.lstsq(columns, y * roots, rcond=None)[0]
    points = critical_points(E, ((best[0] - 1, best[0] + 2), (best[1] - 100, best[1] + 90)))
    assert points.proven
    assert len(points) == len(points.minima) == 1
    np.testing.assert_allclose(points[0].weights, best, rtol=1e-6)
