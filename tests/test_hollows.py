"""How deep hollows are, against a plain flood of a sampled surface and against closed forms."""

from dataclasses import dataclass, replace
from itertools import product
from math import inf

import analytic
import numpy as np
import pytest
from bundled import ground_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_landscape import random_surface

from surface.landscape import critical_points, hollows
from surface.landscape.hollows import MOST_LAKES
from surface.model import ACTIVATIONS
from surface.pages.insight import critical
from surface.scenes import SCENES

SMOOTH = [name for name, activation in ACTIVATIONS.items() if not activation.kinks]


@dataclass
class Flooded:
    """A lake of the flood: its floor, the level at which it touched the edge, and how it ended."""

    floor: float
    place: tuple[int, int]
    touched: float = inf
    spill: float = inf
    into: "Flooded | None" = None


def flood(error):
    """Raise the water sample by sample; return the lake of every sample that is lower than those around it."""
    rows, columns = error.shape
    level, lake, found = error.ravel().tolist(), {}, {}
    around = (-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1)
    for k in np.argsort(error, axis=None, kind="stable").tolist():
        j, i = divmod(k, columns)
        rim = i in (0, columns - 1) or j in (0, rows - 1)
        if rim:
            near = [m * columns + n for m in (j - 1, j, j + 1) for n in (i - 1, i, i + 1)]
            near = [p for p in near if 0 <= p // columns < rows and abs(p % columns - i) < 2 and p != k]
        else:
            near = [k + step for step in around]
        here = {id(one): one for one in (last(lake[p]) for p in near if p in lake)}
        wet = sorted(here.values(), key=lambda one: one.floor) or [Flooded(level[k], (i, j))]
        found.setdefault(wet[0].place, wet[0])
        lowest = wet[0]
        for other in wet[1:]:
            other.spill, other.into = level[k], lowest
            lowest.touched = min(lowest.touched, inf if other.touched == inf else level[k])
        lake[k] = lowest
        if rim:
            lowest.touched = min(lowest.touched, level[k])
    return found


def last(lake):
    """The lake that this one has become part of."""
    while lake.into is not None:
        lake = lake.into
    return lake


def truths(E, window, points, resolution):
    """For each hollow its lake in the flood of a sample, and by how much a level there may be off."""
    error = E.sample(window, resolution).error.copy()
    corner, step = np.array(window)[:, 0], np.ptp(window, axis=1) / (resolution - 1)
    steepest = max(np.abs(point.eigenvalues).max() for point in points) if points else 0
    places = [tuple(np.rint((hollow.weights - corner) / step).astype(int).tolist()) for hollow in points.hollows]
    # The sample beside a hollow takes its floor, and of equal floors the first listed is the lowest.
    for rank, ((i, j), hollow) in enumerate(zip(places, points.hollows, strict=True)):
        error[j, i] = hollow.error + 1e-14 * rank
    found = flood(error)
    return [(found[place], steepest * (step @ step) / 2) for place in places]


def assert_flooded(E, window, resolution=161):
    """Hollows are those of the flood: as deep, into the same, and at the edge first, as far as the sample can tell."""
    points = critical_points(E, window)
    return assert_lakes(E, window, points, hollows(E, window, points), resolution)


def assert_lakes(E, window, points, lakes, resolution=161):
    assert [lake.minimum for lake in lakes] == list(points.hollows)
    for lake, (truth, doubt) in zip(lakes, truths(E, window, points, resolution), strict=True):
        clear = truth.spill - truth.floor > doubt and abs(truth.spill - truth.touched) > doubt
        if lake is not lakes[0] and clear:
            assert lake.at_edge == (truth.touched < truth.spill)
        if lake.depth is None:
            continue
        assert not lake.at_edge
        assert lake.depth == pytest.approx(truth.spill - truth.floor, abs=doubt)
        assert lake.into is None or lake.into.minimum.error == pytest.approx(truth.into.floor, abs=doubt)
        if lake.exact:
            assert lake.depth == lake.saddle.error - lake.minimum.error
    return lakes


@pytest.mark.parametrize("name", SCENES)
def test_the_hollows_of_every_scene_are_those_of_a_flood(name):
    ground = ground_of(name)
    lakes = assert_lakes(ground.surface, ground.window, ground.points, ground.lakes)
    assert all(lake.exact for lake in lakes) == (name != "dead-relu")


@pytest.mark.parametrize("seed", [4, 5, 8, 11, 16, 23, 35, 47])
def test_the_hollows_of_random_networks_are_those_of_a_flood(seed):
    assert assert_flooded(random_surface(seed, SMOOTH, hidden=bool(seed % 2)), ((-6, 6), (-6, 6)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_surface_with_kinks_is_read_off_a_sample(seed):
    lakes = assert_flooded(random_surface(seed, ["relu"], hidden=True), ((-6, 6), (-6, 6)))
    assert not any(lake.exact for lake in lakes)


def test_what_was_measured_of_the_scenes():
    depths = {}
    for name in ("two-hollows", "egg-box", "xor-gate", "iris-hard"):
        depths[name] = hollows(SCENES[name].surface(), SCENES[name].window)
    lowest, higher = depths["two-hollows"]
    assert (lowest.saddle, lowest.into, lowest.depth) == (None, None, None)
    assert higher.into is lowest
    measured = higher.minimum.error, higher.saddle.error, higher.depth
    assert measured == pytest.approx((0.387, 0.587, 0.199), abs=5e-4)
    assert len(depths["egg-box"]) == 16
    assert max(lake.depth or 0 for lake in depths["egg-box"]) == pytest.approx(0.4996, abs=1e-4)
    assert sum(lake.at_edge for lake in depths["egg-box"][1:]) == 4
    assert [lake.at_edge for lake in depths["xor-gate"]] == [True] * 3
    assert [lake.depth for lake in depths["xor-gate"]] == [None] * 3
    assert depths["iris-hard"] == ()


roots = st.lists(st.floats(0.5, 1.5), min_size=2, max_size=4).filter(lambda gaps: len(gaps) % 2 == 0)


def wells(gaps, tilt):
    """A polynomial whose slope vanishes at places so far apart: itself, its slope, its minima and maxima."""
    places = np.cumsum([0.0, *gaps]) - sum(gaps) / 2
    slope = np.polynomial.Polynomial.fromroots(places) * tilt
    return slope.integ(), slope, places[::2], places[1::2]


def depths_along(p, minima, maxima):
    """How deep each well is: what the lowest way to a lower one climbs; infinite for the lowest."""
    floor, pass_ = p(minima), p(maxima)
    ways = [
        [max(pass_[min(i, j) : max(i, j)]) - floor[i] for j in range(len(minima)) if (floor[j], j) < (floor[i], i)]
        for i in range(len(minima))
    ]
    return [min(way, default=inf) for way in ways]


@settings(max_examples=15)
@given(roots, roots, st.floats(0.5, 2))
def test_a_sum_of_two_curves_is_as_deep_as_the_shallower_of_the_two(first, second, tilt):
    (p, dp, *along_p), (q, dq, *along_q) = wells(first, 1.0), wells(second, tilt)
    E = analytic.Formula(lambda x, y: p(x) + q(y), lambda x, y: (dp(x), dq(y)))
    # So far out it is higher than at any pass.
    reach = [3 + sum(gaps) / 2 for gaps in (first, second)]
    lakes = hollows(E, [(-size, size) for size in reach])
    both = list(product(along_p[0], along_q[0]))
    deep = [min(pair) for pair in product(depths_along(p, *along_p), depths_along(q, *along_q))]
    assert all(lake.exact for lake in lakes)
    assert [lake.minimum.error for lake in lakes] == pytest.approx(sorted(p(x) + q(y) for x, y in both), abs=1e-9)
    # Of equal floors any one may be the lowest: the depths are the same ones.
    assert sorted(lake.depth for lake in lakes[1:]) == pytest.approx(sorted(deep)[:-1], abs=1e-9)


@pytest.mark.parametrize("brink", [0.5, 1.5])
def test_what_spills_out_of_the_window_spills_into_no_hollow(brink):
    """Over the brink at the right the error falls below that of both hollows, at −3 and at 0."""
    slope = np.polynomial.Polynomial.fromroots([-3, -1, 0, brink]) * -1
    p = slope.integ()
    E = analytic.Formula(lambda x, y: p(x) + y**2, lambda x, y: (slope(x), 2 * y))
    lowest, higher = hollows(E, ((-4, 4), (-6, 6)))
    assert p(4) < p(-3) < p(0)
    assert (lowest.depth, lowest.saddle, lowest.into) == (None, None, None)
    assert higher.depth == pytest.approx(min(p(-1), p(brink)) - p(0), abs=1e-9)
    assert higher.into is (None if brink == 0.5 else lowest)
    # Over the lower brink the water is outside before the two lakes meet.
    assert lowest.at_edge == (brink == 0.5)


def test_a_hollow_on_the_edge_touches_it_from_the_start():
    lakes = hollows(analytic.COSINES, ((0.0, 8.0), (-2.0, 2.0)))
    assert [lake.at_edge for lake in lakes] == [True, True]
    assert [lake.depth for lake in lakes] == [None, None]


def test_no_minimum_no_hollow():
    assert hollows(analytic.SLOPE, ((-1, 1), (-1, 1))) == ()
    assert hollows(analytic.SADDLE, ((-1, 1), (-1, 1))) == ()


def test_thousands_of_points_take_seconds():
    window = ((-60.0, 61.0), (-60.0, 60.0))
    tilted = analytic.Formula(
        lambda x, y: -np.cos(x) - np.cos(y) + 0.01 * x + 0.003 * y, lambda x, y: (np.sin(x) + 0.01, np.sin(y) + 0.003)
    )
    lakes = hollows(tilted, window, critical_points(tilted, window))
    assert len(lakes) > 300
    # Each spills westwards over a pass of the one-dimensional curve cos x, tilted, or touches the edge.
    top, low = np.pi + np.arcsin(0.01), -np.arcsin(0.01)
    deep = 2 * np.cos(low) - 0.01 * (np.pi - 2 * np.arcsin(0.01))
    assert top > low
    assert {round(lake.depth, 9) for lake in lakes if lake.depth is not None} <= {round(deep, 9)}
    assert sum(lake.depth is not None for lake in lakes) > 200


def egg_box(*window):
    E = SCENES["egg-box"].surface()
    points = critical_points(E, window)
    assert not points.proven
    return points, hollows(E, window, points)


@pytest.mark.parametrize("half", [100, 150, 300])
def test_a_sample_that_is_too_coarse_says_so_for_every_hollow(half):
    points, lakes = egg_box((-half, half), (-6, 6))
    assert [lake.minimum for lake in lakes] == list(points.hollows)
    assert [lake.depth for lake in lakes] == [None] * len(lakes)


def test_a_fine_sample_tells_depths_about_as_they_are_with_points_missing():
    E, window = SCENES["egg-box"].surface(), ((-20.0, 20.0), (-20.0, 20.0))
    points = critical_points(E, window)
    depths = {id(lake.minimum): lake.depth for lake in hollows(E, window, points)}
    some = replace(points, points=points[::2], proven=False, winding_number=None)
    told = [lake for lake in hollows(E, window, some) if lake.depth is not None]
    assert len(told) > len(some.hollows) / 2
    for lake in told:
        assert lake.depth == pytest.approx(depths[id(lake.minimum)], abs=0.02)


def test_of_very_many_hollows_nothing_is_told():
    points, lakes = egg_box((-100, 100), (-100, 100))
    assert [lake.minimum for lake in lakes] == list(points.hollows)
    assert len(lakes) > MOST_LAKES
    assert {(lake.depth, lake.at_edge, lake.exact) for lake in lakes} == {(None, False, False)}


def test_a_floor_that_is_rounding_is_named_as_such_beside_its_data():
    scene = SCENES["xor-sine"]
    lakes = hollows(scene.surface(), scene.window)
    assert 0 < lakes[0].minimum.error < 1e-25
    assert "| 1 | below 10⁻¹² |" in critical.depths(scene, lakes)
    small = replace(scene, data=replace(scene.data, targets=scene.data.targets * 1e-8))
    assert critical.error_text(small, 1e-17) == "10⁻¹⁷"
    assert critical.error_text(small, 1e-30) == "below 10⁻²⁸"
