"""What a verdict says, held against the run's own point: its numbers recomputed there, its claims of a shape tried."""

import re
from dataclasses import replace

import analytic
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surface.data import Dataset
from surface.descent import RULES, Descent, GradientDescent, descend
from surface.error import ErrorSurface
from surface.formatting import number, pair, percent, size
from surface.landscape import critical_points, verdict
from surface.landscape.many import walk_all
from surface.landscape.runs import UNSETTLED
from surface.landscape.stability import hessian
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import SCENES

HOURS, SCORES = np.array([30, 51, 63, 45, 57], dtype=float), np.array([35, 64, 66, 70, 83], dtype=float)


def judged(E, rule, start, steps, window):
    run = descend(E, rule, start, steps)
    return verdict(E, run, critical_points(E, window)), run


def standing(E, w, window):
    """The verdict on a run that has stood still at a place."""
    path = np.tile(np.asarray(w, dtype=float), (30, 1))
    return verdict(E, Descent(path, np.asarray(E.error(path)), GradientDescent(0.1)), critical_points(E, window))


def unit(x, y, activation="identity", bias=False, weights=None):
    x = np.asarray(x, dtype=float)
    weights = np.zeros((1, x.shape[1])) if weights is None else weights
    network = Network([Layer(weights, activation, [0.0] if bias else None)])
    return ErrorSurface(network, Dataset(x, np.asarray(y, dtype=float)[:, None]), network.names[:2])


# --- the kinds of mistake that were made --------------------------------------------------------------------------


def test_a_narrow_valley_beside_a_steep_wall_is_no_plateau():
    E = unit(HOURS[:, None], SCORES, bias=True)
    found, run = judged(E, RULES["gradient descent"](learning_rate=1e-5), (0, 0), 200, ((-2, 4), (-60, 60)))
    smallest, largest = np.linalg.eigvalsh(E.hessian(run.path[-1]))
    assert (number(smallest), number(largest)) == ("0.2513", "12749")
    assert found.outcome == "still moving"
    assert f"under way along a narrow valley, with curvatures {number(smallest)} and {number(largest)}" in found.reason
    assert "small" not in found.reason


@settings(max_examples=10, deadline=None)
@given(st.floats(1e3, 1e7), st.floats(-0.9, 0.9), st.floats(0.1, 3.1))
def test_a_slow_run_along_any_narrow_bowl_is_still_moving(condition, along, turn):
    E = analytic.bowl(1.0, condition, turn=turn, floor=0.5)
    axis = np.array([np.cos(turn), np.sin(turn)])
    start = (2 * along + 0.3 * np.sign(along)) * axis
    assume(np.linalg.norm(start) > 0.1)
    found, _ = judged(E, GradientDescent(0.1 / condition), start, 50, ((-4, 4), (-4, 4)))
    assert found.outcome == "still moving"
    assert "narrow valley" in found.reason


CUBIC = analytic.Formula(lambda x, y: x**3 / 3 - x / 4 + y**2, lambda x, y: (x**2 - 0.25, 2 * y))
"""A minimum at (½, 0) and a saddle at (−½, 0)."""


def test_a_run_at_a_minimum_is_not_told_of_a_saddle_beside_it():
    window = ((-300.0, 300.0), (-300.0, 300.0))
    points = critical_points(CUBIC, window)
    saddles = [point for point in points if point.kind == "saddle"]
    path = np.tile([0.5, 0.0], (30, 1))
    found = verdict(CUBIC, Descent(path, CUBIC.error(path), GradientDescent(0.1)), saddles)
    assert found.outcome not in ("stuck at a saddle",)
    assert "negative" not in found.reason
    assert standing(CUBIC, (0.5, 0.0), window).outcome == "reached the lowest minimum"
    assert standing(CUBIC, (-0.5, 0.0), window).outcome == "stuck at a saddle"


def test_a_run_beside_a_minimum_where_the_ground_curves_down_is_not_in_it():
    # Both within a hundredth of the window of the minimum; only one of them in its hollow.
    window = ((-300.0, 300.0), (-300.0, 300.0))
    assert standing(CUBIC, (-0.4, 0.0), window).outcome != "reached the lowest minimum"
    assert standing(CUBIC, (0.6, 0.0), window).outcome == "reached the lowest minimum"


def test_a_run_at_a_minimum_that_is_not_listed_is_not_told_of_a_listed_one_beside_it():
    window = ((-300.0, 300.0), (-6.0, 6.0))
    E = SCENES["egg-box"].surface()
    everything = critical_points(E, ((0.0, 4.0), (2.0, 4.0)))
    # Within a hundredth of the window's width of each other.
    here, beside = everything.minima[0], everything.minima[1]
    assert 1e-3 < np.abs(here.weights - beside.weights)[0] < 6
    points = replace(critical_points(E, window), points=(beside,))
    path = np.tile(here.weights, (30, 1))
    found = verdict(E, Descent(path, np.asarray(E.error(path)), GradientDescent(0.1)), points)
    assert "a minimum that was not found before" in found.reason
    assert found.hollow is None
    assert number(here.error) in found.reason
    assert number(beside.weights[0]) not in found.reason
    assert walk_all(E, GradientDescent(0.1), here.weights[None], 200, points).label == [UNSETTLED]
    assert walk_all(E, GradientDescent(0.1), beside.weights[None] + 0.05, 200, points).label == [0]


def test_the_curvatures_quoted_are_those_of_the_runs_own_point():
    E = analytic.Formula(lambda x, y: np.cosh(x) + y**2, lambda x, y: (np.sinh(x), 2 * y))
    found = standing(E, (0.35, 0.0), ((-20.0, 20.0), (-20.0, 20.0)))
    assert found.outcome == "reached the lowest minimum"
    assert f"({number(float(np.cosh(0.35)))} and 2)" in found.reason


def test_an_error_of_the_run_is_told_beside_that_of_the_point():
    E = unit([[1.0, 0.0], [0.0, 1.0]], [1.0, 0.5])
    found = standing(E, (1.03, 0.51), ((-5, 5), (-5, 5)))
    assert found.outcome == "reached the lowest minimum"
    assert f"its own E = {number(0.5 * (0.03**2 + 0.01**2))}" in found.reason
    assert "uphill" not in found.reason
    assert f"could still fall by {number(0.5 * (0.03**2 + 0.01**2))}" in found.reason


def test_what_could_still_be_had_is_never_more_than_all_of_the_error():
    # A narrow bowl: at its wall's foot all of E lies along the floor.
    bowl = unit([[1.0, 0.0], [0.0, 100.0]], [0.0, 0.0])
    found, run = judged(bowl, GradientDescent(1e-5), (2.173, 0.0), 20, ((-4, 4), (-4, 4)))
    assert re.search(f"fall (to about 0|by {re.escape(number(float(run.error[-1])))})", found.reason)
    # Where a sine bends like a parabola, the parabola has its floor far below 0.
    sine = unit([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0], "sin")
    found = standing(sine, (0.6, 0.0), ((-1.0, 1.0), (-1.0, 1.0)))
    assert "could still fall to about 0" in found.reason


@pytest.mark.parametrize("large", [1e3, 1e6])
def test_large_inputs_make_no_valley_floor(large):
    E = unit(large * np.array([[1], [2], [4]]), [1.0, 2.0, 3.0], bias=True)
    window = ((-2 / large, 2 / large), (-3.0, 3.0))
    found, run = judged(E, RULES["adam"](learning_rate=1e-9), (1 / large, 0.0), 5, window)
    assert found.outcome == "still moving"
    assert f"with curvatures {pair(np.linalg.eigvalsh(E.hessian(run.path[-1])))}" in found.reason
    (minimum,) = critical_points(E, window)
    assert "floor" not in standing(E, minimum.weights, window).reason
    assert standing(E, minimum.weights, window).outcome == "reached the lowest minimum"


def test_deep_saturation_is_called_so():
    E = unit([[1.0, 0.5], [1.0, 1.5]], [0.2, 0.4], "sigmoid")
    found = standing(E, (25.0, 1.0), ((-30, 30), (-30, 30)))
    assert found.outcome == "on a plateau"
    assert "saturated on all 2 data points" in found.reason
    assert "valley" not in found.reason


def test_an_exact_solution_among_many_has_reached_the_lowest_error():
    E = unit([[1.0, 2.0]], [0.7])
    found, run = judged(E, GradientDescent(0.1), (1.0, -1.0), 400, ((-3, 3), (-3, 3)))
    assert run.error[-1] < 1e-25
    assert found.outcome == "reached the lowest minimum"
    assert "no error is lower" in found.reason
    assert "floor of a valley: one curvature is 5, the other 0" in found.reason


def test_other_weights_that_are_held_are_in_the_sentence():
    E = ErrorSurface(
        Network([Layer([[0.5, 0.2, 0.1]], "identity")]),
        Dataset(np.eye(3), [[1.0], [0.5], [0.2]]),
        ("w[1,1]", "w[2,1]"),
    )
    assert ": every way in this slice leads uphill" in standing(E, (1.0, 0.5), ((-3, 3), (-3, 3))).reason
    whole = unit([[1.0, 0.0], [0.0, 1.0]], [1.0, 0.5])
    assert ": every way leads uphill" in standing(whole, (1.0, 0.5), ((-3, 3), (-3, 3))).reason


def test_found_is_said_where_the_points_are_not_proven():
    bowl = analytic.bowl(1.0, 2.0)
    assert "the lowest minimum found in this window" in standing(bowl, (0, 0), ((-3, 3), (-3, 3))).reason
    whole = unit([[1.0, 0.0], [0.0, 1.0]], [1.0, 0.5])
    assert "the lowest minimum in this window" in standing(whole, (1.0, 0.5), ((-3, 3), (-3, 3))).reason


# --- every sentence -------------------------------------------------------------------------------------------------

WRITTEN = r"(?:−?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|−?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|below 10⁻¹²)"


def quoted(pattern, reason):
    return [match[1] for match in re.finditer(pattern, reason)]


def assert_sentence(E, run, window, reason):
    """Check each number and each claim of a reason at the run's own point."""
    w = run.path[-1]
    g, values = E.gradient(w), np.linalg.eigvalsh(hessian(E, w))
    for text in quoted(rf"[Gg]radient norm (?:is )?({WRITTEN})", reason):
        assert text == size(float(np.linalg.norm(g)))
    for text in quoted(
        rf"curvatures(?: are| positive| are negative| are small as well)? \(?({WRITTEN} and {WRITTEN})", reason
    ):
        assert text == pair(values)
    if "both curvatures positive" in reason:
        assert (values > 0).all()
    if "both curvatures are negative" in reason:
        assert (values < 0).all()
    if "one curvature is negative and one positive" in reason:
        assert values[0] < 0 < values[1]
    if "leads uphill" in reason:
        turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        circle = np.ptp(window, axis=-1) * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
        # A kink, or the rim of a small hollow, may be near: uphill is what lies before it.
        assert any((E.error(w + share * circle) >= E.error(w)).all() for share in (3e-3, 1e-3, 4e-4))
    for text in quoted(rf"could still fall by ({WRITTEN})", reason):
        assert text == number(float(g @ np.linalg.solve(hessian(E, w), g)) / 2)
        assert float(g @ np.linalg.solve(hessian(E, w), g)) / 2 <= E.error(w)
    if "could still fall to about 0" in reason:
        assert float(g @ np.linalg.solve(hessian(E, w), g)) / 2 > E.error(w)
    for text in quoted(r"E would change by ([^ ]+(?: than [\d.]+)? %)", reason):
        assert text == percent(float(np.linalg.norm(g * np.ptp(window, axis=-1))) / float(E.error(w)))
    for text in quoted(rf"its own E (?:= )?({WRITTEN})", reason):
        assert text == size(float(E.error(w)))
    if "no error is lower" in reason:
        assert E.error(w) <= 1e-18 * np.sum(E.data.targets**2)
    if "floor of a valley" in reason:
        assert abs(values[0]) <= 1e-9 * values[1]
    if "small as well" in reason:
        assert (np.abs(values) * np.ptp(window, axis=-1).max() ** 2 <= 0.1 * abs(E.error(w))).all()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from(sorted(ACTIVATIONS)),
    st.sampled_from(sorted(RULES)),
    st.floats(-4, 0.5),
    st.sampled_from((1.5, 4.0, 40.0)),
    st.sampled_from((0, 1, 20, 300)),
)
def test_every_number_and_claim_of_a_sentence_is_that_of_the_runs_own_point(seed, name, rule, rate, half, steps):
    rng = np.random.default_rng(seed)
    shapes = [(2, 2), (1, 2)] if seed % 3 == 0 else [(1 + seed % 2, 2)]
    network = Network([Layer(2 * rng.normal(size=shape), name, rng.normal(size=shape[0])) for shape in shapes])
    data = Dataset(rng.normal(size=(5, 2)), rng.uniform(size=(5, shapes[-1][0])))
    E = ErrorSurface(network, data, rng.choice(network.names, 2, replace=False).tolist())
    window = ((-half, half), (-half, half))
    run = descend(E, RULES[rule](learning_rate=10.0**rate), rng.uniform(-half, half, 2), steps)
    found = verdict(E, run, critical_points(E, window))
    assert_sentence(E, run, window, found.reason)


def test_a_run_that_rests_in_a_minimum_which_was_not_found_is_in_it():
    E, window = unit([[1.0, 0.0], [0.0, 1.0]], [1.0, 0.5]), ((-300.0, 300.0), (-300.0, 300.0))
    points = [point for point in critical_points(E, window) if point.kind != "minimum"]
    path = np.tile([1.0, 0.5], (30, 1))
    alone = verdict(E, Descent(path, np.asarray(E.error(path)), GradientDescent(0.1)), points)
    assert alone.outcome == "reached the lowest minimum"
    sine = unit([[1.0, 0.2], [0.3, 1.0]], [0.4, 0.6], "sin")
    run = descend(sine, GradientDescent(0.5), (4.0, 9.0), 2000)
    everything = critical_points(sine, ((-20.0, 20.0), (-20.0, 20.0)))
    lower = [point for point in everything.minima if np.abs(point.weights - run.path[-1]).max() > 0.5]
    found = verdict(sine, run, lower)
    assert found.outcome in ("stuck in a local minimum", "reached the lowest minimum")
    if "not found before" in found.reason:
        assert_sentence(sine, run, ((-20.0, 20.0), (-20.0, 20.0)), found.reason)
