"""Iterates against their definition, so many single steps; runs that they take on against those that walk."""

import analytic
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surface.descent import GradientDescent, Momentum
from surface.landscape import critical_points, iterates
from surface.landscape.iterates import Iterates
from surface.landscape.many import walk_all
from surface.landscape.runs import Runs

BUMPS = analytic.network_surface("tanh", [[1.0, 0.4], [-0.3, 1.2], [0.7, -0.8]], [0.3, -0.5, 0.9])
CASES = {
    "hollows": (analytic.HOLLOWS, analytic.HOLLOWS_WINDOW, 0.2),
    "undecided": (analytic.UNDECIDED, analytic.UNDECIDED_WINDOW, 0.05),
    "cosines": (analytic.COSINES, ((-5.0, 8.0), (-4.0, 9.0)), 0.1),
    "step": (analytic.STEP, analytic.STEP_WINDOW, 1.0),
    "hinge": (analytic.HINGE, analytic.HINGE_WINDOW, 0.02),
    "above the bound": (analytic.bowl(1.0, 4.0), ((-2.0, 2.1), (-1.0, 2.0)), 0.51),
    "a narrow window": (analytic.HOLLOWS, ((-2.5, 5.0), (0.5, 1.5)), 0.2),
}


def unwatched():
    pass


def walked(E, rate, w, steps):
    for _ in range(steps):
        w = w - rate * E.gradient(w)
    return w


def ends(E, rule, window, starts, steps, monkeypatch, pays):
    monkeypatch.setattr(iterates, "PAYS", pays)
    return walk_all(E, rule, starts, steps, critical_points(E, window))


def grid(window, count):
    return np.stack(np.meshgrid(*(np.linspace(*edges, count) for edges in window)), axis=-1).reshape(-1, 2)


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("steps", [1, 5, 31, 64, 100])
def test_what_is_known_is_where_single_steps_lead(name, steps):
    E, window, rate = CASES[name]
    starts = np.random.default_rng(3).uniform(*np.array(window).T, size=(400, 2))
    after, known = Iterates(E, GradientDescent(rate), window, unwatched).after(starts, steps)
    width = np.ptp(window, axis=-1)
    if name == "above the bound":
        assert not known.any()
    assert known.mean() > 0.3 or steps > 1 or name == "above the bound"
    np.testing.assert_allclose(after[known] / width, walked(E, rate, starts[known], steps) / width, rtol=0, atol=2e-7)


# Of the window alone, its upper edges belong to what is not known.
@pytest.mark.parametrize(("beyond", "around", "edge"), [(True, 0.5, 0.0), (False, 0.0, 1e-9)])
def test_half_a_window_around_is_known_as_well_and_nothing_further_out(beyond, around, edge):
    E, window, rate = CASES["cosines"]
    known = Iterates(E, GradientDescent(rate), window, unwatched, beyond)
    (left, right), (low, high) = ((a - around * (b - a), b + around * (b - a)) for a, b in window)
    lost = [[left - 0.1, 0], [right + 0.1, 0], [0, low - 0.1], [0, high + 0.1]]
    assert not known.after(np.array([*lost, [np.nan, 0], [0, np.inf], [1e300, -1e300]]), 8)[1].any()
    assert known.after(np.array([[left, low], [right - edge, high - edge], [0.0, 0.0]]), 1)[1].all()


def test_where_a_step_leads_out_of_what_is_known_nothing_is_said():
    known = Iterates(analytic.SLOPE, GradientDescent(0.1), ((0.0, 1.0), (0.0, 1.0)), unwatched, beyond=False)
    after, inside = known.after(np.array([[0.95, 0.95], [0.25, 0.95]]), 4)
    assert inside.tolist() == [True, False]
    np.testing.assert_allclose(after[0], [0.55, 0.55], atol=1e-12)


def test_no_more_is_made_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(iterates, "MOST", 40)
    E, window, rate = CASES["cosines"]
    starts, many = grid(window, 40), Iterates(E, GradientDescent(rate), window, unwatched)
    known = many.after(starts, 64)[1]
    made = sum(cells.count for cells in many._levels)
    # What was begun is made to its end.
    assert not known.all()
    assert 40 <= made < 40 + 4 * iterates.BATCH * len(many._levels)
    assert many.after(starts, 64)[1].tolist() == known.tolist()
    assert sum(cells.count for cells in many._levels) == made


@pytest.mark.parametrize("rate", [0.9, 1.1])
def test_where_a_step_overshoots_and_grows_nothing_is_said(rate):
    E, window = analytic.bowl(1.0, 2.0), ((-2.0, 2.0), (-2.0, 2.0))
    # The rate's bound is 2 over the largest curvature.
    assert Iterates(E, GradientDescent(rate), window, unwatched).after(grid(window, 5), 4)[1].all() == (rate < 1)


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("steps", [40, 300, 1111])
def test_runs_that_are_taken_on_end_where_and_when_they_end_step_by_step(name, steps, monkeypatch):
    E, window, rate = CASES[name]
    starts = grid(window, 21)
    taken_on, single = (ends(E, GradientDescent(rate), window, starts, steps, monkeypatch, p) for p in (0, np.inf))
    np.testing.assert_array_equal(taken_on.label, single.label)
    np.testing.assert_array_equal(taken_on.steps, single.steps)


@settings(max_examples=12, deadline=None)
@example(4389823, "tanh", 0.1875)  # a rate above the bound of its minimum: runs come to it by a quiet valley, to chaos
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(["sigmoid", "tanh", "softplus", "sin", "gaussian", "relu"]),
    st.floats(0.01, 1.5),
)
def test_of_any_network_they_end_alike(seed, activation, rate):
    draw = np.random.default_rng(seed)
    E = analytic.network_surface(activation, draw.normal(size=(6, 2)) * draw.uniform(0.3, 2), draw.uniform(-1, 1, 6))
    window = ((-4.0, 3.0), (-2.0, 5.0))
    with pytest.MonkeyPatch.context() as patch:
        taken_on, single = (
            ends(E, GradientDescent(rate), window, grid(window, 12), 500, patch, p) for p in (0, np.inf)
        )
    np.testing.assert_array_equal(taken_on.label, single.label)
    np.testing.assert_array_equal(taken_on.steps, single.steps)


def test_whoever_comes_to_chaos_is_walked_again_from_its_start(monkeypatch):
    draw = np.random.default_rng(4389823)
    E = analytic.network_surface("tanh", draw.normal(size=(6, 2)) * draw.uniform(0.3, 2), draw.uniform(-1, 1, 6))
    finish, again = Runs.finish, []
    monkeypatch.setattr(Runs, "finish", lambda self: (finish(self), again.append(len(self.again))))
    window = ((-4.0, 3.0), (-2.0, 5.0))
    ends(E, GradientDescent(0.1875), window, grid(window, 12), 500, monkeypatch, 0)
    assert again[0] > 10
    assert again[1:] == [0]


def test_they_take_the_place_of_nearly_all_steps(monkeypatch):
    E, window, rate = CASES["undecided"]
    walk, single = Runs.walk, []
    monkeypatch.setattr(Runs, "walk", lambda self, **more: (single.append(len(self.run)), walk(self, **more)))
    starts, count = grid(window, 21), list[int]()
    for pays in (0, np.inf):
        single.clear()
        ends(E, GradientDescent(rate), window, starts, 2000, monkeypatch, pays)
        count.append(sum(single))
    assert count[0] < 0.4 * count[1]


def test_a_rule_that_remembers_has_none_nor_have_rates_of_their_own_nor_few_steps():
    E, window = analytic.HOLLOWS, analytic.HOLLOWS_WINDOW
    for rule in (Momentum(0.1, 0.9), GradientDescent(np.full((3, 1), 0.1))):
        assert iterates.iterates(E, rule, window, 10**9, unwatched) is None
    assert iterates.iterates(E, GradientDescent(0.1), window, 10**6, unwatched) is None


def test_to_make_them_can_be_stopped():
    def stop():
        raise InterruptedError

    many = Iterates(analytic.HOLLOWS, GradientDescent(0.1), analytic.HOLLOWS_WINDOW, stop)
    with pytest.raises(InterruptedError):
        many.after(grid(analytic.HOLLOWS_WINDOW, 3), 4)
