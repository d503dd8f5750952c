"""What the noise of mini-batches frees: against single runs, and against how deep the hollow is."""

import analytic
import numpy as np
import pytest

from surface.descent import RULES, SCHEDULES, GradientDescent, Momentum, descend
from surface.landscape import critical_points, hollows
from surface.landscape.noise import by_noise, freed_by_depth, freed_by_noise
from surface.landscape.verdicts import verdict
from surface.scenes import SCENES

EGGS = SCENES["egg-box"]
E = EGGS.surface()
POINTS = critical_points(E, EGGS.window)
LAKES = sorted(
    (lake for lake in hollows(E, EGGS.window, POINTS) if lake.depth is not None), key=lambda lake: lake.depth
)
RULE = GradientDescent(0.1)


def share(lake, batch=3, rule=RULE, **more):
    return freed_by_noise(E, rule, lake.minimum.weights, 500, batch, POINTS, **more)


def test_the_deeper_a_hollow_is_the_fewer_seeds_are_freed_from_it():
    depths, shares = zip(*((lake.depth, share(lake)) for lake in LAKES[:6]), strict=True)
    assert all(np.diff(depths) > 0)
    assert all(np.diff(shares) <= 0)
    assert shares[0] > 0.9
    assert 0.3 < shares[1] < 0.9
    assert shares[-1] == 0


def test_all_hollows_are_told_by_their_depth():
    told = []
    depths, shares = freed_by_depth(E, RULE, LAKES[3:] + LAKES[:3], 200, 3, POINTS, seeds=10, progress=told.append)
    assert depths.tolist() == [lake.depth for lake in LAKES]
    expected = [freed_by_noise(E, RULE, lake.minimum.weights, 200, 3, POINTS, seeds=10) for lake in LAKES[:4]]
    assert shares[:4].tolist() == expected
    assert (told == sorted(told), told[-1]) == (True, 1)


def test_of_a_hollow_in_which_the_rule_does_not_stay_no_share_is_told():
    _, shares = freed_by_depth(E, GradientDescent(40.0), LAKES[:3], 50, 3, POINTS, seeds=5)
    assert np.isnan(shares).all()


@pytest.mark.parametrize("batch", [4, 5, 100])
def test_a_batch_of_all_rows_frees_none(batch):
    assert [share(lake, batch) for lake in LAKES[:3]] == [0, 0, 0]


@pytest.mark.parametrize("name", RULES)
def test_each_run_is_the_one_that_its_seed_walks(name):
    rule, start, plan = RULES[name](0.02), (-3.2, 0.4), SCHEDULES["cosine"](30)
    found = by_noise(E, rule, start, 40, 3, POINTS, seeds=5, schedule=plan)
    alone = [descend(E, rule, start, 40, plan, 3, seed).path[-1] for seed in range(5)]
    np.testing.assert_allclose(found.ends, alone, rtol=1e-9, atol=1e-12)


def test_a_run_is_in_the_hollow_to_which_a_slow_descent_leads_from_its_end():
    found = by_noise(E, RULE, LAKES[1].minimum.weights, 500, 3, POINTS, seeds=12)
    assert POINTS.hollows[found.hollow] is LAKES[1].minimum
    for end, label, lower in zip(found.ends, found.label, found.lower, strict=True):
        slow = verdict(E, descend(E, GradientDescent(0.01), end, 4000), POINTS)
        assert slow.hollow == label
        assert lower == (POINTS.hollows[label].error < LAKES[1].minimum.error)
    assert found.share == np.mean(found.lower)


def test_groups_of_seeds_walk_as_all_at_once(monkeypatch):
    whole = by_noise(E, RULE, (-3.2, 0.4), 30, 3, POINTS, seeds=7)
    monkeypatch.setattr("surface.landscape.noise.ORDERS", 8)
    np.testing.assert_array_equal(by_noise(E, RULE, (-3.2, 0.4), 30, 3, POINTS, seeds=7).ends, whole.ends)


def test_it_tells_how_far_it_has_come_and_can_be_stopped():
    told = []
    by_noise(E, RULE, (-3.2, 0.4), 30, 3, POINTS, seeds=4, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) >= 60  # before every block, and after every step

    def stop(share):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        by_noise(E, RULE, (-3.2, 0.4), 30, 3, POINTS, seeds=4, progress=stop)


def test_who_is_in_the_lowest_hollow_has_none_to_be_freed_to_and_who_flies_off_is_not_freed():
    window, start = analytic.HOLLOWS_WINDOW, analytic.HOLLOWS_START
    points = critical_points(analytic.HOLLOWS, window)
    assert freed_by_noise(analytic.HOLLOWS, Momentum(0.2, 0.9), start, 200, 4, points) == 0
    # Four times the gradient of the last row alone is too much for this rate, which all rows bear.
    window = ((-2.0, 2.0), (-2.0, 2.0))
    steep = analytic.network_surface("identity", [[1, 0], [0, 1], [0.1, 0.1], [3, 0]], [0, 0, 0.1, 1])
    wild = by_noise(steep, GradientDescent(0.15), (1, 1), 60, 1, critical_points(steep, window), seeds=6)
    assert wild.label.tolist() == [-1] * 6
    assert (wild.hollow, wild.share) == (0, 0)


def test_over_kinks_too():
    points = critical_points(analytic.HINGE, analytic.HINGE_WINDOW)
    rule = GradientDescent(0.05)
    end = verdict(analytic.HINGE, descend(analytic.HINGE, rule, (-1.0, 1.5), 300), points)
    found = by_noise(analytic.HINGE, rule, (-1.0, 1.5), 300, 5, points, seeds=10)
    assert end.hollow == found.hollow


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: share(LAKES[0], 0), "`batch` must be a whole number of at least 1, got 0"),
        (lambda: share(LAKES[0], None), "`batch` must be a whole number of at least 1, got None"),
        (lambda: share(LAKES[0], 2.5), r"`batch` must be a whole number of at least 1, got 2\.5"),
        (lambda: share(LAKES[0], seeds=0), "`seeds` must be a whole number of at least 1, got 0"),
        (lambda: share(LAKES[0], rule="adam"), "`rule` must be an update rule"),
        (
            lambda: freed_by_noise(E, RULE, (99, 99), 5, 2, POINTS),
            r"`start` must lead to a minimum of the window without noise, got \(99\.0, 99\.0\)",
        ),
        (
            lambda: freed_by_noise(analytic.bowl(1, 2), RULE, (1, 1), 5, 2, POINTS),
            "`E` must be a surface over data for batches of it, got Quadratic",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()
