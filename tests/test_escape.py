"""Escape from the shallow hollow: the scan and the map against single runs."""

import analytic
import numpy as np
import pytest

from surface.descent import RULES, GradientDescent, Momentum, Nesterov, descend
from surface.landscape import critical_points
from surface.landscape.escape import CODES, escape_map, smallest_momentum
from surface.landscape.verdicts import verdict

E, START = analytic.HOLLOWS, analytic.HOLLOWS_START
POINTS = critical_points(E, analytic.HOLLOWS_WINDOW)


def outcome(rule, steps=200):
    found = verdict(E, descend(E, rule, START, steps), POINTS)
    return found.outcome, found.point


def test_the_smallest_momentum_frees_and_what_is_below_does_not():
    found = smallest_momentum(E, descend(E, GradientDescent(0.2), START, 200), POINTS)
    assert found.resolution == 0.01
    assert 0 < found.momentum <= 0.9
    for momentum, frees in zip(found.momenta[::7], found.frees[::7], strict=True):
        assert frees == (outcome(Momentum(0.2, momentum))[1] == 0)
    assert not found.frees[found.momenta < found.momentum].any()
    assert found.check.path[0].tolist() == list(START)
    assert found.check.error[-1] == pytest.approx(0.0031, abs=1e-4)
    assert any(first <= 0.9 <= last for first, last in found.intervals)


def test_what_frees_is_not_one_interval():
    found = smallest_momentum(E, descend(E, GradientDescent(0.33), START, 200), POINTS)
    freeing = found.momenta[found.frees]
    assert 0.9 in freeing
    assert 0.92 not in freeing
    listed = [m for m in found.momenta if any(first <= m <= last for first, last in found.intervals)]
    assert listed == freeing.tolist()
    assert found.momentum == found.intervals[0][0] == freeing[0]


def test_a_finer_scan_is_no_later():
    run = descend(E, GradientDescent(0.2), START, 200)
    coarse, fine = (smallest_momentum(E, run, POINTS, resolution) for resolution in (0.05, 0.0025))
    assert fine.momentum <= coarse.momentum


def test_a_run_in_the_deepest_hollow_needs_no_escape():
    found = smallest_momentum(E, descend(E, Momentum(0.2, 0.9), START, 200), POINTS)
    assert (found.momentum, found.intervals, found.check) == (None, (), None)


def test_where_nothing_frees_it_says_none():
    run = descend(analytic.HINGE, GradientDescent(0.05), (-4.0, 0.5), 100)
    assert (
        smallest_momentum(analytic.HINGE, run, critical_points(analytic.HINGE, analytic.HINGE_WINDOW)).momentum is None
    )


def test_nesterov_is_scanned_as_itself():
    found = smallest_momentum(E, descend(E, Nesterov(0.2, 0.1), START, 200), POINTS)
    assert isinstance(found.check.rule, Nesterov)
    assert outcome(Nesterov(0.2, found.momentum))[1] == 0


def test_all_momenta_take_a_step_by_one_gradient(monkeypatch):
    asked, gradient, run = [], type(E).gradient, descend(E, GradientDescent(0.2), START, 500)
    monkeypatch.setattr(type(E), "gradient", lambda E, w: (asked.append(np.size(w) // 2), gradient(E, w))[1])
    smallest_momentum(E, run, POINTS)
    assert max(asked) > 50
    assert len(asked) < 1.5 * 500  # and one run more, of the momentum that was found


@pytest.mark.parametrize("resolution", [0, -0.1, 0.7, 1e-9])
def test_a_wrong_resolution_is_refused(resolution):
    with pytest.raises(ValueError, match="`resolution` must be from"):
        smallest_momentum(E, descend(E, GradientDescent(0.2), START, 5), POINTS, resolution)


def test_the_map_agrees_with_single_runs():
    rates, momenta = [0.05, 0.2, 0.33, 1.2, 4.0], [0.0, 0.5, 0.9, 0.92, 0.99]
    found = escape_map(E, Momentum(0.2, 0.9), START, POINTS, rates=rates, momenta=momenta)
    names = dict(CODES)
    for (j, i), label in np.ndenumerate(found.label):
        ended, point = outcome(Momentum(rates[i], momenta[j]))
        if point is not None and point < len(POINTS.minima):
            assert label == point
        elif ended in names.values():
            assert names[label] == ended
        else:
            assert names[label] == "unsettled"
    assert found.here == (0.2, 0.9)
    assert found.lowest == 1
    assert found.label[2, 1] == found.label[2, 2] == 0
    assert found.label[3, 2] != 0


def test_a_diverging_corner_is_marked():
    bowl = analytic.bowl(1.0, 4.0)
    points = critical_points(bowl, ((-2, 2.1), (-2, 2.1)))
    found = escape_map(bowl, GradientDescent(0.1), (1.0, 1.0), points, rates=[0.1, 0.6], momenta=[0.0, 0.5])
    assert found.here == (0.1, 0.0)
    assert found.label[0].tolist() == [0, -3]
    assert CODES[-3] == "diverged"


def test_the_default_map_holds_the_present_rate():
    found = escape_map(E, RULES["nesterov"](0.2, 0.9), START, POINTS, steps=50)
    assert found.label.shape == (50, 41)
    assert found.rates[20] == pytest.approx(0.2)
    assert found.momenta[0] == 0


def test_wrong_settings_are_refused():
    with pytest.raises(ValueError, match="`momentum` must be less than 1"):
        escape_map(E, Momentum(), START, POINTS, momenta=[0.5, 1.0])
    with pytest.raises(ValueError, match="`start` must be two finite numbers"):
        escape_map(E, Momentum(), (0, np.nan), POINTS)
