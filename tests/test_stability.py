"""The stability bounds, against the rules themselves: iterated on a parabola just below and just above each bound."""

from dataclasses import replace

import analytic
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface.descent import RULES, GradientDescent, Momentum, descend
from surface.landscape.stability import (
    best_rate,
    curvatures,
    eigenvalues,
    hessian,
    largest_stable_rate,
)
from surface.scenes import SCENES
from surface.scenes.dataedits import with_point_moved

BOUNDED = ("gradient descent", "momentum", "nesterov")
FORMULAS = {
    "gradient descent": lambda beta, curvature: 2 / curvature,
    "momentum": lambda beta, curvature: 2 * (1 + beta) / curvature,
    "nesterov": lambda beta, curvature: 2 * (1 + beta) / ((1 + 2 * beta) * curvature),
}


def rule_with(name, beta=0.0, rate=0.1):
    return RULES[name](learning_rate=rate, **({} if name == "gradient descent" else {"momentum": beta}))


@pytest.mark.parametrize("name", BOUNDED)
@settings(max_examples=25)
@given(beta=st.floats(0, 0.95), curvature=st.floats(0.01, 100))
def test_a_step_is_stable_just_below_the_bound_and_grows_just_above(name, beta, curvature):
    rule = rule_with(name, beta)
    bound = rule.largest_stable_rate(curvature)
    assert bound == pytest.approx(FORMULAS[name](beta, curvature))
    parabola = analytic.bowl(curvature, curvature)
    below, above = (
        np.abs(descend(parabola, replace(rule, learning_rate=factor * bound), (1.0, 0.0), 2000).path[:, 0])
        for factor in (0.99, 1.01)
    )
    assert below[-100:].max() < 1e-3
    assert above[-100:].max() > 1e3


@pytest.mark.parametrize("name", sorted(RULES))
def test_only_the_rules_that_do_not_scale_their_steps_have_a_bound(name):
    assert RULES[name]().bounded == (name in BOUNDED)
    assert bool(RULES[name]().bound_formula) == (name in BOUNDED)


def test_the_bound_at_each_place_follows_the_curvature_there():
    run = descend(analytic.HOLLOWS, Momentum(0.2, 0.9), analytic.HOLLOWS_START, 30)
    rates = [largest_stable_rate(analytic.HOLLOWS, run.rule, w) for w in run.path]
    largest = [np.linalg.eigvalsh(analytic.HOLLOWS.hessian(w)).max() for w in run.path]
    for rate, curvature in zip(rates, largest, strict=True):
        assert rate == (pytest.approx(3.8 / curvature) if curvature > 0 else None)
    assert None in rates


def test_no_curvature_no_bound():
    assert [GradientDescent().largest_stable_rate(curvature) for curvature in (-1.0, 0.0, 2.0)] == [None, None, 1.0]
    assert largest_stable_rate(analytic.SLOPE, GradientDescent(), (0.0, 0.0)) is None
    assert largest_stable_rate(analytic.bowl(1, 4), GradientDescent(), (0.0, 0.0)) == pytest.approx(0.5)


def test_the_best_rate_shrinks_the_error_most_in_the_long_run():
    E = analytic.bowl(1.0, 9.0, turn=0.4)
    best = best_rate(E, GradientDescent(), (1.0, 1.0))
    assert best == pytest.approx(2 / 10)
    left = {
        rate: descend(E, GradientDescent(rate), (1.0, 1.0), 60).error[-1] for rate in (0.9 * best, best, 1.1 * best)
    }
    assert min(left, key=left.get) == best


def test_a_best_rate_is_claimed_for_plain_descent_in_a_bowl_alone():
    assert best_rate(analytic.bowl(1, 4), Momentum(), (0.0, 0.0)) is None
    assert best_rate(analytic.SADDLE, GradientDescent(), (0.0, 0.0)) is None
    assert best_rate(analytic.VALLEY, GradientDescent(), (0.0, 0.0)) is None


@pytest.mark.parametrize("E", [analytic.ROSENBROCK, analytic.COSINES, analytic.MONKEY])
def test_without_a_hessian_of_its_own_a_surface_lends_its_gradient(E):
    w = np.random.default_rng(1).uniform(-2, 2, size=(3, 4, 2))
    found = hessian(E, w)
    step = 1e-4
    for axis in range(2):
        offset = step * np.eye(2)[axis]
        slope = (E.gradient(w + offset) - E.gradient(w - offset)) / (2 * step)
        np.testing.assert_allclose(found[..., axis, :], slope, atol=1e-4)
    np.testing.assert_array_equal(found, np.swapaxes(found, -1, -2))


def test_a_surface_with_a_hessian_is_asked_for_it():
    w = np.array([[0.3, -1.0], [2.0, 0.5]])
    np.testing.assert_array_equal(hessian(analytic.HOLLOWS, w), analytic.HOLLOWS.hessian(w))
    np.testing.assert_allclose(curvatures(analytic.HOLLOWS, w), np.linalg.eigvalsh(analytic.HOLLOWS.hessian(w)))


def test_curvatures_that_are_larger_than_numbers_are_none_and_bound_nothing():
    scene = with_point_moved(SCENES["two-hollows"], 0, [1e200, 0.0])
    E, start = scene.surface(), scene.runs[0].start
    assert np.isnan(curvatures(E, start)).all()
    assert largest_stable_rate(E, RULES["gradient descent"](), start) is None
    assert best_rate(E, RULES["gradient descent"](), start) is None
    assert np.isnan(eigenvalues(np.full((2, 2), np.nan))).all()
