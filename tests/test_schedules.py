"""Schedules against PyTorch's published formulas, and batches: their rows, and the runs that see them."""

import math
from itertools import islice

import numpy as np
import pytest
from analytic import HOLLOWS, HOLLOWS_START, bowl
from hypothesis import given
from hypothesis import strategies as st
from test_error import random_data
from test_network import random_network

from surface.data import Dataset
from surface.descent import RULES, SCHEDULES, GradientDescent, Momentum, batches, batches_of, descend, hyperparameters
from surface.error import ErrorSurface
from surface.model import Plane


def chained(first, following, steps):
    """A factor as PyTorch's schedulers compute theirs: each from the one before."""
    factors = [first]
    for t in range(1, steps):
        factors.append(following(t, factors[-1]))
    return factors


# The recursions of torch.optim.lr_scheduler, with a base rate of 1.
TRUTHS = {
    "constant": ({}, lambda n: [1.0] * n),
    "step": (
        {"length": 7, "gamma": 0.3},  # StepLR(step_size=7, gamma=0.3)
        lambda n: chained(1.0, lambda t, f: f * 0.3 if t % 7 == 0 else f, n),
    ),
    "exponential": ({"gamma": 0.9}, lambda n: chained(1.0, lambda t, f: f * 0.9, n)),
    "cosine": (
        {"length": 25, "floor": 0.1},  # CosineAnnealingLR(T_max=25, eta_min=0.1), as far as T_max
        lambda n: chained(
            1.0,
            lambda t, f: (
                (1 + math.cos(math.pi * t / 25)) / (1 + math.cos(math.pi * (t - 1) / 25)) * (f - 0.1) + 0.1
                if t <= 25
                else f
            ),
            n,
        ),
    ),
    "warm-up": (
        {"length": 10, "first": 0.25},  # LinearLR(start_factor=0.25, end_factor=1, total_iters=10)
        lambda n: chained(0.25, lambda t, f: f * (1 + 0.75 / (10 * 0.25 + (t - 1) * 0.75)) if t <= 10 else f, n),
    ),
}


def test_every_schedule_has_a_truth_to_be_checked_against():
    assert set(TRUTHS) == set(SCHEDULES)


@pytest.mark.parametrize("name", SCHEDULES)
def test_factors_are_pytorchs(name):
    settings, truth = TRUTHS[name]
    schedule = SCHEDULES[name](**settings)
    np.testing.assert_allclose(schedule.factor(np.arange(60)), truth(60), rtol=1e-11)
    np.testing.assert_allclose([float(schedule.factor(t)) for t in range(60)], truth(60), rtol=1e-11)
    assert schedule.factor(np.arange(12).reshape(3, 4)).shape == (3, 4)


@pytest.mark.parametrize("name", SCHEDULES)
@given(step=st.integers(0, 10**9))
def test_a_factor_is_a_share_whatever_the_step(name, step):
    assert 0 <= SCHEDULES[name]().factor(step) <= 1


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_says_what_it_is_and_what_it_takes(name):
    schedule = SCHEDULES[name]()
    assert schedule.formula.startswith("η")
    assert all(setting.help and setting.symbol in schedule.formula for setting in hyperparameters(schedule))
    assert SCHEDULES[name]() == schedule


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("name", RULES)
def test_each_step_has_the_rate_that_the_schedule_says(name, schedule):
    rule, plan, E = RULES[name](), SCHEDULES[schedule](), bowl(3.0, 0.5)
    run = descend(E, rule, (1.5, -2.0), 60, plan)
    w, state = np.array([1.5, -2.0]), rule.init(np.zeros(2))
    for factor, place in zip(plan.factor(np.arange(60)), run.path[1:], strict=True):
        step, state = rule.at(float(factor)).update(E.gradient(w), state)
        w = w + step
        np.testing.assert_array_equal(place, w)
    assert (run.schedule, run.batch) == (plan, None)


def test_momentum_under_a_schedule_is_pytorchs():
    """SGD: buf = β buf + g, then p −= lr buf, with the rate that the scheduler has set for this step."""
    x, buf, seen = 1.5, 0.0, [1.5]
    for t in range(40):
        buf = 0.8 * buf + 3 * x
        x -= 0.07 * 0.9**t * buf
        seen.append(x)
    run = descend(bowl(3.0, 3.0), Momentum(0.07, 0.8), (1.5, 1.5), 40, SCHEDULES["exponential"](0.9))
    np.testing.assert_allclose(run.path[:, 0], seen, rtol=1e-12)


def test_a_constant_schedule_changes_nothing_and_long_runs_ask_for_it_in_parts(monkeypatch):
    plain = descend(HOLLOWS, Momentum(0.2, 0.9), HOLLOWS_START, 50)
    np.testing.assert_array_equal(
        descend(HOLLOWS, Momentum(0.2, 0.9), HOLLOWS_START, 50, SCHEDULES["constant"]()).path, plain.path
    )
    whole = descend(HOLLOWS, Momentum(0.2, 0.9), HOLLOWS_START, 50, SCHEDULES["cosine"](40))
    monkeypatch.setattr("surface.descent.schedules.SCHEDULED", 7)
    parts = descend(HOLLOWS, Momentum(0.2, 0.9), HOLLOWS_START, 50, SCHEDULES["cosine"](40))
    np.testing.assert_array_equal(parts.path, whole.path)
    assert not np.array_equal(parts.path, plain.path)


@given(n=st.integers(1, 40), batch=st.integers(1, 50), seed=st.integers(0, 5))
def test_every_epoch_is_a_permutation_of_its_own(n, batch, seed):
    count = -(-n // batch)
    rows = list(islice(batches(n, batch, seed), 3 * count))
    epochs = [np.concatenate(rows[k : k + count]) for k in range(0, 3 * count, count)]
    assert all(sorted(epoch) == list(range(n)) for epoch in epochs)
    assert [len(each) for each in rows[:count]] == [batch] * (n // batch) + [n % batch] * (n % batch > 0)
    if n > 20:
        assert len({tuple(epoch) for epoch in epochs}) == 3


def test_a_seed_draws_the_same_rows_alone_and_among_others():
    together = list(islice(batches_of(10, 4, [3, 8]), 7))
    for k, seed in enumerate([3, 8]):
        for rows, alone in zip(together, batches(10, 4, seed), strict=False):
            np.testing.assert_array_equal(rows[k], alone)


SURFACES = {
    "free in the first layer": (("w1[1,2]", "b1[1]"), (2, 3, 2)),
    "above a held layer": (("w2[1,1]", "b2[2]"), (2, 3, 2)),
    "one output untouched": (("w[1,2]", "w[2,2]"), (2, 3)),
    "first and last": (("w1[1,1]", "b3[1]"), (2, 2, 2, 1)),
}


@pytest.mark.parametrize("case", SURFACES)
@pytest.mark.parametrize("activation", ["tanh", "identity", "relu"])
def test_a_batchs_gradient_is_that_of_a_surface_of_its_rows_alone(case, activation):
    free, shape = SURFACES[case]
    network, data, rng = random_network(shape, activation, True), random_data(shape, n=9), np.random.default_rng(1)
    E, w = ErrorSurface(network, data, free), rng.normal(size=(3, 4, 2))
    rows = rng.permuted(np.tile(np.arange(9), (3, 4, 1)), axis=-1)[..., :5]
    together = E.batch_gradient(w, rows)
    for j, i in np.ndindex(3, 4):
        chosen = rows[j, i]
        alone = ErrorSurface(network, Dataset(data.inputs[chosen], data.targets[chosen]), free)
        expected = alone.gradient(w[j, i]) * 9 / 5
        np.testing.assert_allclose(together[j, i], expected, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(E.batch_gradient(w[j, i], chosen), expected, rtol=1e-12, atol=1e-14)


def test_a_batchs_gradient_on_any_plane_over_an_epoch_is_the_whole_one_in_the_mean():
    network, data = random_network((2, 3, 2), "tanh", True), random_data((2, 3, 2), n=12)
    E, w = ErrorSurface.on(Plane.random(network, 1), data), np.array([0.3, -0.4])
    slopes = [E.batch_gradient(w, rows) for rows in islice(batches(12, 3, 5), 4)]
    np.testing.assert_allclose(np.mean(slopes, axis=0), E.gradient(w), rtol=1e-12)


def test_more_places_than_a_block_holds_and_a_tick_for_each(monkeypatch):
    network, data, ticks = random_network((2, 3, 2), "tanh", True), random_data((2, 3, 2), n=9), []
    E = ErrorSurface(network, data, ("w1[1,2]", "w2[1,1]"))
    w, rows = np.random.default_rng(2).normal(size=(11, 2)), np.arange(4)
    whole = E.batch_gradient(w, rows)
    monkeypatch.setattr("surface.error.surface.BLOCK", 80)  # of numbers, half as many where slopes are carried along
    np.testing.assert_array_equal(E.watched(lambda: ticks.append(1)).batch_gradient(w, rows), whole)
    assert len(ticks) == 4
    assert E.batch_gradient(np.zeros((0, 2)), rows).shape == (0, 2)


def test_a_run_sees_one_batch_after_another():
    E, rule = HOLLOWS, Momentum(0.05, 0.5)
    run, w, state = descend(E, rule, HOLLOWS_START, 30, batch=3, seed=7), np.array(HOLLOWS_START), rule.init(np.ones(2))
    for place, rows in zip(run.path[1:], batches(4, 3, 7), strict=False):
        step, state = rule.update(E.batch_gradient(w, rows), state)
        w = w + step
        np.testing.assert_array_equal(place, w)
    np.testing.assert_allclose(run.error, E.error(run.path), rtol=1e-14)  # of all rows
    np.testing.assert_array_equal(run.path, descend(E, rule, HOLLOWS_START, 30, batch=3, seed=7).path)
    assert not np.array_equal(run.path, descend(E, rule, HOLLOWS_START, 30, batch=3, seed=8).path)
    assert (run.batch, run.seed) == (3, 7)


def test_a_batch_of_all_rows_is_the_plain_run():
    plain = descend(HOLLOWS, GradientDescent(0.2), HOLLOWS_START, 40)
    for batch in (4, 5, 10**6):
        run = descend(HOLLOWS, GradientDescent(0.2), HOLLOWS_START, 40, batch=batch, seed=3)
        np.testing.assert_array_equal(run.path, plain.path)


def refused(**more):
    return descend(HOLLOWS, Momentum(), HOLLOWS_START, 5, **more)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: refused(batch=0), "`batch` must be a whole number of at least 1, got 0"),
        (lambda: refused(batch=2.0), r"`batch` must be a whole number of at least 1, got 2\.0"),
        (lambda: refused(seed=-1), "`seed` must be a whole number of at least 0, got -1"),
        (lambda: refused(schedule="cosine"), r"`schedule` must be a schedule, as SCHEDULES\['cosine'\]\(\) gives one"),
        (lambda: refused(schedule=SCHEDULES["cosine"]), "`schedule` must be a schedule, .*, got <class"),
        (
            lambda: descend(bowl(1.0, 1.0), Momentum(), (1, 1), 5, batch=2),
            "`batch` must be None for a surface without data, got 2",
        ),
        (lambda: SCHEDULES["cosine"](length=0), "`length` must be at least 1, got 0"),
        (lambda: SCHEDULES["step"](length=2.5), r"`length` must be a whole number, got 2\.5"),
        (lambda: SCHEDULES["exponential"](gamma=1), "`gamma` must be less than 1, got 1"),
        (lambda: SCHEDULES["warm-up"](first=None), "`first` must be a number, got None"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()
