"""A surface over a window as one polynomial, held against the plain sum over the data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface.data import Dataset
from surface.descent import RULES
from surface.error import ErrorSurface, PatchedSurface, patched
from surface.error.polynomial import LOOKS
from surface.landscape import basins, critical_points, hollows
from surface.landscape.critical import searched_points
from surface.landscape.substitute import near, polynomial, table
from surface.model import ACTIVATIONS, Layer, Network

SMOOTH = sorted(name for name, activation in ACTIVATIONS.items() if not activation.kinks and name != "identity")
WINDOW = ((-3.0, 2.0), (-1.5, 2.5))


def surface_of(rows, activation="sigmoid", seed=0, hidden=0, scale=1.0):
    rng = np.random.default_rng(seed)
    x = scale * rng.normal(size=(rows, 2))
    y = 1 / (1 + np.exp(-(2 * x[:, :1] - x[:, 1:] + rng.normal(size=(rows, 1)))))
    if hidden:
        network = Network.of(2, hidden=(hidden,), activation=activation, seed=seed)
        return ErrorSurface(network, Dataset(x, y), free=("w1[1,1]", "w1[2,2]"))
    return ErrorSurface(Network([Layer([[0.4, -0.3]], activation, [0.2])]), Dataset(x, y), free=("w[1,1]", "w[2,1]"))


def places(count, window=WINDOW, seed=1):
    return np.random.default_rng(seed).uniform(*np.array(window).T, (count, 2))


@settings(max_examples=25)
@given(
    activation=st.sampled_from(SMOOTH),
    seed=st.integers(0, 99),
    hidden=st.sampled_from([0, 0, 3]),
    scale=st.sampled_from([0.3, 1.0, 2.0]),
)
def test_it_is_the_plain_sum_to_its_tolerance_with_its_derivatives(activation, seed, hidden, scale):
    E = surface_of(500, activation, seed, hidden, scale)
    found = E.polynomial(WINDOW)
    if found is None:  # of too many nodes: the surface itself is asked
        assert hidden or scale > 1 or activation == "gaussian"
        return
    w = np.concatenate([places(200), [[-3, -1.5], [2, 2.5], [-3, 0]]])
    error = E.error(w)
    spread = np.ptp(E.sample(WINDOW, 21, tolerance=0).error)
    assert np.abs(found.error(w) - error).max() <= 1e-12 * spread + 64 * np.finfo(float).eps * error.max()
    (g, H), (slope, bend) = E.derivatives(w), found.derivatives(w)
    np.testing.assert_allclose(slope, g, rtol=0, atol=1e-9 * np.abs(g).max())
    np.testing.assert_allclose(bend, H, rtol=0, atol=1e-6 * np.abs(H).max())
    np.testing.assert_allclose(found.gradient(w), slope, rtol=0, atol=1e-13 * np.abs(g).max())
    np.testing.assert_array_equal(found.hessian(w), bend)


def test_outside_the_window_the_surface_itself_answers():
    E = surface_of(1200)
    found, w = E.polynomial(WINDOW), places(50, ((-5, 5), (-4, 4)))
    inside = np.all((w >= [-3, -1.5]) & (w <= [2, 2.5]), axis=-1)
    assert 0 < np.count_nonzero(inside) < 50
    for name in ("error", "gradient", "hessian"):
        values, exact = getattr(found, name)(w), getattr(E, name)(w)
        np.testing.assert_array_equal(values[~inside], exact[~inside])
        np.testing.assert_allclose(values, exact, rtol=0, atol=1e-6 * np.abs(exact).max())


def test_a_sample_of_it_is_the_surface_on_the_grid():
    E = surface_of(1200)
    drawn, exact = E.polynomial(WINDOW).sample((31, 17)), E.sample(WINDOW, (31, 17), tolerance=0)
    np.testing.assert_array_equal(drawn.w1, exact.w1)
    np.testing.assert_array_equal(drawn.w2, exact.w2)
    np.testing.assert_allclose(drawn.error, exact.error, rtol=1e-12)


@pytest.mark.parametrize(
    ("activation", "window"),
    [("relu", WINDOW), ("sigmoid", ((-4000, 4000), (-4000, 4000))), ("identity", WINDOW)],
)
def test_there_is_none_of_a_kink_nor_of_too_many_nodes_nor_where_nothing_is_saved(activation, window):
    assert surface_of(1200, activation).polynomial(window) is None


def test_it_stands_in_where_it_is_less_work_alone():
    few, many = surface_of(40), surface_of(6000)
    assert near(few, WINDOW) is few
    assert polynomial(few, WINDOW) is None
    assert near(many, WINDOW).work < len(many.data) / 2


def test_it_is_summed_once_for_a_surface_and_never_for_a_part_of_its_rows():
    E = surface_of(1200)
    first = E.polynomial(WINDOW)
    assert E.watched(lambda: None).polynomial(WINDOW).coefficients is first.coefficients
    part = E.of_rows(np.arange(600))
    w = places(20)
    np.testing.assert_allclose(part.polynomial(WINDOW).error(w), part.error(w), rtol=1e-10)


@pytest.mark.parametrize(
    ("activation", "hidden", "window"),
    [
        ("sigmoid", 0, ((-2, 4), (-4, 2))),
        ("sin", 0, ((-2, 3), (-3, 2))),
        ("tanh", 0, ((-1, 3), (-3, 1))),
        ("gaussian", 0, ((-1, 1), (-1, 1))),
        ("sigmoid", 0, ((4, 9), (2, 7))),  # a slope without a point
        ("tanh", 2, ((-1, 1), (-1, 1))),
    ],
)
def test_the_points_of_many_rows_are_those_that_a_search_of_all_of_them_finds(activation, hidden, window):
    E = surface_of(4000, activation, hidden=hidden)
    assert polynomial(E, window) is not None
    found, searched = critical_points(E, window), searched_points(E, window)
    assert [point.kind for point in found] == [point.kind for point in searched]
    for one, other in zip(found, searched, strict=True):
        np.testing.assert_allclose(one.weights, other.weights, rtol=0, atol=1e-7 * np.ptp(window[0]))
        assert one.error == pytest.approx(other.error, rel=1e-10)
        assert np.linalg.norm(E.gradient(one.weights)) <= 1e-9 * found.gradient_scale
    assert found.winding_number == searched.winding_number
    assert not found.proven
    depths = [[lake.depth for lake in hollows(E, window, points)] for points in (found, searched)]
    assert [depth is None for depth in depths[0]] == [depth is None for depth in depths[1]]
    known = [[depth for depth in each if depth is not None] for each in depths]
    np.testing.assert_allclose(*known, rtol=1e-6, atol=1e-9 * found.error_scale)


# --- cut into patches ---------------------------------------------------------------------------------------------


def test_patches_have_the_slopes_of_the_plain_sum_and_outside_the_window_those_of_the_surface():
    E = surface_of(3000)
    found, w = patched(E.polynomial(WINDOW)), np.concatenate([places(300), [[-3, -1.5], [2, 2.5], [-3.5, 0], [0, 9]]])
    exact = E.gradient(w)
    np.testing.assert_allclose(found.gradient(w), exact, rtol=0, atol=1e-10 * np.abs(exact).max())
    np.testing.assert_array_equal(found.gradient(w[-2:]), exact[-2:])
    np.testing.assert_allclose(found.gradient(w[:6].reshape(2, 3, 2)), exact[:6].reshape(2, 3, 2), atol=1e-8)
    np.testing.assert_allclose(found.error(w), E.error(w), rtol=1e-10)


def test_there_are_no_patches_of_what_is_too_steep_for_them(monkeypatch):
    monkeypatch.setattr("surface.error.patches.CELLS", (2,))
    assert patched(surface_of(3000).polynomial(((-20, 20), (-20, 20)))) is None


@pytest.mark.parametrize("name", ["gradient descent", "momentum", "adam"])
def test_runs_end_on_patches_where_they_end_on_the_surface(monkeypatch, name):
    E, window = surface_of(1500), ((-2, 4), (-4, 2))
    rule, points = RULES[name](learning_rate=0.02 if name == "adam" else 0.002), critical_points(E, window)
    monkeypatch.setattr("surface.landscape.substitute.MANY", 0)
    assert isinstance(table(E, window, 1), PatchedSurface)
    found = basins(E, rule, window, 16, 150, points=points)
    monkeypatch.setattr("surface.landscape.many.table", lambda E, window, gradients: E)
    plain = basins(E, rule, window, 16, 150, points=points)
    assert plain.label.max() == 0
    np.testing.assert_array_equal(found.label, plain.label)
    np.testing.assert_array_equal(found.steps, plain.steps)


def steep(seed, activation, bias=-0.2):
    """A unit whose surface is all but level over most of a wide window."""
    x = np.random.default_rng(seed).normal(size=(200, 1)) * 0.5
    y = np.exp(-((x - 0.5) ** 2)) if activation == "gaussian" else 1 / (1 + np.exp(-3 * x))
    network = Network([Layer([[0.4]], activation, [bias])])
    few = ErrorSurface(network, Dataset(x, y), ("w[1,1]", "b[1]"))
    return few, ErrorSurface(network, Dataset(np.tile(x, (10, 1)), np.tile(y, (10, 1))), ("w[1,1]", "b[1]"))


@pytest.mark.parametrize(
    ("activation", "window"),
    [
        ("softplus", ((-3, 3), (-40, 40))),
        ("sigmoid", ((-4, 4), (-40, 40))),
        ("gaussian", ((-4, 4), (-8, 8))),
        ("gaussian", ((-2, 2), (-30, 30))),
        ("tanh", ((-3, 3), (-30, 30))),
    ],
)
def test_of_many_rows_on_a_plateau_nothing_is_made_up(activation, window):
    few, many = steep(1, activation)
    # Where the slopes are less than the error is right to, there is no polynomial, and some hundreds of rows tell.
    assert (many.polynomial(window) is None) == (activation != "tanh")
    found, proven = critical_points(many, window), critical_points(few, window)
    assert found.winding_number == proven.winding_number
    for point in found:
        assert np.linalg.norm(many.gradient(point.weights)) <= 1e-10 * found.gradient_scale
    assert len(found.minima) == len(proven.minima)
    assert len(found.degenerate) <= len(proven.degenerate)


def test_a_polynomial_counts_the_units_of_the_rows_beside_it():
    E = surface_of(2500, "tanh", hidden=8)
    found = E.polynomial(((-2, 2), (-2, 2)))
    assert found is None or found.rest is None or found.work >= 4 * found.rest.rows


def test_slopes_are_asked_of_the_data_only_where_they_might_be_wrong(monkeypatch):
    E = surface_of(3000)
    asked, gradient = [], ErrorSurface.gradient
    monkeypatch.setattr(ErrorSurface, "gradient", lambda self, w: (asked.append(len(w)), gradient(self, w))[1])
    assert E.polynomial(WINDOW) is not None
    assert sum(asked) < LOOKS**2 / 4
