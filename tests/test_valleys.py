"""The one minimum of a narrow slanted valley: a sigmoid with a bias, of inputs far from 0, in windows of all sizes."""

import numpy as np
import pytest

from surface.data import Dataset
from surface.error import ErrorSurface
from surface.landscape import critical_points
from surface.model import Layer, Network


def counts(points):
    """Minima, saddles, maxima."""
    return tuple(sum(point.kind == kind for point in points) for kind in ("minimum", "saddle", "maximum"))


def newton(E):
    """Where Newton's method leads from the middle."""
    w = np.zeros(2)
    for _ in range(50):
        w = w - np.linalg.solve(E.hessian(w), E.gradient(w))
    return w


def logistic(cm, share):
    data = Dataset(np.asarray(cm, dtype=float)[:, None], np.asarray(share)[:, None])
    return ErrorSurface(Network([Layer([[0.0]], "sigmoid", [0.0])]), data, ("w[1,1]", "b[1]"))


def heights():
    """A share of people by their height, a sigmoid with a bias: one minimum, in a narrow valley that is slanted."""
    cm = np.array([151, 155, 158, 160, 162, 165, 167, 168, 170, 171, 173, 176, 178, 180, 183, 186, 189], dtype=float)
    share = 0.1 + 0.8 / (1 + np.exp(-(cm - 170) / 8)) + 0.03 * np.sin(cm)
    return logistic(cm, share)


@pytest.mark.parametrize("half", [1, 2, 5, 10])
def test_the_minimum_of_a_narrow_slanted_valley_is_found(half):
    points = critical_points(heights(), ((-half, half), (-40, 40)))
    assert counts(points) == (1, 0, 0)
    # Newton's method on inputs about their mean, where the valley is round, knows where it is.
    E = heights()
    cm = E.data.inputs - E.data.inputs.mean()
    centred = ErrorSurface(E.network, Dataset(cm, E.data.targets), E.free)
    w, b = newton(centred)
    np.testing.assert_allclose(points[0].weights, (w, b - w * E.data.inputs.mean()), rtol=1e-6)


@pytest.mark.parametrize("half", [4.5, 6, 6.75, 7, 9.25])
def test_a_narrow_valley_is_cut_until_its_minimum_shows(half):
    points = critical_points(
        logistic(np.arange(150, 191, 5), [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95]), ((-half, half), (-40, 40))
    )
    assert counts(points) == (1, 0, 0)
    np.testing.assert_allclose(points[0].weights, (0.147960, -25.153195), atol=1e-6)


@pytest.mark.parametrize("half", [5.5, 6.25, 7, 8])
def test_a_narrow_valley_of_wavy_data_is_cut_until_its_minimum_shows(half):
    cm = np.arange(150, 191, 5)
    E = logistic(cm, 1 / (1 + np.exp(-(cm - 172) / 9)) + 0.02 * np.cos(cm))
    assert counts(critical_points(E, ((-half, half), (-40, 40)))) == (1, 0, 0)


@pytest.mark.parametrize(("people", "half"), [(100, 10), (300, 2), (1200, 7)])
def test_the_minimum_of_many_noisy_people_is_found_where_the_boxes_run_out(people, half):
    cm = np.linspace(150, 190, people)
    noise = 0.1 * np.random.default_rng(0).normal(size=people)
    E = logistic(cm, np.clip(1 / (1 + np.exp(-(cm - 168) / 14)) + noise, 0, 1))
    assert counts(critical_points(E, ((-half, half), (-40, 40)))) == (1, 0, 0)
