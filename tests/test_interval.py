"""Intervals against exact fractions and long doubles; a surface's bounds over boxes against its values inside."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS, Interval, Layer, Network

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)
ENDS = st.tuples(NUMBERS, NUMBERS).map(sorted)


def interval(ends):
    return Interval(*(np.array([end]) for end in ends))


def holds(found, exact):
    """Whether an interval holds a fraction."""
    return Fraction(float(found.low[0])) <= exact <= Fraction(float(found.high[0]))


@given(ENDS, ENDS, NUMBERS, st.tuples(st.integers(0, 8), st.integers(0, 8)))
def test_sums_and_products_hold_the_exact_ones(first, second, number, eighths):
    x, y, c = interval(first), interval(second), np.array([number])
    (a, b), (p, q) = first, second
    at_x = Fraction(a) + (Fraction(b) - Fraction(a)) * Fraction(eighths[0], 8)
    at_y = Fraction(p) + (Fraction(q) - Fraction(p)) * Fraction(eighths[1], 8)
    exact = Fraction(number)
    assert holds(x + y, at_x + at_y)
    assert holds(x - y, at_x - at_y)
    assert holds(c - x * y, exact - at_x * at_y)
    assert holds(c * x + y, exact * at_x + at_y)
    assert holds(x * x + c, at_x**2 + exact)
    assert holds(-x + c, exact - at_x)


@given(st.lists(ENDS, min_size=1, max_size=6), st.lists(NUMBERS, min_size=6, max_size=6))
def test_a_product_with_weights_and_a_sum_hold_the_exact_ones(ends, weights):
    row, ends = np.array([weights[: len(ends)]]), np.array(ends)
    x = Interval(ends[:, :1], ends[:, 1:])
    for at in (ends[:, 0], ends[:, 1]):
        exact = sum((Fraction(w) * Fraction(z) for w, z in zip(row[0].tolist(), at.tolist(), strict=True)), Fraction())
        product = row @ x
        assert holds(Interval(product.low[0], product.high[0]), exact)
        total = x.sum(axis=(0,))
        assert holds(total, sum(map(Fraction, at.tolist()), Fraction()))


def test_a_number_times_itself_is_not_below_zero():
    x = interval((-3, 2))
    assert ((x * x).low, (x * x).high) == (0, 9)


def test_what_is_no_number_bounds_nothing():
    wide = interval((-np.inf, np.inf))
    with np.errstate(invalid="ignore"):
        assert not np.isfinite((wide * interval((0.0, 1.0)) + np.array([1.0])).high).any()


def written_out(name, z):
    """Value, slope and curvature of an activation, in the long doubles of z."""
    one = np.longdouble(1)
    if name == "identity":
        return z, 0 * z + 1, 0 * z
    # 1 − f would cancel far out: the other unit of the pair, which is 1 − f, does not.
    f, rest = one / (one + np.exp(-z)), one / (one + np.exp(z))
    if name == "sigmoid":
        return f, f * rest, f * rest * (rest - f)
    if name == "tanh":
        return np.tanh(z), 1 / np.cosh(z) ** 2, -2 * np.tanh(z) / np.cosh(z) ** 2
    if name == "relu":
        return np.maximum(z, 0), np.where(z > 0, one, 0 * one), 0 * z
    if name == "softplus":
        return np.log1p(np.exp(z)), f, f * rest
    if name == "sin":
        return np.sin(z), np.cos(z), -np.sin(z)
    bell = np.exp(-(z**2))
    return bell, -2 * z * bell, (4 * z**2 - 2) * bell


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(st.floats(-12, 12), st.floats(-9, 1.5))
def test_the_ranges_of_an_activation_hold_what_it_does_within(name, low, digits):
    high = low + 10.0**digits
    ranges = ACTIVATIONS[name].taylor(interval((low, high)), 2)
    z = np.linspace(np.longdouble(low), np.longdouble(high), 33)
    for found, exact in zip(ranges, written_out(name, z), strict=True):
        assert (found.low[0] <= exact).all()
        assert (exact <= found.high[0]).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_ranges_are_no_wider_than_they_must_be(name):
    rng = np.random.default_rng(0)
    low = rng.uniform(-6, 6, 400)
    z = Interval(low, low + rng.uniform(0, 3, 400))
    places = np.linspace(z.low, z.high, 20_001)
    for number, found in enumerate(ACTIVATIONS[name].taylor(z, 2)):
        if ACTIVATIONS[name].kinks and number == 2:
            continue
        values = ACTIVATIONS[name].taylor(places, 2)[number]
        np.testing.assert_allclose(found.low, values.min(axis=0), atol=1e-7)
        np.testing.assert_allclose(found.high, values.max(axis=0), atol=1e-7)


def test_no_number_bounds_the_curvature_where_the_slope_jumps():
    _, slope, curvature = ACTIVATIONS["relu"].taylor(Interval(np.array([-1.0, 0.5]), np.array([1.0, 2.0])), 2)
    assert curvature.low[0] == -np.inf
    assert curvature.high[0] == np.inf
    assert np.abs([curvature.low[1], curvature.high[1]]).max() < 1e-200
    assert slope.low[0] <= 0 < 1 <= slope.high[0]


def surface(activation, hidden, seed, outputs=1):
    """A small random network on random data, over two of its weights."""
    rng = np.random.default_rng(seed)
    shapes = [(2, 2), (outputs, 2)] if hidden else [(outputs, 2)]
    network = Network([Layer(2 * rng.normal(size=shape), activation, rng.normal(size=shape[0])) for shape in shapes])
    data = Dataset(rng.normal(size=(7, 2)), rng.uniform(size=(7, outputs)))
    return ErrorSurface(network, data, rng.choice(network.names, 2, replace=False).tolist())


@pytest.mark.parametrize("hidden", [False, True], ids=["one layer", "two layers"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_the_bounds_over_a_box_hold_the_derivatives_inside(activation, hidden, seed):
    E, rng = surface(activation, hidden, seed, outputs=1 + seed % 2), np.random.default_rng(seed)
    centre, half = rng.uniform(-3, 3, (40, 2)), 10 ** rng.uniform(-9, 0, (40, 1))
    boxes = np.stack([centre - half, centre + half], axis=-1)
    gradient, hessian = E.enclosed_derivatives(boxes)
    np.testing.assert_array_equal(gradient, E.enclosed_gradient(boxes))
    w = boxes[..., 0] + rng.uniform(size=(40, 2)) * (boxes[..., 1] - boxes[..., 0])
    for bounds, values in ((gradient, E.gradient(w)), (hessian, E.hessian(w))):
        assert (bounds[..., 0] <= values).all()
        assert (values <= bounds[..., 1]).all()


@pytest.mark.parametrize("hidden", [False, True], ids=["one layer", "two layers"])
@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "relu"])
def test_the_bounds_at_a_point_are_tight(activation, hidden):
    E, w = surface(activation, hidden, 3), np.random.default_rng(1).uniform(-2, 2, (20, 2))
    gradient, hessian = E.enclosed_derivatives(np.stack([w, w], axis=-1))
    assert np.ptp(gradient, axis=-1).max() < 1e-11
    assert np.ptp(hessian, axis=-1).max() < 1e-11
    np.testing.assert_allclose(gradient.mean(axis=-1), E.gradient(w), atol=1e-11)


@pytest.mark.parametrize("wide", [(-1e200, 1e200), (-np.inf, np.inf)])
def test_a_box_beyond_all_numbers_is_bounded_by_infinity_at_worst(wide):
    gradient, hessian = surface("gaussian", True, 1).enclosed_derivatives(np.array([wide, wide]))
    assert not np.isnan(gradient).any()
    assert not np.isnan(hessian).any()


def test_boxes_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"`boxes` must have shape \(..., 2, 2\), got \(3,\)"):
        surface("sigmoid", False, 0).enclosed_gradient([1, 2, 3])


@given(st.floats(-200, 200), st.floats(0.1, 20))
def test_sheared_axes_are_those_of_the_data(middle, spread):
    x = np.random.default_rng(2).normal(middle, spread, 20)
    network = Network([Layer([[0.0]], "sigmoid", [0.0])])
    E, window = (
        ErrorSurface(network, Dataset(x[:, None], np.full((20, 1), 0.3)), ("w[1,1]", "b[1]")),
        ((-1, 2), (-4, 9)),
    )
    turned, shear = E.sheared(window)
    t = np.random.default_rng(3).uniform(-1, 1, (10, 2))
    np.testing.assert_allclose(turned.error(t), E.error(t @ shear.T), rtol=1e-9)
    assert abs(np.linalg.det(shear) - 1) < 1e-12
    # Along the new axes net inputs change by dz/dt = (x, 1) @ shear, which are uncorrelated.
    along = np.stack([x, np.ones(20)], axis=-1) @ shear
    assert abs(along[:, 0] @ along[:, 1]) <= 1e-6 * np.linalg.norm(x) * np.sqrt(20)


def test_axes_stay_where_a_weight_does_not_reach_the_first_layer():
    network = Network([Layer([[1.0, 2.0]], "tanh", [0.5]), Layer([[1.0]], "tanh", [0.1])])
    E = ErrorSurface(network, Dataset([[1, 2], [3, 4]], [[0], [1]]), ("w1[1,1]", "w2[1,1]"))
    turned, shear = E.sheared(((-1, 1), (-1, 1)))
    assert turned is E
    np.testing.assert_array_equal(shear, np.eye(2))
