"""A deep surface leaves out what never moves: its numbers are those of the network, wherever its free weights are."""

import numpy as np
import pytest

from surface import Dataset, ErrorSurface, Network, Plane
from surface.error import FullError

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
