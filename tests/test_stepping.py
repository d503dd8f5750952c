"""A run's own way to the gradient gives the numbers of the gradient, to the last digit."""

import numpy as np
import pytest

from surface import SCENES, Dataset, ErrorSurface, Network, descend
from surface.descent import GradientDescent


def counted() -> ErrorSurface:
    """A surface over points that stand for several rows each."""
    rng = np.random.default_rng(1)
    data = Dataset(rng.normal(size=(6, 2)), rng.normal(size=(6, 1)), counts=np.arange(1.0, 7))
    return ErrorSurface(Network.of(2, hidden=(), activation="tanh"), data, free=("w[1,1]", "b[1]"))


SURFACES = {name: scene.surface() for name, scene in SCENES.items()} | {"counted": counted()}


@pytest.mark.parametrize("name", SURFACES)
def test_a_step_has_the_numbers_of_the_gradient(name):
    E = SURFACES[name]
    slope = E.stepping()
    for w in np.random.default_rng(2).normal(size=(20, 2)) * 10.0 ** np.arange(-1, 3).repeat(5)[:, None]:
        assert slope(w).tolist() == E.gradient(w).tolist()


def test_two_runs_at_once_have_places_of_their_own():
    E = SURFACES["two-hollows"]
    first, second = E.stepping(), E.stepping()
    here, there = np.array([0.5, -1.0]), np.array([2.0, 1.5])
    before = first(here)
    second(there)
    assert before.tolist() == E.gradient(here).tolist()
    assert first(here).tolist() == before.tolist()


def test_a_run_goes_by_it():
    E = SURFACES["local-minimum"]
    asked = []
    E.tick = lambda *_: asked.append(1)
    run = descend(E, GradientDescent(0.5), (-3, 0), 50)
    w, path = np.array([-3.0, 0.0]), []
    for _ in range(51):
        path.append(w)
        w = w - 0.5 * E.gradient(w)
    assert run.path.tolist() == np.array(path).tolist()
    assert len(asked) >= 50  # what watches the work hears of every step
