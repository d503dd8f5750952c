"""Basins against single runs: what all starts do at once must be what `descend` and `verdict` say one by one."""

import analytic
import numpy as np
import pytest

from surface.descent import RULES, AdaGrad, GradientDescent, Momentum, Rule, descend
from surface.landscape import critical_points
from surface.landscape.basins import basins, difference
from surface.landscape.many import walk_all
from surface.landscape.runs import LEFT, Runs
from surface.landscape.verdicts import verdict
from surface.scenes import SCENES

WINDOW = analytic.HOLLOWS_WINDOW
BOWL = critical_points(analytic.bowl(1.0, 4.0), ((-1, 1), (-1, 1)))
SETTINGS = {"gradient descent": 0.2, "momentum": 0.2, "nesterov": 0.2, "adagrad": 0.5, "rmsprop": 0.05, "adam": 0.1}


def label_of_one(E, rule, start, steps, points):
    told = verdict(E, descend(E, rule, start, steps), points)
    return told.point if told.point is not None and points[told.point].kind == "minimum" else -1


@pytest.mark.parametrize("name", sorted(RULES))
@pytest.mark.parametrize(
    ("E", "window"),
    [
        (analytic.HOLLOWS, WINDOW),
        (analytic.UNDECIDED, analytic.UNDECIDED_WINDOW),
        (analytic.HINGE, analytic.HINGE_WINDOW),
        (analytic.COSINES, ((-5.0, 8.0), (-4.0, 9.0))),
    ],
    ids=["hollows", "undecided", "hinge", "cosines"],
)
def test_each_start_ends_where_its_own_run_ends(name, E, window):
    rule, points = RULES[name](learning_rate=SETTINGS[name] / 2), critical_points(E, window)
    found = basins(E, rule, window, resolution=(9, 8), steps=150, points=points)
    assert found.label.shape == (8, 9)
    for j, i in [(0, 0), (0, 8), (7, 0), (7, 8), (3, 4), (5, 2), (2, 6), (4, 7)]:
        assert found.label[j, i] == label_of_one(E, rule, (found.w1[i], found.w2[j]), 150, points)


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 19, 23])
def test_short_runs_are_labelled_alike(steps):
    E, points = analytic.HOLLOWS, critical_points(analytic.HOLLOWS, WINDOW)
    found = basins(E, Momentum(0.2, 0.5), WINDOW, resolution=12, steps=steps, points=points)
    for j, i in np.ndindex(12, 12):
        start = found.w1[i], found.w2[j]
        assert found.label[j, i] == label_of_one(E, Momentum(0.2, 0.5), start, steps, points)


def test_a_bowl_is_one_basin_and_its_steps_are_those_of_each_run():
    E = analytic.bowl(1.0, 4.0)
    found = basins(E, GradientDescent(0.1), ((-2, 2), (-2, 2)), resolution=7, steps=300)
    assert found.share == pytest.approx([1.0])
    assert found.unsettled == 0
    for j, i in [(0, 0), (3, 3), (2, 6)]:
        path = descend(E, GradientDescent(0.1), (found.w1[i], found.w2[j]), 300).path
        outside = np.flatnonzero(np.linalg.norm(path, axis=1) / 4 > 0.01)
        assert found.steps[j, i] == (outside[-1] + 1 if len(outside) else 0)


def test_the_cosines_fall_to_the_nearest_hollow():
    found = basins(analytic.COSINES, GradientDescent(0.2), ((-3.0, 9.0), (-3.0, 9.0)), resolution=24, steps=1000)
    nearest = 2 * np.pi * np.round(np.stack(np.meshgrid(found.w1, found.w2), -1) / (2 * np.pi))
    ends = np.array([point.weights for point in found.minima])[found.label]
    assert (found.label >= 0).all()
    np.testing.assert_allclose(ends, nearest, atol=1e-8)
    assert len(found.minima) == 4
    assert found.lowest == 4


def test_shares_and_the_unsettled_sum_to_one():
    found = basins(analytic.HOLLOWS, Momentum(0.2, 0.9), WINDOW, resolution=20, steps=200)
    assert 0 < found.unsettled < 1
    assert found.share.sum() + found.unsettled == pytest.approx(1)
    for index, share in enumerate(found.share):
        assert share == pytest.approx(np.mean(found.label == index))


def test_a_rate_above_the_bound_settles_nowhere():
    found = basins(analytic.bowl(1.0, 4.0), GradientDescent(0.51), ((-2, 2.1), (-2, 2.1)), resolution=8, steps=3000)
    assert found.unsettled == 1


def test_a_table_and_a_slope_catch_nobody():
    hinge = basins(analytic.HINGE, GradientDescent(0.05), analytic.HINGE_WINDOW, resolution=16, steps=1000)
    points = np.stack(np.meshgrid(hinge.w1, hinge.w2), -1)
    dead = ~analytic.HINGE.gradient(points).any(axis=-1)
    assert dead.any()
    assert (hinge.label[dead] == -1).all()
    slope = basins(analytic.SLOPE, GradientDescent(0.1), ((0, 1), (0, 1)), resolution=4)
    assert slope.minima == ()
    assert slope.share.size == 0
    assert slope.unsettled == 1


def test_a_rule_rescues_starts_that_the_other_way_round_are_lost():
    plain, heavy = (
        basins(analytic.HOLLOWS, rule, WINDOW, resolution=24, steps=200)
        for rule in (GradientDescent(0.2), Momentum(0.2, 0.9))
    )
    change = difference(plain, heavy)
    assert sum(change.share.values()) == pytest.approx(1)
    np.testing.assert_array_equal(change.rescued, (heavy.label == 0) & (plain.label != 0))
    np.testing.assert_array_equal(change.lost, (plain.label == 0) & (heavy.label != 0))
    assert change.share["rescued"] > 0
    np.testing.assert_array_equal(difference(heavy, plain).lost, change.rescued)
    assert heavy.share[0] - plain.share[0] == pytest.approx(change.share["rescued"] - change.share["lost"])


def test_different_grids_cannot_be_compared():
    E = analytic.bowl(1, 1)
    a, b = (basins(E, GradientDescent(), ((-1, 1), (-1, 1)), resolution=n, steps=5) for n in (3, 4))
    with pytest.raises(ValueError, match="same starts"):
        difference(a, b)


def test_progress_is_told_and_can_end_the_work():
    told = []
    basins(analytic.HOLLOWS, RULES["rmsprop"](), WINDOW, resolution=4, steps=300, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > 90

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        basins(analytic.HOLLOWS, RULES["rmsprop"](), WINDOW, resolution=4, steps=300, progress=stop)


def test_all_starts_take_a_step_by_one_gradient(monkeypatch):
    asked, gradient = [], type(analytic.HOLLOWS).gradient
    monkeypatch.setattr(type(analytic.HOLLOWS), "gradient", lambda E, w: (asked.append(np.shape(w)), gradient(E, w))[1])
    points = critical_points(analytic.HOLLOWS, WINDOW)
    asked.clear()
    basins(analytic.HOLLOWS, GradientDescent(0.2), WINDOW, resolution=48, steps=500, points=points)
    assert asked[0] == (48**2, 2)
    assert len(asked) <= 500


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"resolution": 1}, "`resolution` must be"), ({"steps": -1}, "`steps` must be"), ({"window": 3}, "`window`")],
)
def test_wrong_input_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        basins(analytic.COSINES, GradientDescent(), **{"window": ((-1, 1), (-1, 1)), **wrong})


def test_a_minimum_at_a_kink_has_a_basin():
    E = analytic.network_surface("relu", [[1, 0.2], [0.3, 1], [-0.5, 0.6]], [-1, 0.5, -0.3])
    found = basins(E, GradientDescent(0.02), ((-3, 3), (-3, 3)), resolution=9, steps=400)
    assert [minimum.kind for minimum in found.minima] == ["minimum at a kink"]
    assert found.share[0] > 0.1
    assert found.lowest == 1


def test_a_rule_that_leaves_a_minimum_it_has_come_to_is_walked_to_its_end():
    scene = SCENES["egg-box"]
    E, rule = scene.surface(), RULES["rmsprop"](learning_rate=0.3, decay=0.9)
    found = basins(E, rule, scene.window, resolution=(13, 11), steps=300)
    points = critical_points(E, scene.window)
    for j, i in np.ndindex(found.label.shape):
        told = verdict(E, descend(E, rule, (found.w1[i], found.w2[j]), 300), points)
        assert found.label[j, i] == (-1 if told.hollow is None else told.hollow)


def test_above_the_largest_stable_rate_no_run_is_held_by_a_minimum_that_it_stands_beside():
    E, rule = analytic.bowl(1.0, 4.0), RULES["gradient descent"](learning_rate=0.6)
    points = critical_points(E, ((-1, 1), (-1, 1)))
    starts = np.array([[1e-7, 1e-7], [1e-7, 0.0]])
    ends = walk_all(E, rule, starts, 200, points)
    told = [verdict(E, descend(E, rule, start, 200), points) for start in starts]
    assert [label >= 0 for label in ends.label] == [end.hollow is not None for end in told]


@pytest.mark.parametrize("share", [0.94, 0.96, 0.9985, 0.9995, 1.0, 1.0005])
@pytest.mark.parametrize("start", [(0.5, 0.4), (1e-7, 1e-7), (0.0, 1e-4)])
def test_just_below_the_largest_stable_rate_who_has_arrived_is_let_go(share, start):
    E, rule = analytic.bowl(1.0, 4.0), RULES["gradient descent"](learning_rate=share * 0.5)
    points, runs = critical_points(E, ((-1, 1), (-1, 1))), []
    for steps in (50, 400, 4000):
        ends = walk_all(E, rule, [start], steps, points)
        told = verdict(E, descend(E, rule, start, steps), points)
        assert max(ends.label[0], -1) == (-1 if told.hollow is None else told.hollow)
        runs.append(ends.label[0])
    assert share > 0.999 or runs[-1] == 0


def walked(monkeypatch, E, rule, steps):
    """The starts of a coarse grid that end in each hollow, and how many steps all their runs take."""
    taken, walk = [], Runs.walk
    monkeypatch.setattr(Runs, "walk", lambda self, **more: (taken.append(len(self.run)), walk(self, **more)))
    ends = walk_all(E, rule, starts_over(WINDOW), steps, critical_points(E, WINDOW))
    return ends, sum(taken)


def starts_over(window):
    return np.stack(np.meshgrid(*(np.linspace(*edges, 12) for edges in window)), axis=-1).reshape(-1, 2)


@pytest.mark.parametrize("rate", [0.2, 0.5])
def test_a_rule_whose_rates_never_rise_is_let_go_of_where_nothing_frees_it(rate, monkeypatch):
    found, few = walked(monkeypatch, analytic.HOLLOWS, AdaGrad(rate), 2000)
    monkeypatch.setattr(AdaGrad, "falling_rates", Rule.falling_rates)
    whole, all_steps = walked(monkeypatch, analytic.HOLLOWS, AdaGrad(rate), 2000)
    np.testing.assert_array_equal(found.label, whole.label)
    np.testing.assert_array_equal(found.steps, whole.steps)
    assert few < 0.7 * all_steps


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_where_there_is_no_minimum_a_run_of_any_rule_ends_at_none(rule):
    window = ((0.0, 1.0), (0.0, 1.0))
    points = critical_points(analytic.SLOPE, window)
    ends = walk_all(analytic.SLOPE, rule(0.1), starts_over(window), 40, points)
    assert set(ends.label) == {LEFT}


def test_who_has_arrived_below_the_bound_costs_no_more_steps(monkeypatch):
    taken, walk = [], Runs.walk
    monkeypatch.setattr(Runs, "walk", lambda self, **more: (taken.append(1), walk(self, **more)))
    walk_all(analytic.bowl(1.0, 4.0), GradientDescent(0.49), [(0.5, 0.4)], 5000, BOWL)
    assert 300 < len(taken) < 800  # (1 − 0.49 · 4) = −0.96: 337 steps from 1 to 1e-6
