"""Any function of two variables as a surface: against closed forms, whether or not it takes arrays."""

import math
import re

import numpy as np
import pytest

from surface import RULES, FunctionSurface, critical_points, descend, hollows, verdict
from surface.error.elementwise import Elementwise

WINDOW = ((-6.0, 6.0), (-6.0, 6.0))
# Of Himmelblau's function, to the digits that are published (Himmelblau, Applied Nonlinear Programming, 1972).
MINIMA = [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
MAXIMUM = (-0.270845, -0.923039)


def rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_gradient(x, y):
    return -2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)


def rosenbrock_hessian(x, y):
    return np.array([[2 - 400 * (y - 3 * x**2), -400 * x], [-400 * x, 200 + 0 * x]])


def himmelblau(x, y):
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def scalar_himmelblau(x, y):
    """The same for two numbers alone: of two arrays it could not tell which is greater."""
    return math.pow(x * x + y - 11, 2) + math.pow(x + y * y - 7, 2) if x < 1e9 else math.inf


def places(count=40):
    return np.random.default_rng(3).uniform(-2, 2, (count, 2))


# --- values -------------------------------------------------------------------------------------------------------


def in_place(x, y):
    """The bowl x² + y², which is worked out in the arrays that it is given."""
    x *= x
    x += y * y
    y -= y
    return x


def slopes_in_place(x, y):
    x += x
    y += y
    return x, y


def test_a_function_that_works_in_its_arrays_spoils_nobodys_places():
    F, w = FunctionSurface(in_place, slopes_in_place), places()
    before = w.copy()
    np.testing.assert_allclose(F.error(w), (w**2).sum(axis=-1), rtol=1e-14)
    np.testing.assert_allclose(F.gradient(w), 2 * w, rtol=1e-14)
    np.testing.assert_array_equal(w, before)
    assert F.f.takes_arrays
    sampled = F.sample(((-2, 2), (-1, 3)), 9)
    np.testing.assert_allclose(sampled.error, sampled.w1**2 + sampled.w2[:, None] ** 2, rtol=1e-14)


# --- derivatives --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gradient", [None, rosenbrock_gradient])
@pytest.mark.parametrize("scale", [0.3, 1.0, (2.0, 1.0)])
def test_derivatives_are_those_of_the_closed_form(gradient, scale):
    F, w = FunctionSurface(rosenbrock, gradient, scale=scale), places()
    x, y = w.T
    np.testing.assert_array_equal(F.error(w), rosenbrock(x, y))
    np.testing.assert_allclose(F.gradient(w), np.stack(rosenbrock_gradient(x, y), -1), rtol=1e-8, atol=1e-7)
    second = np.array([rosenbrock_hessian(a, b) for a, b in w])
    np.testing.assert_allclose(F.hessian(w), second, rtol=1e-7, atol=1e-4)


def test_derivatives_hold_in_a_window_of_any_size_and_place():
    for size, far in ((1e-6, 0.0), (1e5, 0.0), (1.0, 1e6)):
        F = FunctionSurface(lambda x, y, s=size, f=far: np.sin((x - f) / s) * np.cos(y / s), scale=size)
        x, y = far + size * 0.3, size * 0.4
        slope = np.array([math.cos(0.3) * math.cos(0.4), -math.sin(0.3) * math.sin(0.4)]) / size
        np.testing.assert_allclose(F.gradient((x, y)), slope, rtol=1e-8)
        bend = -math.sin(0.3) * math.cos(0.4) / size**2
        mixed = -math.cos(0.3) * math.sin(0.4) / size**2
        np.testing.assert_allclose(F.hessian((x, y)), [[bend, mixed], [mixed, bend]], rtol=1e-6)


def test_shapes_are_those_of_every_surface():
    F = FunctionSurface(rosenbrock)
    for shape in ((), (3,), (2, 5), (0,)):
        w = np.ones((*shape, 2))
        assert F.error(w).shape == shape
        assert F.gradient(w).shape == (*shape, 2)
        assert F.hessian(w).shape == (*shape, 2, 2)
    landscape = F.sample(((-1, 1), (0, 3)), (4, 7))
    assert landscape.error.shape == (7, 4)
    assert landscape.error[6, 0] == rosenbrock(-1.0, 3.0)


# --- functions as people write them -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "arrays"),
    [
        (himmelblau, True),
        (scalar_himmelblau, False),
        (lambda x, y: 3, True),
        (lambda x, y: np.sum(np.array([x, y]) ** 2), False),  # of arrays it would be one number for all
        (lambda x, y: np.cumsum(x) * 0 + x + y, True),
        (lambda x, y: np.cumsum(x), False),  # an array of the right shape, and wrong
        (lambda x, y: bool(x > y), False),
        (lambda x, y: np.float32(1) * x, True),
    ],
)
def test_each_place_has_the_value_that_the_function_gives_for_it_alone(f, arrays):
    F = FunctionSurface(f)
    landscape = F.sample(((-2, 2), (-1, 2)), (5, 4))
    expected = [[float(np.ravel(f(np.float64(a), np.float64(b)))[0]) for a in landscape.w1] for b in landscape.w2]
    np.testing.assert_array_equal(landscape.error, expected)
    assert F.f.takes_arrays is arrays


@pytest.mark.parametrize("f", [lambda x, y: np.log(x) + y, lambda x, y: math.log(x) + y])
def test_where_there_is_no_value_there_is_a_gap(f):
    error = FunctionSurface(f).sample(((-1, 1), (0, 1)), 5).error
    assert np.array_equal(np.isfinite(error), np.tile([False, False, False, True, True], (5, 1)))


def test_what_it_raised_where_it_has_no_value_is_remembered():
    F = FunctionSurface(lambda x, y: math.log(x))
    assert math.isnan(F.error((-1, 2)))
    assert F.f.gap.startswith("at (-1, 2) it raised ValueError: ")


def no_name(x, y):
    return missing * x  # noqa: F821


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (3, "`f` must be a function of two numbers, got 3"),
        (lambda x: x, "`f` must take two numbers, and at (-1, -1) raised TypeError: "),
        (no_name, "`f` must take two numbers, and at (-1, -1) raised NameError: "),
        (lambda x, y: 1j * x, "`f` must return one real number, got "),
        (lambda x, y: [x, y], "`f` must return one real number, got "),
        (lambda x, y: np.zeros((3, 3)), "`f` must return one real number, got an array of shape (3, 3) at"),
        (lambda x, y: None, "`f` must return one real number, got None at (-1, -1)"),
        (lambda x, y: "3", "`f` must return one real number, got '3' at (-1, -1)"),
    ],
)
def test_what_is_no_function_of_two_numbers_is_refused_in_one_sentence(f, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as refused:
        FunctionSurface(f).sample(((-1, 1), (-1, 1)), 3)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("gradient", [lambda x, y: x, lambda x, y: (x, y, x), lambda x, y: (1j, 2)])
def test_a_gradient_has_two_parts(gradient):
    with pytest.raises(ValueError, match="`gradient` must return two real numbers, got"):
        FunctionSurface(himmelblau, gradient).gradient((1.0, 2.0))


def test_a_gradient_may_have_a_constant_part():
    F = FunctionSurface(lambda x, y: x**2 + 3 * y, lambda x, y: (2 * x, 3))
    np.testing.assert_array_equal(F.gradient([[1, 2], [3, 4]]), [[2, 3], [6, 3]])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"names": ("x",)}, "`names` must be two texts"),
        ({"names": "xy"}, "`names` must be two texts"),
        ({"scale": 0}, "`scale` must be finite and greater than 0"),
        ({"scale": (1, math.nan)}, "`scale` must be finite"),
        ({"scale": "wide"}, "`scale` must be one or two numbers"),
    ],
)
def test_what_cannot_be_is_refused(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        FunctionSurface(himmelblau, **given)


def test_a_function_is_asked_once_for_a_whole_grid():
    calls = []
    asked = Elementwise(lambda x, y: calls.append(np.shape(x)) or x + y, "f")
    asked(np.arange(100.0), np.arange(100.0))
    asked(np.arange(50.0), np.arange(50.0))
    assert calls == [(100,), (), (), (), (50,)]  # three places alone, to see whether it agrees


# --- what it holds, and descents on it ----------------------------------------------------------------------------


@pytest.mark.parametrize("f", [himmelblau, scalar_himmelblau])
def test_himmelblaus_four_minima_are_found(f):
    F = FunctionSurface(f, scale=1.2)
    points = critical_points(F, WINDOW)
    found = sorted(tuple(point.weights) for point in points.minima)
    np.testing.assert_allclose(found, sorted(MINIMA), atol=2e-6)
    assert all(point.error < 1e-20 for point in points.minima)
    assert [point.kind for point in points].count("saddle") == 4
    (top,) = (point for point in points if point.kind == "maximum")
    np.testing.assert_allclose(top.weights, MAXIMUM, atol=1e-6)
    assert top.error == pytest.approx(181.6165, abs=1e-4)
    assert points.balanced
    assert not points.proven
    assert len(points.lowest) == 4


def test_a_hollow_spills_over_the_saddle_of_the_closed_form():
    F = FunctionSurface(lambda x, y: (x**2 - 1) ** 2 + 0.1 * x + y**2, scale=0.5)
    low, high = hollows(F, ((-2, 2), (-2, 2)))
    roots = np.sort(np.roots([4, 0, -4, 0.1]).real)  # of the slope along x
    assert low.minimum.weights[0] == pytest.approx(roots[0], abs=1e-8)
    assert high.saddle.weights[0] == pytest.approx(roots[1], abs=1e-8)
    value = np.polyval([1, 0, -2, 0.1, 1], roots)
    assert high.depth == pytest.approx(value[1] - value[2], abs=1e-9)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_descends_alike_by_a_given_and_by_a_numerical_gradient(name):
    given, own = FunctionSurface(rosenbrock, rosenbrock_gradient), FunctionSurface(rosenbrock)
    rule = RULES[name](learning_rate=0.0005)
    paths = [descend(F, rule, (-1.2, 1.0), steps=100).path for F in (given, own)]
    np.testing.assert_allclose(paths[1], paths[0], atol=1e-8)


def test_where_a_descent_ends_is_said():
    F = FunctionSurface(himmelblau, scale=1.2)
    points = critical_points(F, WINDOW)
    run = descend(F, RULES["momentum"](0.005, 0.8), start=(0.0, 0.0), steps=300)
    end = verdict(F, run, points)
    assert end.outcome == "reached the lowest minimum"
    np.testing.assert_allclose(run.path[-1], (3, 2), atol=1e-4)
