"""Every outcome on surfaces where the answer is known, and the numbers in the reasons against the run itself."""

import re

import analytic
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface.data import Dataset
from surface.descent import RULES, Adam, Descent, GradientDescent, Momentum, RMSProp, descend
from surface.error import ErrorSurface
from surface.formatting import named_error, number, percent, size
from surface.landscape import critical_points
from surface.landscape.saturation import saturation
from surface.landscape.verdicts import OUTCOMES, verdict
from surface.model import Layer, Network
from surface.scenes import GALLERY, SCENES

SQUARE = ((-4.0, 4.0), (-4.0, 4.0))
BOWL = analytic.bowl(1.0, 4.0, floor=2.0)


def judged(E, rule, start, steps, window=SQUARE):
    run = descend(E, rule, start, steps)
    return verdict(E, run, critical_points(E, window)), run


def test_the_outcomes_are_the_closed_set():
    assert OUTCOMES == (
        "reached the lowest minimum",
        "stuck in a local minimum",
        "stuck at a saddle",
        "on a plateau",
        "still moving",
        "left the window",
        "diverged",
    )


def test_it_reaches_the_lowest_minimum():
    found, run = judged(BOWL, GradientDescent(0.1), (3, 2), 300)
    assert found.outcome == "reached the lowest minimum"
    assert (found.point, found.circles) == (0, False)
    assert found.error == run.error[-1]
    assert found.distance == pytest.approx(np.linalg.norm(run.path[-1]), abs=1e-9)
    np.testing.assert_allclose(found.eigenvalues, (1, 4))
    assert "at (0, 0) with E = 2" in found.reason
    assert "both curvatures positive (1 and 4)" in found.reason


def test_the_hollows_stick_one_run_and_free_the_other():
    stuck, _ = judged(analytic.HOLLOWS, GradientDescent(0.2), analytic.HOLLOWS_START, 200, analytic.HOLLOWS_WINDOW)
    freed, _ = judged(analytic.HOLLOWS, Momentum(0.2, 0.9), analytic.HOLLOWS_START, 200, analytic.HOLLOWS_WINDOW)
    assert (stuck.outcome, freed.outcome) == ("stuck in a local minimum", "reached the lowest minimum")
    assert (round(stuck.error, 3), round(freed.error, 3)) == (0.387, 0.003)
    assert "E = 0.3872" in stuck.reason
    assert "lies 0.3841 below, with E = 0.003101" in stuck.reason
    assert stuck.distance == pytest.approx(np.hypot(3.12831796 - 0.31312, 0.06608384 + 0.17241), abs=1e-3)


def test_ties_count_as_lowest():
    found, _ = judged(analytic.UNDECIDED, GradientDescent(0.05), (1.0, 0.001), 2000, window=analytic.UNDECIDED_WINDOW)
    assert found.outcome == "reached the lowest minimum"
    assert "one of the 2 lowest minima in this window" in found.reason


def test_it_is_stuck_at_a_saddle():
    found, _ = judged(analytic.UNDECIDED, GradientDescent(0.05), (1.0, 0.0), 2000, window=analytic.UNDECIDED_WINDOW)
    assert found.outcome == "stuck at a saddle"
    assert "(−0.6678 and 5.645), so there is a way down" in found.reason
    assert found.point == 2


def test_a_run_that_leaves_a_saddle_is_not_stuck_at_it():
    found, run = judged(analytic.SADDLE, GradientDescent(0.1), (1.0, 1e-4), 60)
    assert np.abs(run.path[-1]).max() < 0.01 * 8
    assert found.outcome == "still moving"


def test_a_start_on_a_maximum_stays():
    found, _ = judged(analytic.COSINES, GradientDescent(0.1), (np.pi, np.pi), 1)
    assert found.outcome == "stuck at a saddle"
    assert "maximum" in found.reason


def test_a_table_is_a_plateau_and_the_unit_is_off():
    found, _ = judged(analytic.HINGE, GradientDescent(0.05), (-4.0, 0.5), 100, analytic.HINGE_WINDOW)
    assert found.outcome == "on a plateau"
    assert found.gradient_norm == 0
    assert "The output unit is off on all 6 data points." in found.reason


def test_saturated_units_are_named_where_a_run_lies_on_a_plateau():
    found, _ = judged(analytic.STEP, GradientDescent(0.01), (9.5, 0.5), 50, analytic.STEP_WINDOW)
    z = 9.5 + 0.5 * np.array([-2, -1, 0, 1, 2, 3])
    slope = 1 / (2 + 2 * np.cosh(z))
    count = np.count_nonzero(slope < 0.01 / 4)
    assert found.outcome == "on a plateau"
    assert count == 6
    assert "saturated on all 6 data points" in found.reason


def test_a_valley_floor_is_named():
    found, _ = judged(analytic.VALLEY, GradientDescent(0.5), (1.0, 0.5), 5)
    assert found.outcome == "on a plateau"
    assert "floor of a valley: one curvature is 2, the other 0" in found.reason


def test_it_still_moves_and_says_how_fast():
    found, run = judged(BOWL, GradientDescent(0.005), (3, 2), 40)
    fall = 1 - run.error[-1] / run.error[-5]
    assert found.outcome == "still moving"
    assert f"E fell by {percent(fall)}, from {number(run.error[-5])} to {number(run.error[-1])}" in found.reason
    assert found.point is None


def test_a_run_without_steps_has_not_moved():
    assert judged(BOWL, GradientDescent(0.1), (3, 2), 0)[0].outcome == "still moving"
    assert judged(BOWL, GradientDescent(0.1), (0, 0), 0)[0].outcome == "reached the lowest minimum"


def test_a_run_flying_through_the_minimum_is_not_there():
    E, rule = analytic.bowl(1.0, 1.0), Momentum(0.05, 0.99)
    path = descend(E, rule, (3, 0), 60).path
    passing = int(np.argmin(np.abs(path[:15, 0])))
    found, run = judged(E, rule, (3, 0), passing, window=((-40, 40), (-40, 40)))
    assert np.abs(run.path[-1]).max() < 0.01 * 80
    assert found.outcome == "still moving"


def test_it_leaves_the_window():
    found, run = judged(analytic.SLOPE, GradientDescent(0.5), (3, 3), 100)
    outside = int(np.argmax(np.any(np.abs(run.path) > 4, axis=1)))
    assert found.outcome == "left the window"
    assert found.step == outside
    assert f"at step {outside}" in found.reason
    assert found.distance is None


def test_where_there_is_no_minimum_nothing_is_claimed():
    for steps in (2, 100):
        reason = judged(analytic.SLOPE, GradientDescent(0.5), (3, 3), steps)[0].reason
        assert "minimum" not in reason
        assert "lowest" not in reason


@pytest.mark.parametrize(("rule", "bound"), [("gradient descent", 0.5), ("momentum", 0.95), ("nesterov", 0.95 / 2.8)])
def test_it_diverges_and_compares_the_rate_with_the_largest_stable_one(rule, bound):
    rate = 1.1 * bound
    found, run = judged(BOWL, RULES[rule](learning_rate=rate), (3, 2), 200)
    step = int(np.argmax(run.error > 10 * run.error[0]))
    assert found.outcome == "diverged"
    assert found.step == step
    assert f"at step {step}" in found.reason
    assert f"{number(rate)} is above {number(bound)}" in found.reason


def test_a_run_that_overflows_has_diverged():
    found, run = judged(BOWL, GradientDescent(10.0), (3, 2), 2000)
    assert run.overflowed
    assert found.outcome == "diverged"
    assert f"at step {run.k + 1} it stopped being a finite number" in found.reason


def test_adaptive_rules_have_no_bound_to_compare_with():
    found, _ = judged(BOWL, RULES["adagrad"](learning_rate=1e3), (0.5, 0.5), 1)
    assert found.outcome == "diverged"
    assert "No curvature bounds the learning rate of adagrad" in found.reason


@pytest.mark.parametrize("steps", range(200, 212))
def test_a_run_that_circles_is_there_whatever_its_phase(steps):
    found, _ = judged(BOWL, RMSProp(0.1, decay=0.9), (3, 2), steps)
    assert found.outcome == "reached the lowest minimum"
    assert found.circles
    assert found.reason.startswith("It circles, within about its own step")


def test_adam_arrives():
    assert judged(BOWL, Adam(0.3), (3, 2), 400)[0].outcome == "reached the lowest minimum"


@settings(max_examples=40)
@given(st.sampled_from(sorted(RULES)), st.floats(0.2, 5), st.floats(0.2, 5), st.floats(-3.5, 3.5), st.floats(-3.5, 3.5))
def test_on_any_bowl_the_verdict_agrees_with_where_the_run_is(rule, first, second, x, y):
    E = analytic.bowl(first, second, floor=1.0)
    found, run = judged(E, RULES[rule](), (x, y), 300)
    far = np.linalg.norm(run.path[-1]) / 8
    assert found.outcome in ("reached the lowest minimum", "still moving", "on a plateau")
    if found.outcome == "reached the lowest minimum":
        assert far <= 0.05
    if found.outcome == "on a plateau":
        assert far > 0.01


def test_hidden_units_are_named():
    network = Network([Layer([[50.0], [0.1]], "tanh", [50.0, 0.0]), Layer([[1.0, 1.0]], "sigmoid", [0.0])])
    data = Dataset([[1.0], [2.0]], [[0.0], [1.0]])
    E = ErrorSurface(network, data, ("w2[1,1]", "w2[2,1]"))
    assert saturation(E, np.array([1.0, 1.0])) == "Hidden unit 1 is saturated on all 2 data points."
    assert saturation(BOWL, np.zeros(2)) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.38724, "0.3872"),
        (-1.5, "−1.5"),
        (0, "0"),
        (12345.6, "12346"),
        (7.972e-7, "7.972·10⁻⁷"),
        (-2e20, "−2·10²⁰"),
        (1e-8, "10⁻⁸"),
        (-1e15, "−10¹⁵"),
    ],
)
def test_numbers_are_written_for_reading(value, text):
    assert number(value) == text


def test_rounding_is_named_as_such():
    assert (size(3e-17), size(0.0), size(0.5)) == ("below 10⁻¹²", "0", "0.5")
    assert (named_error(1e-32), named_error(0.0), named_error(0.25)) == ("E below 10⁻¹²", "E = 0", "E = 0.25")
    assert (percent(0.0), percent(1e-9), percent(0.1234)) == ("0 %", "less than 0.001 %", "12 %")


def test_numbers_in_a_reason_are_those_of_the_run():
    found, run = judged(analytic.HOLLOWS, GradientDescent(0.2), analytic.HOLLOWS_START, 120, analytic.HOLLOWS_WINDOW)
    norm = np.linalg.norm(analytic.HOLLOWS.gradient(run.path[-1]))
    written = re.search(r"[Gg]radient norm ([\d.]+)(?:·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", found.reason)
    exponent = (written[2] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(written[1]) * 10.0 ** int(exponent) == pytest.approx(norm, rel=1e-3)


@pytest.mark.parametrize("start", [(1e300, 1e300), (-1e308, 0.0), (0.0, 1e155)])
def test_a_start_beyond_all_bounds_is_told_without_a_warning(start):
    for rule in (GradientDescent(0.1), Momentum(0.1, 0.9)):
        found, _ = judged(analytic.network_surface("tanh", [[1, 0.2], [0.3, 1]], [-1, 0.5]), rule, start, 20)
        assert found.outcome in OUTCOMES
        assert found.reason


def test_a_run_at_a_kink_is_at_the_minimum_there():
    E = analytic.network_surface("relu", [[1, 0.2], [0.3, 1], [-0.5, 0.6]], [-1, 0.5, -0.3])
    found, _ = judged(E, GradientDescent(0.02), (0.5, 0.5), 400, window=((-3.0, 3.0), (-3.0, 3.0)))
    assert found.outcome == "reached the lowest minimum"
    assert (found.point, found.hollow) == (None, 0)
    assert "at a kink, where the gradient jumps" in found.reason
    assert found.distance < 0.05


def test_any_list_of_critical_points_will_do():
    bowl = analytic.bowl(2.0, 6.0)
    run = descend(bowl, RULES["gradient descent"](learning_rate=0.1), (1, 1), 300)
    points = critical_points(bowl, ((-2, 2), (-2, 2)))
    assert verdict(bowl, run, list(points)).outcome == verdict(bowl, run, points).outcome
    assert verdict(bowl, run, []).outcome in OUTCOMES


TILTED = analytic.Formula(
    lambda x, y: (x**2 - 1) ** 2 + 0.2 * x + y**2 + 0.2048, lambda x, y: (4 * x * (x**2 - 1) + 0.2, 2 * y)
)  # a low hollow on the left, a higher one on the right


def test_a_run_thrown_out_of_the_lowest_hollow_into_a_worse_one_has_diverged():
    points = critical_points(TILTED, ((-2, 2), (-2, 2)))
    low, high = (point.weights for point in points.minima)
    path = np.array([low + np.array([0.01, 0]), *[high] * 30])
    found = verdict(TILTED, Descent(path, TILTED.error(path), GradientDescent(0.4)), points)
    assert found.outcome == "diverged"
    assert found.hollow == 1
    assert "at the minimum at" in found.reason


@pytest.mark.parametrize("rate", [0.05, 0.25, 0.4])
def test_rmsprop_that_circles_is_there_at_any_ordinary_rate(rate):
    bowl = analytic.bowl(2.0, 6.0)
    run = descend(bowl, RULES["rmsprop"](learning_rate=rate), (1, 1), 2000)
    assert verdict(bowl, run, critical_points(bowl, ((-2, 2), (-2, 2)))).outcome == "reached the lowest minimum"


# --- surfaces that go below zero, and runs that go to and fro -----------------------------------------------------


def test_below_zero_a_run_has_diverged_only_where_its_error_has_risen():
    E, window = (
        analytic.Formula(lambda x, y: np.cos(x) + np.cos(y) + 0.05 * x, lambda x, y: (0.05 - np.sin(x), -np.sin(y))),
        ((-8.0, 8.0), (-8.0, 8.0)),
    )
    points = critical_points(E, window)
    rule = RULES["gradient descent"](learning_rate=0.1)
    few, many = (verdict(E, descend(E, rule, (2.5, 2.5), steps), points).outcome for steps in (5, 400))
    assert few == "still moving"
    assert many in ("stuck in a local minimum", "reached the lowest minimum")
    low = analytic.Formula(lambda x, y: x**2 + y**2 - 50, lambda x, y: (2 * x, 2 * y))
    run = descend(low, RULES["gradient descent"](learning_rate=1.2), (1, 1), 30)
    found = verdict(low, run, critical_points(low, window))
    assert found.outcome == "diverged"
    assert "E rose by 9 times the size of its first value, −48" in found.reason


@pytest.mark.parametrize("start", ["A", "D"])
def test_a_run_that_goes_to_and_fro_across_a_saddle_is_at_it_at_every_step(start):
    scene = SCENES["saddle"]
    E, points = scene.surface(), critical_points(scene.surface(), scene.window)
    runs = [
        descend(E, GALLERY[scene.id].rules["rmsprop"], GALLERY[scene.id].starts[start], steps)
        for steps in (1998, 1999, 2000, 2001)
    ]
    assert {verdict(E, run, points).outcome for run in runs} == {"stuck at a saddle"}


def test_an_error_that_stands_still_is_not_said_to_fall():
    E = analytic.Formula(lambda x, y: (x**2 + y**2) / 2, lambda x, y: (x, y))
    run = descend(E, RULES["gradient descent"](learning_rate=2), (0.5, 0), 50)
    found = verdict(E, run, critical_points(E, ((-1, 1), (-1, 1))))
    assert found.outcome == "still moving"
    assert "In the last tenth of the run E did not change;" in found.reason
