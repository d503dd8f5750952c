"""The update rules against PyTorch's published ones, written out in plain Python; every rule against every property."""

import math

import numpy as np
import pytest
from analytic import HOLLOWS
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from surface.data import Dataset
from surface.descent import RULES, Momentum, descend, hyperparameters, states
from surface.error import ErrorSurface
from surface.model import Layer, Network


class Bowl:
    """E = ½ (a x² + b y²): the gradient is (a x, b y)."""

    def __init__(self, *curvatures):
        self.curvatures = np.array(curvatures, dtype=float)

    def error(self, w):
        return 0.5 * np.sum(self.curvatures * np.asarray(w) ** 2, axis=-1)

    def gradient(self, w):
        return self.curvatures * np.asarray(w)


def sgd(x, slope, steps, lr, beta=0.0, nesterov=False):
    """torch.optim.SGD: buf = g on the first step, then beta buf + g; d = g + beta buf with nesterov, else buf."""
    seen, buf = [x], None
    for _ in range(steps):
        g = slope * x
        buf = g if buf is None else beta * buf + g
        d = g + beta * buf if nesterov else buf
        x -= lr * d
        seen.append(x)
    return seen


def adagrad(x, slope, steps, lr, eps):
    """torch.optim.Adagrad with no decay and an initial accumulator of 0."""
    seen, total = [x], 0.0
    for _ in range(steps):
        g = slope * x
        total += g * g
        x -= lr * g / (math.sqrt(total) + eps)
        seen.append(x)
    return seen


def rmsprop(x, slope, steps, lr, alpha, eps):
    """torch.optim.RMSprop, not centred, without momentum."""
    seen, square = [x], 0.0
    for _ in range(steps):
        g = slope * x
        square = alpha * square + (1 - alpha) * g * g
        x -= lr * g / (math.sqrt(square) + eps)
        seen.append(x)
    return seen


def adam(x, slope, steps, lr, beta_1, beta_2, eps):
    """torch.optim.Adam: denominator sqrt(v) / sqrt(1 - beta_2^t) + eps, step size lr / (1 - beta_1^t)."""
    seen, m, v = [x], 0.0, 0.0
    for t in range(1, steps + 1):
        g = slope * x
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g * g
        x -= lr / (1 - beta_1**t) * m / (math.sqrt(v) / math.sqrt(1 - beta_2**t) + eps)
        seen.append(x)
    return seen


TRUTHS = {
    "gradient descent": ({"learning_rate": 0.07}, lambda x, a, k: sgd(x, a, k, 0.07)),
    "momentum": ({"learning_rate": 0.07, "momentum": 0.8}, lambda x, a, k: sgd(x, a, k, 0.07, 0.8)),
    "nesterov": ({"learning_rate": 0.07, "momentum": 0.8}, lambda x, a, k: sgd(x, a, k, 0.07, 0.8, True)),
    "adagrad": ({"learning_rate": 0.3, "epsilon": 1e-10}, lambda x, a, k: adagrad(x, a, k, 0.3, 1e-10)),
    "rmsprop": (
        {"learning_rate": 0.02, "decay": 0.95, "epsilon": 1e-8},
        lambda x, a, k: rmsprop(x, a, k, 0.02, 0.95, 1e-8),
    ),
    "adam": (
        {"learning_rate": 0.1, "beta_1": 0.9, "beta_2": 0.99, "epsilon": 1e-8},
        lambda x, a, k: adam(x, a, k, 0.1, 0.9, 0.99, 1e-8),
    ),
}


def test_every_rule_has_a_truth_to_be_checked_against():
    assert set(TRUTHS) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_the_path_is_pytorchs(name):
    settings, truth = TRUTHS[name]
    run = descend(Bowl(3, 0.5), RULES[name](**settings), start=(1.5, -2.0), steps=40)
    expected = np.array([truth(1.5, 3, 40), truth(-2.0, 0.5, 40)]).T
    np.testing.assert_allclose(run.path, expected, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(run.error, Bowl(3, 0.5).error(expected), rtol=1e-7, atol=1e-20)


@pytest.mark.parametrize("curvatures", [(3.0,), (3.0, 0.5, 1.0), (2.0, 0.1, 5.0, 0.7, 1.3)])
@pytest.mark.parametrize("name", RULES)
def test_any_number_of_weights_is_descended(name, curvatures):
    settings, truth = TRUTHS[name]
    bowl, rule, start = Bowl(*curvatures), RULES[name](**settings), np.linspace(1, -2, len(curvatures))
    run = descend(bowl, rule, start, 30)
    expected = np.array([truth(float(x), slope, 30) for x, slope in zip(start, curvatures, strict=True)]).T
    np.testing.assert_allclose(run.path, expected, rtol=1e-8, atol=1e-12)
    for state in states(rule, bowl.gradient(run.path)):
        assert all(np.shape(part) in ((), start.shape) for part in rule.parts(state).values())


def test_a_surface_that_says_its_dimension_is_asked_first():
    E = Bowl(1, 1, 1)
    E.dimension = 3
    with pytest.raises(ValueError, match=r"`start` must be 3 numbers, got \(1, 2\)"):
        descend(E, Momentum(), (1, 2), 5)


def test_defaults_are_pytorchs():
    defaults = {name: {s.name: s.default for s in hyperparameters(rule)} for name, rule in RULES.items()}
    assert defaults["adagrad"]["epsilon"] == 1e-10
    assert (defaults["rmsprop"]["decay"], defaults["rmsprop"]["epsilon"]) == (0.99, 1e-8)
    assert [defaults["adam"][name] for name in ("beta_1", "beta_2", "epsilon")] == [0.9, 0.999, 1e-8]


def test_the_textbooks_momentum_walks_the_same_path():
    """Δw ← −η ∇E + β Δw, with the rate inside, is the velocity's form while the rate is constant."""
    w, change, path = np.array([1.5, -2.0]), np.zeros(2), [np.array([1.5, -2.0])]
    for _ in range(50):
        change = -0.07 * Bowl(3, 0.5).gradient(w) + 0.8 * change
        w = w + change
        path.append(w)
    run = descend(Bowl(3, 0.5), Momentum(0.07, 0.8), (1.5, -2.0), 50)
    np.testing.assert_allclose(run.path, path, rtol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_many_points_move_as_each_alone(name):
    rule, bowl = RULES[name](), Bowl(1, 2)
    starts = np.random.default_rng(0).normal(size=(3, 4, 2))
    w, state = starts, rule.init(starts)
    for _ in range(5):
        step, state = rule.update(bowl.gradient(w), state)
        w = w + step
    np.testing.assert_allclose(w[2, 1], descend(bowl, rule, starts[2, 1], 5).path[-1], rtol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_a_sweep_of_rates_is_each_rate_alone(name):
    rates = np.array([[0.01], [0.05]])
    rule, w = RULES[name](learning_rate=rates), np.ones((2, 2))
    state = rule.init(w)
    for _ in range(4):
        step, state = rule.update(Bowl(1, 2).gradient(w), state)
        w = w + step
    for row, rate in zip(w, rates[:, 0], strict=True):
        np.testing.assert_allclose(
            row, descend(Bowl(1, 2), RULES[name](learning_rate=rate), (1, 1), 4).path[-1], rtol=1e-12
        )


@pytest.mark.parametrize("name", RULES)
def test_no_steps_is_a_path_of_the_start(name):
    run = descend(Bowl(1, 1), RULES[name](), (1, 2), 0)
    assert run.path.tolist() == [[1, 2]]
    assert run.k == 0
    assert not run.overflowed


def test_a_run_that_overflows_keeps_its_finite_part():
    run = descend(Bowl(1, 1), RULES["gradient descent"](learning_rate=1e30), (1, 1), 100)
    assert run.overflowed
    assert 1 <= run.k < 100
    assert np.isfinite(run.path).all()
    assert np.isfinite(run.error).all()


@pytest.mark.parametrize("name", ["gradient descent", "momentum", "nesterov"])
@pytest.mark.parametrize("curvature", [0.3, 2.0, 50.0])
def test_the_largest_stable_rate_is_where_it_tips(name, curvature):
    bowl = Bowl(curvature, curvature)
    bound = RULES[name]().largest_stable_rate(curvature)
    ends = [descend(bowl, RULES[name](learning_rate=f * bound), (1, 1), 2000).error[-1] for f in (0.99, 1.01)]
    assert ends[0] < 1e-6 < bowl.error(np.ones(2)) < ends[1]


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_adaptive_rules_have_no_such_bound(name):
    assert RULES[name]().largest_stable_rate(1.0) is None


@given(st.sampled_from(sorted(RULES)), arrays(float, (30, 3), elements=st.floats(-10, 10)))
def test_rates_that_fall_are_never_higher_later(name, gradients):
    rule, state = RULES[name](), RULES[name]().init(np.zeros(3))
    highest = None
    for gradient in gradients:
        step, state = rule.update(gradient, state)
        if highest is not None:
            assert np.all(np.abs(step) <= highest * np.abs(gradient) * (1 + 1e-12))
        highest = rule.falling_rates(state)


def test_curving_down_nothing_is_bounded():
    assert RULES["gradient descent"]().largest_stable_rate(-1.0) is None
    assert RULES["gradient descent"]().largest_stable_rate(0.0) is None


def test_states_replay_the_run():
    bowl, rule = Bowl(1, 2), Momentum(0.1, 0.9)
    run = descend(bowl, rule, (1, 1), 10)
    velocities = [state["v"] for state in states(rule, bowl.gradient(run.path[:-1]))]
    np.testing.assert_allclose(run.path[:-1] - 0.1 * np.array(velocities), run.path[1:], rtol=1e-12)


def first_axis(values):
    return np.array([value[0] for value in values])


# What each part of a state is after every step, from the gradients g and the steps taken alone.
PARTS = {
    "gradient descent": lambda rule, g, taken: {},
    "momentum": lambda rule, g, taken: {"v": -taken / rule.learning_rate},
    "nesterov": lambda rule, g, taken: {"v": (-taken / rule.learning_rate - g) / rule.momentum},
    "adagrad": lambda rule, g, taken: {"s": np.cumsum(g**2)},
    "rmsprop": lambda rule, g, taken: {"s": weighted(g**2, rule.decay)},
    "adam": lambda rule, g, taken: {
        "m": weighted(g, rule.beta_1),
        "s": weighted(g**2, rule.beta_2),
        "m̂": weighted(g, rule.beta_1) / weighted(1, rule.beta_1, len(g)),
        "ŝ": weighted(g**2, rule.beta_2) / weighted(1, rule.beta_2, len(g)),
        "t": np.arange(1, len(g) + 1),
    },
}


def weighted(values, beta, count=None):
    """(1 − β) Σ βᵏ⁻ⁱ valueᵢ after each step k."""
    values = np.broadcast_to(values, count or np.shape(values))
    return np.array([(1 - beta) * sum(beta ** (k - i) * values[i] for i in range(k + 1)) for k in range(len(values))])


@pytest.mark.parametrize("name", RULES)
def test_the_parts_of_a_state_are_what_moved_the_weights(name):
    rule, bowl = RULES[name](), Bowl(1, 2)
    run = descend(bowl, rule, (1, 1), 12)
    gradient = bowl.gradient(run.path[:-1])
    lived = [rule.parts(state) for state in states(rule, gradient)]
    expected = PARTS[name](rule, first_axis(gradient), first_axis(np.diff(run.path, axis=0)))
    assert lived[0].keys() == expected.keys() == rule.meanings.keys()
    for symbol, values in expected.items():
        seen = [np.broadcast_to(parts[symbol], 2)[0] for parts in lived]
        np.testing.assert_allclose(seen, values, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_a_state_begins_with_parts_of_zero(name):
    rule = RULES[name]()
    assert not any(np.any(part) for part in rule.parts(rule.init(np.ones(2))).values())


@pytest.mark.parametrize("name", RULES)
@given(value=st.one_of(st.floats(), st.none(), st.text(max_size=5)), which=st.integers(0, 9))
def test_a_setting_is_taken_or_refused_by_name(name, value, which):
    settings = hyperparameters(RULES[name])
    setting = settings[which % len(settings)]
    try:
        rule = RULES[name](**{setting.name: value})
    except ValueError as refusal:
        assert str(refusal).startswith(f"`{setting.name}` must be ")  # noqa: PT017
    else:
        assert getattr(rule, setting.name) == float(value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Momentum(learning_rate=-1), "`learning_rate` must be greater than 0, got -1"),
        (lambda: Momentum(momentum=1), "`momentum` must be less than 1, got 1"),
        (lambda: Momentum(momentum=-0.1), "`momentum` must be at least 0, got -0.1"),
        (lambda: Momentum(learning_rate=math.nan), "`learning_rate` must be a finite number, got nan"),
        (lambda: descend(Bowl(1, 1), Momentum(), (1, math.inf), 5), "`start` must be two finite numbers"),
        (lambda: descend(Bowl(1, 1), Momentum(), (1,), 5), "`start` must be two numbers"),
        (lambda: descend(Bowl(3), Momentum(), [math.nan], 5), "`start` must be one finite number, got"),
        (lambda: descend(Bowl(1, 1), Momentum(), 7, 5), "`start` must be a list of numbers, got 7"),
        (lambda: descend(Bowl(1, 1), Momentum(), "here", 5), "`start` must be a list of numbers, got 'here'"),
        (lambda: descend(HOLLOWS, Momentum(), "here", 5), "`start` must be two numbers, got 'here'"),
        (lambda: descend(HOLLOWS, Momentum(), (1, 2, 3), 5), r"`start` must be two numbers, got \(1, 2, 3\)"),
        (lambda: descend(Bowl(1, 1), Momentum(), (1, 1), -5), "`steps` must be a whole number of at least 0, got -5"),
        (lambda: descend(Bowl(1, 1), Momentum(), (1e200, 1), 5), "the error at the start must be finite, got inf"),
        (lambda: Momentum(learning_rate=None), "`learning_rate` must be a number, got None"),
        (lambda: Momentum(learning_rate=True), "`learning_rate` must be a number, got True"),
        (lambda: descend(Bowl(1, 1), "momentum", (1, 1), 5), "`rule` must be an update rule, .*, got 'momentum'"),
        (lambda: descend(Bowl(1, 1), Momentum, (1, 1), 5), "`rule` must be an update rule, .*, got <class"),
        (
            lambda: descend(Bowl(1, 1), Momentum(np.array([0.1, 0.2])), (1, 1), 5),
            "`learning_rate` must be a single number, got an array of 2",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_run_over_many_rows_has_the_errors_of_its_places():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(6000, 1))
    E = ErrorSurface(Network([Layer([[0.0]], "sigmoid", [0.0])]), Dataset(x, x > 0.3), free=("w[1,1]", "b[1]"))
    for rate, steps in ((1e-4, 30), (1e300, 30)):
        run = descend(E, RULES["momentum"](learning_rate=rate), (1, -2), steps)
        np.testing.assert_allclose(run.error, E.error(run.path), rtol=1e-14)
        moved = run.path[0]
        np.testing.assert_array_equal(moved, (1, -2))
        np.testing.assert_allclose(run.path[1], moved - rate * E.gradient(moved), rtol=1e-14)
