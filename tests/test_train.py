"""Trainings: paths against PyTorch's rules written out, batches, schedules, thinning, and what they leave behind."""

import math
import sys
from itertools import islice

import numpy as np
import pytest
from test_descent import TRUTHS as RULES_WRITTEN_OUT
from test_error import random_data
from test_schedules import TRUTHS as SCHEDULES_WRITTEN_OUT

from surface import DATASETS, RULES, SCHEDULES, Layer, Network, descend, train
from surface.data import Dataset
from surface.descent import GradientDescent, Momentum, batches
from surface.error import FullError

NETWORK = Network.of(2, (3,), 1, seed=1)
DATA = DATASETS["xor"]
TEN = random_data((2, 1), n=10)


def backward(network, data, w):
    """The gradient by hand, a unit and a row at a time, for tanh units with biases."""
    network, slopes = network.with_weights(w), []
    for x, t in zip(data.inputs, data.targets, strict=True):
        fed = [list(x)]
        for layer in network.layers:
            units = zip(layer.weights.tolist(), layer.bias.tolist(), strict=True)
            fed.append([math.tanh(b + sum(v * y for v, y in zip(row, fed[-1], strict=True))) for row, b in units])
        back, rows = [y - goal for y, goal in zip(fed[-1], t, strict=True)], []
        for depth in range(len(network.layers) - 1, -1, -1):
            back = [b * (1 - y * y) for b, y in zip(back, fed[depth + 1], strict=True)]
            rows.insert(0, [slope for b in back for slope in [*(b * y for y in fed[depth]), b]])
            table = network.layers[depth].weights
            back = [sum(b * table[j, i] for j, b in enumerate(back)) for i in range(table.shape[1])]
        slopes.append(np.concatenate(rows))
    return np.sum(slopes, axis=0)


class Sgd:
    """torch.optim.SGD: buf = g, then beta buf + g; d = g + beta buf with nesterov, else buf."""

    def __init__(self, beta=0.0, nesterov=False):
        self.beta, self.nesterov, self.buf = beta, nesterov, None

    def step(self, w, g, lr):
        self.buf = g if self.buf is None else self.beta * self.buf + g
        return w - lr * (g + self.beta * self.buf if self.nesterov else self.buf)


class Scaled:
    """torch.optim.Adagrad (alpha None: the sum of squares) and torch.optim.RMSprop (a mean that forgets)."""

    def __init__(self, eps, alpha=None):
        self.eps, self.alpha, self.square = eps, alpha, 0.0

    def step(self, w, g, lr):
        keep, add = (1, 1) if self.alpha is None else (self.alpha, 1 - self.alpha)
        self.square = keep * self.square + add * g * g
        return w - lr * g / (np.sqrt(self.square) + self.eps)


class Adam:
    """torch.optim.Adam: denominator sqrt(v) / sqrt(1 - beta_2^t) + eps, step size lr / (1 - beta_1^t)."""

    def __init__(self, beta_1, beta_2, eps):
        self.beta_1, self.beta_2, self.eps, self.m, self.v, self.t = beta_1, beta_2, eps, 0.0, 0.0, 0

    def step(self, w, g, lr):
        self.t += 1
        self.m = self.beta_1 * self.m + (1 - self.beta_1) * g
        self.v = self.beta_2 * self.v + (1 - self.beta_2) * g * g
        root = np.sqrt(self.v) / math.sqrt(1 - self.beta_2**self.t) + self.eps
        return w - lr / (1 - self.beta_1**self.t) * self.m / root


OPTIMISERS = {
    "gradient descent": Sgd,
    "momentum": lambda: Sgd(0.8),
    "nesterov": lambda: Sgd(0.8, nesterov=True),
    "adagrad": lambda: Scaled(1e-10),
    "rmsprop": lambda: Scaled(1e-8, 0.95),
    "adam": lambda: Adam(0.9, 0.99, 1e-8),
}


def written_out(name, data, steps, factors, batch=None, seed=0):
    """The path of the optimiser, step by step, with every gradient by hand."""
    rate, optimiser, n = RULES_WRITTEN_OUT[name][0]["learning_rate"], OPTIMISERS[name](), len(data)
    seen = islice(batches(n, batch, seed), steps) if batch else [np.arange(n)] * steps
    path = [NETWORK.weights]
    for factor, rows in zip(factors, seen, strict=True):
        part = Dataset(data.inputs[rows], data.targets[rows])
        slope = backward(NETWORK, part, path[-1]) * n / len(rows)
        path.append(optimiser.step(path[-1], slope, rate * factor))
    return np.array(path)


def test_every_rule_is_written_out():
    assert set(OPTIMISERS) == set(RULES)


@pytest.mark.parametrize("schedule", [None, *SCHEDULES])
@pytest.mark.parametrize("name", RULES)
def test_the_path_is_that_of_the_rule_written_out(name, schedule):
    settings, factors = SCHEDULES_WRITTEN_OUT[schedule] if schedule else ({}, lambda n: [1.0] * n)
    plan = SCHEDULES[schedule](**settings) if schedule else None
    rule = RULES[name](**RULES_WRITTEN_OUT[name][0])
    training = train(NETWORK, DATA, rule, 30, plan)
    expected = written_out(name, DATA, 30, factors(30))
    np.testing.assert_allclose(training.weights, expected, rtol=1e-7, atol=1e-9)
    assert training.steps.tolist() == list(range(31))


@pytest.mark.parametrize("batch", [1, 4, 5])
@pytest.mark.parametrize("name", RULES)
def test_with_batches_too(name, batch):
    rule = RULES[name](**RULES_WRITTEN_OUT[name][0])
    training = train(NETWORK, TEN, rule, 12, batch=batch, seed=3)
    expected = written_out(name, TEN, 12, [1.0] * 12, batch, 3)
    np.testing.assert_allclose(training.weights, expected, rtol=1e-6, atol=1e-8)


def test_the_error_is_that_of_all_rows_at_every_kept_step():
    for batch in (None, 3):
        training = train(NETWORK, TEN, Momentum(0.05, 0.8), 25, batch=batch)
        for w, error in zip(training.weights, training.error, strict=True):
            missed = TEN.targets - NETWORK.with_weights(w).predict(TEN.inputs)
            assert error == pytest.approx(0.5 * np.sum(missed**2), rel=1e-12)
        np.testing.assert_array_equal(training.network.weights, training.weights[-1])
        assert [layer.activation for layer in training.network.layers] == ["tanh", "tanh"]


def test_it_is_the_descent_of_the_full_error():
    training = train(NETWORK, DATA, Momentum(0.1, 0.9), 40)
    run = descend(FullError(NETWORK, DATA), Momentum(0.1, 0.9), NETWORK.weights, 40)
    np.testing.assert_array_equal(training.weights, run.path)
    np.testing.assert_allclose(training.error, run.error, rtol=1e-13)
    batched = descend(FullError(NETWORK, TEN), Momentum(0.1, 0.9), NETWORK.weights, 9, batch=3, seed=5)
    np.testing.assert_array_equal(train(NETWORK, TEN, Momentum(0.1, 0.9), 9, batch=3, seed=5).weights, batched.path)


def test_a_seed_gives_the_same_path_again():
    first, again, other = (train(NETWORK, TEN, Momentum(0.05), 20, batch=3, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.weights, again.weights)
    assert not np.array_equal(first.weights, other.weights)
    whole = train(NETWORK, TEN, Momentum(0.05), 20)
    np.testing.assert_array_equal(train(NETWORK, TEN, Momentum(0.05), 20, batch=10, seed=7).weights, whole.weights)


def test_batches_jitter_about_the_full_gradient():
    E = FullError(NETWORK, TEN)
    for batch in (1, 2, 5, 10):
        slopes = [E.batch_gradient(NETWORK.weights, rows) for rows in islice(batches(10, batch, 4), 10 // batch)]
        np.testing.assert_allclose(np.mean(slopes, axis=0), E.gradient(NETWORK.weights), rtol=1e-10, atol=1e-12)
    rough, whole = (train(NETWORK, TEN, GradientDescent(0.02), 300, batch=batch).error for batch in (2, None))
    assert (np.diff(whole) < 0).all()
    assert np.mean(np.diff(rough) > 0) > 0.2


@pytest.mark.parametrize(("most", "steps"), [(130, 20), (130, 8), (40, 20), (13, 5), (1, 5), (10**6, 20)])
def test_long_trainings_are_thinned(monkeypatch, most, steps):
    whole = train(NETWORK, TEN, Momentum(0.05), steps, batch=3)
    monkeypatch.setattr(sys.modules[train.__module__], "KEPT", most)
    thin = train(NETWORK, TEN, Momentum(0.05), steps, batch=3)
    p = len(NETWORK.names)
    assert thin.weights.size <= max(most, 2 * p)  # the first and the last are kept in any case
    assert (thin.steps[0], thin.steps[-1]) == (0, steps)
    assert (np.diff(thin.steps)[:-1] == thin.steps[1]).all()
    np.testing.assert_array_equal(thin.weights, whole.weights[thin.steps])
    np.testing.assert_allclose(thin.error, whole.error[thin.steps], rtol=1e-13)
    assert not thin.overflowed


def test_thinned_to_a_million_numbers():
    network = Network.of(60, (80,), 1)
    training = train(network, random_data((60, 1), n=2), GradientDescent(1e-4), 500)
    assert len(network.names) * 500 > 10**6 >= training.weights.size > 5 * 10**5


@pytest.mark.parametrize("most", [10**6, 40])
@pytest.mark.parametrize("batch", [None, 3])
def test_what_overflows_keeps_its_finite_part(monkeypatch, batch, most):
    monkeypatch.setattr(sys.modules[train.__module__], "KEPT", most)
    network = Network([Layer([[1.0, 2.0]] * 3, "identity"), Layer([[1.0] * 3], "identity", [0.0])])
    training = train(network, TEN, GradientDescent(10.0), 500, batch=batch)
    assert training.overflowed
    assert 0 <= training.steps[-1] < training.planned == 500
    assert np.isfinite(training.weights).all()
    assert np.isfinite(training.error).all()
    assert len(training.steps) == len(training.weights) == len(training.error)
    np.testing.assert_array_equal(training.network.weights, training.weights[-1])


@pytest.mark.parametrize("rate", [0.3, 3.0, 1e4, 1e30])
@pytest.mark.parametrize("batch", [None, 3])
def test_what_runs_away_between_two_kept_steps_ends_at_its_last_finite_one(monkeypatch, batch, rate):
    network = Network([Layer([[1.0, 2.0]] * 3, "identity"), Layer([[1.0] * 3], "identity", [0.0])])
    whole = train(network, TEN, GradientDescent(rate), 500, batch=batch)
    monkeypatch.setattr(sys.modules[train.__module__], "KEPT", 1)
    thin = train(network, TEN, GradientDescent(rate), 500, batch=batch)
    assert thin.steps.tolist() == [0, whole.steps[-1]]
    assert whole.steps[-1] < 12
    np.testing.assert_array_equal(thin.weights, whole.weights[[0, -1]])
    np.testing.assert_allclose(thin.error, whole.error[[0, -1]], rtol=1e-12)
    np.testing.assert_array_equal(thin.network.weights, whole.network.weights)


def test_no_steps_leave_the_network_as_it_was():
    training = train(NETWORK, DATA, Momentum(), 0)
    assert (training.weights.shape, training.steps.tolist()) == ((1, len(NETWORK.names)), [0])
    assert training.error[0] == pytest.approx(FullError(NETWORK, DATA).error(NETWORK.weights))


def test_it_learns_the_exclusive_or():
    training = train(Network.of(2, (4,), 1, seed=0), DATASETS["xor-0.8"], RULES["adam"](0.05), 1500)
    assert training.error[-1] < 1e-3 < training.error[0]


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("batch", [None, 3])
def test_it_tells_how_far_it_has_come_and_can_be_stopped(batch):
    told = []
    train(NETWORK, TEN, Momentum(0.05), 50, batch=batch, progress=told.append)
    assert told == sorted(told)
    assert len(told) >= 50
    assert (told[0], told[-1]) == (0, 1)

    def stop(share):
        if share > 0.5:
            raise StoppedError

    with pytest.raises(StoppedError):
        train(NETWORK, TEN, Momentum(0.05), 50, batch=batch, progress=stop)


def refused(network=NETWORK, data=DATA, rule=None, steps=5, **more):
    return train(network, data, Momentum() if rule is None else rule, steps, **more)


HUGE = Network([Layer([[1e200, 1e200]], "identity")])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: refused(batch=0), "`batch` must be a whole number of at least 1, got 0"),
        (lambda: refused(steps=-1), "`steps` must be a whole number of at least 0, got -1"),
        (lambda: refused(seed=0.5), r"`seed` must be a whole number of at least 0, got 0\.5"),
        (lambda: refused(rule="adam"), "`rule` must be an update rule, .*, got 'adam'"),
        (lambda: refused(schedule="cosine"), "`schedule` must be a schedule, .*, got 'cosine'"),
        (lambda: refused(network="xor"), "`network` must be a Network, got str"),
        (lambda: refused(data=random_data((3, 1))), "the data must have 2 inputs, as the network has, got 3"),
        (lambda: refused(HUGE, TEN), "the error at the network's own weights must be finite, got inf"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()
