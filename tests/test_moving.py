"""A deep surface leaves out what never moves: its numbers are those of the network, wherever its free weights are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface import Dataset, ErrorSurface, Network, Plane
from surface.error import FullError
from surface.model import ACTIVATIONS

ROWS = np.random.default_rng(2).normal(size=(13, 5))
DATA = Dataset(ROWS[:, :2], ROWS[:, 2:])
NETWORK = Network.of(2, (4, 3), 3, "tanh", seed=1)


def planes():
    """Two weights of a unit, of two, of a unit and the layer above it, of what another unit feeds; and all weights."""
    pairs = [("w1[1,2]", "w1[2,2]"), ("w1[1,2]", "b1[4]"), ("w1[2,1]", "w2[1,3]"), ("w1[2,1]", "w2[4,1]")]
    pairs += [("b1[3]", "b3[2]"), ("w2[1,1]", "w2[2,1]"), ("w3[1,1]", "w3[2,2]")]
    return {" and ".join(pair): Plane.of_two(NETWORK, pair) for pair in pairs} | {"all": Plane.random(NETWORK, 3)}


@pytest.mark.parametrize("name", planes())
def test_the_error_and_its_slopes_are_those_of_all_the_weights(name):
    plane, full = planes()[name], FullError(NETWORK, DATA)
    E, w = ErrorSurface.on(plane, DATA), np.random.default_rng(5).normal(size=(7, 2))
    weights = plane.weights(w)
    np.testing.assert_allclose(E.error(w), full.error(weights), rtol=1e-12)
    np.testing.assert_allclose(E.gradient(w), full.gradient(weights) @ plane.directions.T, rtol=1e-9, atol=1e-11)
    h = 1e-5
    slopes = [(E.gradient(w + step) - E.gradient(w - step)) / (2 * h) for step in h * np.eye(2)]
    np.testing.assert_allclose(E.hessian(w), np.stack(slopes, axis=-1), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", planes())
def test_a_batch_of_all_rows_gives_the_gradient(name):
    E, w = ErrorSurface.on(planes()[name], DATA), np.random.default_rng(6).normal(size=(4, 2))
    np.testing.assert_allclose(E.batch_gradient(w, np.arange(13)), E.gradient(w), rtol=1e-11, atol=1e-12)


@given(
    rows=st.integers(1, 5),
    hidden=st.lists(st.integers(1, 3), max_size=2).map(tuple),
    outputs=st.integers(1, 2),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    count=st.integers(1, 40),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_the_slopes_at_a_place_are_the_same_to_the_last_digit_whatever_is_asked_beside_it(
    rows, hidden, outputs, activation, count, seed
):
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 5, rows).astype(float) if seed % 2 else None
    data = Dataset(rng.normal(size=(rows, 2)), rng.normal(size=(rows, outputs)), counts=counts)
    network = Network.of(2, hidden, outputs, activation, seed=seed)
    E = ErrorSurface(network, data, tuple(rng.choice(network.names, 2, replace=False)))
    w = 3 * rng.normal(size=(count, 2))
    together, step = E.gradient(w), E.stepping()
    assert np.array_equal(together, [E.gradient(place) for place in w])
    assert np.array_equal(together, [step(place) for place in w])
    assert np.array_equal(together[count // 2 :], E.gradient(w[count // 2 :]))
    np.testing.assert_allclose(together, E.derivatives(w)[0], rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("name", planes())
def test_a_batch_for_each_place_gives_the_slopes_of_its_rows(name):
    E, rng = ErrorSurface.on(planes()[name], DATA), np.random.default_rng(7)
    w, rows = rng.normal(size=(5, 2)), rng.integers(0, 13, (5, 4))
    alone = [
        ErrorSurface.on(planes()[name], DATA.some(part)).gradient(place) for place, part in zip(w, rows, strict=True)
    ]
    np.testing.assert_allclose(E.batch_gradient(w, rows), 13 / 4 * np.array(alone), rtol=1e-11, atol=1e-12)
